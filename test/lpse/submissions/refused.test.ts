// What the LPSE refuses, each with a signed word that says why (app/protocol/SPEC.md 5).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { DEMO_TENDERS } from '../seeds/packages.ts';
import {
  sealBid,
  sendBid,
  signRequest,
  submit,
  upload,
  type SealedBid,
  bidder,
  prepareBid,
  type Bidder,
} from '../trial/bidding.ts';
import { verifyRefusal } from '../trial/proof.ts';
import { stealObject } from '../trial/forge.ts';
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

describe('a submission is refused for', () => {
  const refusedWith = async (who: Bidder, request: string): Promise<string> => {
    const answer = await submit(who.person, request);
    expect(answer.state).toBe('refused');
    return verifyRefusal(trial, answer).code;
  };

  it('a signature by another bidder under this account', async () => {
    const { bid, uploadId } = await prepareBid(trial, karya, target);
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
    const { request } = await prepareBid(trial, karya, target);
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
    const { bid, uploadId } = await prepareBid(trial, karya, target);
    const elsewhere = { kdTender: DEMO_TENDERS.goodsTwoFiles, envelopeId: 'file-1' } as const;
    const request = await signRequest(trial, karya.person, bid, { ...elsewhere, uploadId, signer: karya.signer });
    expect(await refusedWith(karya, request)).toBe('submission/wrong-context');
  });

  it('a nonce that was used before', async () => {
    const serverNonce = await trial.nonce(karya.person);
    const first = await prepareBid(trial, karya, target);
    const again = { ...target, signer: karya.signer, serverNonce };
    const request = await signRequest(trial, karya.person, first.bid, { ...again, uploadId: first.uploadId });
    expect((await submit(karya.person, request)).state).toBe('receipted');
    const second = await prepareBid(trial, karya, target);
    const replay = await signRequest(trial, karya.person, second.bid, { ...again, uploadId: second.uploadId });
    expect(await refusedWith(karya, replay)).toBe('submission/nonce-refused');
  });

  it('a file that is not the one that was signed for', async () => {
    const { bid, uploadId } = await prepareBid(trial, karya, target);
    const parts = { ...target, uploadId, signer: karya.signer, sealedSha256: '0'.repeat(64) };
    expect(await refusedWith(karya, await signRequest(trial, karya.person, bid, parts))).toBe(
      'submission/digest-mismatch',
    );
  });

  it('a file that the disk has damaged', async () => {
    const { uploadId, request } = await prepareBid(trial, karya, target);
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
    const { bid, uploadId } = await prepareBid(trial, karya, target);
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
    const sinar = await bidder(trial, 'sinar.alkes');
    const { request } = await prepareBid(trial, sinar, target);
    trial.server.context.ams.revoke(sinar.signer.certificate, 'keyCompromise');
    expect(await refusedWith(sinar, request)).toBe('submission/signature-refused');
  });
});
