// Members whose keys die on the way, through a real opening: a certificate that ends between deadline and opening, a holder who is
// revoked after giving the share or gives it after being revoked with a program that does not look, a leader revoked after the release.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contributeShare } from '../../../app/usecases/contribute-share.ts';
import { offerSession, requestRelease } from '../../../app/usecases/lead-opening.ts';
import { openBids } from '../../../app/usecases/open-bids.ts';
import { enterOpening } from '../../../app/usecases/opening-room.ts';
import { watchOpening } from '../../../app/usecases/watch-opening.ts';
import { LogMirror } from '../../../app/usecases/log-mirror.ts';
import { sealedBid, sendBid } from '../../faults/bidding.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { accountIdOf } from '../../lpse/seeds/people.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { openStation, type Station } from './station.ts';

const HOUR_MS = 3_600_000;

interface Target {
  readonly kdTender: string;
  readonly envelopeId: 'satu';
}

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

async function bid(userId: string, target: Target, price: string): Promise<void> {
  const station = await at(userId);
  expect((await sendBid(station, await sealedBid(station, { ...target, price }))).outcome).toBe('receipted');
}

async function member(station: Station, target: Target) {
  const identityId = station.signing?.identityId ?? '';
  return { connection: await station.connect(), ...target, identityId, baseDir: join(station.dir, 'buka') };
}

async function advanceToOpening({ kdTender, envelopeId }: Target): Promise<void> {
  const { packages } = lpse.context;
  const record = packages.require(kdTender);
  const stage = record.envelopes.find((one) => one.envelopeId === envelopeId)?.openingStage ?? '';
  await lpse.management?.advanceTo(new Date(packages.stage(record, stage).tgl_awal));
}

describe('a certificate that ends between deadline and opening', () => {
  const target: Target = { kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu' };
  const clockStart = new Date(Date.now() - 2 * 24 * HOUR_MS);

  beforeAll(async () => {
    const until = new Date(clockStart.getTime() + 12 * HOUR_MS);
    lpse = await startTemporaryLpse({
      clockStart,
      knobs: { certificatesUntil: { [accountIdOf('agus.pranoto')]: until } },
    });
    await bid('karya.nusantara', target, '4700000000');
    const closesAt = lpse.context.packages.closesAt(target.kdTender, target.envelopeId);
    await lpse.management?.advanceTo(new Date(Math.max(closesAt.getTime(), until.getTime()) + 1000));
    await advanceToOpening(target);
    const agus = await at('agus.pranoto');
    const { certificate } = await agus.needs.identities.load(agus.signing?.identityId ?? '');
    // The case is the one that is meant: good while bids were sealed, over now.
    expect(certificate.notAfter.getTime()).toBeLessThan(lpse.clock.now().getTime());
  });
  afterAll(leave);

  it('may look, and asks for no release', async () => {
    const agus = await at('agus.pranoto');
    const input = await member(agus, target);
    expect((await enterOpening(agus.needs, input)).due).toHaveLength(1);
    await expect(requestRelease(agus.needs, input)).rejects.toMatchObject({ code: 'certificate/expired' });
  });

  it('lets the others open all bids, and the bidder prove what was opened', async () => {
    const siti = await at('siti.rahayu');
    const input = await member(siti, target);
    expect((await enterOpening(siti.needs, input)).due).toHaveLength(1);
    await requestRelease(siti.needs, input);
    for (const userId of ['siti.rahayu', 'maria.simbolon']) {
      const station = await at(userId);
      const own = { ...(await member(station, target)), encryptionIdentityId: station.opening?.identityId ?? null };
      const { bids } = await openBids(station.needs, own);
      expect(bids.map(({ outcome, resultPosted }) => [outcome.kind, resultPosted])).toEqual([['opened', true]]);
    }
    const agus = await at('agus.pranoto');
    const expired = { ...(await member(agus, target)), encryptionIdentityId: agus.opening?.identityId ?? null };
    await expect(openBids(agus.needs, expired)).rejects.toMatchObject({ code: 'certificate/expired' });
    const karya = await at('karya.nusantara');
    const looked = {
      connection: await karya.connect(),
      kdTender: target.kdTender,
      mirror: new LogMirror(karya.needs.lpse),
    };
    const [envelope] = (await watchOpening(karya.needs, looked)).envelopes;
    expect(envelope?.own.map(({ fate }) => fate)).toEqual(['opened-equal']);
  });
});

const quorum: Target = { kdTender: DEMO_TENDERS.quorum, envelopeId: 'satu' };

/** Through the AMS, by the holder: both certificates. */
async function revoke(station: Station): Promise<void> {
  for (const one of [station.signing, station.opening]) {
    const { certificate } = await station.needs.identities.load(one?.identityId ?? '');
    await station.needs.lpse.revokeCertificate({ serialHex: certificate.serialHex, reason: 'keyCompromise' });
  }
  await lpse.management?.advanceBySeconds(2);
}

/** Takes the lead and has the first lock released; answers the session that shares are given to. */
async function lead(station: Station): Promise<string> {
  const { sessionCertificate } = await offerSession(station.needs, await member(station, quorum));
  await requestRelease(station.needs, await member(station, quorum));
  return sessionCertificate?.sha256 ?? '';
}

async function contribute(station: Station, sessionCertificateSha256: string, needs = station.needs) {
  const encryptionIdentityId = station.opening?.identityId ?? '';
  return contributeShare(needs, { ...(await member(station, quorum)), encryptionIdentityId, sessionCertificateSha256 });
}

describe('a holder of a quorum who is revoked on the way', () => {
  let session: string;

  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    await bid('karya.nusantara', quorum, '87900000000');
    await advanceToOpening(quorum);
  });
  afterAll(leave);

  it('gave the share before: it counts, because it was given by a good key', async () => {
    const [nur, yohanes] = [await at('nur.aini'), await at('yohanes.bere')];
    session = await lead(nur);
    await contribute(yohanes, session);
    await revoke(yohanes);
    await contribute(nur, session);
    const { bids } = await openBids(nur.needs, { ...(await member(nur, quorum)), encryptionIdentityId: null });
    expect(bids.map(({ outcome }) => outcome.kind)).toEqual(['opened']);
  });

  it('cannot give it afterwards, even with a program that looks at an old list', async () => {
    const hendra = await at('hendra.gunawan');
    const { certificate } = await hendra.needs.identities.load(hendra.signing?.identityId ?? '');
    const lists = new Map<string, Buffer>();
    for (const url of certificate.crlUrls) lists.set(url, await hendra.needs.revocation.crl(url));
    const { revocation } = hendra.needs;
    const old: typeof revocation = {
      crl: (url, options) =>
        Promise.resolve(lists.get(url) ?? null).then((list) => list ?? revocation.crl(url, options)),
      ocsp: revocation.ocsp.bind(revocation),
    };
    await revoke(hendra);
    await expect(contribute(hendra, session)).rejects.toMatchObject({ code: 'certificate/revoked' });
    await expect(contribute(hendra, session, { ...hendra.needs, revocation: old })).rejects.toMatchObject({
      code: 'opening/signature-refused',
    });
  });
});

describe('the leader of a quorum who is revoked after the release', () => {
  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    await bid('karya.nusantara', quorum, '87900000000');
    await advanceToOpening(quorum);
  });
  afterAll(leave);

  it('opens nothing with the shares it has, and the next leader collects them anew and opens', async () => {
    const [nur, yohanes, hendra] = [await at('nur.aini'), await at('yohanes.bere'), await at('hendra.gunawan')];
    const first = await lead(nur);
    await contribute(yohanes, first);
    await contribute(nur, first);
    await revoke(nur);
    const dead = { ...(await member(nur, quorum)), encryptionIdentityId: null };
    await expect(openBids(nur.needs, dead)).rejects.toMatchObject({ code: 'certificate/revoked' });
    const next = await lead(hendra);
    await expect(contribute(yohanes, first)).rejects.toMatchObject({ code: 'opening/statement-refused' });
    await contribute(yohanes, next);
    await contribute(hendra, next);
    const { bids } = await openBids(hendra.needs, { ...(await member(hendra, quorum)), encryptionIdentityId: null });
    expect(bids.map(({ outcome, resultPosted }) => [outcome.kind, resultPosted])).toEqual([['opened', true]]);
  });
});
