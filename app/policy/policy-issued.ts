// When was a policy issued, by the log? (app/protocol/SPEC.md 7.) The answer must not be the LPSE's to choose afterwards.
import { readLeaf } from './live-set.ts';

/**
 * The latest time that any leaf up to the policy's own names: a leaf that was put in with an earlier time than the leaves before it
 * gains nothing by that. Null when the log has no leaf for the policy.
 * @param entries - leaves of a proven tree, in order
 * @throws trust/log-incomplete when one of them is no leaf
 */
export function policyIssuedAt(
  entries: readonly Uint8Array[],
  about: { readonly kdTender: string; readonly policySha256: string },
): Date | null {
  let latest = Number.NEGATIVE_INFINITY;
  for (const entry of entries) {
    const { type, kdTender, time, body } = readLeaf(entry);
    latest = Math.max(latest, Date.parse(time));
    const isIts = type === 'policy-issued' && kdTender === about.kdTender && body?.policySha256 === about.policySha256;
    if (isIts) return new Date(latest);
  }
  return null;
}
