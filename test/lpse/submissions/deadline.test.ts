// The deadline (app/protocol/SPEC.md 5), to the millisecond, and what a crash leaves of it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Receipt } from '../../../app/protocol/receipt.ts';
import { DEMO_TENDERS } from '../seeds/packages.ts';
import {
  patch,
  reserve,
  sealBid,
  sendBid,
  signRequest,
  submit,
  withdrawBid,
  bidder,
  fetchSubmission,
  prepareBid,
  type Bidder,
} from '../trial/bidding.ts';
import { verifyBundle, verifyRefusal } from '../trial/proof.ts';
import { slowPatch } from '../trial/slow-patch.ts';
import { Trial } from '../trial/trial.ts';

const target = { kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu' } as const;
let trial: Trial;
let karya: Bidder;
let cipta: Bidder;
let closesAt: Date;

beforeEach(async () => {
  trial = await Trial.start();
  [karya, cipta] = [await bidder(trial, 'karya.nusantara'), await bidder(trial, 'cipta.mandiri')];
  closesAt = trial.closesAt(target.kdTender, target.envelopeId);
});
afterEach(() => trial.stop());

describe('a submission at the deadline', () => {
  const at = (ms: number): Date => new Date(closesAt.getTime() + ms);

  /** A request that waits for its bytes; signed so many milliseconds from the deadline, where the clock then stands. */
  async function signedAt(ms: number) {
    const { person, signer } = karya;
    const bid = await sealBid(trial, person, target, { signer });
    const { uploadId, uploadUrl } = await reserve(person, target, bid.bytes.length);
    await trial.holdAt(at(ms));
    const request = await signRequest(trial, person, bid, { ...target, uploadId, signer });
    const { submissionId } = await submit(person, request);
    return { person, bid, uploadUrl, submissionId };
  }

  it('refuses what was pre-loaded and signed for at the very deadline', async () => {
    const { bid, uploadId } = await prepareBid(trial, karya, target);
    await trial.holdAt(at(-1));
    const request = await signRequest(trial, karya.person, bid, { ...target, uploadId, signer: karya.signer });
    trial.passMs(1);
    const answer = await submit(karya.person, request);
    expect(verifyRefusal(trial, answer)).toMatchObject({
      code: 'submission/closed',
      serverTime: closesAt.toISOString(),
    });
  });

  it('accepts what was complete and signed a millisecond before, and finalises it a minute after', async () => {
    const { request } = await prepareBid(trial, karya, target);
    await trial.holdAt(at(-1));
    trial.faults({ stopFinalising: 'before-verdict' });
    const waiting = await submit(karya.person, request);
    expect(waiting.state).toBe('verifying');
    trial.faults({ stopFinalising: null });
    await trial.advanceTo(at(60_000));
    const answer = await fetchSubmission(karya, waiting.submissionId);
    expect(answer.state).toBe('receipted');
    expect(verifyBundle(trial, answer.receipt, Receipt).receivedAt).toBe(at(-1).toISOString());
    expect(closedIndex()).toBeGreaterThan(verifyBundle(trial, answer.receipt, Receipt).log.index);
  });

  it('refuses what was signed in time but whose last byte came at the deadline', async () => {
    const { person, bid, uploadUrl, submissionId } = await signedAt(-2);
    await patch(person, uploadUrl, bid.bytes.subarray(0, -1), { offset: 0 });
    trial.passMs(2);
    const last = await patch(person, uploadUrl, bid.bytes.subarray(-1), { offset: bid.bytes.length - 1 });
    expect(last.code).toBe('upload/expired');
    await trial.advanceTo(at(60_000));
    expect(verifyRefusal(trial, await fetchSubmission(karya, submissionId)).code).toBe('submission/closed');
  });

  it('refuses what was on the wire at the deadline', async () => {
    const { person, bid, uploadUrl, submissionId } = await signedAt(-2);
    const slow = slowPatch(trial, person, uploadUrl, bid.bytes);
    await slow.halfSent;
    trial.passMs(2);
    slow.sendRest();
    expect(await slow.status).toBe(204);
    await trial.advanceTo(at(60_000));
    expect(verifyRefusal(trial, await fetchSubmission(karya, submissionId)).code).toBe('submission/closed');
  });

  it('takes the later of the two instants as the time of receipt', async () => {
    const { person, bid, uploadUrl, submissionId } = await signedAt(-9);
    trial.passMs(6);
    await patch(person, uploadUrl, bid.bytes, { offset: 0 });
    await expect.poll(async () => (await fetchSubmission(karya, submissionId)).state).toBe('receipted');
    const receipt = verifyBundle(trial, (await fetchSubmission(karya, submissionId)).receipt, Receipt);
    expect(receipt.receivedAt).toBe(at(-3).toISOString());
  });

  it('withdraws nothing after the deadline', async () => {
    const { answer } = await sendBid(trial, karya.person, target, karya.signer);
    await trial.holdAt(at(-1));
    trial.passMs(1);
    const { submissionId } = answer;
    const late = withdrawBid(trial, karya.person, { ...target, submissionId, signer: karya.signer });
    await expect(late).rejects.toThrow('submission/closed');
  });

  it('continues after a crash between log and receipt, with one leaf and one receipt', async () => {
    const first = await sendBid(trial, karya.person, target, karya.signer);
    const { request } = await prepareBid(trial, karya, target);
    trial.faults({ stopFinalising: 'before-receipt' });
    const waiting = await submit(karya.person, request);
    expect(waiting.state).toBe('verifying');
    expect((await fetchSubmission(karya, first.answer.submissionId)).state).toBe('receipted');
    const size = trial.server.context.log.size;
    await trial.restart();
    const answer = await fetchSubmission(karya, waiting.submissionId);
    expect(answer.state).toBe('receipted');
    expect((await fetchSubmission(karya, first.answer.submissionId)).state).toBe('superseded');
    expect(trial.server.context.log.size).toBe(size);
    expect(verifyBundle(trial, answer.receipt, Receipt).log.index).toBe(size - 1);
    expect(await submit(karya.person, request)).toEqual(answer);
  });

  it('closes once, after every answer, with a checkpoint that ends in the closed leaf', async () => {
    await sendBid(trial, karya.person, target, karya.signer);
    await sendBid(trial, cipta.person, target, cipta.signer);
    await trial.advanceTo(at(0));
    await trial.advanceTo(at(5000));
    const { log } = trial.server.context;
    const leaves = log.entries(0, log.size).map((bytes) => bytes.toString());
    const closed = leaves.filter((leaf) => leaf.includes('"type":"closed"') && leaf.includes(target.kdTender));
    expect(closed).toHaveLength(1);
    expect(closed[0]).toContain('"live":2');
  });
});

function closedIndex(): number {
  return trial.leaves('closed', target.kdTender)[0]?.index ?? -1;
}
