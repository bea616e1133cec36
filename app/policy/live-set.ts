// Which bids are in force, derived from the log and the salted bodies alone (app/protocol/SPEC.md 6 and 7): every leaf of the envelope
// must be accounted for, one body each, so that no bid can be hidden, slipped in or put back.
import type { Json } from '../../crypto/canonical-json.ts';
import type { EnvelopeScope } from '../domain/tender-version.ts';
import { CodedError } from '../errors/coded-error.ts';
import { LogLeaf } from '../protocol/log.ts';
import { SubmissionLeafBody, WithdrawalLeafBody } from '../protocol/receipt.ts';
import { parseCanonicalJson } from '../../crypto/canonical-json.ts';
import { bodyDigest } from './log-leaf.ts';

/** Whether a leaf is about this envelope, of this very version. */
export function isOfEnvelope(leaf: LogLeaf, { kdTender, versiTender, envelopeId }: EnvelopeScope): boolean {
  return leaf.kdTender === kdTender && leaf.versiTender === versiTender && leaf.envelopeId === envelopeId;
}

export interface EnvelopeLeaves {
  /** Submissions and withdrawals before `closed`, oldest first. */
  readonly filed: readonly LogLeaf[];
  /** Time of the `closed` leaf. */
  readonly closedAt: string;
}

/**
 * The leaves of one envelope up to its `closed` leaf.
 * @param entries - every leaf of the tree, in order
 * @param scope - with the latest `closesAt` that a policy of the envelope has
 * @throws trust/log-incomplete when it was not closed exactly once and after the hour, or something was filed later than it may
 */
export function leavesOf(
  entries: readonly Uint8Array[],
  scope: EnvelopeScope & { readonly closesAt: Date },
): EnvelopeLeaves {
  const filed: LogLeaf[] = [];
  let closedAt: string | null = null;
  for (const leaf of entries.map(readLeaf)) {
    if (!isOfEnvelope(leaf, scope)) continue;
    const late = new Date(leaf.time) >= scope.closesAt;
    if (leaf.type === 'closed') {
      if (closedAt !== null || !late) throw incomplete(late ? 'closed twice' : 'closed early');
      closedAt = leaf.time;
    }
    if (leaf.type !== 'submission-received' && leaf.type !== 'submission-withdrawn') continue;
    if (closedAt !== null || late) throw incomplete('filed after closing');
    filed.push(leaf);
  }
  if (closedAt === null) throw incomplete('not closed');
  return { filed, closedAt };
}

/** @throws trust/log-incomplete when it is no leaf */
export function readLeaf(bytes: Uint8Array): LogLeaf {
  const leaf = LogLeaf.safeParse(parseCanonicalJson(bytes));
  if (!leaf.success) throw incomplete('leaf');
  return leaf.data;
}

function incomplete(why: string): CodedError {
  return new CodedError('trust/log-incomplete', { why });
}

type Body = SubmissionLeafBody | WithdrawalLeafBody;

/**
 * The submissions in force, in the order of their leaves.
 * @throws trust/log-incomplete when leaves and bodies do not match one to one
 */
export function liveBids(filed: readonly LogLeaf[], bodies: readonly Body[]): readonly SubmissionLeafBody[] {
  const byDigest = new Map(bodies.map((body) => [bodyDigest(body), body]));
  const facts = { leaves: filed.length, bodies: bodies.length };
  // A leaf that stands twice would leave a body without one, and nobody would miss it.
  const leaves = new Set(filed.map(({ bodySha256 }) => bodySha256));
  if ([leaves.size, byDigest.size, bodies.length].some((count) => count !== filed.length))
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
  if (!success || body.receivedAt !== time) throw incomplete('body');
  // One bidder has one live bid per envelope: a later one takes the place of the earlier, whatever it believed.
  live.delete(body.bidderId);
  live.set(body.bidderId, body);
}

function withdraw(live: Map<string, SubmissionLeafBody>, value: Json): void {
  const { success, data: body } = WithdrawalLeafBody.safeParse(value);
  if (!success) throw incomplete('body');
  if (live.get(body.bidderId)?.submissionId === body.submissionId) live.delete(body.bidderId);
}

/** A submission that is not in force. */
export interface NotInForce {
  readonly body: SubmissionLeafBody;
  readonly fate: 'superseded' | 'withdrawn';
}

/**
 * The submissions that were replaced or withdrawn, oldest first.
 * @param live - as `liveBids` derived it from these bodies
 */
export function notInForce(bodies: readonly Body[], live: readonly SubmissionLeafBody[]): readonly NotInForce[] {
  const inForce = new Set(live.map(({ submissionId }) => submissionId));
  const withdrawn = new Set(bodies.flatMap((body) => ('withdrawnAt' in body ? [body.submissionId] : [])));
  return bodies
    .flatMap((body) => ('withdrawnAt' in body || inForce.has(body.submissionId) ? [] : [body]))
    .map((body) => ({
      body,
      fate: withdrawn.has(body.submissionId) ? ('withdrawn' as const) : ('superseded' as const),
    }));
}

/** Digests of the policies that the log says were issued for this version of a tender. */
export function issuedPolicies(
  entries: readonly Uint8Array[],
  { kdTender, versiTender }: Omit<EnvelopeScope, 'envelopeId'>,
): ReadonlySet<string> {
  const digests = new Set<string>();
  for (const leaf of entries.map(readLeaf)) {
    const digest = leaf.body?.policySha256;
    const isTheirs = leaf.kdTender === kdTender && leaf.versiTender === versiTender;
    if (leaf.type === 'policy-issued' && isTheirs && typeof digest === 'string') digests.add(digest);
  }
  return digests;
}
