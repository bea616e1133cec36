// The check without keys: what it compares when it is told, and the marks by which copies are found.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeAuthEnveloped, parseAuthEnveloped } from '../../../crypto/cms/auth-enveloped-data.ts';
import { sha256, sha256Hex } from '../../../crypto/encoding.ts';
import { bytesSource } from '../../../crypto/seal/bytes-source.ts';
import { joinCrc32 } from '../../../crypto/seal/crc32.ts';
import { examineEnvelope } from '../../../crypto/seal/examine-envelope.ts';
import { inspectEnvelope } from '../../../crypto/seal/inspect-envelope.ts';
import { createInlineWorkspace } from '../../../crypto/seal/inline-workspace.ts';
import { sealEnvelope } from '../../../crypto/seal/seal-envelope.ts';
import { verifyEnvelope, type VerifyRequest } from '../../../crypto/seal/verify-envelope.ts';
import { createThreadWorkspace } from '../../../main/workers/digest-lanes.ts';
import { codeOfAsync } from '../../doubles/crypto-code.ts';
import { makeByHand } from '../../vectors/sampul/hand-made.ts';
import { MemorySink } from './memory-io.ts';
import { createTender, document, sealBid, sealJob, verifyBid, type SealedBid, type Tender } from './sealed-bid.ts';

let tender: Tender;
let sealed: SealedBid;
beforeAll(async () => {
  tender = await createTender(['ec-p256']);
  const timestamp = () => Promise.resolve(Buffer.from('tsr'));
  sealed = await sealBid(sealJob(tender, [document('a.pdf', Buffer.from('a'))], { job: { timestamp } }));
});

const verify = (more: Partial<VerifyRequest> = {}) =>
  verifyEnvelope({
    source: bytesSource(sealed.bytes),
    workspace: createInlineWorkspace(),
    purpose: 'bid',
    packageCertificate: null,
    ...more,
  });

describe('verifyEnvelope', () => {
  it('reports what it found', async () => {
    const report = await verify();
    expect(report).toMatchObject({
      mode: 'CA',
      sizeBytes: sealed.bytes.length,
      sealedSha256: sha256Hex(sealed.bytes),
      manifestSha256: sealed.result.manifestSha256,
      signatureSha256: sha256Hex(sealed.result.signatureDer),
      timestampDer: Buffer.from('tsr'),
      evidenceDer: tender.evidence,
    });
    expect(report.signed.signers[0]?.certificate.sha256).toBe(tender.bidder.certificate.sha256);
  });

  it('compares the context fields that it is told, and only those', async () => {
    expect(await codeOfAsync(verify({ expectedContext: { kdTender: '10092474000', revision: 1 } }))).toBe('accepted');
    expect(await codeOfAsync(verify({ expectedContext: { envelopeId: 'file-2' } }))).toBe('seal/manifest-mismatch');
    const stranger = await tender.people.opener('Orang Lain', 'ec-p384');
    expect(await codeOfAsync(verify({ packageCertificate: stranger.certificate }))).toBe('seal/recipients-mismatch');
  });

  it('asks whether signer and timestamp are trusted, and stops when they are not', async () => {
    const error = new Error('not trusted');
    const asked: string[] = [];
    await verify({
      requireTrustedSigner: ({ signers: [signer] }) => void asked.push(signer?.certificate.sha256 ?? ''),
      requireTrustedTimestamp: (_der, digest) => void asked.push(digest.toString('hex')),
    });
    expect(asked).toEqual([tender.bidder.certificate.sha256, sha256(sealed.result.signatureDer).toString('hex')]);
    const refuse = () => Promise.reject(error);
    await expect(verify({ requireTrustedSigner: refuse })).rejects.toBe(error);
    await expect(verify({ requireTrustedTimestamp: refuse })).rejects.toBe(error);
  });

  it('finds a copied lock also when its recipient part was made anew', async () => {
    const marks = (await verify()).fingerprints;
    expect(marks.map(({ id }) => id)).toEqual(['0000', '0001']);
    const { headerLockSha256 } = sealed.result.manifest.objects[1] ?? {};
    const lock = sealed.bytes.subarray(sealed.bytes.indexOf('objects/0001.lock.p7m') + 21);
    const der = lock.subarray(0, 4 + lock.readUInt16BE(2));
    expect(sha256Hex(der)).toBe(headerLockSha256);
    const envelope = parseAuthEnveloped(der);
    const reencoded = encodeAuthEnveloped({ ...envelope, recipientInfos: envelope.recipients.map((one) => one.der) });
    const content = parseAuthEnveloped(reencoded).encryptedContent ?? Buffer.alloc(0);
    expect(marks[1]?.lockContentSha256).toBe(sha256Hex(content));
  });

  it('has no mark for an empty ciphertext, which every bid may have', async () => {
    const made = await makeByHand(tender, { documents: [Buffer.alloc(0)] });
    const { fingerprints } = await verifyBid(tender, made.bytes);
    expect(fingerprints.find(({ id }) => id === '0001')?.ciphertextSha256).toBeNull();
  });
});

describe('examineEnvelope', () => {
  const examine = (bytes: Buffer) => examineEnvelope(bytesSource(bytes), { workspace: createInlineWorkspace() });

  it('tells digests and findings of a whole file', async () => {
    const { sealedSha256, sealedCrc32, found } = await examine(sealed.bytes);
    expect([sealedSha256, sealedCrc32]).toEqual([sha256Hex(sealed.bytes), crc32(sealed.bytes)]);
    expect(found).toMatchObject({ manifestSha256: sealed.result.manifestSha256 });
  });

  it.each([
    ['structure', 'objects/0001.enc', -1, 'seal/container-malformed'],
    ['ciphertext', 'objects/0001.enc', 0, 'seal/object-damaged'],
  ])('tells the digests of a file whose %s is broken', async (_what, entry, behind, code) => {
    const bytes = Buffer.from(sealed.bytes);
    const place = bytes.indexOf(entry) + entry.length + behind;
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
    const { sealedSha256, sealedCrc32, found } = await examine(bytes);
    expect([sealedSha256, sealedCrc32]).toEqual([sha256Hex(bytes), crc32(bytes)]);
    expect(found).toMatchObject({ code });
  });

  it('joins checksums as if the bytes had been read in one go', () => {
    const bytes = Buffer.from('makan siang di warung');
    for (let at = 0; at <= bytes.length; at++) {
      const [a, b] = [bytes.subarray(0, at), bytes.subarray(at)];
      expect(joinCrc32(crc32(a), crc32(b), b.length)).toBe(crc32(bytes));
    }
  });
});

describe('inspectEnvelope', () => {
  it('tells what is outside, and needs no ciphertext', async () => {
    const damaged = Buffer.from(sealed.bytes);
    const at = damaged.indexOf('objects/0001.enc') + 16;
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    const facts = await inspectEnvelope(bytesSource(damaged));
    expect(facts).toMatchObject({ mode: 'CA', purpose: 'bid', manifest: { context: { kdTender: '10092474000' } } });
    expect(JSON.stringify(facts.manifest)).not.toContain('a.pdf');
    expect(facts.entries.map(({ name }) => name)).toContain('objects/0001.enc');
  });
});

describe('large documents', () => {
  it('carry a running digest per 16 MiB above 64 MiB', async () => {
    const threads = createThreadWorkspace();
    try {
      const content = Buffer.alloc((65 << 20) + 5, 1);
      const sink = new MemorySink();
      const { manifest } = await sealEnvelope(sealJob(tender, [document('a.bin', content)]), {
        sink,
        workspace: threads,
      });
      const bytes = sink.bytes();
      const start = bytes.indexOf('objects/0001.enc') + 16;
      const digests = [1, 2, 3, 4, 5].map((n) => {
        const end = Math.min(n * (16 << 20), content.length);
        return createHash('sha256')
          .update(bytes.subarray(start, start + end))
          .digest('hex');
      });
      expect(manifest.objects[1]?.blockSha256).toEqual(digests);
      expect(digests.at(-1)).toBe(manifest.objects[1]?.sha256);
      const source = bytesSource(bytes);
      await verifyEnvelope({ source, workspace: threads, purpose: 'bid', packageCertificate: null });
    } finally {
      await threads.close();
    }
  });

  it('are cut into parts of 1 GiB', async () => {
    const threads = createThreadWorkspace();
    try {
      const sizeBytes = 2 ** 30 + 5;
      const zeros = {
        sizeBytes,
        readInto: (target: Uint8Array) => Promise.resolve(target.fill(0).length),
        requireUnchanged: () => Promise.resolve(),
      };
      const sink = { write: () => Promise.resolve(), patch: () => Promise.resolve(), sync: () => Promise.resolve() };
      const job = sealJob(tender, [document('a.bin', Buffer.alloc(0), { source: zeros })]);
      const { manifest, documents } = await sealEnvelope(job, { sink, workspace: threads });
      expect(manifest.objects.slice(1).map(({ size }) => size)).toEqual([2 ** 30, 5]);
      expect(manifest.objects[1]?.blockSha256).toHaveLength(64);
      expect(documents[0]).toMatchObject({ size: sizeBytes, objects: ['0001', '0002'] });
    } finally {
      await threads.close();
    }
  });
});
