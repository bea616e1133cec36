// The Sealer port over its thread, with real files.
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenJob, SealJob } from '../../../app/ports/sealer.ts';
import { sha256, sha256Hex } from '../../../crypto/encoding.ts';
import { bytesSource } from '../../../crypto/seal/bytes-source.ts';
import { OpenFailure } from '../../../crypto/seal/open-failure.ts';
import { createWorkerSealer } from '../../../main/adapters/worker-sealer.ts';
import { buildTimestampRequest } from '../../../crypto/timestamp.ts';
import { createTender, releaseHeaders, sealJob, type Tender } from '../../crypto/seal/sealed-bid.ts';
import { TEST_NOW } from '../../pki/cms-people.ts';
import { respond } from '../../pki/timestamp-authority.ts';

const sealer = createWorkerSealer();
let tender: Tender;
let folder: string;

beforeAll(async () => {
  tender = await createTender();
});
afterAll(() => sealer.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segel-sealer-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function jobFor(contents: Readonly<Record<string, Uint8Array>>, more: Partial<SealJob> = {}): Promise<SealJob> {
  const documents = [];
  for (const [name, bytes] of Object.entries(contents)) {
    const path = join(folder, name);
    await writeFile(path, bytes);
    documents.push({ path, name, originalName: name, slot: 'teknis', mediaType: 'application/pdf' });
  }
  const { context, mode, recipients, packageCertificate, padding, evidence, signer, bidLetter } = sealJob(tender, []);
  return {
    ...{ context, mode, documents, padding, evidence, signer, letter: bidLetter ?? null },
    recipients: recipients.map(({ der }) => der),
    packageCertificate: packageCertificate.der,
    timestamp: () => Promise.resolve(null),
    outPath: join(folder, 'bid.sampul'),
    ...more,
  };
}

async function openJobFor(path: string, more: Partial<OpenJob> = {}): Promise<OpenJob> {
  const headers = await releaseHeaders(tender, bytesSource(await readFile(path)));
  const { manifestSha256, sealedSha256 } = await sealer.verify(path);
  const [member] = tender.members;
  if (member === undefined) throw new Error('no member');
  return {
    path,
    expected: { sealedSha256, manifestSha256 },
    headers: [...headers].map(([id, header]) => ({ id, header })),
    recipients: tender.members.map(({ certificate }) => certificate.der),
    key: member.key,
    carriesPrice: true,
    rehearsal: false,
    outDir: null,
    ...more,
  };
}

describe('createWorkerSealer', () => {
  it('seals, verifies, inspects and opens in its thread', async () => {
    const contents = { 'teknis.pdf': randomBytes(3_000_000), 'kosong.txt': Buffer.alloc(0) };
    const job = await jobFor(contents);
    const steps: number[] = [];
    const result = await sealer.seal(job, { onProgress: ({ doneBytes }) => steps.push(doneBytes) });
    expect(steps.at(-1)).toBe(3_000_000);
    const sealed = await readFile(job.outPath);
    expect(result.sizeBytes).toBe(sealed.length);
    expect((await stat(job.outPath)).mode & 0o777).toBe(0o600);
    const verified = await sealer.verify(job.outPath);
    expect(verified.sealedSha256).toBe(sha256Hex(sealed));
    expect(verified.signatureSha256).toBe(sha256Hex(verified.signature));
    expect(verified.timestamp).toBeNull();
    expect((await sealer.inspect(job.outPath)).entries).toHaveLength(1 + 2 * 3 + 3);
    const outDir = await mkdtemp(join(folder, 'out-'));
    const outcome = await sealer.open(await openJobFor(job.outPath, { outDir }));
    for (const { name, path, failure } of outcome.documents) {
      expect(failure).toBeNull();
      expect(await readFile(path ?? '')).toEqual(contents[name as keyof typeof contents]);
    }
    expect(await readdir(outDir)).toEqual(['teknis']);
    expect(await readdir(join(outDir, 'teknis'))).toHaveLength(2);
  });

  /** An authority that answers, and remembers what it was asked. */
  async function authority() {
    const tsa = await tender.people.signer('TSA', { profile: 'tsa' });
    const asked: string[] = [];
    const timestamp = (digest: Uint8Array) => {
      asked.push(Buffer.from(digest).toString('hex'));
      return respond(buildTimestampRequest({ sha256: digest }).der, { key: tsa.key, genTime: TEST_NOW });
    };
    return { asked, timestamp };
  }

  it('asks its caller for the timestamp while it seals', async () => {
    const { asked, timestamp } = await authority();
    const job = await jobFor({ 'a.pdf': Buffer.from('a') }, { timestamp });
    await sealer.seal(job);
    const verified = await sealer.verify(job.outPath);
    expect(asked).toEqual([verified.signatureSha256]);
    expect(verified.timestamp).not.toBeNull();
  });

  it('adds a timestamp to a file sealed offline, once', async () => {
    const { timestamp } = await authority();
    const job = await jobFor({ 'a.pdf': Buffer.from('a') });
    await sealer.seal(job);
    const { signature } = await sealer.verify(job.outPath);
    const response = await timestamp(sha256(signature));
    await sealer.addTimestamp(job.outPath, response);
    expect((await sealer.verify(job.outPath)).timestamp).toEqual(new Uint8Array(response));
    await expect(sealer.addTimestamp(job.outPath, response)).rejects.toThrow('seal/container-malformed');
    expect((await readdir(folder)).toSorted()).toEqual(['a.pdf', 'bid.sampul']);
  });

  it('leaves nothing behind when it is stopped', async () => {
    const job = await jobFor({ 'besar.pdf': randomBytes(40 << 20) });
    const stop = new AbortController();
    const sealing = sealer.seal(job, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(sealing).rejects.toMatchObject({ name: 'AbortError' });
    expect(await readdir(folder)).toEqual(['besar.pdf']);
  });

  it('gives back the very error of a callback', async () => {
    const error = new Error('token removed');
    const job = await jobFor({ 'a.pdf': Buffer.from('a') });
    const signer = { ...job.signer, sign: () => Promise.reject(error) };
    await expect(sealer.seal({ ...job, signer })).rejects.toBe(error);
  });

  it('keeps class and code of what the thread throws', async () => {
    const missing = await jobFor(
      {},
      { documents: [{ path: join(folder, 'x'), name: 'x', originalName: 'x', slot: '', mediaType: 'a/b' }] },
    );
    await expect(sealer.seal(missing)).rejects.toMatchObject({ name: 'CodedError', code: 'document/not-found' });
    const job = await jobFor({ 'a.pdf': Buffer.from('a') });
    await sealer.seal(job);
    const failure = await sealer.open(await openJobFor(job.outPath, { headers: [] })).catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(OpenFailure);
    expect(failure).toMatchObject({
      code: 'seal/release-mismatch',
      failure: { kind: 'lock-release-mismatch', objectId: '0000' },
    });
  });

  it('does not replace a file that is there', async () => {
    const job = await jobFor({ 'a.pdf': Buffer.from('a') });
    await writeFile(job.outPath, 'mine');
    await expect(sealer.seal(job)).rejects.toMatchObject({ code: 'storage/unsafe-target' });
    expect(await readFile(job.outPath, 'utf8')).toBe('mine');
  });
});
