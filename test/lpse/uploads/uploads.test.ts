// Sealed files arrive whole or not at all: tus 1.0 over real HTTPS, with the adversity of real networks and disks.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../../crypto/encoding.ts';
import { DEMO_TENDERS } from '../seeds/packages.ts';
import { head, offsetOf, patch, reserve, type PatchOptions } from '../trial/bidding.ts';
import { slowPatch } from '../trial/slow-patch.ts';
import { Trial, type Person } from '../trial/trial.ts';

const target = { kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu' } as const;
const KILO = 1024;

describe('uploads', () => {
  let trial: Trial;
  let bidder: Person;
  let other: Person;

  beforeAll(async () => {
    trial = await Trial.start();
    bidder = await trial.signIn('karya.nusantara');
    other = await trial.signIn('cipta.mandiri');
  });
  afterAll(() => trial.stop());

  const stored = (uploadId: string): Buffer => readFileSync(fileOf(trial, uploadId));

  it('takes a file in pieces and tells its offset', async () => {
    const bytes = randomBytes(300 * KILO);
    const { uploadId, uploadUrl } = await reserve(bidder, target, bytes.length);
    const first = await patch(bidder, uploadUrl, bytes.subarray(0, 100_000), { offset: 0 });
    expect(first.status).toBe(204);
    expect(first.headers['upload-offset']).toBe('100000');
    expect(first.headers['tus-resumable']).toBe('1.0.0');
    expect(await offsetOf(bidder, uploadUrl)).toBe(100_000);
    const rest = await patch(bidder, uploadUrl, bytes.subarray(100_000), { offset: 100_000 });
    expect(rest.status).toBe(204);
    expect(stored(uploadId).equals(bytes)).toBe(true);
  });

  it('states its version and extensions', async () => {
    const { uploadUrl } = await reserve(bidder, target, 10);
    const options = await bidder.client.send('OPTIONS', uploadUrl, {});
    expect(options.headers['tus-extension']).toBe('checksum,expiration,termination');
    expect(options.headers['tus-checksum-algorithm']).toBe('sha256');
    const answer = await head(bidder, uploadUrl);
    expect(answer.headers['upload-length']).toBe('10');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(new Date(String(answer.headers['upload-expires'])).getTime()).toBe(
      Math.floor(trial.closesAt(target.kdTender, 'satu').getTime() / 1000) * 1000,
    );
  });

  it.each<[string, Partial<PatchOptions>, number, string]>([
    ['a wrong offset', { offset: 5 }, 409, 'upload/offset-conflict'],
    ['an offset that is no number', { headers: { 'upload-offset': '-1' } }, 400, 'upload/malformed'],
    ['another content type', { headers: { 'content-type': 'application/json' } }, 400, 'access/malformed-request'],
    ['no tus version', { headers: { 'tus-resumable': '0.2.0' } }, 400, 'upload/malformed'],
    ['an unknown checksum algorithm', { headers: { 'upload-checksum': 'sha1 AAAA' } }, 400, 'upload/malformed'],
    ['a checksum that does not match', { checksum: sha256(Buffer.from('x')) }, 460, 'upload/checksum-mismatch'],
  ])('refuses %s and keeps nothing', async (_name, options, status, code) => {
    const { uploadId, uploadUrl } = await reserve(bidder, target, 1000);
    const answer = await patch(bidder, uploadUrl, Buffer.from('0123456789'), { offset: 0, ...options });
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(await offsetOf(bidder, uploadUrl)).toBe(0);
    expect(stored(uploadId).length).toBe(0);
  });

  it('discards a damaged piece and takes it again', async () => {
    const bytes = randomBytes(64 * KILO);
    const { uploadId, uploadUrl } = await reserve(bidder, target, bytes.length);
    await patch(bidder, uploadUrl, bytes.subarray(0, 1000), { offset: 0 });
    const damaged = Buffer.from(bytes.subarray(1000));
    damaged[7] = (damaged[7] ?? 0) ^ 1;
    const refused = await patch(bidder, uploadUrl, damaged, { offset: 1000, checksum: sha256(bytes.subarray(1000)) });
    expect(refused.status).toBe(460);
    expect(await offsetOf(bidder, uploadUrl)).toBe(1000);
    expect((await patch(bidder, uploadUrl, bytes.subarray(1000), { offset: 1000 })).status).toBe(204);
    expect(stored(uploadId).equals(bytes)).toBe(true);
  });

  it('refuses more bytes than were reserved', async () => {
    const { uploadUrl } = await reserve(bidder, target, 10);
    const answer = await patch(bidder, uploadUrl, randomBytes(11), { offset: 0 });
    expect([answer.status, answer.code]).toEqual([413, 'upload/too-large']);
    expect(await offsetOf(bidder, uploadUrl)).toBe(0);
  });

  it('keeps what arrived before a cut, and goes on from there', async () => {
    const bytes = randomBytes(500 * KILO);
    const { uploadId, uploadUrl } = await reserve(bidder, target, bytes.length);
    trial.faults({ cutAfterBytes: 123_456 });
    await expect(patch(bidder, uploadUrl, bytes, { offset: 0, checksum: null })).rejects.toThrow();
    const offset = 123_456;
    // The client sees the cut at once, the server a moment later: only then are the bytes durable and counted.
    await expect.poll(() => offsetOf(bidder, uploadUrl), { timeout: 10_000 }).toBe(offset);
    expect((await patch(bidder, uploadUrl, bytes.subarray(offset), { offset })).status).toBe(204);
    expect(stored(uploadId).equals(bytes)).toBe(true);
  });

  it('counts nothing of a cut piece whose checksum was promised', async () => {
    const bytes = randomBytes(200 * KILO);
    const { uploadUrl } = await reserve(bidder, target, bytes.length);
    trial.faults({ cutAfterBytes: 100_000 });
    await expect(patch(bidder, uploadUrl, bytes, { offset: 0 })).rejects.toThrow();
    expect(await offsetOf(bidder, uploadUrl)).toBe(0);
  });

  it('refuses a second writer while the first one is at work', async () => {
    const bytes = randomBytes(1000);
    const { uploadId, uploadUrl } = await reserve(bidder, target, bytes.length);
    const slow = slowPatch(trial, bidder, uploadUrl, bytes);
    await slow.halfSent;
    const second = await patch(bidder, uploadUrl, bytes, { offset: 0 });
    expect([second.status, second.code]).toEqual([423, 'upload/busy']);
    slow.sendRest();
    expect(await slow.status).toBe(204);
    expect(stored(uploadId).equals(bytes)).toBe(true);
  });

  it('answers 507 when the disk is full and loses no acknowledged byte', async () => {
    const bytes = randomBytes(5000);
    const { uploadId, uploadUrl } = await reserve(bidder, target, bytes.length);
    await patch(bidder, uploadUrl, bytes.subarray(0, 2000), { offset: 0 });
    trial.faults({ diskFull: 1 });
    const full = await patch(bidder, uploadUrl, bytes.subarray(2000), { offset: 2000 });
    expect([full.status, full.code]).toEqual([507, 'upload/no-space']);
    expect(await offsetOf(bidder, uploadUrl)).toBe(2000);
    expect((await patch(bidder, uploadUrl, bytes.subarray(2000), { offset: 2000 })).status).toBe(204);
    expect(stored(uploadId).equals(bytes)).toBe(true);
  });

  it('goes on after a restart from the acknowledged offset', async () => {
    const bytes = randomBytes(5000);
    const { uploadId, uploadUrl } = await reserve(bidder, target, bytes.length);
    await patch(bidder, uploadUrl, bytes.subarray(0, 3000), { offset: 0 });
    await trial.restart();
    expect(await offsetOf(bidder, uploadUrl)).toBe(3000);
    await patch(bidder, uploadUrl, bytes.subarray(3000), { offset: 3000 });
    expect(stored(uploadId).equals(bytes)).toBe(true);
  });

  it('shows an upload to nobody but its owner', async () => {
    const { uploadUrl } = await reserve(bidder, target, 10);
    expect((await head(other, uploadUrl)).status).toBe(404);
    expect((await patch(other, uploadUrl, Buffer.from('x'), { offset: 0 })).code).toBe('upload/not-found');
  });

  it('removes what its owner gives up', async () => {
    const { uploadId, uploadUrl } = await reserve(bidder, target, 10);
    const answer = await bidder.client.send('DELETE', uploadUrl, { headers: { 'tus-resumable': '1.0.0' } });
    expect(answer.status).toBe(204);
    expect((await head(bidder, uploadUrl)).status).toBe(410);
    expect(existsSync(fileOf(trial, uploadId))).toBe(false);
  });

  it('reserves no more than the limit of the package and the quota of the bidder', async () => {
    const prima = await trial.signIn('sinar.alkes');
    const { maxUploadBytes } = trial.server.context.packages.require(target.kdTender).fields.limits;
    await expect(reserve(prima, target, maxUploadBytes + 1)).rejects.toThrow('upload/too-large');
    for (let n = 0; n < 4; n++) await reserve(prima, target, maxUploadBytes);
    await expect(reserve(prima, target, 1)).rejects.toThrow('upload/quota-exceeded');
  });

  it('refuses whoever does not take part', async () => {
    const stranger = await trial.signIn('dewi.lestari');
    await expect(reserve(stranger, target, 10)).rejects.toThrow('submission/not-participant');
    const member = await trial.signIn('siti.rahayu');
    await expect(reserve(member, target, 10)).rejects.toThrow('access/forbidden');
  });

  it('deletes at the deadline what no signed request names, and logs it', async () => {
    const { uploadId, uploadUrl } = await reserve(bidder, target, 10);
    await trial.advanceTo(trial.closesAt(target.kdTender, 'satu'));
    expect((await head(bidder, uploadUrl)).status).toBe(410);
    expect((await patch(bidder, uploadUrl, Buffer.from('x'), { offset: 0 })).status).toBe(410);
    expect(existsSync(fileOf(trial, uploadId))).toBe(false);
    const { log } = trial.server.context;
    const leaves = log.entries(0, log.size).map((leaf) => leaf.toString());
    expect(leaves.some((leaf) => leaf.includes('"upload-expired"') && leaf.includes(target.kdTender))).toBe(true);
    expect(leaves.join('\n')).not.toContain(uploadId);
    await expect(reserve(bidder, target, 10)).rejects.toThrow('submission/closed');
  });
});

function fileOf(trial: Trial, uploadId: string): string {
  return `${trial.dir}/uploads/${uploadId}.sampul`;
}
