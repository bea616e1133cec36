// A quorum tender that is held again is dealt anew: the key of its first version would let old shares open new bids, so that LPSE, KMS,
// signing members and bidders each refuse it, whatever the others do.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LpseGateway } from '../../../app/ports/lpse-gateway.ts';
import type { SealingPolicy } from '../../../app/protocol/policy.ts';
import { dealQuorum } from '../../../app/usecases/deal-quorum.ts';
import { loadPackage } from '../../../app/usecases/load-package.ts';
import { sealBid } from '../../../app/usecases/seal-bid.ts';
import { signPolicy, viewPolicyDraft } from '../../../app/usecases/sign-policy.ts';
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { signedByAll } from '../../doubles/signed-twice.ts';
import { prepareBid } from '../../faults/bidding.ts';
import { deceived } from '../../insiders/toolkit.ts';
import { demoSigningKey } from '../../lpse/seeds/identities.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { accountIdOf } from '../../lpse/seeds/people.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { openStation, type Station } from './station.ts';

const HOUR = 3_600_000;
const kdTender = DEMO_TENDERS.quorum;
const MEMBERS = ['hendra.gunawan', 'nur.aini', 'yohanes.bere'] as const;

let lpse: TemporaryLpse;
let karya: Station;
let hendra: Station;
let nur: Station;
let first: SealingPolicy;
let oldDealing: string;

beforeAll(async () => {
  lpse = await startTemporaryLpse();
  karya = await openStation(lpse, 'karya.nusantara');
  hendra = await openStation(lpse, 'hendra.gunawan');
  nur = await openStation(lpse, 'nur.aini');
  first = newest();
  oldDealing = (await hendra.needs.lpse.dealing(kdTender, 'satu')).dealing;
  const closesAt = lpse.context.packages.closesAt(kdTender, 'satu');
  await lpse.management?.holdAgain(kdTender, new Date(closesAt.getTime() + HOUR));
});
afterAll(async () => {
  for (const station of [karya, hendra, nur]) await station.close();
  await lpse.close();
});

function newest(): SealingPolicy {
  const policy = lpse.context.policies.newest(kdTender)?.policy;
  if (policy === undefined) throw new Error('a policy');
  return policy;
}

const about = async (station: Station) => ({
  connection: await station.connect(),
  kdTender,
  identityId: station.signing?.identityId ?? '',
});

const sign = async (station: Station) => {
  const input = await about(station);
  const { policySha256 } = await viewPolicyDraft(station.needs, input);
  return signPolicy(station.needs, { ...input, policySha256 });
};

/** The second version's policy with the quorum of the first one. */
function reusing(policy: SealingPolicy): SealingPolicy {
  const used = first.envelopes[0]?.openers ?? null;
  const envelopes = policy.envelopes.map((envelope) => ({ ...envelope, openers: used }));
  return { ...policy, serial: policy.serial + 1, envelopes };
}

/** Signed by the LPSE and by every member: nothing but the rule itself stands in its way. */
async function signed(policy: SealingPolicy) {
  const bytes = encodeCanonicalJson(policy);
  const members = await Promise.all(MEMBERS.map((userId) => demoSigningKey(lpse.dir, accountIdOf(userId))));
  const keys = [lpse.context.keys.lpse, ...members.flatMap((key) => key ?? [])];
  return { bytes, der: await signedByAll(bytes, keys, lpse.context.clock.now()) };
}

describe('a quorum tender that is held again', () => {
  it('has no policy, and no dealing, until its leader deals anew', async () => {
    expect(newest().versiTender).toBe(1);
    expect(await anyCode(sign(nur))).toBe('policy/members-incomplete');
    const { dealings } = await nur.needs.lpse.committee(kdTender);
    expect(dealings).toEqual([]);
  });

  it('is not dealt the old shares by its LPSE', async () => {
    const again = hendra.needs.lpse.deal(kdTender, 'satu', { dealing: oldDealing });
    await expect(again).rejects.toMatchObject({ code: 'policy/dealing-refused' });
  });

  it('is sealed for with a new key', async () => {
    await dealQuorum(hendra.needs, { ...(await about(hendra)), threshold: 2 });
    await sign(hendra);
    expect(await sign(nur)).toMatchObject({ published: true });
    expect(newest().versiTender).toBe(2);
    const bidId = await prepareBid(karya, { kdTender });
    const identityId = karya.signing?.identityId ?? null;
    const { bid } = await sealBid(karya.needs, { connection: await karya.connect(), bidId, identityId, consent: true });
    expect(bid.state).toBe('sealed');
  });
});

describe('a policy of the second version that names the quorum of the first', () => {
  it('is refused by a bidder, although everybody signed it', async () => {
    const { bytes, der } = await signed(reusing(newest()));
    const honest = karya.needs.lpse;
    const policy: LpseGateway['policy'] = (tender, sha256, options) =>
      sha256 === undefined
        ? Promise.resolve({ policy: der.toString('base64'), policySha256: sha256Hex(bytes) })
        : honest.policy(tender, sha256, options);
    const needs = deceived(karya, { policy });
    const bidId = await prepareBid(karya, { kdTender });
    const connection = await karya.connect();
    const identityId = karya.signing?.identityId ?? null;
    const sealing = sealBid(needs, { connection, bidId, identityId, consent: true });
    await expect(sealing).rejects.toMatchObject({ code: 'trust/quorum-reused' });
    const { report } = await loadPackage(needs, { connection, kdTender });
    expect(report?.checks.find(({ id }) => id === 'policy-openers')).toMatchObject({
      outcome: 'failed',
      code: 'trust/quorum-reused',
    });
  });

  it('is refused by a member who is asked to sign it', async () => {
    const draft = reusing(newest());
    const content = encodeCanonicalJson(draft);
    const policyDraft: LpseGateway['policyDraft'] = () =>
      Promise.resolve({
        content: content.toString('base64'),
        policySha256: sha256Hex(content),
        signedBy: [],
        required: 2,
      });
    const input = { ...(await about(nur)), policySha256: sha256Hex(content) };
    expect(await anyCode(signPolicy(deceived(nur, { policyDraft }), input))).toBe('trust/quorum-reused');
  });

  it('is refused by the KMS', async () => {
    const { der } = await signed(reusing(newest()));
    const accepting = (async () => lpse.context.kms.acceptPolicy(der))();
    await expect(accepting).rejects.toMatchObject({
      code: 'kms/policy-refused',
      details: { why: 'quorum of another version' },
    });
  });
});
