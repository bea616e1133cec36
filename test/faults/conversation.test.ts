// The conversation of the real client with the reference LPSE on a bad day: what fails on the way, at the server, on this disk.
// After every one of them there is exactly one bid and one receipt, or a refusal in writing.
import { writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CodedError } from '../../app/errors/coded-error.ts';
import { bidStatus } from '../../app/usecases/bid-status.ts';
import { exportJournal } from '../../app/usecases/export-journal.ts';
import { verifyReceipt } from '../../app/usecases/verify-receipt.ts';
import { withdrawBid } from '../../app/usecases/withdraw-bid.ts';
import { openStation, type Station } from '../app/usecases/station.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { bidIn, filedBids, sealedBid, sendBid } from './bidding.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
let lpse: TemporaryLpse;
let karya: Station;

beforeAll(async () => {
  lpse = await startTemporaryLpse();
  karya = await openStation(lpse, 'karya.nusantara');
});
afterEach(() => {
  lpse.management?.setFaults({
    cutAfterBytes: null,
    loseReplies: 0,
    unavailable: 0,
    diskFull: 0,
    stopFinalising: null,
  });
});
afterAll(async () => {
  await karya.close();
  await lpse.close();
});

function faults(settings: object): void {
  if (lpse.management === null) throw new Error('no test mode');
  lpse.management.setFaults(settings);
}

/** The bid has its receipt, the receipt proves it, and the LPSE has this file once. */
async function expectOneReceipt(station: Station, bidId: string): Promise<void> {
  const { sealed, receipt } = await bidIn(station, bidId, 'receipted');
  const needs = { ...station.needs, log: station.needs.lpse };
  const { report } = await verifyReceipt(needs, { folder: receipt.folder, sealedPath: sealed.path });
  expect(report.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  const filed = (await filedBids(station, kdTender)).filter((one) => one.sealedSha256 === sealed.sealedSha256);
  expect(filed.filter(({ state }) => state !== 'refused')).toHaveLength(1);
}

describe('the network', () => {
  it('cuts the upload twice, and the bid goes on where the server says', async () => {
    const bidId = await sealedBid(karya, { kdTender, sizeBytes: 400_000 });
    faults({ cutAfterBytes: 100_000 });
    let cuts = 0;
    const uploader = {
      upload: ((job, options) =>
        karya.needs.uploader.upload(job, {
          ...options,
          onProgress: (event) => {
            if (event.kind === 'interrupted' && ++cuts === 1) faults({ cutAfterBytes: 50_000 });
            options?.onProgress?.(event);
          },
        })) satisfies Station['needs']['uploader']['upload'],
    };
    expect((await sendBid(karya, bidId, { needs: { uploader } })).outcome).toBe('receipted');
    expect(cuts).toBe(2);
    await expectOneReceipt(karya, bidId);
    const told = await karya.needs.journal.entries({ bidId });
    expect(told.filter(({ event }) => event === 'upload.interrupted')).toHaveLength(2);
  });

  it('loses the reply to the signed request, and the same request gets the same answer', async () => {
    const bidId = await sealedBid(karya, { kdTender });
    let lost = 0;
    const submit: Station['needs']['lpse']['submit'] = async (body, options) => {
      faults({ loseReplies: lost++ === 0 ? 1 : 0 });
      return karya.needs.lpse.submit(body, options);
    };
    const needs = { lpse: { ...karya.needs.lpse, submit } };
    await expect(sendBid(karya, bidId, { needs })).rejects.toMatchObject({ code: 'network/unreachable' });
    expect((await bidIn(karya, bidId, 'uploading')).upload.request).not.toBeNull();
    expect((await sendBid(karya, bidId)).outcome).toBe('receipted');
    await expectOneReceipt(karya, bidId);
  });

  it('loses the reply to the last byte, and nothing is sent twice', async () => {
    const bidId = await sealedBid(karya, { kdTender });
    const uploader = {
      upload: ((job, options) => {
        faults({ loseReplies: 1 });
        return karya.needs.uploader.upload(job, options);
      }) satisfies Station['needs']['uploader']['upload'],
    };
    expect((await sendBid(karya, bidId, { needs: { uploader } })).outcome).toBe('receipted');
    await expectOneReceipt(karya, bidId);
  });

  it('answers 503 for a while during the upload', async () => {
    const bidId = await sealedBid(karya, { kdTender });
    const uploader = {
      upload: ((job, options) => {
        faults({ unavailable: 2 });
        return karya.needs.uploader.upload(job, options);
      }) satisfies Station['needs']['uploader']['upload'],
    };
    expect((await sendBid(karya, bidId, { needs: { uploader } })).outcome).toBe('receipted');
    await expectOneReceipt(karya, bidId);
  });

  it('is used by two windows for one bid at once: offsets conflict, one bid comes of it', async () => {
    const bidId = await sealedBid(karya, { kdTender, sizeBytes: 300_000 });
    const outcomes = await Promise.allSettled([sendBid(karya, bidId), sendBid(karya, bidId)]);
    expect(outcomes.map(({ status }) => status)).toContain('fulfilled');
    expect((await sendBid(karya, bidId)).outcome).toBe('receipted');
    await expectOneReceipt(karya, bidId);
  });
});

describe('the server', () => {
  it('has no room left for a moment', async () => {
    const bidId = await sealedBid(karya, { kdTender });
    const uploader = {
      upload: ((job, options) => {
        faults({ diskFull: 1 });
        return karya.needs.uploader.upload(job, options);
      }) satisfies Station['needs']['uploader']['upload'],
    };
    expect((await sendBid(karya, bidId, { needs: { uploader } })).outcome).toBe('receipted');
    await expectOneReceipt(karya, bidId);
    const told = await karya.needs.journal.entries({ bidId });
    expect(told.find(({ event }) => event === 'upload.interrupted')?.facts.code).toBe('upload/no-space');
  });

  it('has decided while this computer was off: the receipt is taken, nothing is uploaded again', async () => {
    const bidId = await sealedBid(karya, { kdTender });
    const off = { upload: () => Promise.reject(new CodedError('network/unreachable', { system: 'OFF' })) };
    await expect(sendBid(karya, bidId, { needs: { uploader: off } })).rejects.toMatchObject({
      code: 'network/unreachable',
    });
    // Another computer of the same account sends the bytes, and later a second bid takes the first one's place.
    const { upload, sealed } = await bidIn(karya, bidId, 'uploading');
    const { path, sizeBytes } = sealed;
    await karya.needs.uploader.upload({ path, sizeBytes, uploadUrl: upload.uploadUrl, timeLeftMs: () => Infinity });
    const second = await sealedBid(karya, { kdTender });
    expect((await sendBid(karya, second)).outcome).toBe('receipted');
    const none = { upload: () => Promise.reject(new Error('uploaded again')) };
    expect((await sendBid(karya, bidId, { needs: { uploader: none } })).outcome).toBe('receipted');
    await bidStatus(karya.needs, { connection: await karya.connect(), kdTender });
    expect((await bidIn(karya, bidId, 'superseded')).supersededBy).toBe(
      (await bidIn(karya, second, 'receipted')).receipt.submissionId,
    );
  });

  it('says without proof that a bid was replaced: the bid stays what its receipt says', async () => {
    const bidId = await sealedBid(karya, { kdTender });
    await sendBid(karya, bidId);
    const submissions: Station['needs']['lpse']['submissions'] = async (...args) => {
      const answer = await karya.needs.lpse.submissions(...args);
      const { receipt } = await bidIn(karya, bidId, 'receipted');
      const lie = answer.submissions.map((one) =>
        one.submissionId === receipt.submissionId
          ? { ...one, state: 'superseded' as const }
          : { ...one, state: 'receipted' as const },
      );
      return { submissions: [...lie.filter(({ state }) => state === 'superseded'), ...lie] };
    };
    const needs = { ...karya.needs, lpse: { ...karya.needs.lpse, submissions } };
    await bidStatus(needs, { connection: await karya.connect(), kdTender });
    expect((await bidIn(karya, bidId, 'receipted')).state).toBe('receipted');
  });

  it('refuses a signature, in writing and signed: the bid is refused, with the proof', async () => {
    const sinar = await openStation(lpse, 'sinar.alkes');
    try {
      const bidId = await sealedBid(sinar, { kdTender });
      // The list of revoked certificates is in this program's memory for a while; the server's is new.
      const { certificate } = await sinar.needs.identities.load(sinar.signing?.identityId ?? '');
      const { serialHex } = certificate;
      await sinar.needs.lpse.revokeCertificate({ serialHex, reason: 'keyCompromise' });
      const result = await sendBid(sinar, bidId);
      expect(result.outcome).toBe('refused');
      const refused = await bidIn(sinar, bidId, 'refused');
      expect(refused.refusalCode).toBe('submission/signature-refused');
      expect(refused.refusal).not.toBe('');
      expect(await filedBids(sinar, kdTender)).toMatchObject([{ state: 'refused' }]);
    } finally {
      await sinar.close();
    }
  });

  it('hands the request of this bidder to nobody else, who repeats it', async () => {
    const bidId = await sealedBid(karya, { kdTender });
    const submit: Station['needs']['lpse']['submit'] = async (body, options) => {
      const answer = await karya.needs.lpse.submit(body, options);
      const other = await cipta();
      const foreign = await other.needs.lpse.submit(body).catch((error: unknown) => error);
      expect(foreign).toMatchObject({ code: 'submission/wrong-account' });
      return answer;
    };
    const needs = { lpse: { ...karya.needs.lpse, submit } };
    expect((await sendBid(karya, bidId, { needs })).outcome).toBe('receipted');
    await expectOneReceipt(karya, bidId);
  });
});

let other: Station | null = null;
async function cipta(): Promise<Station> {
  return (other ??= await openStation(lpse, 'cipta.mandiri'));
}
afterAll(() => other?.close());

describe('somebody else', () => {
  it('logged in on this computer cannot send the bid', async () => {
    const bidId = await sealedBid(karya, { kdTender });
    const { session } = (await cipta()).needs;
    await expect(sendBid(karya, bidId, { needs: { session } })).rejects.toMatchObject({ code: 'draft/wrong-account' });
    expect((await bidIn(karya, bidId, 'sealed')).state).toBe('sealed');
  });

  it('cannot make a bid for another package of a sealed file', async () => {
    const bidId = await sealedBid(karya, { kdTender });
    const sealed = await bidIn(karya, bidId, 'sealed');
    const copy = { ...sealed, bidId: 'salinan', kdTender: DEMO_TENDERS.quorum, storedVersion: 0 };
    await karya.needs.bids.save(copy);
    await expect(sendBid(karya, 'salinan')).rejects.toMatchObject({ code: 'draft/policy-outdated' });
    expect(await filedBids(karya, DEMO_TENDERS.quorum)).toEqual([]);
    await karya.needs.bids.remove('salinan');
  });

  it('shows the receipt of a withdrawal for a file: it proves none', async () => {
    const bidId = await sealedBid(karya, { kdTender });
    await sendBid(karya, bidId);
    const { sealed } = await bidIn(karya, bidId, 'receipted');
    const identityId = karya.signing?.identityId ?? null;
    const { bid } = await withdrawBid(karya.needs, { connection: await karya.connect(), bidId, identityId });
    const needs = { ...karya.needs, log: null };
    const folder = bid.withdrawalFolder;
    expect((await verifyReceipt(needs, { folder, sealedPath: null })).report.ok).toBe(true);
    const { report } = await verifyReceipt(needs, { folder, sealedPath: sealed.path });
    expect(report.checks.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id)).toEqual(['sealed-digest']);
    expect(report.ok).toBe(false);
  });

  it('of the same account withdraws the bid on another computer: here it is no longer green', async () => {
    const bidId = await sealedBid(karya, { kdTender });
    await sendBid(karya, bidId);
    const receipted = await bidIn(karya, bidId, 'receipted');
    const second = await openStation(lpse, 'karya.nusantara');
    try {
      await second.needs.bids.save({ ...receipted, storedVersion: 0 });
      const identityId = second.signing?.identityId ?? null;
      await withdrawBid(second.needs, { connection: await second.connect(), bidId, identityId });
    } finally {
      await second.close();
    }
    await bidStatus(karya.needs, { connection: await karya.connect(), kdTender });
    const { withdrawalFolder } = await bidIn(karya, bidId, 'withdrawn');
    const needs = { ...karya.needs, log: null };
    expect((await verifyReceipt(needs, { folder: withdrawalFolder, sealedPath: null })).report.ok).toBe(true);
  });

  it('changes the sealed file while the upload waits: nothing of it goes out', async () => {
    const bidId = await sealedBid(karya, { kdTender });
    const off = { upload: () => Promise.reject(new CodedError('network/unreachable', { system: 'OFF' })) };
    await expect(sendBid(karya, bidId, { needs: { uploader: off } })).rejects.toThrow();
    const { sealed } = await bidIn(karya, bidId, 'uploading');
    const bytes = await karya.needs.output.read(sealed.path);
    if (bytes === null) throw new Error('no file');
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(200) ^ 1, 200);
    await writeFile(sealed.path, changed);
    const none = { upload: () => Promise.reject(new Error('went out')) };
    await expect(sendBid(karya, bidId, { needs: { uploader: none } })).rejects.toMatchObject({
      code: 'draft/sealed-file-changed',
    });
    await writeFile(sealed.path, bytes);
    expect((await sendBid(karya, bidId)).outcome).toBe('receipted');
    await expectOneReceipt(karya, bidId);
  });
});

describe('this disk', () => {
  it('is full while bytes are on their way: they arrive, and the next call has the receipt', async () => {
    const bidId = await sealedBid(karya, { kdTender });
    const { journal } = karya.needs;
    let full = true;
    const failing: typeof journal = {
      append: (event) =>
        full && event.event.startsWith('upload.')
          ? Promise.reject(new CodedError('storage/full'))
          : journal.append(event),
      entries: (filter) => journal.entries(filter),
    };
    const first = sendBid(karya, bidId, { needs: { journal: failing } });
    await expect(first).rejects.toMatchObject({ code: 'storage/full' });
    full = false;
    expect((await sendBid(karya, bidId, { needs: { journal: failing } })).outcome).toBe('receipted');
    await expectOneReceipt(karya, bidId);
  });

  it('is full when the receipt comes: it is asked for again', async () => {
    const bidId = await sealedBid(karya, { kdTender });
    const { receipts } = karya.needs;
    const failing: typeof receipts = {
      save: () => Promise.reject(new CodedError('storage/full')),
      load: (folder) => receipts.load(folder),
      list: () => receipts.list(),
    };
    await expect(sendBid(karya, bidId, { needs: { receipts: failing } })).rejects.toMatchObject({
      code: 'storage/full',
    });
    expect((await bidIn(karya, bidId, 'received')).state).toBe('received');
    expect((await sendBid(karya, bidId)).outcome).toBe('receipted');
    await expectOneReceipt(karya, bidId);
  });
});

describe('the deadline', () => {
  async function closesAt(): Promise<Date> {
    const { policy } = (await karya.needs.memory.policy(karya.needs.kdLpse, kdTender)) ?? { policy: null };
    expect(policy).not.toBeNull();
    const known = await karya.needs.memory.policy(karya.needs.kdLpse, kdTender);
    return new Date(known?.closesAt.satu ?? '');
  }

  it('comes while the server is still judging what was complete in time: it is accepted', async () => {
    const inTime = await cipta();
    const bidId = await sealedBid(inTime, { kdTender });
    const lateId = await sealedBid(karya, { kdTender, sizeBytes: 2000 });
    const hour = await closesAt();
    await lpse.management?.advanceTo(new Date(hour.getTime() - 20_000));
    faults({ stopFinalising: 'before-verdict' });
    const sending = sendBid(inTime, bidId);
    await expect.poll(async () => (await inTime.needs.bids.load(bidId))?.state, { timeout: 15_000 }).toBe('received');
    // The other bidder's request is signed in time; its last byte is not.
    const uploader = {
      upload: (async (job, options) => {
        await lpse.management?.advanceTo(hour).catch(() => undefined);
        return karya.needs.uploader.upload(job, options);
      }) satisfies Station['needs']['uploader']['upload'],
    };
    const late = sendBid(karya, lateId, { needs: { uploader } });
    await expect.poll(async () => (await karya.needs.bids.load(lateId))?.state, { timeout: 15_000 }).toBe('uploading');
    faults({ stopFinalising: null });
    expect((await sending).outcome).toBe('receipted');
    const { receipt } = await bidIn(inTime, bidId, 'receipted');
    expect(Date.parse(receipt.receivedAt)).toBeLessThan(hour.getTime());
    expect((await late).outcome).toBe('refused');
    const refused = await bidIn(karya, lateId, 'refused');
    expect(refused.refusalCode).toBe('submission/closed');
    expect(Date.parse(refused.serverTime)).toBeGreaterThanOrEqual(hour.getTime());
  });

  it('has passed: nothing is sent, and the journal that proves the attempts is whole', async () => {
    const bidId = (await karya.needs.bids.list({ kdTender, state: 'sealed' }))[0]?.bidId ?? '';
    await expect(sendBid(karya, bidId)).rejects.toMatchObject({ code: 'submission/closed' });
    expect((await bidIn(karya, bidId, 'sealed')).state).toBe('sealed');
    expect((await exportJournal(karya.needs, { baseDir: karya.dir, kdTender: null })).broken).toBeNull();
  });
});
