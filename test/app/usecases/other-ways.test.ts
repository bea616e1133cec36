// The other ways of a bid against the reference LPSE: NON_CA with a device key and a session key, a quorum of two out of three,
// two envelopes with a technical result, and the days when something is down.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contributeShare } from '../../../app/usecases/contribute-share.ts';
import { addDocuments, setDocuments, setLetter, startDraft } from '../../../app/usecases/edit-draft.ts';
import { bidStatus } from '../../../app/usecases/bid-status.ts';
import { offerSession, requestRelease } from '../../../app/usecases/lead-opening.ts';
import { loadPackage } from '../../../app/usecases/load-package.ts';
import { openBids } from '../../../app/usecases/open-bids.ts';
import { loadOpeningResults } from '../../../app/usecases/opening-results.ts';
import { registerDevice } from '../../../app/usecases/register-device.ts';
import { rehearse } from '../../../app/usecases/rehearse.ts';
import { sealBid } from '../../../app/usecases/seal-bid.ts';
import { signTechnicalResult } from '../../../app/usecases/sign-technical-result.ts';
import { submitBid } from '../../../app/usecases/submit-bid.ts';
import { LogMirror } from '../../../app/usecases/log-mirror.ts';
import { verifyReceipt } from '../../../app/usecases/verify-receipt.ts';
import { watchOpening } from '../../../app/usecases/watch-opening.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { PublishedOpenings } from '../../../app/protocol/watch.ts';
import { parseSignedData } from '../../../crypto/cms/signed-data.ts';
import { signedByAll } from '../../doubles/signed-twice.ts';
import { deceived } from '../../insiders/toolkit.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { openStation, type Station } from './station.ts';

let lpse: TemporaryLpse;
const stations = new Map<string, Station>();

beforeAll(async () => {
  lpse = await startTemporaryLpse();
});

afterAll(async () => {
  for (const station of stations.values()) await station.close();
  await lpse.close();
});

async function at(userId: string): Promise<Station> {
  const known = stations.get(userId);
  if (known !== undefined) return known;
  const station = await openStation(lpse, userId);
  stations.set(userId, station);
  return station;
}

interface Target {
  readonly kdTender: string;
  readonly envelopeId: string;
}

async function sealed(station: Station, { kdTender, envelopeId }: Target, price: string | null): Promise<string> {
  const connection = await station.connect();
  const loaded = await loadPackage(station.needs, { connection, kdTender });
  const { bidId, mode } = await startDraft(station.needs, { package: loaded.package, envelopeId });
  const envelope = loaded.view.envelopes.find((one) => one.envelopeId === envelopeId);
  await setDocuments(station.needs, { bidId, documents: [] });
  for (const { slot } of envelope?.slots ?? []) {
    const content = `%PDF-1.7\n${station.account.userId} ${kdTender} ${slot}\nstartxref\n0\n%%EOF\n`;
    const path = await station.document(`${kdTender}-${envelopeId}-${slot}.pdf`, content);
    await addDocuments(station.needs, { bidId, slot, paths: [path], maxNameLength: 40 });
  }
  await setLetter(station.needs, { bidId, letter: price === null ? null : { price, validityDays: 60 } });
  const identityId = mode === 'CA' ? (station.signing?.identityId ?? null) : null;
  await sealBid(station.needs, { connection, bidId, identityId, consent: true });
  return bidId;
}

async function sent(station: Station, bidId: string) {
  const connection = await station.connect();
  const bid = await station.needs.bids.load(bidId);
  const identityId = bid?.mode === 'CA' ? (station.signing?.identityId ?? null) : null;
  return submitBid(station.needs, { connection, bidId, identityId, declarationAccepted: true, consent: true });
}

async function member(station: Station, target: Target) {
  return { connection: await station.connect(), ...target, identityId: station.signing?.identityId ?? '' };
}

describe('NON_CA', () => {
  const target = { kdTender: DEMO_TENDERS.services, envelopeId: 'satu' };

  it('refuses to seal before the device is registered', async () => {
    const karya = await at('karya.nusantara');
    await expect(sealed(karya, target, '179000000')).rejects.toMatchObject({ code: 'trust/device-not-registered' });
  });

  it('seals with the registered device and proves the receipt with the registration beside it', async () => {
    const cipta = await at('cipta.mandiri');
    await registerDevice(cipta.needs, { connection: await cipta.connect() });
    const result = await sent(cipta, await sealed(cipta, target, '178500000'));
    if (result.outcome !== 'receipted') throw new Error('refused');
    const { receipt, sealed: file } = result.bid;
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
      ...(await member(nur, target)),
      encryptionIdentityId: nur.opening?.identityId ?? '',
      workDir: nur.dir,
    });
    expect(outcome).toEqual({ kind: 'share-readable', x: 2 });
  });

  it('takes a bid', async () => {
    const karya = await at('karya.nusantara');
    expect((await sent(karya, await sealed(karya, target, '87900000000.50'))).outcome).toBe('receipted');
  });
});

describe('two envelopes', () => {
  const kdTender = DEMO_TENDERS.goodsTwoFiles;

  it('carries the price in the second one only', async () => {
    const karya = await at('karya.nusantara');
    await expect(sealed(karya, { kdTender, envelopeId: 'file-1' }, '12000000000')).rejects.toMatchObject({
      code: 'draft/documents-refused',
      details: { first: 'draft/letter-refused' },
    });
  });

  it('takes both from two bidders', async () => {
    for (const userId of ['karya.nusantara', 'cipta.mandiri']) {
      const station = await at(userId);
      const first = await sealed(station, { kdTender, envelopeId: 'file-1' }, null);
      expect((await sent(station, first)).outcome).toBe('receipted');
      const second = await sealed(station, { kdTender, envelopeId: 'file-2' }, '12000000000');
      expect((await sent(station, second)).outcome).toBe('receipted');
    }
  });
});

describe('on bad days', () => {
  const target = { kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu' };

  it('seals and receipts without a timestamp, and adds it to the receipt later', async () => {
    const cipta = await at('cipta.mandiri');
    lpse.management?.setTsa(false);
    const bidId = await sealed(cipta, target, '4.800.000.000');
    const before = await cipta.needs.bids.load(bidId);
    expect(before?.state === 'sealed' ? before.sealed.timestampAt : '').toBeNull();
    const result = await sent(cipta, bidId);
    if (result.outcome !== 'receipted') throw new Error('refused');
    expect(result.bid.receipt.timestampAt).toBeNull();
    expect(result.report?.ok).toBe(true);
    lpse.management?.setTsa(true);
    const { bids } = await bidStatus(cipta.needs, { connection: await cipta.connect(), kdTender: target.kdTender });
    const after = bids.find((bid) => bid.bidId === bidId);
    expect(after?.state === 'receipted' ? after.receipt.timestampAt : null).not.toBeNull();
  });

  it('continues after a crash at any step, with one bid and one request', async () => {
    const karya = await at('karya.nusantara');
    const bidId = await sealed(karya, target, '4.700.000.000');
    const { needs } = karya;
    const input = { bidId, identityId: karya.signing?.identityId ?? null, declarationAccepted: true, consent: true };
    for (const step of ['createUpload', 'nonce', 'submit', 'submission'] as const) {
      const failing = {
        ...needs,
        lpse: { ...needs.lpse, [step]: () => Promise.reject(new CodedError('network/unreachable')) },
      };
      const connection = await karya.connect();
      await submitBid(failing, { ...input, connection }).catch(() => null);
    }
    const uploader = { upload: () => Promise.reject(new CodedError('network/timeout')) };
    const connection = await karya.connect();
    await submitBid({ ...needs, uploader }, { ...input, connection }).catch(() => null);
    const result = await submitBid(needs, { ...input, connection });
    expect(result.outcome).toBe('receipted');
    const { submissions } = await needs.lpse.submissions(target.kdTender);
    expect(submissions).toHaveLength(1);
  });

  it('refuses to send a sealed file that changed, and one that is gone', async () => {
    const sinar = await at('sinar.alkes');
    const bidId = await sealed(sinar, target, '4.690.000.000');
    const bid = await sinar.needs.bids.load(bidId);
    if (bid?.state !== 'sealed') throw new Error('not sealed');
    const bytes = await readFile(bid.sealed.path);
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    await writeFile(bid.sealed.path, bytes);
    await expect(sent(sinar, bidId)).rejects.toMatchObject({ code: 'draft/sealed-file-changed' });
    await rm(bid.sealed.path);
    await expect(sent(sinar, bidId)).rejects.toMatchObject({ code: 'draft/sealed-file-missing' });
    expect((await sinar.needs.bids.load(bidId))?.state).toBe('sealed');
  });

  it('cannot seal for a package without policy', async () => {
    const karya = await at('karya.nusantara');
    const early = { kdTender: DEMO_TENDERS.ownCommittee, envelopeId: 'satu' };
    await expect(sealed(karya, early, '1')).rejects.toMatchObject({ code: 'policy/not-published' });
  });
});

describe('after the hour', () => {
  beforeAll(async () => {
    await lpse.management?.advanceBySeconds(21 * 3600);
  });

  it('opens NON_CA bids with the session key of the leading computer', async () => {
    const target = { kdTender: DEMO_TENDERS.services, envelopeId: 'satu' };
    const dedi = await at('dedi.kurniawan');
    const input = await member(dedi, target);
    await offerSession(dedi.needs, input);
    await requestRelease(dedi.needs, input);
    const base = { ...input, encryptionIdentityId: null, baseDir: join(dedi.dir, 'buka') };
    const { bids } = await openBids(dedi.needs, base);
    expect(bids.map(({ outcome }) => outcome)).toMatchObject([{ kind: 'opened', price: '178500000' }]);
  });

  it('opens a quorum envelope when two of three have contributed, and not with one', async () => {
    const target = { kdTender: DEMO_TENDERS.quorum, envelopeId: 'satu' };
    const leader = await at('hendra.gunawan');
    const input = await member(leader, target);
    const room = await offerSession(leader.needs, input);
    await requestRelease(leader.needs, input);
    const sessionCertificateSha256 = room.sessionCertificate?.sha256 ?? '';
    const base = { ...input, encryptionIdentityId: null, baseDir: join(leader.dir, 'buka') };
    const contribute = async (userId: string) => {
      const station = await at(userId);
      const encryptionIdentityId = station.opening?.identityId ?? '';
      const own = await member(station, target);
      await contributeShare(station.needs, { ...own, encryptionIdentityId, sessionCertificateSha256 });
    };
    await contribute('hendra.gunawan');
    await expect(openBids(leader.needs, base)).rejects.toMatchObject({ code: 'share/too-few' });
    await contribute('nur.aini');
    const { bids } = await openBids(leader.needs, base);
    expect(bids.map(({ outcome }) => outcome)).toMatchObject([{ kind: 'opened', price: '87900000000.50' }]);
    const { mode } = await loadOpeningResults(leader.needs, base);
    expect(mode).toMatchObject({ kind: 'quorum', threshold: 2 });
    expect(mode.kind === 'quorum' ? mode.contributed : []).toHaveLength(2);
  });

  it('opens prices only of those who passed, after a majority said so', async () => {
    const kdTender = DEMO_TENDERS.goodsTwoFiles;
    const [siti, agus] = [await at('siti.rahayu'), await at('agus.pranoto')];
    const first = await member(siti, { kdTender, envelopeId: 'file-1' });
    const room = await requestRelease(siti.needs, first);
    const encryptionIdentityId = siti.opening?.identityId ?? null;
    const files = { encryptionIdentityId, baseDir: join(siti.dir, 'buka') };
    expect((await openBids(siti.needs, { ...first, ...files })).bids.map(({ outcome }) => outcome.kind)).toEqual([
      'opened',
      'opened',
    ]);
    await lpse.management?.advanceBySeconds(7 * 3600);
    const second = await member(siti, { kdTender, envelopeId: 'file-2' });
    await expect(requestRelease(siti.needs, second)).rejects.toMatchObject({
      code: 'opening/technical-result-missing',
    });
    const passed = [room.answer.bids[0]?.bidderId ?? ''];
    for (const station of [siti, agus]) {
      const identityId = station.signing?.identityId ?? '';
      await signTechnicalResult(station.needs, { connection: await station.connect(), kdTender, passed, identityId });
    }
    await requestRelease(siti.needs, second);
    const { bids } = await openBids(siti.needs, { ...second, ...files });
    expect(bids.map(({ outcome }) => outcome)).toMatchObject([{ kind: 'opened', price: '12000000000' }]);
    const results = await loadOpeningResults(siti.needs, { ...second, baseDir: files.baseDir });
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
    const forged = await signedByAll(content, [key], lpse.clock.now());
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
