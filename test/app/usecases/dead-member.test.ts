// A member's key that dies after the deadline must not kill the tender, and must not act either; a policy named by a key that was dead
// before it was issued stays refused. Real clients, the real AMS, a real opening.
import { beforeAll, describe, expect, it } from 'vitest';
import { contributeShare } from '../../../app/usecases/contribute-share.ts';
import { offerSession, requestRelease } from '../../../app/usecases/lead-opening.ts';
import { loadOpeningResults } from '../../../app/usecases/opening-results.ts';
import { enterOpening } from '../../../app/usecases/opening-room.ts';
import { loadPackage } from '../../../app/usecases/load-package.ts';
import { loadPolicy } from '../../../app/usecases/load-policy.ts';
import { signTechnicalResult } from '../../../app/usecases/sign-technical-result.ts';
import { watchOpening } from '../../../app/usecases/watch-opening.ts';
import { LogMirror } from '../../../app/usecases/log-mirror.ts';
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { signedByAll } from '../../doubles/signed-twice.ts';
import { deceived } from '../../insiders/toolkit.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { memberInput, openerOf, openReleased } from './opened.ts';
import { lpseWithPeople } from './people.ts';
import { openStation, type Station } from './station.ts';

const people = lpseWithPeople();
const at = (userId: string) => people.at(userId);

const oneFile = { kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu' };
const quorum = { kdTender: DEMO_TENDERS.quorum, envelopeId: 'satu' };
const twoFiles = DEMO_TENDERS.goodsTwoFiles;

describe('before the deadline', () => {
  it('bids arrive under policies whose members are all good', async () => {
    await people.bid('karya.nusantara', { ...oneFile, price: '4700000000' });
    await people.bid('karya.nusantara', { ...quorum, price: '87900000000' });
    await people.bid('karya.nusantara', { kdTender: twoFiles, envelopeId: 'file-1' });
    await people.lpse.management?.advanceBySeconds(21 * 3600);
  });
});

describe('one of three openers, revoked after the deadline', () => {
  beforeAll(async () => {
    await people.revoke(await at('agus.pranoto'));
  });

  it('still makes the policy useless for sealing', async () => {
    const cipta = await at('cipta.mandiri');
    const { kdTender } = oneFile;
    const { report } = await loadPolicy(cipta.needs, { connection: await cipta.connect(), kdTender, versiTender: 1 });
    expect(report.checks.filter(({ outcome }) => outcome === 'failed')).toMatchObject([
      { id: 'policy-members', code: 'trust/member-refused', facts: { why: 'certificate/revoked' } },
      { id: 'policy-openers', code: 'trust/opener-refused', facts: { why: 'certificate/revoked' } },
    ]);
  });

  it('does not spoil the package page, which judges as the opening will once nothing can be sealed any more', async () => {
    const cipta = await at('cipta.mandiri');
    const connection = await cipta.connect();
    const closed = await loadPackage(cipta.needs, { connection, kdTender: oneFile.kdTender });
    expect([closed.report?.ok, Object.keys(closed.openingRules)]).toEqual([true, ['satu']]);
    const issued = closed.policy?.judgedAsOf?.getTime() ?? Infinity;
    expect(issued).toBeLessThan(Date.parse(closed.package.sampul[0]?.closesAt ?? ''));
  });

  it('may look and may not act', async () => {
    const agus = await at('agus.pranoto');
    const input = await memberInput(agus, oneFile);
    expect((await enterOpening(agus.needs, input)).due).toHaveLength(1);
    await expect(requestRelease(agus.needs, input)).rejects.toMatchObject({ code: 'certificate/revoked' });
  });

  it('does not keep the others from opening', async () => {
    const siti = await at('siti.rahayu');
    const input = await memberInput(siti, oneFile);
    await requestRelease(siti.needs, input);
    for (const userId of ['siti.rahayu', 'maria.simbolon']) {
      const station = await at(userId);
      const { bids } = await openReleased(station, oneFile);
      expect(bids.map(({ outcome, resultPosted }) => [outcome.kind, resultPosted])).toEqual([['opened', true]]);
    }
    const { rows } = await loadOpeningResults(siti.needs, { ...input, ...openerOf(siti) });
    expect(rows.map(({ price, members }) => [price, members.map(({ agrees }) => agrees)])).toEqual([
      ['4700000000', [true, true]],
    ]);
    const agus = await at('agus.pranoto');
    await expect(openReleased(agus, oneFile)).rejects.toMatchObject({ code: 'certificate/revoked' });
  });

  it('leaves the bidder, who watches, with proofs', async () => {
    const karya = await at('karya.nusantara');
    const mirror = new LogMirror(karya.needs.lpse);
    const { kdTender } = oneFile;
    const { envelopes } = await watchOpening(karya.needs, { connection: await karya.connect(), kdTender, mirror });
    expect(envelopes.map(({ report, own }) => [report.ok, own.map(({ fate }) => fate)])).toEqual([
      [true, ['opened-equal']],
    ]);
  });

  it('does not sign the technical result, and the majority of the others does', async () => {
    const siti = await at('siti.rahayu');
    const target = { kdTender: twoFiles, envelopeId: 'file-1' };
    const { answer } = await requestRelease(siti.needs, await memberInput(siti, target));
    const passed = answer.bids.map(({ bidderId }) => bidderId);
    const sign = async (userId: string) => {
      const station = await at(userId);
      return signTechnicalResult(station.needs, { ...(await memberInput(station, target)), passed });
    };
    await expect(sign('agus.pranoto')).rejects.toMatchObject({ code: 'certificate/revoked' });
    await sign('siti.rahayu');
    expect((await sign('maria.simbolon')).result).not.toBeNull();
  });
});

describe('the leading holder of a quorum, revoked while leading', () => {
  it('gets no share, and two of three open under another leader', async () => {
    const [hendra, nur, yohanes] = [await at('hendra.gunawan'), await at('nur.aini'), await at('yohanes.bere')];
    const dead = await offerSession(hendra.needs, await memberInput(hendra, quorum));
    await expect(offerSession(nur.needs, await memberInput(nur, quorum))).rejects.toMatchObject({
      code: 'opening/session-taken',
    });
    await people.revoke(hendra);
    const contribute = async (station: Station, sessionCertificateSha256: string) => {
      const encryptionIdentityId = station.opening?.identityId ?? '';
      const own = await memberInput(station, quorum);
      return contributeShare(station.needs, { ...own, encryptionIdentityId, sessionCertificateSha256 });
    };
    await expect(contribute(nur, dead.sessionCertificate?.sha256 ?? '')).rejects.toMatchObject({
      code: 'certificate/revoked',
    });
    const input = await memberInput(nur, quorum);
    const led = await offerSession(nur.needs, input);
    await requestRelease(nur.needs, input);
    const session = led.sessionCertificate?.sha256 ?? '';
    await expect(contribute(hendra, session)).rejects.toMatchObject({ code: 'certificate/revoked' });
    await contribute(nur, session);
    await contribute(yohanes, session);
    const { bids } = await openReleased(nur, quorum);
    expect(bids.map(({ outcome }) => outcome)).toMatchObject([{ kind: 'opened', price: '87900000000' }]);
  });
});

describe('a policy that an LPSE brings to the opening', () => {
  it('is refused when the log does not have it, whoever signed it', async () => {
    const siti = await at('siti.rahayu');
    const honest = people.lpse.context.policies.newest(oneFile.kdTender)?.policy;
    if (honest === undefined) throw new Error('no policy');
    const bytes = encodeCanonicalJson({ ...honest, serial: honest.serial + 1 });
    const keys = [await people.keyOf('siti.rahayu'), await people.keyOf('maria.simbolon')];
    const der = await signedByAll(bytes, [people.lpse.context.keys.lpse, ...keys], people.lpse.context.clock.now());
    const answer = { policy: der.toString('base64'), policySha256: sha256Hex(bytes) };
    const needs = deceived(siti, { policy: () => Promise.resolve(answer) });
    await expect(enterOpening(needs, await memberInput(siti, oneFile))).rejects.toMatchObject({
      code: 'trust/policy-refused',
      details: { why: 'not in the log' },
    });
  });

  it('is refused when a member was revoked before it was issued', async () => {
    const maria = await at('maria.simbolon');
    const { certificate } = await maria.needs.identities.load(maria.signing?.identityId ?? '');
    await people.revoke(maria);
    // What an AMS does that learns of a loss later: the certificate has been bad since before the policy.
    people.lpse.context.stores.ams
      .prepare('UPDATE certificates SET revoked_at = ? WHERE sha256 = ?')
      .run('2020-01-01T00:00:00.000Z', certificate.sha256);
    // Another computer: lists are kept for an hour.
    const siti = await openStation(people.lpse, 'siti.rahayu');
    try {
      await expect(enterOpening(siti.needs, await memberInput(siti, oneFile))).rejects.toMatchObject({
        code: 'trust/member-refused',
        details: { why: 'certificate/revoked' },
      });
    } finally {
      await siti.close();
    }
  });
});
