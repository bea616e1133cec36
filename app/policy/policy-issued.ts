// When was a policy issued, by the log? (app/protocol/SPEC.md 7.) The answer must not be the LPSE's to choose afterwards.
import { parseCanonicalJson } from '../../crypto/canonical-json.ts';
import { LogLeaf } from '../protocol/log.ts';
import { readLeaf } from './live-set.ts';

export interface IssuedPolicy {
  /** Of its leaf. */
  readonly index: number;
  /**
   * The latest time that any leaf up to the policy's own names: a leaf that was put in with an earlier time than the leaves before it
   * gains nothing by that.
   */
  readonly issuedAt: Date;
}

interface Sought {
  readonly kdTender: string;
  readonly policySha256: string;
}

/**
 * Null when the log has no leaf for the policy.
 * @param entries - leaves of a proven tree, in order
 * @throws trust/log-incomplete when one of them is no leaf
 */
export function findPolicyIssued(entries: readonly Uint8Array[], about: Sought): IssuedPolicy | null {
  let latest = Number.NEGATIVE_INFINITY;
  for (const [index, entry] of entries.entries()) {
    const { type, kdTender, time, body } = readLeaf(entry);
    latest = Math.max(latest, Date.parse(time));
    const isIts = type === 'policy-issued' && kdTender === about.kdTender && body?.policySha256 === about.policySha256;
    if (isIts) return { index, issuedAt: new Date(latest) };
  }
  return null;
}

/** When; as `findPolicyIssued`. @throws trust/log-incomplete */
export function policyIssuedAt(entries: readonly Uint8Array[], about: Sought): Date | null {
  return findPolicyIssued(entries, about)?.issuedAt ?? null;
}

/** A policy as its leaf names it. */
export interface PolicyLeaf {
  readonly index: number;
  readonly versiTender: number;
  readonly policySha256: string;
}

/** By tender, the policy that was issued last. @param first - place of the first of these leaves in the log */
export function newestPolicies(entries: readonly Uint8Array[], first = 0): ReadonlyMap<string, PolicyLeaf> {
  const newest = new Map<string, PolicyLeaf>();
  for (const [i, entry] of entries.entries()) {
    const leaf = LogLeaf.safeParse(parseCanonicalJson(entry));
    if (!leaf.success || leaf.data.type !== 'policy-issued') continue;
    const { kdTender, versiTender, body } = leaf.data;
    const policySha256 = body?.policySha256;
    if (typeof policySha256 === 'string') newest.set(kdTender, { index: first + i, versiTender, policySha256 });
  }
  return newest;
}
