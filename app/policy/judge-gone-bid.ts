// A bid that its bidder withdrew or replaced must be gone: not on the list of the opening, and in no member's result. A withdrawal that
// the log of the closing does not have was dropped.
import { equalBytes } from '../../crypto/encoding.ts';
import { leafHash } from '../../crypto/merkle.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { SubmissionLeafBody, WithdrawalReceipt } from '../protocol/receipt.ts';
import type { ProvenResult } from './check-published.ts';
import type { OwnVerdict } from './judge-own-bid.ts';
import { leafOf } from './receipt-log.ts';
import { notMade, runCheck } from './run-check.ts';

export interface GoneQuestion {
  readonly submissionId: string;
  /** Of a withdrawn bid; null for one that was replaced. */
  readonly withdrawal: WithdrawalReceipt | null;
  /** Leaves of the closed tree, proven. */
  readonly closed: readonly Uint8Array[];
  /** The bids in force, proven; null when they could not be. */
  readonly live: readonly SubmissionLeafBody[] | null;
  /** Results of members about bids that are not in force. */
  readonly strays: readonly ProvenResult[];
}

/** Row `watch-gone`. */
export function judgeGoneBid({ submissionId, withdrawal, closed, live, strays }: GoneQuestion): OwnVerdict {
  if (live === null) return { fate: 'unproven', rows: [notMade('watch-gone')] };
  const row = runCheck('watch-gone', () => {
    const revived = (why: string) => new CodedError('watch/bid-revived', { submissionId, why });
    const leaf = withdrawal === null ? undefined : closed[withdrawal.log.index];
    if (withdrawal !== null && (leaf === undefined || !equalBytes(leafHash(leaf), leafOf(withdrawal))))
      throw revived('log');
    if (live.some((bid) => bid.submissionId === submissionId)) throw revived('list');
    if (strays.some(({ statement }) => statement.submissionId === submissionId)) throw revived('result');
    return { submissionId };
  });
  if (row.outcome === 'failed') return { fate: 'revived', rows: [row] };
  return { fate: withdrawal === null ? 'replaced' : 'withdrawn', rows: [row] };
}
