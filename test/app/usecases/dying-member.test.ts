// Members whose keys die on the way, through a real opening: a certificate that ends between deadline and opening, a holder who is
// revoked after giving the share or gives it after being revoked with a program that does not look, a leader revoked after the release.
import { beforeAll, describe, expect, it } from 'vitest';
import { contributeShare } from '../../../app/usecases/contribute-share.ts';
import { offerSession, requestRelease } from '../../../app/usecases/lead-opening.ts';
import { enterOpening } from '../../../app/usecases/opening-room.ts';
import { watchOpening } from '../../../app/usecases/watch-opening.ts';
import { LogMirror } from '../../../app/usecases/log-mirror.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { accountIdOf } from '../../lpse/seeds/people.ts';
import { memberInput, openReleased, untilOpening } from './opened.ts';
import { lpseWithPeople } from './people.ts';
import type { Station } from './station.ts';

const HOUR_MS = 3_600_000;

describe('a certificate that ends between deadline and opening', () => {
  const target = { kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu' } as const;
  const clockStart = new Date(Date.now() - 2 * 24 * HOUR_MS);
  const until = new Date(clockStart.getTime() + 12 * HOUR_MS);
  const people = lpseWithPeople({ clockStart, knobs: { certificatesUntil: { [accountIdOf('agus.pranoto')]: until } } });

  beforeAll(async () => {
    await people.bid('karya.nusantara', { ...target, price: '4700000000' });
    const { lpse } = people;
    const closesAt = lpse.context.packages.closesAt(target.kdTender, target.envelopeId);
    await lpse.management?.advanceTo(new Date(Math.max(closesAt.getTime(), until.getTime()) + 1000));
    await untilOpening(lpse, target);
    const agus = await people.at('agus.pranoto');
    const { certificate } = await agus.needs.identities.load(agus.signing?.identityId ?? '');
    // The case is the one that is meant: good while bids were sealed, over now.
    expect(certificate.notAfter.getTime()).toBeLessThan(lpse.clock.now().getTime());
  });

  it('may look, and asks for no release', async () => {
    const agus = await people.at('agus.pranoto');
    const input = await memberInput(agus, target);
    expect((await enterOpening(agus.needs, input)).due).toHaveLength(1);
    await expect(requestRelease(agus.needs, input)).rejects.toMatchObject({ code: 'certificate/expired' });
  });

  it('lets the others open all bids, and the bidder prove what was opened', async () => {
    const siti = await people.at('siti.rahayu');
    const input = await memberInput(siti, target);
    expect((await enterOpening(siti.needs, input)).due).toHaveLength(1);
    await requestRelease(siti.needs, input);
    for (const userId of ['siti.rahayu', 'maria.simbolon']) {
      const station = await people.at(userId);
      const { bids } = await openReleased(station, target);
      expect(bids.map(({ outcome, resultPosted }) => [outcome.kind, resultPosted])).toEqual([['opened', true]]);
    }
    const agus = await people.at('agus.pranoto');
    await expect(openReleased(agus, target)).rejects.toMatchObject({ code: 'certificate/expired' });
    const karya = await people.at('karya.nusantara');
    const looked = {
      connection: await karya.connect(),
      kdTender: target.kdTender,
      mirror: new LogMirror(karya.needs.lpse),
    };
    const [envelope] = (await watchOpening(karya.needs, looked)).envelopes;
    expect(envelope?.own.map(({ fate }) => fate)).toEqual(['opened-equal']);
  });
});

const quorum = { kdTender: DEMO_TENDERS.quorum, envelopeId: 'satu' };

/** One bid, and the hour has come. */
function bidInQuorum() {
  const people = lpseWithPeople();
  beforeAll(async () => {
    await people.bid('karya.nusantara', { ...quorum, price: '87900000000' });
    await untilOpening(people.lpse, quorum);
  });
  return people;
}

/** Takes the lead and has the first lock released; answers the session that shares are given to. */
async function lead(station: Station): Promise<string> {
  const { sessionCertificate } = await offerSession(station.needs, await memberInput(station, quorum));
  await requestRelease(station.needs, await memberInput(station, quorum));
  return sessionCertificate?.sha256 ?? '';
}

async function contribute(station: Station, sessionCertificateSha256: string, needs = station.needs) {
  const encryptionIdentityId = station.opening?.identityId ?? '';
  return contributeShare(needs, {
    ...(await memberInput(station, quorum)),
    encryptionIdentityId,
    sessionCertificateSha256,
  });
}

describe('a holder of a quorum who is revoked on the way', () => {
  const people = bidInQuorum();
  let session: string;

  it('gave the share before: it counts, because it was given by a good key', async () => {
    const [nur, yohanes] = await people.all('nur.aini', 'yohanes.bere');
    session = await lead(nur);
    await contribute(yohanes, session);
    await people.revoke(yohanes);
    await contribute(nur, session);
    const { bids } = await openReleased(nur, quorum);
    expect(bids.map(({ outcome }) => outcome.kind)).toEqual(['opened']);
  });

  it('cannot give it afterwards, even with a program that looks at an old list', async () => {
    const hendra = await people.at('hendra.gunawan');
    const { certificate } = await hendra.needs.identities.load(hendra.signing?.identityId ?? '');
    const lists = new Map<string, Buffer>();
    for (const url of certificate.crlUrls) lists.set(url, await hendra.needs.revocation.crl(url));
    const { revocation } = hendra.needs;
    const old: typeof revocation = {
      crl: (url, options) =>
        Promise.resolve(lists.get(url) ?? null).then((list) => list ?? revocation.crl(url, options)),
      ocsp: revocation.ocsp.bind(revocation),
    };
    await people.revoke(hendra);
    await expect(contribute(hendra, session)).rejects.toMatchObject({ code: 'certificate/revoked' });
    await expect(contribute(hendra, session, { ...hendra.needs, revocation: old })).rejects.toMatchObject({
      code: 'opening/signature-refused',
    });
  });
});

describe('the leader of a quorum who is revoked after the release', () => {
  const people = bidInQuorum();

  it('opens nothing with the shares it has, and the next leader collects them anew and opens', async () => {
    const [nur, yohanes, hendra] = await people.all('nur.aini', 'yohanes.bere', 'hendra.gunawan');
    const first = await lead(nur);
    await contribute(yohanes, first);
    await contribute(nur, first);
    await people.revoke(nur);
    await expect(openReleased(nur, quorum)).rejects.toMatchObject({ code: 'certificate/revoked' });
    const next = await lead(hendra);
    await expect(contribute(yohanes, first)).rejects.toMatchObject({ code: 'opening/statement-refused' });
    await contribute(yohanes, next);
    await contribute(hendra, next);
    const { bids } = await openReleased(hendra, quorum);
    expect(bids.map(({ outcome, resultPosted }) => [outcome.kind, resultPosted])).toEqual([['opened', true]]);
  });
});
