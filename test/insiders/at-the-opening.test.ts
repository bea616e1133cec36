// Insiders at the opening: an LPSE that hides, adds, swaps, back-dates, goes back to yesterday's disk or asks for prices early; a
// member who counts twice. Each attack runs against real clients and a real server, fails, and is seen.
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LpseGateway } from '../../app/ports/lpse-gateway.ts';
import type { OpeningAnswer } from '../../app/protocol/openings.ts';
import type { SealingPolicy } from '../../app/protocol/policy.ts';
import { requestRelease } from '../../app/usecases/lead-opening.ts';
import { loadPackage } from '../../app/usecases/load-package.ts';
import type { OpeningResults } from '../../app/domain/opening-results.ts';
import { openBids } from '../../app/usecases/open-bids.ts';
import { loadOpeningResults } from '../../app/usecases/opening-results.ts';
import { enterOpening } from '../../app/usecases/opening-room.ts';
import { sealBid } from '../../app/usecases/seal-bid.ts';
import { LogMirror } from '../../app/usecases/log-mirror.ts';
import { signTechnicalResult } from '../../app/usecases/sign-technical-result.ts';
import { verifyReceipt } from '../../app/usecases/verify-receipt.ts';
import { watchOpening } from '../../app/usecases/watch-opening.ts';
import { withdrawBid } from '../../app/usecases/withdraw-bid.ts';
import { encodeCanonicalJson } from '../../crypto/canonical-json.ts';
import { signedByAll, signedTwice } from '../doubles/signed-twice.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { softwareSigningKey, type SigningKey } from '../../crypto/keys.ts';
import { openStation, type Station } from '../app/usecases/station.ts';
import { bidIn, prepareBid, sealedBid, sendBid } from '../faults/bidding.ts';
import { createAuthority } from '../pki/authority.ts';
import { demoSigningKey } from '../lpse/seeds/identities.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { accountIdOf } from '../lpse/seeds/people.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { deceived } from './toolkit.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
const target = { kdTender, envelopeId: 'satu' } as const;

let lpse: TemporaryLpse;
const stations = new Map<string, Station>();

async function at(userId: string): Promise<Station> {
  const known = stations.get(userId);
  if (known !== undefined) return known;
  const station = await openStation(lpse, userId);
  stations.set(userId, station);
  return station;
}

async function leave(): Promise<void> {
  for (const station of stations.values()) await station.close();
  stations.clear();
  await lpse.close();
}

async function send(userId: string, price: string, tender: string = kdTender, envelopeId = 'satu'): Promise<string> {
  const station = await at(userId);
  const bidId = await sealedBid(station, { kdTender: tender, envelopeId, price });
  await sendBid(station, bidId);
  return (await bidIn(station, bidId, 'receipted')).receipt.submissionId;
}

async function member(station: Station, envelope: { kdTender: string; envelopeId: string } = target) {
  return { connection: await station.connect(), ...envelope, identityId: station.signing?.identityId ?? '' };
}

async function keyOf(userId: string): Promise<SigningKey> {
  const key = await demoSigningKey(lpse.dir, accountIdOf(userId));
  if (key === null) throw new Error(`no key of ${userId}`);
  return key;
}

/** To the beginning of the stage in which the envelope opens. */
async function advanceToOpening(tender: string, envelopeId: string): Promise<void> {
  const { packages } = lpse.context;
  const record = packages.require(tender);
  const stage = record.envelopes.find((one) => one.envelopeId === envelopeId)?.openingStage ?? '';
  await lpse.management?.advanceTo(new Date(packages.stage(record, stage).tgl_awal));
}

const signedBy = (content: Uint8Array, keys: readonly SigningKey[]) =>
  signedByAll(content, keys, lpse.context.clock.now());

/** The file of an upload on the server's disk. */
const storedFile = (uploadId: string) => join(lpse.dir, 'uploads', `${uploadId}.sampul`);

describe('G03 an LPSE that names its own openers', () => {
  beforeAll(async () => {
    lpse = await startTemporaryLpse();
  });
  afterAll(leave);

  const draftThenSeal = async (lies: Partial<LpseGateway>) => {
    const karya = await at('karya.nusantara');
    const bidId = await prepareBid(karya, { kdTender });
    const needs = deceived(karya, lies);
    const identityId = karya.signing?.identityId ?? null;
    const sealing = sealBid(needs, { connection: await karya.connect(), bidId, identityId, consent: true });
    await expect(sealing).rejects.toThrow(/^(trust|policy|certificate|signature)\//);
    await bidIn(karya, bidId, 'draft');
  };
  const shownAsBad = async (lies: Partial<LpseGateway>) => {
    const karya = await at('karya.nusantara');
    const { policy } = await loadPackage(deceived(karya, lies), { connection: await karya.connect(), kdTender });
    expect(policy?.report.ok).toBe(false);
  };

  const policyAs = (make: (policy: SealingPolicy) => Promise<{ readonly bytes: Buffer; readonly der: Buffer }>) => {
    const honest = lpse.context.policies.newest(kdTender)?.policy;
    if (honest === undefined) throw new Error('no policy');
    return async () => {
      const { bytes, der } = await make({ ...honest, serial: honest.serial + 1 });
      return { policy: der.toString('base64'), policySha256: sha256Hex(bytes) };
    };
  };

  it('is refused with an opener of its own and only its own signature', async () => {
    const ca = await createAuthority({ subject: 'CA Orang Dalam', clock: () => lpse.context.clock.now() });
    const spy = await ca.issue('member-encrypt', { subject: 'Anggota' });
    const certificates = [spy.certificate.der.toString('base64')];
    const lies = {
      policy: policyAs(async (honest) => {
        const envelopes = honest.envelopes.map((one) => ({
          ...one,
          openers: { kind: 'members' as const, certificates },
        }));
        const bytes = encodeCanonicalJson({ ...honest, envelopes });
        return { bytes, der: await signedBy(bytes, [lpse.context.keys.lpse]) };
      }),
    };
    await draftThenSeal(lies);
    await shownAsBad(lies);
  });

  it('is refused with a whole committee that it made up', async () => {
    const ca = await createAuthority({ subject: 'CA Orang Dalam', clock: () => lpse.context.clock.now() });
    const subject = (n: number) => [
      { type: 'OU' as const, value: 'Pokja Pemilihan 1' },
      { type: 'CN' as const, value: `Anggota ${n}` },
    ];
    const signers = await Promise.all([1, 2, 3].map((n) => ca.issue('member-sign', { subject: subject(n) })));
    const openers = await Promise.all([1, 2, 3].map((n) => ca.issue('member-encrypt', { subject: subject(n) })));
    const base64 = ({ certificate }: (typeof signers)[number]) => certificate.der.toString('base64');
    const lies = {
      policy: policyAs(async (honest) => {
        const names = {
          openers: { kind: 'members' as const, certificates: openers.map(base64) },
          signers: signers.map(base64),
        };
        const bytes = encodeCanonicalJson({
          ...honest,
          envelopes: honest.envelopes.map((one) => ({ ...one, ...names })),
        });
        const keys = signers.map(({ privateKey, certificate, chain }) =>
          softwareSigningKey(privateKey, certificate, chain),
        );
        return { bytes, der: await signedBy(bytes, [lpse.context.keys.lpse, ...keys]) };
      }),
    };
    await draftThenSeal(lies);
    await shownAsBad(lies);
  });

  it('is refused when one member’s signature stands there twice', async () => {
    const siti = await keyOf('siti.rahayu');
    await draftThenSeal({
      policy: policyAs(async (honest) => {
        const bytes = encodeCanonicalJson({ ...honest });
        return {
          bytes,
          der: await signedTwice(bytes, { twice: siti, once: [lpse.context.keys.lpse], at: lpse.context.clock.now() }),
        };
      }),
    });
  });
});

describe('an LPSE at the opening', () => {
  let first: string;
  let second: string;

  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    first = await send('karya.nusantara', '4000000000');
    second = await send('karya.nusantara', '3500000000');
    await send('cipta.mandiri', '3600000000');
    const siti = await at('siti.rahayu');
    // G06: neither the LPSE nor, behind it, the KMS.
    await expect(requestRelease(siti.needs, await member(siti))).rejects.toMatchObject({ code: 'opening/too-early' });
    await advanceToOpening(kdTender, 'satu');
  });
  afterAll(leave);

  /** What a member's client says to a changed answer. */
  const enterWith = async (change: (answer: OpeningAnswer) => OpeningAnswer, more: Partial<LpseGateway> = {}) => {
    const siti = await at('siti.rahayu');
    const startOpening: LpseGateway['startOpening'] = async (request, options) =>
      change(await siti.needs.lpse.startOpening(request, options));
    const needs = deceived(siti, { startOpening, ...more });
    const { report, due } = await enterOpening(needs, await member(siti));
    expect(due).toBeNull();
    await expect(requestRelease(needs, await member(siti))).rejects.toThrow(/^(trust|log)\//);
    return report.checks.flatMap((check) => (check.outcome === 'failed' ? [check.code] : []));
  };

  it('G08 cannot hide a bid', async () => {
    expect(await enterWith((answer) => ({ ...answer, bids: answer.bids.slice(1) }))).toEqual(['trust/log-incomplete']);
    const withoutBody = (answer: OpeningAnswer) => ({ ...answer, bodies: answer.bodies.slice(1) });
    expect(await enterWith(withoutBody)).toEqual(['trust/log-incomplete']);
    expect(await enterWith((answer) => ({ ...withoutBody(answer), bids: answer.bids.slice(1) }))).toEqual([
      'trust/log-incomplete',
    ]);
  });

  it('G08 cannot leave the leaf of a bid out of the log', async () => {
    const siti = await at('siti.rahayu');
    const entries: LpseGateway['entries'] = async (start, end, options) => {
      const page = await siti.needs.lpse.entries(start, end, options);
      return { ...page, entries: [...page.entries.slice(0, -3), ...page.entries.slice(-2), page.entries.at(-3) ?? ''] };
    };
    expect(await enterWith((answer) => answer, { entries })).toEqual(['log/proof-invalid']);
  });

  it('cannot put back a bid that its bidder has replaced', async () => {
    const back = (answer: OpeningAnswer): OpeningAnswer => ({
      ...answer,
      bids: answer.bids.map((bid) => (bid.submissionId === second ? { ...bid, submissionId: first } : bid)),
    });
    expect(await enterWith(back)).toEqual(['trust/log-incomplete']);
  });

  it('G09 cannot slip in a bid after the hour, not even into a log that it signs again', async () => {
    const { log } = lpse.context;
    const closedSize = log.size;
    const salt = Buffer.alloc(32, 7).toString('base64url');
    const honest = await (await at('siti.rahayu')).needs.lpse.startOpening(target);
    const [bid] = honest.bids;
    if (bid === undefined) throw new Error('a bid');
    // Back-dated to an hour before the deadline.
    const receivedAt = new Date(lpse.context.packages.closesAt(kdTender, 'satu').getTime() - 3_600_000).toISOString();
    const { bidderId, manifestSha256, sealedSha256, size } = bid;
    const body = {
      ...{ salt, submissionId: 'susulan', bidderId, manifestSha256, signatureSha256: sealedSha256, sealedSha256, size },
      ...{ receivedAt, supersedes: null },
    };
    const bodySha256 = sha256Hex(encodeCanonicalJson(body));
    log.append({
      type: 'submission-received',
      kdTender,
      versiTender: 1,
      envelopeId: 'satu',
      time: receivedAt,
      bodySha256,
    });
    expect(log.size).toBe(closedSize + 1);
    const added = (answer: OpeningAnswer): OpeningAnswer => ({
      ...answer,
      closedCheckpoint: log.checkpoint(),
      bids: [...answer.bids, { ...bid, n: answer.bids.length + 1, submissionId: 'susulan' }],
      bodies: [...answer.bodies, body],
    });
    expect(await enterWith(added)).toEqual(['trust/log-incomplete']);
    expect(await enterWith((answer) => ({ ...added(answer), closedCheckpoint: answer.closedCheckpoint }))).toEqual([
      'trust/log-incomplete',
    ]);
    // The KMS reads the log by itself and opens nothing any more.
    const siti = await at('siti.rahayu');
    await expect(requestRelease(siti.needs, await member(siti))).rejects.toMatchObject({ code: 'kms/log-refused' });
  });
});

describe('G10 an LPSE that swaps a bid on its disk', () => {
  beforeAll(async () => {
    lpse = await startTemporaryLpse();
  });
  afterAll(leave);

  it('is seen, although what it hands over is an older bid of the same bidder, well made', async () => {
    await send('karya.nusantara', '4000000000');
    const karya = await at('karya.nusantara');
    const uploads = async () =>
      (await karya.needs.lpse.submissions(kdTender)).submissions.map(({ uploadId }) => uploadId);
    const older = await readFile(
      (await bidIn(karya, (await karya.needs.bids.list())[0]?.bidId ?? '', 'receipted')).sealed.path,
    );
    const before = await uploads();
    await send('karya.nusantara', '3500000000');
    await send('cipta.mandiri', '3600000000');
    await advanceToOpening(kdTender, 'satu');
    const siti = await at('siti.rahayu');
    await requestRelease(siti.needs, await member(siti));
    const inForce = (await uploads()).find((uploadId) => !before.includes(uploadId)) ?? '';
    const kept = await readFile(storedFile(inForce));
    await writeFile(storedFile(inForce), older);
    const encryptionIdentityId = siti.opening?.identityId ?? null;
    const input = { ...(await member(siti)), encryptionIdentityId, baseDir: join(siti.dir, 'buka') };
    const { bids } = await openBids(siti.needs, input);
    // Another length cannot be fetched whole, the same length has another digest: in no case is it the bidder's fault.
    const [swapped, other] = bids;
    const said = swapped?.outcome.kind === 'not-opened' ? swapped.outcome.reason : swapped?.outcome.kind;
    expect(['unproven', 'damaged-in-storage']).toContain(said);
    expect(other?.outcome).toMatchObject({ kind: 'opened', price: '3600000000' });
    await writeFile(storedFile(inForce), kept);
    const agus = await at('agus.pranoto');
    await requestRelease(agus.needs, await member(agus));
    const again = await openBids(agus.needs, {
      ...(await member(agus)),
      encryptionIdentityId: agus.opening?.identityId ?? null,
      baseDir: join(agus.dir, 'buka'),
    });
    expect(again.bids.map(({ outcome }) => (outcome.kind === 'opened' ? outcome.price : null))).toEqual([
      '3500000000',
      '3600000000',
    ]);
  });
});

describe('an LPSE that gives a bid another bidder’s name', () => {
  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    await send('karya.nusantara', '4000000000');
    await send('cipta.mandiri', '3600000000');
    await advanceToOpening(kdTender, 'satu');
  });
  afterAll(leave);

  /** Names and tax numbers of the two bidders, the other way round. */
  const misnamed = (answer: OpeningAnswer): OpeningAnswer => {
    const [a, b] = answer.bids;
    if (a === undefined || b === undefined) throw new Error('two bids');
    const as = (bid: typeof a, { bidderName, npwp }: typeof a) => ({ ...bid, bidderName, npwp });
    return { ...answer, bids: [as(a, b), as(b, a)] };
  };
  const namesOf = ({ rows }: OpeningResults) => rows.map(({ bidderName, npwp, price }) => [bidderName, npwp, price]);

  it('gets no price announced under a name that its bidder did not sign', async () => {
    const siti = await at('siti.rahayu');
    await requestRelease(siti.needs, await member(siti));
    const encryptionIdentityId = siti.opening?.identityId ?? null;
    const startOpening: LpseGateway['startOpening'] = async (request, options) =>
      misnamed(await siti.needs.lpse.startOpening(request, options));
    const openAs = async (needs: Station['needs'], baseDir: string) => {
      const input = { ...(await member(siti)), encryptionIdentityId, baseDir };
      return { ...(await openBids(needs, input)), input };
    };
    const lied = await openAs(deceived(siti, { startOpening }), join(siti.dir, 'bohong'));
    expect(lied.bids.map(({ outcome }) => outcome)).toEqual([
      { kind: 'unproven', code: 'opening/bidder-misnamed' },
      { kind: 'unproven', code: 'opening/bidder-misnamed' },
    ]);
    expect(lied.bids.map(({ resultPosted }) => resultPosted)).toEqual([false, false]);

    const { input } = await openAs(siti.needs, join(siti.dir, 'buka'));
    const honest = await loadOpeningResults(siti.needs, input);
    expect(namesOf(honest).map(([name, , price]) => [name, price])).toEqual([
      ['PT Karya Bangun Nusantara', '4000000000'],
      ['CV Cipta Mandiri Teknik', '3600000000'],
    ]);
    // Nor later, when the minutes are drawn up from what lies here.
    const otherNumbers: LpseGateway['startOpening'] = async (request, options) => {
      const answer = await siti.needs.lpse.startOpening(request, options);
      const names = answer.bids.map(({ bidderName }) => bidderName);
      return { ...answer, bids: misnamed(answer).bids.map((bid, i) => ({ ...bid, bidderName: names[i] ?? '' })) };
    };
    expect(namesOf(await loadOpeningResults(deceived(siti, { startOpening: otherNumbers }), input))).toEqual(
      namesOf(honest),
    );
  });
});

describe('G11 an LPSE that goes back to yesterday', () => {
  let backup: string;
  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    backup = `${lpse.dir}-kemarin`;
  });
  afterAll(async () => {
    await leave();
    await rm(backup, { recursive: true, force: true });
  });

  it('is seen by everybody who has looked at its log since, and stays seen when it has grown again', async () => {
    const karya = await at('karya.nusantara');
    await lpse.stop();
    await cp(lpse.dir, backup, { recursive: true });
    lpse = await startTemporaryLpse({ dir: lpse.dir });
    await send('karya.nusantara', '4000000000');
    const before = await karya.connect();
    expect(before.warnings).not.toContain('log/forked');

    await lpse.stop();
    await rm(lpse.dir, { recursive: true });
    await cp(backup, lpse.dir, { recursive: true });
    lpse = await startTemporaryLpse({ dir: lpse.dir });
    const rolledBack = await karya.connect();
    expect(rolledBack.warnings).toContain('log/forked');
    expect((await karya.needs.journal.entries()).map(({ event }) => event)).toContain('log.alarm');

    // Others file bids, and the log is longer than it was.
    const size = before.log.checkpoint?.size ?? 0;
    while (lpse.context.log.size <= size) await send('cipta.mandiri', '3600000000');
    expect((await karya.connect()).warnings).toContain('log/forked');
  });
});

describe('an LPSE that drops a withdrawal', () => {
  let backup: string;
  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    backup = `${lpse.dir}-sebelum`;
  });
  afterAll(async () => {
    await leave();
    await rm(backup, { recursive: true, force: true });
  });

  it('with the disk of before it: the bidder sees the log go back and keeps a receipt that proves itself', async () => {
    await send('karya.nusantara', '4000000000');
    await send('cipta.mandiri', '3600000000');
    const karya = await at('karya.nusantara');
    await lpse.stop();
    await cp(lpse.dir, backup, { recursive: true });
    lpse = await startTemporaryLpse({ dir: lpse.dir });
    const [bid] = await karya.needs.bids.list({ state: 'receipted' });
    const identityId = karya.signing?.identityId ?? null;
    const gone = await withdrawBid(karya.needs, {
      connection: await karya.connect(),
      bidId: bid?.bidId ?? '',
      identityId,
    });

    await lpse.stop();
    await rm(lpse.dir, { recursive: true });
    await cp(backup, lpse.dir, { recursive: true });
    lpse = await startTemporaryLpse({ dir: lpse.dir });
    await advanceToOpening(kdTender, 'satu');
    const siti = await at('siti.rahayu');
    await requestRelease(siti.needs, await member(siti));
    const connection = await karya.connect();
    expect(connection.warnings).toContain('log/forked');
    const looking = watchOpening(karya.needs, { connection, kdTender, mirror: new LogMirror(karya.needs.lpse) });
    await expect(looking).rejects.toMatchObject({ code: 'log/forked' });
    const { receipts, sealer, trust } = karya.needs;
    const folder = gone.bid.withdrawalFolder;
    const { report } = await verifyReceipt({ receipts, sealer, trust, log: null }, { folder, sealedPath: null });
    expect(report.ok).toBe(true);
  });
});

describe('G18 an LPSE that asks for the prices early', () => {
  const goods = DEMO_TENDERS.goodsTwoFiles;
  const prices = { kdTender: goods, envelopeId: 'file-2' };

  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    await send('sinar.alkes', '1', goods, 'file-1');
    await send('sinar.alkes', '12000000000', goods, 'file-2');
    await advanceToOpening(goods, 'file-2');
  });
  afterAll(leave);

  it('gets none from LPSE or KMS without a technical result of a majority', async () => {
    const siti = await at('siti.rahayu');
    const code = 'opening/technical-result-missing';
    await expect(requestRelease(siti.needs, await member(siti, prices))).rejects.toMatchObject({ code });
    const connection = await siti.connect();
    const identityId = siti.signing?.identityId ?? '';
    const passed = [(await at('sinar.alkes')).account.bidderId ?? ''];
    const answer = await signTechnicalResult(siti.needs, { connection, kdTender: goods, passed, identityId });
    expect(answer.result).toBeNull();
    await expect(requestRelease(siti.needs, await member(siti, prices))).rejects.toMatchObject({ code });
    // One member's word that the LPSE publishes as if it were the majority's.
    const alkes = await at('sinar.alkes');
    const content = encodeCanonicalJson({
      ...{ format: 'segel-technical-result/1', kdLpse: lpse.context.config.kdLpse, kdTender: goods, versiTender: 1 },
      passed: [],
    });
    const forged = await signedBy(content, [await keyOf('siti.rahayu'), lpse.context.keys.lpse]);
    const published: LpseGateway['published'] = async (...about) => ({
      ...(await alkes.needs.lpse.published(...about)),
      technicalResult: forged.toString('base64'),
    });
    const input = { connection: await alkes.connect(), kdTender: goods, mirror: new LogMirror(alkes.needs.lpse) };
    const { envelopes } = await watchOpening(deceived(alkes, { published }), input);
    const two = envelopes.find(({ envelopeId }) => envelopeId === 'file-2');
    expect(two?.report.checks.find(({ id }) => id === 'watch-technical')).toMatchObject({
      outcome: 'failed',
      code: 'opening/technical-result-missing',
    });
    expect(two?.own.map(({ fate }) => fate)).not.toContain('stays-sealed');
  });
});
