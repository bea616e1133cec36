// When was a policy issued, by the log? (app/protocol/SPEC.md 7.) The answer must not be the LPSE's to choose afterwards.
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
