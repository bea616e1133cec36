// The classes of a bid that did not open, each from a real case to the signed statement: locks that hold something else than what was
// committed to, headers that leave an opener out, and what nobody can prove without a key of the openers.
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReferralCase } from '../../../app/protocol/referrals.ts';
import { ReleasedHeaders } from '../../../app/protocol/openings.ts';
import { examineReferral, type Examination } from '../../../app/usecases/examine-referral.ts';
import { listReferrals } from '../../../app/usecases/list-referrals.ts';
import { findingOn } from '../../../app/usecases/opening-finding.ts';
import { referBid } from '../../../app/usecases/refer-bid.ts';
import { stateOnReferral } from '../../../app/usecases/state-referral.ts';
import { encodeCanonicalJson, parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { signContent } from '../../../crypto/cms/sign.ts';
import { parseSignedData } from '../../../crypto/cms/signed-data.ts';
import {
  hostile,
  openerLeftOut,
  uncommittedHeader,
  wrongInnerDigest,
  wrongKeyWrapped,
  type HostileChange,
} from '../../insiders/hostile-seal.ts';
import { deceived } from '../../insiders/toolkit.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { bidOn, openAll, OPENED, untilOpening } from './opened.ts';
import { openStation, type Station } from './station.ts';

interface Cheat {
  readonly userId: string;
  readonly change: HostileChange;
  /** As the member's client states it. */
  readonly reason: 'lock-release-mismatch' | 'made-wrongly';
  /** As the duty officer can prove it. */
  readonly proven: Examination['proven'];
}

/** Two tenders' worth of cheats: there are not as many bidders. */
const ROUNDS: readonly (readonly Cheat[])[] = [
  [
    {
      userId: 'karya.nusantara',
      change: uncommittedHeader,
      reason: 'lock-release-mismatch',
      proven: 'lock-release-mismatch',
    },
    { userId: 'cipta.mandiri', change: openerLeftOut, reason: 'made-wrongly', proven: 'made-wrongly' },
  ],
  [
    { userId: 'karya.nusantara', change: wrongInnerDigest, reason: 'made-wrongly', proven: null },
    { userId: 'cipta.mandiri', change: wrongKeyWrapped, reason: 'made-wrongly', proven: null },
  ],
];

describe.each(ROUNDS.map((cheats, i) => [i + 1, cheats] as const))('round %i of cheats', (_, cheats) => {
  let lpse: TemporaryLpse;
  let siti: Station;
  let officer: Station;
  let honest: string;
  /** Referral by bidder. */
  const referrals = new Map<string, string>();

  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    siti = await openStation(lpse, 'siti.rahayu');
    officer = await openStation(lpse, 'helpdesk');
    for (const { userId, change } of [...cheats, { userId: 'sinar.alkes', change: null }]) {
      const station = await openStation(lpse, userId);
      await bidOn(change === null ? station : hostile(station, change), '98000000');
      honest = station.account.bidderId ?? '';
      await station.close();
    }
    await untilOpening(lpse);
  });
  afterAll(async () => {
    await siti.close();
    await officer.close();
    await lpse.close();
  });

  async function examine(referralId: string, change: (found: ReferralCase) => Promise<ReferralCase> | ReferralCase) {
    const needs = deceived(officer, {
      referral: async (id, options) => change(await officer.needs.lpse.referral(id, options)),
    });
    const folder = await mkdtemp(join(officer.dir, 'rujukan-'));
    return examineReferral(needs, { connection: await officer.connect(), referralId, folder });
  }
  const asItIs = (found: ReferralCase) => found;

  it('opens the honest bid, and refers the others with the class that the member’s computer found', async () => {
    const { room, bids } = await openAll(siti);
    const connection = await siti.connect();
    for (const { bidderId, submissionId, n } of room.answer.bids) {
      const outcome = bids.find((one) => one.submissionId === submissionId)?.outcome;
      if (bidderId === honest) {
        expect(outcome).toMatchObject({ kind: 'opened', price: '98000000' });
        continue;
      }
      if (outcome?.kind !== 'not-opened') throw new Error(`opened: ${JSON.stringify(outcome)}`);
      const finding = await findingOn(siti.needs, { room, submissionId, baseDir: join(siti.dir, 'buka') });
      const referral = await referBid(siti.needs, {
        ...{ connection, openingId: room.answer.openingId, n, submissionId, reason: outcome.reason },
        signerSha256: siti.signing?.certificateSha256 ?? '',
        ...finding,
      });
      referrals.set(bidderId, referral.referralId);
    }
    expect(referrals.size).toBe(cheats.length);
  });

  it('lets the officer prove what digests can prove, and no more', async () => {
    const found = await listReferrals(officer.needs, { connection: await officer.connect(), kdTender: null });
    const proven = new Map<string, readonly unknown[]>();
    for (const { referralId, bidderName, reason } of found) {
      const examined = await examine(referralId, asItIs);
      proven.set(bidderName, [reason, examined.proven]);
      // Nobody damaged anything: what is stored is what the bidder sent and the LPSE acknowledged.
      expect(examined.report.checks.find(({ id }) => id === 'referral-stored')?.outcome).toBe('passed');
      expect(examined.report.checks.find(({ id }) => id === 'sealed-signer')?.outcome).toBe('passed');
      const other = examined.digests.filter(({ expected, found: now }) => expected !== now);
      expect(other.length).toBe(reason === 'lock-release-mismatch' ? 1 : 0);
    }
    expect([...proven.values()].toSorted()).toEqual(cheats.map(({ reason, proven: is }) => [reason, is]).toSorted());
  });

  it('does not take a release for one that somebody else than the KMS signed', async () => {
    const [referralId = ''] = referrals.values();
    const forged = await examine(referralId, async (found) => {
      const content = parseSignedData(Buffer.from(found.release ?? '', 'base64')).content ?? Buffer.alloc(0);
      const release = ReleasedHeaders.parse(parseCanonicalJson(content));
      const bids = release.bids.map((bid) => ({ ...bid, objects: bid.objects.map((one) => ({ ...one, header: '' })) }));
      // An LPSE that would like it to be the bidder or the KMS.
      const signers = [{ key: lpse.context.keys.lpse, signingTime: lpse.clock.now() }];
      const bytes = encodeCanonicalJson({ ...release, bids });
      return {
        ...found,
        release: (await signContent({ content: bytes, detached: false, signers })).toString('base64'),
      };
    });
    expect(forged.proven).toBeNull();
    expect(forged.report.checks.find(({ id }) => id === 'referral-release')?.outcome).toBe('failed');
  });

  it('is stated by the LPSE for each, once, and read by the committee', async () => {
    const connection = await officer.connect();
    for (const referralId of referrals.values()) {
      const word = { canBeOpened: false, text: `Pemeriksaan ${referralId}` };
      expect((await stateOnReferral(officer.needs, { connection, referralId, ...word })).isOurs).toBe(true);
    }
    const input = { connection: await siti.connect(), kdTender: OPENED.kdTender };
    const read = await listReferrals(siti.needs, input);
    expect(read.map(({ referralId, statement }) => statement?.text === `Pemeriksaan ${referralId}`)).toEqual(
      cheats.map(() => true),
    );
  });
});
