// Which bids are in force, derived from the log and the salted bodies alone (protocol.md 6 and 7): every leaf of the envelope
// must be accounted for, one body each, so that no bid can be hidden, slipped in or put back.
import type { Json } from '../../crypto/canonical-json.ts';
import { CodedError } from '../errors/coded-error.ts';
import { LogLeaf } from '../protocol/log.ts';
import { SubmissionLeafBody, WithdrawalLeafBody } from '../protocol/receipt.ts';
import { parseCanonicalJson } from '../../crypto/canonical-json.ts';
import { bodyDigest } from './log-leaf.ts';

export interface EnvelopeLeaves {
  /** Submissions and withdrawals before `closed`, oldest first. */
  readonly filed: readonly LogLeaf[];
  /** Time of the `closed` leaf. */
  readonly closedAt: string;
}

/**
 * The leaves of one envelope up to its `closed` leaf.
 * @param entries - every leaf of the tree, in order
 * @throws trust/log-incomplete when it was not closed, or something was filed after that
 */
export function leavesOf(
  entries: readonly Uint8Array[],
  scope: { readonly kdTender: string; readonly envelopeId: string },
): EnvelopeLeaves {
  const filed: LogLeaf[] = [];
  let closedAt: string | null = null;
  for (const bytes of entries) {
    const leaf = LogLeaf.parse(parseCanonicalJson(bytes));
    if (leaf.kdTender !== scope.kdTender || leaf.envelopeId !== scope.envelopeId) continue;
    if (leaf.type === 'closed') closedAt = leaf.time;
    if (leaf.type !== 'submission-received' && leaf.type !== 'submission-withdrawn') continue;
    if (closedAt !== null) throw new CodedError('trust/log-incomplete', { why: 'filed after closing' });
    filed.push(leaf);
  }
  if (closedAt === null) throw new CodedError('trust/log-incomplete', { why: 'not closed' });
  return { filed, closedAt };
}

type Body = SubmissionLeafBody | WithdrawalLeafBody;

/**
 * The submissions in force, in the order of their leaves.
 * @throws trust/log-incomplete when leaves and bodies do not match one to one
 */
export function liveBids(filed: readonly LogLeaf[], bodies: readonly Body[]): readonly SubmissionLeafBody[] {
  const byDigest = new Map(bodies.map((body) => [bodyDigest(body), body]));
  const facts = { leaves: filed.length, bodies: bodies.length };
  if (byDigest.size !== filed.length || bodies.length !== filed.length)
    throw new CodedError('trust/log-incomplete', facts);
  const live = new Map<string, SubmissionLeafBody>();
  for (const leaf of filed) {
    const body = byDigest.get(leaf.bodySha256 ?? '');
    if (body === undefined) throw new CodedError('trust/log-incomplete', facts);
    if (leaf.type === 'submission-withdrawn') withdraw(live, body);
    else receive(live, body, leaf.time);
  }
  return [...live.values()];
}

function receive(live: Map<string, SubmissionLeafBody>, value: Json, time: string): void {
  const { success, data: body } = SubmissionLeafBody.safeParse(value);
  if (!success || body.receivedAt !== time) throw new CodedError('trust/log-incomplete', { why: 'body' });
  // One bidder has one live bid per envelope: a later one takes the place of the earlier, whatever it believed.
  live.delete(body.bidderId);
  live.set(body.bidderId, body);
}

function withdraw(live: Map<string, SubmissionLeafBody>, value: Json): void {
  const { success, data: body } = WithdrawalLeafBody.safeParse(value);
  if (!success) throw new CodedError('trust/log-incomplete', { why: 'body' });
  if (live.get(body.bidderId)?.submissionId === body.submissionId) live.delete(body.bidderId);
}

/** Digests of the policies that the log says were issued for a tender. */
export function issuedPolicies(entries: readonly Uint8Array[], kdTender: string): ReadonlySet<string> {
  const digests = new Set<string>();
  for (const bytes of entries) {
    const leaf = LogLeaf.parse(parseCanonicalJson(bytes));
    const digest = leaf.body?.policySha256;
    if (leaf.type === 'policy-issued' && leaf.kdTender === kdTender && typeof digest === 'string') digests.add(digest);
  }
  return digests;
}
