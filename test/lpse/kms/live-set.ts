// Which bids are in force, from the log and the bodies alone: every leaf must be accounted for, so that no bid can be hidden
// and no replaced one put back.
import { CodedError } from '../../../app/errors/coded-error.ts';
import { SubmissionLeafBody, WithdrawalLeafBody } from '../../../app/protocol/receipt.ts';
import type { Json } from '../../../crypto/canonical-json.ts';
import { bodySha256, type PlacedLeaf } from './log-view.ts';

/**
 * The submissions in force, in the order of their leaves.
 * @param filed - leaves of submissions and withdrawals, oldest first
 * @param bodies - one for each leaf, in any order; a body that no leaf names is refused too
 * @throws kms/bodies-missing when they do not match one to one
 */
export function deriveLiveSet(filed: readonly PlacedLeaf[], bodies: readonly Json[]): readonly SubmissionLeafBody[] {
  const byDigest = new Map(bodies.map((body) => [bodySha256(body), body]));
  if (byDigest.size !== filed.length) throw missing(filed.length, byDigest.size);
  const live = new Map<string, SubmissionLeafBody>();
  for (const { leaf } of filed) {
    const body = byDigest.get(leaf.bodySha256 ?? '');
    if (body === undefined) throw missing(filed.length, byDigest.size);
    if (leaf.type === 'submission-withdrawn') withdraw(live, body);
    else receive(live, body, leaf.time);
  }
  return [...live.values()];
}

function receive(live: Map<string, SubmissionLeafBody>, value: Json, leafTime: string): void {
  const parsed = SubmissionLeafBody.safeParse(value);
  if (!parsed.success || parsed.data.receivedAt !== leafTime)
    throw new CodedError('kms/bodies-missing', { why: 'body' });
  const body = parsed.data;
  // A later bid of the same bidder replaces the earlier one, whatever `supersedes` says: two live bids of one bidder cannot be.
  live.delete(body.bidderId);
  live.set(body.bidderId, body);
}

function withdraw(live: Map<string, SubmissionLeafBody>, value: Json): void {
  const parsed = WithdrawalLeafBody.safeParse(value);
  if (!parsed.success) throw new CodedError('kms/bodies-missing', { why: 'body' });
  if (live.get(parsed.data.bidderId)?.submissionId === parsed.data.submissionId) live.delete(parsed.data.bidderId);
}

function missing(leaves: number, bodies: number): CodedError {
  return new CodedError('kms/bodies-missing', { leaves, bodies });
}
