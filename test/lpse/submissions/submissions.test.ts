// What a bidder may rely on (app/protocol/SPEC.md 4 and 5): the deadline to the millisecond, one answer for one request, a receipt that
// verifies from its own bytes, and a signed word for every refusal.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Receipt, WithdrawalReceipt, type ReceiptBundle } from '../../../app/protocol/receipt.ts';
import { RefusalStatement, SubmissionAnswer, SubmissionList } from '../../../app/protocol/submissions.ts';
import { encodeCanonicalJson, parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { parseVerifierKey, verifyCheckpoint } from '../../../crypto/checkpoint.ts';
import { verifySignedData } from '../../../crypto/cms/verify-signature.ts';
import { sha256, sha256Hex } from '../../../crypto/encoding.ts';
import type { SigningKey } from '../../../crypto/keys.ts';
import { leafHash, verifyInclusion } from '../../../crypto/merkle.ts';
import { verifyTimestamp } from '../../../crypto/timestamp.ts';
import { parseCrl } from '../../../crypto/x509/crl.ts';
import { DEMO_TENDERS } from '../seeds/packages.ts';
import {
  patch,
  reserve,
  sealBid,
  sendBid,
  signRequest,
  submit,
  upload,
  withdrawBid,
  type SealedBid,
  type Target,
} from '../trial/bidding.ts';
import { stealObject } from '../trial/forge.ts';
import { slowPatch } from '../trial/slow-patch.ts';
import { Trial, type Person } from '../trial/trial.ts';

const target = { kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu' } as const;

interface Bidder {
  readonly person: Person;
  readonly signer: SigningKey;
}

describe('submissions', () => {
  let trial: Trial;
  let karya: Bidder;
  let cipta: Bidder;

  const bidder = async (userId: string): Promise<Bidder> => ({
    person: await trial.signIn(userId),
    signer: await trial.signingKey(userId, 'bidder'),
  });
  const fresh = async (): Promise<void> => {
    trial = await Trial.start();
    karya = await bidder('karya.nusantara');
    cipta = await bidder('cipta.mandiri');
  };
  const prepare = async ({ person, signer }: Bidder, where: Target = target) => {
    const bid = await sealBid(trial, person, where, { signer });
    const uploadId = await upload(person, where, bid);
    return { bid, uploadId, request: await signRequest(trial, person, bid, { ...where, uploadId, signer }) };
  };
  const get = ({ person }: Bidder, submissionId: string) =>
    person.client.read(SubmissionAnswer, person.client.get(`/api/submissions/${submissionId}`));

  describe('in time', () => {
    beforeAll(fresh);
    afterAll(() => trial.stop());

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
      const { request } = await prepare(karya);
      const first = await submit(karya.person, request);
      const second = await submit(karya.person, request);
      expect(second).toEqual(first);
      const both = await Promise.all([submit(karya.person, request), submit(karya.person, request)]);
      expect(both).toEqual([first, first]);
    });

    it('files one bid when the reply is lost after the work was done', async () => {
      const before = trial.server.context.log.size;
      const { request } = await prepare(karya);
      trial.faults({ loseReplies: 1 });
      await expect(submit(karya.person, request)).rejects.toThrow();
      const answer = await submit(karya.person, request);
      expect(answer.state).toBe('receipted');
      expect(trial.server.context.log.size).toBe(before + 1);
    });

    it('gets through a server that answers 503 for a while', async () => {
      const { request } = await prepare(karya);
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
      await expect.poll(async () => (await get(karya, early.submissionId)).state).toBe('receipted');
    });

    it('replaces the earlier bid at the receipt of the later one', async () => {
      const first = await sendBid(trial, karya.person, target, karya.signer);
      const second = await sendBid(trial, karya.person, target, karya.signer);
      const receipt = verifyBundle(trial, second.answer.receipt, Receipt);
      expect(receipt.supersedes).toBe(first.answer.submissionId);
      const old = await get(karya, first.answer.submissionId);
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
      expect((await get(karya, answer.submissionId)).receipt?.timestamp).toBeNull();
      trial.server.management?.setTsa(true);
      const later = await get(karya, answer.submissionId);
      expect(later.receipt).toEqual({ ...answer.receipt, timestamp: later.receipt?.timestamp });
      verifyBundle(trial, later.receipt, Receipt);
    });

    it('shows a submission to nobody but its bidder', async () => {
      const { answer } = await sendBid(trial, karya.person, target, karya.signer);
      await expect(get(cipta, answer.submissionId)).rejects.toThrow('submission/not-found');
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

  describe('refused', () => {
    beforeAll(fresh);
    afterAll(() => trial.stop());

    const refusedWith = async (who: Bidder, request: string): Promise<string> => {
      const answer = await submit(who.person, request);
      expect(answer.state).toBe('refused');
      return verifyRefusal(trial, answer).code;
    };

    it('a signature by another bidder under this account', async () => {
      const { bid, uploadId } = await prepare(karya);
      const parts = { ...target, uploadId, signer: cipta.signer };
      const request = await signRequest(trial, karya.person, bid, parts);
      expect(await refusedWith(karya, request)).toBe('submission/wrong-account');
    });

    it('a bid sealed by another bidder under this account', async () => {
      const bid = await sealBid(trial, cipta.person, target, { signer: cipta.signer });
      const uploadId = await upload(karya.person, target, bid);
      const request = await signRequest(trial, karya.person, bid, { ...target, uploadId, signer: karya.signer });
      expect(await refusedWith(karya, request)).toBe('submission/wrong-account');
    });

    it('a manifest that names another bidder', async () => {
      const context = {
        bidder: { bidderId: '701002', npwp: '', name: 'x', certificateSha256: karya.signer.certificate.sha256 },
      };
      const bid = await sealBid(trial, karya.person, target, { signer: karya.signer, context });
      const uploadId = await upload(karya.person, target, bid);
      const request = await signRequest(trial, karya.person, bid, { ...target, uploadId, signer: karya.signer });
      expect(await refusedWith(karya, request)).toBe('submission/wrong-account');
    });

    it('a request whose signature is broken', async () => {
      const { request } = await prepare(karya);
      const der = Buffer.from(request, 'base64');
      der[der.length - 5] = (der[der.length - 5] ?? 0) ^ 1;
      await expect(submit(karya.person, der.toString('base64'))).rejects.toThrow('submission/signature-refused');
    });

    it('a bid sealed for another package', async () => {
      const elsewhere = { kdTender: DEMO_TENDERS.quick, envelopeId: 'harga' } as const;
      const bid = await sealBid(trial, karya.person, elsewhere, { signer: karya.signer });
      const uploadId = await upload(karya.person, target, bid);
      const request = await signRequest(trial, karya.person, bid, { ...target, uploadId, signer: karya.signer });
      expect(await refusedWith(karya, request)).toBe('submission/wrong-context');
    });

    it('a request made for another package', async () => {
      const { bid, uploadId } = await prepare(karya);
      const elsewhere = { kdTender: DEMO_TENDERS.goodsTwoFiles, envelopeId: 'file-1' } as const;
      const request = await signRequest(trial, karya.person, bid, { ...elsewhere, uploadId, signer: karya.signer });
      expect(await refusedWith(karya, request)).toBe('submission/wrong-context');
    });

    it('a nonce that was used before', async () => {
      const serverNonce = await trial.nonce(karya.person);
      const first = await prepare(karya);
      const again = { ...target, signer: karya.signer, serverNonce };
      const request = await signRequest(trial, karya.person, first.bid, { ...again, uploadId: first.uploadId });
      expect((await submit(karya.person, request)).state).toBe('receipted');
      const second = await prepare(karya);
      const replay = await signRequest(trial, karya.person, second.bid, { ...again, uploadId: second.uploadId });
      expect(await refusedWith(karya, replay)).toBe('submission/nonce-refused');
    });

    it('a file that is not the one that was signed for', async () => {
      const { bid, uploadId } = await prepare(karya);
      const parts = { ...target, uploadId, signer: karya.signer, sealedSha256: '0'.repeat(64) };
      expect(await refusedWith(karya, await signRequest(trial, karya.person, bid, parts))).toBe(
        'submission/digest-mismatch',
      );
    });

    it('a file that the disk has damaged', async () => {
      const { uploadId, request } = await prepare(karya);
      trial.faults({ flip: { uploadId, position: 100 } });
      expect(await refusedWith(karya, request)).toBe('submission/digest-mismatch');
    });

    it('bytes that are no sealed envelope', async () => {
      const bytes = Buffer.alloc(2000, 7);
      const digest = sha256Hex(bytes);
      const bid: SealedBid = {
        bytes,
        sealedSha256: digest,
        manifestSha256: digest,
        signatureSha256: digest,
        innerSha256: digest,
      };
      const uploadId = await upload(karya.person, target, bid);
      const request = await signRequest(trial, karya.person, bid, { ...target, uploadId, signer: karya.signer });
      expect(await refusedWith(karya, request)).toBe('submission/envelope-refused');
    });

    it('evidence that is not sealed to the auditor', async () => {
      const { bid, uploadId } = await prepare(karya);
      const parts = { ...target, uploadId, signer: karya.signer, evidence: Buffer.from('{}').toString('base64') };
      const request = await signRequest(trial, karya.person, bid, parts);
      expect(await refusedWith(karya, request)).toBe('submission/evidence-refused');
    });

    it('a policy that is not of this tender', async () => {
      const context = { policySha256: 'a'.repeat(64) };
      const bid = await sealBid(trial, karya.person, target, { signer: karya.signer, context });
      const uploadId = await upload(karya.person, target, bid);
      const request = await signRequest(trial, karya.person, bid, { ...target, uploadId, signer: karya.signer });
      expect(await refusedWith(karya, request)).toBe('submission/policy-refused');
    });

    it('a bid whose recipients are no longer those of the newest policy', async () => {
      const where = { kdTender: DEMO_TENDERS.quick, envelopeId: 'harga' } as const;
      const bid = await sealBid(trial, karya.person, where, { signer: karya.signer });
      await trial.server.management?.replaceMember({
        kdTender: where.kdTender,
        remove: 'maria.simbolon',
        add: 'bayu.saputra',
        alasan: 'Mutasi jabatan',
      });
      expect(await trial.server.management?.signPolicy(where.kdTender)).toBe(true);
      const uploadId = await upload(karya.person, where, bid);
      const request = await signRequest(trial, karya.person, bid, { ...where, uploadId, signer: karya.signer });
      expect(await refusedWith(karya, request)).toBe('submission/policy-refused');
    });

    it('a lock and ciphertext of another bidder', async () => {
      const { bid } = await sendBid(trial, karya.person, target, karya.signer);
      const own = await sealBid(trial, cipta.person, target, { signer: cipta.signer });
      const stolen = await stealObject({ own, victim: bid, signer: cipta.signer }, trial.now());
      const uploadId = await upload(cipta.person, target, stolen);
      const request = await signRequest(trial, cipta.person, stolen, { ...target, uploadId, signer: cipta.signer });
      expect(await refusedWith(cipta, request)).toBe('submission/duplicate-object');
    });

    it('a lock of File II inside a bid for File I', async () => {
      const [file1, file2] = (['file-1', 'file-2'] as const).map((envelopeId) => ({
        kdTender: DEMO_TENDERS.goodsTwoFiles,
        envelopeId,
      }));
      if (file1 === undefined || file2 === undefined) throw new Error('two envelopes');
      const { bid } = await sendBid(trial, karya.person, file2, karya.signer);
      const own = await sealBid(trial, karya.person, file1, { signer: karya.signer });
      const mixed = await stealObject({ own, victim: bid, signer: karya.signer }, trial.now());
      const uploadId = await upload(karya.person, file1, mixed);
      const request = await signRequest(trial, karya.person, mixed, { ...file1, uploadId, signer: karya.signer });
      expect(await refusedWith(karya, request)).toBe('submission/envelope-refused');
    });

    it('a revoked certificate', async () => {
      const sinar = await bidder('sinar.alkes');
      const { request } = await prepare(sinar);
      trial.server.context.ams.revoke(sinar.signer.certificate, 'keyCompromise');
      expect(await refusedWith(sinar, request)).toBe('submission/signature-refused');
    });
  });

  describe('at the deadline', () => {
    let closesAt: Date;
    beforeEach(async () => {
      await fresh();
      closesAt = trial.closesAt(target.kdTender, target.envelopeId);
    });
    afterEach(() => trial.stop());
    const at = (ms: number): Date => new Date(closesAt.getTime() + ms);

    it('refuses what was pre-loaded and signed for at the very deadline', async () => {
      const { bid, uploadId } = await prepare(karya);
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
      const { request } = await prepare(karya);
      await trial.holdAt(at(-1));
      trial.faults({ stopFinalising: 'before-verdict' });
      const waiting = await submit(karya.person, request);
      expect(waiting.state).toBe('verifying');
      trial.faults({ stopFinalising: null });
      await trial.advanceTo(at(60_000));
      const answer = await get(karya, waiting.submissionId);
      expect(answer.state).toBe('receipted');
      expect(verifyBundle(trial, answer.receipt, Receipt).receivedAt).toBe(at(-1).toISOString());
      expect(closedIndex(trial)).toBeGreaterThan(verifyBundle(trial, answer.receipt, Receipt).log.index);
    });

    it('refuses what was signed in time but whose last byte came at the deadline', async () => {
      const { person, signer } = karya;
      const bid = await sealBid(trial, person, target, { signer });
      const { uploadId, uploadUrl } = await reserve(person, target, bid.bytes.length);
      await trial.holdAt(at(-2));
      const request = await signRequest(trial, person, bid, { ...target, uploadId, signer });
      const waiting = await submit(person, request);
      await patch(person, uploadUrl, bid.bytes.subarray(0, -1), { offset: 0 });
      trial.passMs(2);
      const last = await patch(person, uploadUrl, bid.bytes.subarray(-1), { offset: bid.bytes.length - 1 });
      expect(last.code).toBe('upload/expired');
      await trial.advanceTo(at(60_000));
      expect(verifyRefusal(trial, await get(karya, waiting.submissionId)).code).toBe('submission/closed');
    });

    it('refuses what was on the wire at the deadline', async () => {
      const { person, signer } = karya;
      const bid = await sealBid(trial, person, target, { signer });
      const { uploadId, uploadUrl } = await reserve(person, target, bid.bytes.length);
      await trial.holdAt(at(-2));
      const request = await signRequest(trial, person, bid, { ...target, uploadId, signer });
      const waiting = await submit(person, request);
      const slow = slowPatch(trial, person, uploadUrl, bid.bytes);
      await slow.halfSent;
      trial.passMs(2);
      slow.sendRest();
      expect(await slow.status).toBe(204);
      await trial.advanceTo(at(60_000));
      expect(verifyRefusal(trial, await get(karya, waiting.submissionId)).code).toBe('submission/closed');
    });

    it('takes the later of the two instants as the time of receipt', async () => {
      const { person, signer } = karya;
      const bid = await sealBid(trial, person, target, { signer });
      const { uploadId, uploadUrl } = await reserve(person, target, bid.bytes.length);
      await trial.holdAt(at(-9));
      const { submissionId } = await submit(
        person,
        await signRequest(trial, person, bid, { ...target, uploadId, signer }),
      );
      trial.passMs(6);
      await patch(person, uploadUrl, bid.bytes, { offset: 0 });
      await expect.poll(async () => (await get(karya, submissionId)).state).toBe('receipted');
      const receipt = verifyBundle(trial, (await get(karya, submissionId)).receipt, Receipt);
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
      const { request } = await prepare(karya);
      trial.faults({ stopFinalising: 'before-receipt' });
      const waiting = await submit(karya.person, request);
      expect(waiting.state).toBe('verifying');
      expect((await get(karya, first.answer.submissionId)).state).toBe('receipted');
      const size = trial.server.context.log.size;
      await trial.restart();
      const answer = await get(karya, waiting.submissionId);
      expect(answer.state).toBe('receipted');
      expect((await get(karya, first.answer.submissionId)).state).toBe('superseded');
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
});

function closedIndex(trial: Trial): number {
  const { log } = trial.server.context;
  return log
    .entries(0, log.size)
    .findIndex((leaf) => leaf.includes('"type":"closed"') && leaf.includes(target.kdTender));
}

/** Signature of the LPSE, timestamp, archived CRLs; answers the content. */
function verifyBundle<T extends { revocationSha256: string[] }>(
  trial: Trial,
  bundle: ReceiptBundle | null,
  schema: { parse(value: unknown): T },
): T {
  if (bundle === null) throw new Error('no receipt');
  const { context } = trial.server;
  const bytes = Buffer.from(bundle.receipt, 'base64');
  const signature = Buffer.from(bundle.signature, 'base64');
  const { signers } = verifySignedData(signature, bytes);
  expect(signers[0]?.certificate.sha256).toBe(context.keys.lpse.certificate.sha256);
  verifyTimestamp(Buffer.from(bundle.timestamp ?? '', 'base64'), {
    sha256: sha256(signature),
    anchors: [context.keys.anchors.tsa],
    crls: context.keys.crls().map((der) => parseCrl(der)),
    revocation: 'required',
  });
  const receipt = schema.parse(parseCanonicalJson(bytes));
  expect(bundle.revocation.map(({ der }) => sha256Hex(Buffer.from(der, 'base64')))).toEqual(receipt.revocationSha256);
  return receipt;
}

function verifyLogPart(
  trial: Trial,
  part: { checkpoint: string; index: number; inclusionProof: string[] },
  leaf: Record<string, string | number>,
): void {
  const { size, root } = verifyCheckpoint(part.checkpoint, parseVerifierKey(trial.server.context.log.verifierKey));
  verifyInclusion({
    leafHash: leafHash(encodeCanonicalJson(leaf)),
    index: part.index,
    size,
    proof: part.inclusionProof.map((hash) => Buffer.from(hash, 'hex')),
    root,
  });
}

function verifyRefusal(trial: Trial, { refusal }: SubmissionAnswer): RefusalStatement {
  const { content, signers } = verifySignedData(Buffer.from(refusal ?? '', 'base64'));
  expect(signers[0]?.certificate.sha256).toBe(trial.server.context.keys.lpse.certificate.sha256);
  return RefusalStatement.parse(parseCanonicalJson(content));
}
