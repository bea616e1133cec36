// What became of one's own bid in an opening: is it on the list, and is what was opened what was sealed? Judged from the receipt,
// the sealed file and proven results; the LPSE's word decides nothing here.
import { equalBytes } from '../../crypto/encoding.ts';
import { leafHash } from '../../crypto/merkle.ts';
import { compareAmounts } from '../domain/money.ts';
import type { NotOpenedReason, OwnFate } from '../domain/own-bid.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { Receipt, SubmissionLeafBody } from '../protocol/receipt.ts';
import type { ProvenResult } from './check-published.ts';
import { leafOf } from './receipt-log.ts';
import { missing, notMade, runCheck, type Row } from './run-check.ts';

export interface OwnQuestion {
  readonly receipt: Receipt;
  /** The inner manifest that the sealed file commits to; null when the file is not here any more. */
  readonly innerSha256: string | null;
  /** Of the letter, where this envelope carries the price. */
  readonly price: string | null;
  /** Leaves of the closed tree, proven. */
  readonly closed: readonly Uint8Array[];
  /** The bids in force, proven; null when they could not be. */
  readonly live: readonly SubmissionLeafBody[] | null;
  readonly results: readonly ProvenResult[];
  /** File II: bidders who passed; null elsewhere. */
  readonly passed: ReadonlySet<string> | null;
}

export interface OwnVerdict {
  readonly fate: OwnFate;
  readonly rows: readonly Row[];
}

/** Rows `watch-listed`, `watch-opened`, `watch-inner`, `watch-price`, `watch-agree`. */
export function judgeOwnBid(question: OwnQuestion): OwnVerdict {
  const { receipt, live, passed } = question;
  const rest = (['watch-opened', 'watch-inner', 'watch-price', 'watch-agree'] as const).map(notMade);
  const stays = passed !== null && !passed.has(receipt.bidderId);
  const listed =
    live === null ? notMade('watch-listed') : runCheck('watch-listed', () => requireListed(question, live));
  if (listed.outcome === 'not-made') return { fate: 'unproven', rows: [listed, ...rest] };
  if (listed.outcome === 'failed') return { fate: 'missing', rows: [listed, ...rest] };
  const own = question.results.filter(({ statement }) => statement.submissionId === receipt.submissionId);
  if (stays && own.length === 0) return { fate: 'stays-sealed', rows: [listed] };
  if (stays) {
    // Proven results of a bid that nobody may open: whatever they say, it did not stay sealed.
    const row: Row = { id: 'watch-opened', outcome: 'failed', code: 'watch/opened-unpassed', facts: {} };
    return { fate: 'opened-unpassed', rows: [listed, row, ...rest.slice(1)] };
  }
  if (own.length === 0) {
    return { fate: 'listed', rows: [listed, missing('watch-opened', 'watch/not-stated')] };
  }
  return judgeResults(question, listed, own);
}

/** The receipt's leaf is in the closed tree where the receipt says, and the bids in force have it. */
function requireListed({ receipt, closed }: OwnQuestion, live: readonly SubmissionLeafBody[]) {
  const { submissionId, bidderId, sealedSha256, manifestSha256, log } = receipt;
  const facts = { submissionId, index: log.index };
  const leaf = closed[log.index];
  if (leaf === undefined || !equalBytes(leafHash(leaf), leafOf(receipt)))
    throw new CodedError('watch/bid-missing', { ...facts, why: 'log' });
  const found = live.find((bid) => bid.submissionId === submissionId);
  if (found === undefined) {
    const other = live.some((bid) => bid.bidderId === bidderId);
    throw new CodedError('watch/bid-missing', { ...facts, why: other ? 'replaced' : 'withdrawn' });
  }
  if (found.sealedSha256 !== sealedSha256 || found.manifestSha256 !== manifestSha256)
    throw new CodedError('watch/bid-missing', { ...facts, why: 'digest' });
  return facts;
}

function judgeResults(question: OwnQuestion, listed: Row, own: readonly ProvenResult[]): OwnVerdict {
  const agree = runCheck('watch-agree', () => requireAgreement(own));
  const opened = own.flatMap(({ statement: { outcome } }) => (outcome.kind === 'opened' ? [outcome] : []));
  if (opened.length === 0) {
    const not = own.flatMap(({ statement: { outcome } }) => (outcome.kind === 'not-opened' ? [outcome.reason] : []));
    const reason: NotOpenedReason = not[0] ?? 'made-wrongly';
    const row: Row = { id: 'watch-opened', outcome: 'failed', code: REASON_CODES[reason], facts: { reason } };
    return { fate: 'not-opened', rows: [listed, row, notMade('watch-inner'), notMade('watch-price'), agree] };
  }
  const row: Row = { id: 'watch-opened', outcome: 'passed', facts: { results: opened.length } };
  const { innerSha256, price } = question;
  const inner =
    innerSha256 === null
      ? missing('watch-inner', 'watch/not-comparable')
      : runCheck('watch-inner', () => {
          const other = opened.find((outcome) => outcome.innerSha256 !== innerSha256);
          if (other !== undefined)
            throw new CodedError('watch/inner-differs', { sealed: innerSha256, stated: other.innerSha256 });
          return { innerSha256 };
        });
  const priced = runCheck('watch-price', () => {
    if (opened.some((outcome) => !samePrice(outcome.price, price))) throw new CodedError('watch/price-differs');
    return undefined;
  });
  const rows = [listed, row, inner, priced, agree];
  if (inner.outcome === 'failed' || priced.outcome === 'failed') return { fate: 'opened-differs', rows };
  if (agree.outcome === 'failed') return { fate: 'members-differ', rows };
  return { fate: inner.outcome === 'passed' ? 'opened-equal' : 'not-comparable', rows };
}

/** The price is stated exactly where the envelope carries one. */
function samePrice(stated: string | null, own: string | null): boolean {
  return stated === null || own === null ? stated === own : compareAmounts(stated, own) === 0;
}

function requireAgreement(own: readonly ProvenResult[]) {
  const outcomes = new Set(own.map(({ statement: { outcome } }) => JSON.stringify(outcome)));
  if (outcomes.size > 1) throw new CodedError('watch/members-differ', { results: own.length });
  return { results: own.length };
}

const REASON_CODES = {
  'damaged-in-storage': 'seal/object-damaged',
  'lock-release-mismatch': 'seal/release-mismatch',
  'made-wrongly': 'seal/made-wrongly',
  'wrong-or-missing-key': 'cms/no-matching-recipient',
  'too-early': 'seal/not-released',
} as const;
