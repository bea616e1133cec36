// The other ways of a bid against the reference LPSE: NON_CA with a device key and a session key, a quorum of two out of three,
// two envelopes with a technical result, and the days when something is down.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { setLetter } from '../../../app/usecases/edit-draft.ts';
import { contributeShare } from '../../../app/usecases/contribute-share.ts';
import { bidStatus } from '../../../app/usecases/bid-status.ts';
import { offerSession, requestRelease } from '../../../app/usecases/lead-opening.ts';
import { loadOpeningResults } from '../../../app/usecases/opening-results.ts';
import { registerDevice } from '../../../app/usecases/register-device.ts';
import { rehearse } from '../../../app/usecases/rehearse.ts';
import { signTechnicalResult } from '../../../app/usecases/sign-technical-result.ts';
import { LogMirror } from '../../../app/usecases/log-mirror.ts';
import { verifyReceipt } from '../../../app/usecases/verify-receipt.ts';
import { watchOpening } from '../../../app/usecases/watch-opening.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { PublishedOpenings } from '../../../app/protocol/watch.ts';
import { parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { signedByAll } from '../../doubles/signed-twice.ts';
import { deceived } from '../../insiders/toolkit.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { bidIn, prepareBid, sealedBid, sealPrepared, sendBid } from '../../faults/bidding.ts';
import { memberInput, openAll, openerOf, openReleased } from './opened.ts';
import { lpseWithPeople } from './people.ts';
import type { Station } from './station.ts';

const people = lpseWithPeople();
const at = (userId: string) => people.at(userId);

describe('NON_CA', () => {
  const target = { kdTender: DEMO_TENDERS.services, envelopeId: 'satu' };

  it('refuses to seal before the device is registered', async () => {
    const karya = await at('karya.nusantara');
    await expect(sealedBid(karya, { ...target, price: '179000000' })).rejects.toMatchObject({
      code: 'trust/device-not-registered',
    });
  });

  it('seals with the registered device and proves the receipt with the registration beside it', async () => {
    const cipta = await at('cipta.mandiri');
    await registerDevice(cipta.needs, { connection: await cipta.connect() });
    const { receipt, sealed: file } = await people.bid('cipta.mandiri', { ...target, price: '178500000' });
    const needs = { ...cipta.needs, log: null };
    const { report } = await verifyReceipt(needs, { folder: receipt.folder, sealedPath: file.path });
    expect(report.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  });
});

describe('a quorum', () => {
  const target = { kdTender: DEMO_TENDERS.quorum, envelopeId: 'satu' };

  it('lets each holder try the own share', async () => {
    const nur = await at('nur.aini');
    const outcome = await rehearse(nur.needs, {
      ...(await memberInput(nur, target)),
      encryptionIdentityId: nur.opening?.identityId ?? '',
      workDir: nur.dir,
    });
    expect(outcome).toEqual({ kind: 'share-readable', x: 2 });
  });

  it('takes a bid', async () => {
    await people.bid('karya.nusantara', { ...target, price: '87900000000.50' });
  });
});

describe('two envelopes', () => {
  const kdTender = DEMO_TENDERS.goodsTwoFiles;

  it('carries the price in the second one only', async () => {
    const karya = await at('karya.nusantara');
    const bidId = await prepareBid(karya, { kdTender, envelopeId: 'file-1' });
    await setLetter(karya.needs, { bidId, letter: { price: '12000000000', validityDays: 60 } });
    await expect(sealPrepared(karya, bidId)).rejects.toMatchObject({
      code: 'draft/documents-refused',
      details: { first: 'draft/letter-refused' },
    });
  });

  it('takes both from two bidders', async () => {
    for (const userId of ['karya.nusantara', 'cipta.mandiri']) {
      await people.bid(userId, { kdTender, envelopeId: 'file-1' });
      await people.bid(userId, { kdTender, envelopeId: 'file-2', price: '12000000000' });
    }
  });
});

describe('on bad days', () => {
  const target = { kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu' };

  it('seals and receipts without a timestamp, and adds it to the receipt later', async () => {
    const cipta = await at('cipta.mandiri');
    people.lpse.management?.setTsa(false);
    const bidId = await sealedBid(cipta, { ...target, price: '4.800.000.000' });
    const before = await cipta.needs.bids.load(bidId);
    expect(before?.state === 'sealed' ? before.sealed.timestampAt : '').toBeNull();
    const result = await sendBid(cipta, bidId);
    if (result.outcome !== 'receipted') throw new Error('refused');
    expect(result.bid.receipt.timestampAt).toBeNull();
    expect(result.report?.ok).toBe(true);
    people.lpse.management?.setTsa(true);
    const { bids } = await bidStatus(cipta.needs, { connection: await cipta.connect(), kdTender: target.kdTender });
    const after = bids.find((bid) => bid.bidId === bidId);
    expect(after?.state === 'receipted' ? after.receipt.timestampAt : null).not.toBeNull();
  });

  it('continues after a crash at any step, with one bid and one request', async () => {
    const karya = await at('karya.nusantara');
    const bidId = await sealedBid(karya, { ...target, price: '4.700.000.000' });
    const { needs } = karya;
    for (const step of ['createUpload', 'nonce', 'submit', 'submission'] as const) {
      const failing = { ...needs.lpse, [step]: () => Promise.reject(new CodedError('network/unreachable')) };
      await sendBid(karya, bidId, { needs: { lpse: failing } }).catch(() => null);
    }
    const uploader = { upload: () => Promise.reject(new CodedError('network/timeout')) };
    await sendBid(karya, bidId, { needs: { uploader } }).catch(() => null);
    expect((await sendBid(karya, bidId)).outcome).toBe('receipted');
    const { submissions } = await needs.lpse.submissions(target.kdTender);
    expect(submissions).toHaveLength(1);
  });

  it('refuses to send a sealed file that changed, and one that is gone', async () => {
    const sinar = await at('sinar.alkes');
    const bidId = await sealedBid(sinar, { ...target, price: '4.690.000.000' });
    const bid = await bidIn(sinar, bidId, 'sealed');
    const bytes = await readFile(bid.sealed.path);
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    await writeFile(bid.sealed.path, bytes);
    await expect(sendBid(sinar, bidId)).rejects.toMatchObject({ code: 'draft/sealed-file-changed' });
    await rm(bid.sealed.path);
    await expect(sendBid(sinar, bidId)).rejects.toMatchObject({ code: 'draft/sealed-file-missing' });
    expect((await sinar.needs.bids.load(bidId))?.state).toBe('sealed');
  });

  it('cannot seal for a package without policy', async () => {
    const karya = await at('karya.nusantara');
    const early = { kdTender: DEMO_TENDERS.ownCommittee, envelopeId: 'satu' };
    await expect(sealedBid(karya, { ...early, price: '1' })).rejects.toMatchObject({ code: 'policy/not-published' });
  });
});

describe('after the hour', () => {
  beforeAll(async () => {
    await people.lpse.management?.advanceBySeconds(21 * 3600);
  });

  it('opens NON_CA bids with the session key of the leading computer', async () => {
    const target = { kdTender: DEMO_TENDERS.services, envelopeId: 'satu' };
    const dedi = await at('dedi.kurniawan');
    const input = await memberInput(dedi, target);
    await offerSession(dedi.needs, input);
    await requestRelease(dedi.needs, input);
    const { bids } = await openReleased(dedi, target);
    expect(bids.map(({ outcome }) => outcome)).toMatchObject([{ kind: 'opened', price: '178500000' }]);
  });

  it('opens a quorum envelope when two of three have contributed, and not with one', async () => {
    const target = { kdTender: DEMO_TENDERS.quorum, envelopeId: 'satu' };
    const leader = await at('hendra.gunawan');
    const input = await memberInput(leader, target);
    const room = await offerSession(leader.needs, input);
    await requestRelease(leader.needs, input);
    const sessionCertificateSha256 = room.sessionCertificate?.sha256 ?? '';
    const contribute = async (userId: string) => {
      const station = await at(userId);
      const encryptionIdentityId = station.opening?.identityId ?? '';
      const own = await memberInput(station, target);
      await contributeShare(station.needs, { ...own, encryptionIdentityId, sessionCertificateSha256 });
    };
    await contribute('hendra.gunawan');
    await expect(openReleased(leader, target)).rejects.toMatchObject({ code: 'share/too-few' });
    await contribute('nur.aini');
    const { bids } = await openReleased(leader, target);
    expect(bids.map(({ outcome }) => outcome)).toMatchObject([{ kind: 'opened', price: '87900000000.50' }]);
    const { mode } = await loadOpeningResults(leader.needs, { ...input, ...openerOf(leader) });
    expect(mode).toMatchObject({ kind: 'quorum', threshold: 2 });
    expect(mode.kind === 'quorum' ? mode.contributed : []).toHaveLength(2);
  });

  it('opens prices only of those who passed, after a majority said so', async () => {
    const kdTender = DEMO_TENDERS.goodsTwoFiles;
    const [siti, agus] = await people.all('siti.rahayu', 'agus.pranoto');
    const { room, bids: first } = await openAll(siti, { kdTender, envelopeId: 'file-1' });
    expect(first.map(({ outcome }) => outcome.kind)).toEqual(['opened', 'opened']);
    await people.lpse.management?.advanceBySeconds(7 * 3600);
    const second = { kdTender, envelopeId: 'file-2' };
    await expect(openAll(siti, second)).rejects.toMatchObject({
      code: 'opening/technical-result-missing',
    });
    const passed = [room.answer.bids[0]?.bidderId ?? ''];
    for (const station of [siti, agus]) {
      const identityId = station.signing?.identityId ?? '';
      await signTechnicalResult(station.needs, { connection: await station.connect(), kdTender, passed, identityId });
    }
    const { bids } = await openAll(siti, second);
    expect(bids.map(({ outcome }) => outcome)).toMatchObject([{ kind: 'opened', price: '12000000000' }]);
    const input = { ...(await memberInput(siti, second)), ...openerOf(siti) };
    const results = await loadOpeningResults(siti.needs, input);
    expect(results.rows.map(({ outcome, price, rank }) => [outcome.kind, price, rank])).toEqual([
      ['opened', '12000000000', 1],
      ['stays-sealed', null, null],
    ]);
    // Of the other one the LPSE names nobody in File II: the name is the one of File I.
    expect(results.rows[1]?.bidderName).toBe(room.answer.bids[1]?.bidderName);
    expect(results.mode).toMatchObject({ kind: 'members' });
  });

  it('shows a watching bidder a technical result that no majority signed as a finding, beside all the others', async () => {
    const kdTender = DEMO_TENDERS.goodsTwoFiles;
    const karya = await at('karya.nusantara');
    const watch = async (needs: Station['needs']) => {
      const mirror = new LogMirror(needs.lpse);
      const { envelopes } = await watchOpening(needs, { connection: await karya.connect(), kdTender, mirror });
      const second = envelopes.find(({ envelopeId }) => envelopeId === 'file-2');
      const row = second?.report.checks.find(({ id }) => id === 'watch-technical');
      return { row, ok: second?.report.ok, fate: second?.own[0]?.fate, envelopes: envelopes.length };
    };
    const honest = await watch(karya.needs);
    expect(honest).toMatchObject({ row: { outcome: 'passed', facts: { passed: 1 } }, ok: true, envelopes: 2 });
    const key = await karya.needs.identities.unlockSigning(karya.signing?.identityId ?? '');
    const { technicalResult } = await karya.needs.lpse.published(kdTender);
    const content = parseSignedData(Buffer.from(technicalResult ?? '', 'base64')).content ?? Buffer.alloc(0);
    const forged = await signedByAll(content, [key], people.lpse.clock.now());
    for (const lie of [forged, Buffer.from('no CMS at all')]) {
      const published = async (): Promise<PublishedOpenings> => ({
        ...(await karya.needs.lpse.published(kdTender)),
        technicalResult: lie.toString('base64'),
      });
      const seen = await watch(deceived(karya, { published }));
      expect(seen).toMatchObject({ row: { outcome: 'failed' }, ok: false, envelopes: 2 });
    }
  });
});
