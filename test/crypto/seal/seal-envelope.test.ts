// Sealing in memory: round trips in both modes, what is refused before and while documents are read.
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { SealJob } from '../../../crypto/seal/seal-envelope.ts';
import { codeOfAsync } from '../../doubles/crypto-code.ts';
import { memoryDocument } from './memory-io.ts';
import { createTender, document, openBid, sealBid, sealJob, verifyBid, type Tender } from './sealed-bid.ts';

let tender: Tender;
beforeAll(async () => {
  tender = await createTender();
});

const small = Buffer.from('isi dokumen');

describe('sealEnvelope', () => {
  it.each(['CA', 'NON_CA'] as const)('seals what opens again, %s', async (mode) => {
    const contents = [small, Buffer.alloc(0), randomBytes((1 << 20) + 1), randomBytes(1 << 20)];
    const documents = contents.map((bytes, i) => document(`berkas ${String(i)}.pdf`, bytes));
    const sealed = await sealBid(sealJob(tender, documents, { mode }));
    const report = await verifyBid(tender, sealed.bytes);
    expect(report.manifestSha256).toBe(sealed.result.manifestSha256);
    const session = mode === 'CA' ? {} : { session: await tender.people.opener('Sesi') };
    const { folder, result } = await openBid(tender, sealed.bytes, { receipted: sealed, ...session });
    const { failed, opened } = await result;
    expect(failed).toEqual([]);
    expect(opened.map(({ savedAs }) => folder.files.get(savedAs))).toEqual(contents);
    expect(folder.left).toBe(0);
  });
});

describe('sealEnvelope, before it reads a byte', () => {
  const codeFor = (job: SealJob) => codeOfAsync(sealBid(job));
  const one = () => [document('a.pdf', small)];

  it.each(['../x', 'a/b', 'CON', 'x\u202Efdp.exe', 'n'.repeat(300), '', 'a\0b'])(
    'refuses the name %j',
    async (name) => {
      expect(await codeFor(sealJob(tender, [document(name, small)]))).toBe('seal/made-wrongly');
    },
  );

  it('refuses names that are one on some file systems', async () => {
    const twins = [document('a.pdf', small), document('A.PDF', small)];
    expect(await codeFor(sealJob(tender, twins))).toBe('seal/made-wrongly');
  });

  it('insists on a price exactly where the envelope carries one', async () => {
    expect(await codeFor(sealJob(tender, one(), { job: { carriesPrice: false } }))).toBe('seal/made-wrongly');
    const { bidLetter, ...job } = sealJob(tender, one());
    expect(bidLetter).toBeDefined();
    expect(await codeFor(job)).toBe('seal/made-wrongly');
    expect(await codeFor({ ...job, carriesPrice: false })).toBe('accepted');
  });

  it('refuses a context that names other certificates or evidence', async () => {
    for (const context of [
      { packageCertificateSha256: '0'.repeat(64) },
      { evidenceSha256: '0'.repeat(64) },
      { recipients: [] },
    ]) {
      expect(await codeFor(sealJob(tender, one(), { context }))).toBe('seal/made-wrongly');
    }
  });

  it('refuses a recipient whose certificate is not for encryption', async () => {
    const signer = await tender.people.signer('Penanda Tangan');
    const job = { recipients: [signer.certificate] };
    expect(await codeFor(sealJob(tender, one(), { job }))).toBe('certificate/wrong-usage');
  });

  it('refuses a canary where a bid is made, and the reverse', async () => {
    expect(await codeFor(sealJob(tender, one(), { context: { kdTender: 'REHEARSAL:10092474000' } }))).toBe(
      'seal/is-rehearsal',
    );
    expect(await codeFor(sealJob(tender, one(), { job: { purpose: 'rehearsal' } }))).toBe('seal/not-rehearsal');
  });

  it('refuses more documents than there are object numbers', async () => {
    const documents = Array.from({ length: 10_000 }, (_, i) => document(`${String(i)}.txt`, Buffer.alloc(0)));
    expect(await codeFor(sealJob(tender, documents))).toBe('seal/document-too-large');
  });
});

describe('sealEnvelope, while it reads', () => {
  it('notices a document that changed', async () => {
    const changing = document('a.pdf', small, { source: memoryDocument(small, { changed: true }) });
    expect(await codeOfAsync(sealBid(sealJob(tender, [changing])))).toBe('seal/document-changed');
    const shrunk = document('a.pdf', small, { source: { ...memoryDocument(small), sizeBytes: 100 } });
    expect(await codeOfAsync(sealBid(sealJob(tender, [shrunk])))).toBe('seal/document-changed');
  });

  it('hides sizes where the policy asks for it, and opens to the exact bytes', async () => {
    const contents = [
      small,
      Buffer.alloc(0),
      randomBytes((1 << 20) - 1),
      randomBytes(1 << 20),
      randomBytes((1 << 20) + 1),
    ];
    const documents = contents.map((bytes, i) => document(`${String(i)}.pdf`, bytes));
    const sealed = await sealBid(sealJob(tender, documents, { job: { padding: '1MiB' } }));
    const sizes = sealed.result.manifest.objects.map(({ size }) => size);
    expect(sizes.slice(1)).toEqual([1 << 20, 1 << 20, 1 << 20, 1 << 20, (1 << 20) + 1]);
    expect((sizes[0] ?? 1) % (64 << 10)).toBe(0);
    const { folder, result } = await openBid(tender, sealed.bytes, { receipted: sealed });
    expect((await result).failed).toEqual([]);
    expect([...folder.files.values()]).toEqual(contents);
  });

  it('asks for a timestamp over manifest.p7s and goes on without one', async () => {
    const asked: string[] = [];
    const timestamp = (sha256: Buffer) => {
      asked.push(sha256.toString('hex'));
      return Promise.resolve(null);
    };
    const { result } = await sealBid(sealJob(tender, [], { job: { timestamp } }));
    expect(asked).toEqual([sha256Hex(result.signatureDer)]);
    expect(result.timestamped).toBe(false);
    const answering = { timestamp: () => Promise.resolve(Buffer.from([0x30, 0])) };
    expect((await sealBid(sealJob(tender, [], { job: answering }))).result.timestamped).toBe(true);
  });

  it('never uses a key or a nonce twice', async () => {
    const job = sealJob(tender, [document('a.pdf', small), document('b.pdf', small)]);
    const digests = new Set<string>();
    for (let i = 0; i < 3; i++)
      for (const { sha256 } of (await sealBid(job)).result.manifest.objects) digests.add(sha256);
    expect(digests.size).toBe(9);
  });
});
