import { beforeAll, describe, expect, it } from 'vitest';
import type { Openers, SealingPolicy } from '../../../app/protocol/policy.ts';
import type { LpseHooks, PackageRecord, PolicyLookup, PublishedPolicy } from '../context.ts';
import { DEMO_TENDERS } from '../seeds/packages.ts';
import { startTemporaryLpse } from '../temporary-lpse.ts';
import { requireOpenable } from './openable.ts';

const [A, B, C, X, Y] = ['AAAA', 'BBBB', 'CCCC', 'XXXX', 'YYYY'] as const;
const members = (...certificates: string[]): Openers => ({ kind: 'members', certificates });
const quorum = (certificate: string, ...holders: string[]): Openers => ({
  kind: 'quorum',
  certificate,
  threshold: 2,
  holders,
});

describe('a new policy', () => {
  let published: PublishedPolicy;
  let record: PackageRecord;
  beforeAll(async () => {
    const lpse = await startTemporaryLpse();
    const found = lpse.context.policies.newest(DEMO_TENDERS.constructionOneFile);
    record = lpse.context.packages.require(DEMO_TENDERS.constructionOneFile);
    await lpse.close();
    if (found === null) throw new Error('no policy');
    published = found;
  });

  const withOpeners = (openers: Openers, later = 0): SealingPolicy => ({
    ...published.policy,
    envelopes: published.policy.envelopes.map((envelope) => ({
      ...envelope,
      openers,
      closesAt: new Date(Date.parse(envelope.closesAt) + later).toISOString(),
    })),
  });
  /** One live bid was sealed under `before`; `next` is to follow. */
  const follow = (before: SealingPolicy, next: SealingPolicy, live = true): void => {
    const known = { ...published, policy: before };
    const policies: PolicyLookup = { newest: () => known, bySha256: () => known };
    const hooks = { livePolicies: () => (live ? [published.policySha256] : []) } as unknown as LpseHooks;
    requireOpenable({ hooks, policies }, { record, next });
  };

  it('may follow while one recipient of every received bid remains', () => {
    expect(() => follow(withOpeners(members(A, B, C)), withOpeners(members(X, Y, C)))).not.toThrow();
  });

  it('is refused when none remains', () => {
    expect(() => follow(withOpeners(members(A, B)), withOpeners(members(X, Y)))).toThrow('policy/would-lose-openers');
  });

  it('may follow when no bid was received, or when the deadline moves with it', () => {
    expect(() => follow(withOpeners(members(A, B)), withOpeners(members(X, Y)), false)).not.toThrow();
    expect(() => follow(withOpeners(members(A, B)), withOpeners(members(X, Y), 60_000))).not.toThrow();
  });

  it('may change the holders of a quorum as long as its key stays', () => {
    expect(() => follow(withOpeners(quorum('KEY1', A, B, C)), withOpeners(quorum('KEY1', X, Y, C)))).not.toThrow();
  });

  it('is refused with another quorum key and fewer than k of the old holders', () => {
    const before = withOpeners(quorum('KEY1', A, B, C));
    expect(() => follow(before, withOpeners(quorum('KEY2', X, Y, C)))).toThrow('policy/would-lose-openers');
    expect(() => follow(before, withOpeners(quorum('KEY2', X, B, C)))).not.toThrow();
  });

  it('is refused when it closes earlier', () => {
    expect(() => follow(withOpeners(members(A)), withOpeners(members(A), -1))).toThrow('policy/closes-earlier');
  });
});
