// Own bids for an earlier version of a tender that is held again under its code: they had an opening of their own, and count for nothing
// in the version that runs now.
import type { BidStore } from '../ports/bid-store.ts';

export interface EarlierBid {
  readonly bidId: string;
  readonly envelopeId: string;
  readonly submissionId: string;
  readonly sequence: number;
  readonly logIndex: number;
  /** That it was sealed for. */
  readonly versiTender: number;
  /** That runs now. */
  readonly current: number;
  /** A bid of this computer for the version that runs now has a receipt. */
  readonly hasNew: boolean;
}

/** Those with a receipt that were in force when their version ended, newest first. @param about - the version in force, by the log */
export async function findEarlierBids(
  bids: BidStore,
  { kdTender, versiTender: current }: { readonly kdTender: string; readonly versiTender: number | null },
): Promise<readonly EarlierBid[]> {
  if (current === null || current === 1) return [];
  const receipted = (await bids.list({ kdTender })).filter((bid) => bid.state === 'receipted');
  return receipted
    .filter(({ versiTender }) => versiTender < current)
    .map(({ bidId, envelopeId, versiTender, receipt: { submissionId, sequence, logIndex } }) => ({
      ...{ bidId, envelopeId, submissionId, sequence, logIndex, versiTender, current },
      hasNew: receipted.some((bid) => bid.versiTender === current && bid.envelopeId === envelopeId),
    }));
}
