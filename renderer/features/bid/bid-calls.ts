// Calls that change a bid and answer it: the answer goes on screen at once, and what depends on it is asked anew.
import { useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { BidView } from '../../../app/contract/bids.ts';
import type { CallInput, CallOutput } from '../../../app/contract/contract.ts';
import type { ProblemError } from '../../bridge.ts';
import { useMutationCall } from '../../query.ts';

export type BidCall =
  | 'bids.addDocuments'
  | 'bids.changeDocument'
  | 'bids.removeDocument'
  | 'bids.setLetter'
  | 'bids.saveSchedule'
  | 'bids.removeSchedule'
  | 'bids.replace'
  | 'bids.importDraft'
  | 'bids.importSealed';

/** The calls among them that all answer the bid. */
export function useBidCall<C extends BidCall>(
  name: C,
  onDone?: (bid: BidView) => void,
): UseMutationResult<CallOutput<C>, ProblemError, CallInput<C>> {
  const client = useQueryClient();
  return useMutationCall(name, {
    refreshes: ['bids.check', 'bids.list'],
    onDone: (answer) => {
      // True of every name in BidCall; the generic hides it.
      const bid = answer as BidView;
      client.setQueryData(['bids.load', { bidId: bid.bidId }], bid);
      onDone?.(bid);
    },
  });
}
