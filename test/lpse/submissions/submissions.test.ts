// What a bidder may rely on (app/protocol/SPEC.md 4 and 5): one answer for one request, and a receipt that verifies from its own bytes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Receipt, WithdrawalReceipt } from '../../../app/protocol/receipt.ts';
import { SubmissionList } from '../../../app/protocol/submissions.ts';
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
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
import { verifyBundle, verifyLogPart } from '../trial/proof.ts';
import { Trial } from '../trial/trial.ts';

const target = { kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu' } as const;
let trial: Trial;
let karya: Bidder;
let cipta: Bidder;

beforeAll(async () => {
  trial = await Trial.start();
  [karya, cipta] = [await bidder(trial, 'karya.nusantara'), await bidder(trial, 'cipta.mandiri')];
});
afterAll(() => trial.stop());

describe('a submission in time', () => {
  it('answers with a receipt that verifies from its own bytes', async () => {
    const { person, signer } = karya;
    const { answer, bid } = await sendBid(trial, person, target, signer);
    expect(answer.state).toBe('receipted');
    const receipt = verifyBundle(trial, answer.receipt, Receipt);
    expect(receipt).toMatchObject({
      ...target,
      sealedSha256: bid.sealedSha256,
      manifestSha256: bid.manifestSha256,
      signatureSha256: bid.signatureSha256,
      size: bid.bytes.length,
      supersedes: null,
    });
    const { body } = receipt.log;
    const leaf = { type: 'submission-received', ...target, versiTender: 1, time: receipt.receivedAt };
    verifyLogPart(trial, receipt.log, { ...leaf, bodySha256: sha256Hex(encodeCanonicalJson(body)) });
  });

  it('gives the same answer to the same request, however often it comes', async () => {
    const { request } = await prepareBid(trial, karya, target);
    const first = await submit(karya.person, request);
    const second = await submit(karya.person, request);
    expect(second).toEqual(first);
    const both = await Promise.all([submit(karya.person, request), submit(karya.person, request)]);
    expect(both).toEqual([first, first]);
  });

  it('files one bid when the reply is lost after the work was done', async () => {
    const before = trial.server.context.log.size;
    const { request } = await prepareBid(trial, karya, target);
    trial.faults({ loseReplies: 1 });
    await expect(submit(karya.person, request)).rejects.toThrow();
    const answer = await submit(karya.person, request);
    expect(answer.state).toBe('receipted');
    expect(trial.server.context.log.size).toBe(before + 1);
  });

  it('gets through a server that answers 503 for a while', async () => {
    const { request } = await prepareBid(trial, karya, target);
    trial.faults({ unavailable: 2 });
    const { client } = karya.person;
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await client.post('/api/submissions', { request })).status);
    expect(statuses).toEqual([503, 503, 200]);
  });

  it('finalises by itself when the bytes come after the signed request', async () => {
    const { person, signer } = karya;
    const bid = await sealBid(trial, person, target, { signer });
    const { uploadId, uploadUrl } = await reserve(person, target, bid.bytes.length);
    const request = await signRequest(trial, person, bid, { ...target, uploadId, signer });
    const early = await submit(person, request);
    expect(early.state).toBe('awaiting-bytes');
    expect((await patch(person, uploadUrl, bid.bytes, { offset: 0 })).status).toBe(204);
    await expect.poll(async () => (await fetchSubmission(karya, early.submissionId)).state).toBe('receipted');
  });

  it('replaces the earlier bid at the receipt of the later one', async () => {
    const first = await sendBid(trial, karya.person, target, karya.signer);
    const second = await sendBid(trial, karya.person, target, karya.signer);
    const receipt = verifyBundle(trial, second.answer.receipt, Receipt);
    expect(receipt.supersedes).toBe(first.answer.submissionId);
    const old = await fetchSubmission(karya, first.answer.submissionId);
    expect(old.state).toBe('superseded');
    expect(old.receipt).toEqual(first.answer.receipt);
    const { client } = karya.person;
    const list = await client.read(SubmissionList, client.get(`/api/submissions?kdTender=${target.kdTender}`));
    expect(list.submissions.filter(({ state }) => state === 'receipted')).toHaveLength(1);
  });

  it('withdraws the bid in force, with a receipt of its own', async () => {
    const { answer } = await sendBid(trial, cipta.person, target, cipta.signer);
    const { submissionId } = answer;
    const withdrawn = await withdrawBid(trial, cipta.person, { ...target, submissionId, signer: cipta.signer });
    expect(withdrawn.state).toBe('withdrawn');
    const receipt = verifyBundle(trial, withdrawn.withdrawal, WithdrawalReceipt);
    const leaf = { type: 'submission-withdrawn', ...target, versiTender: 1, time: receipt.withdrawnAt };
    verifyLogPart(trial, receipt.log, { ...leaf, bodySha256: sha256Hex(encodeCanonicalJson(receipt.log.body)) });
    await expect(withdrawBid(trial, cipta.person, { ...target, submissionId, signer: cipta.signer })).rejects.toThrow(
      'submission/not-live',
    );
  });

  it('adds the timestamp when the TSA is back and changes nothing else', async () => {
    trial.server.management?.setTsa(false);
    const { answer } = await sendBid(trial, karya.person, target, karya.signer);
    expect(answer.receipt?.timestamp).toBeNull();
    expect((await fetchSubmission(karya, answer.submissionId)).receipt?.timestamp).toBeNull();
    trial.server.management?.setTsa(true);
    const later = await fetchSubmission(karya, answer.submissionId);
    expect(later.receipt).toEqual({ ...answer.receipt, timestamp: later.receipt?.timestamp });
    verifyBundle(trial, later.receipt, Receipt);
  });

  it('shows a submission to nobody but its bidder', async () => {
    const { answer } = await sendBid(trial, karya.person, target, karya.signer);
    await expect(fetchSubmission(cipta, answer.submissionId)).rejects.toThrow('submission/not-found');
  });

  it('shows the evidence to the auditor alone, and writes down who looked', async () => {
    const auditor = await trial.signIn('auditor');
    const path = `/api/audit/${target.kdTender}/evidence`;
    expect((await karya.person.client.get(path)).status).toBe(403);
    const answer = await auditor.client.get(path);
    expect(answer.status).toBe(200);
    const { records } = answer.json as { records: { observedAddress: string }[] };
    expect(records.length).toBeGreaterThan(0);
    expect(records[0]?.observedAddress).toBe('127.0.0.1');
    expect(JSON.stringify((await auditor.client.get('/api/access-log')).json)).toContain('audit/evidence');
  });
});
