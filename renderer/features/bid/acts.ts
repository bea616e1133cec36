// Acts of the bidder that carry a passphrase or run for long: seal, send, withdraw.
import { useQueryClient } from '@tanstack/react-query';
import type { BidView } from '../../../app/contract/bids.ts';
import type { CallInput, CallOutput } from '../../../app/contract/contract.ts';
import type { Result } from '../../../app/contract/result.ts';
import { useLastingAct, type LastingAct } from '../../acts/act-store.ts';
import { endProgress } from '../../bid-events.ts';
import { useHost } from '../../bridge.ts';
import { run } from '../../query.ts';

export type ActName = 'bids.seal' | 'bids.submit' | 'bids.withdraw';

export interface RunningAct<C extends ActName> extends Omit<LastingAct, 'attempt'> {
  readonly start: (input: CallInput<C>) => Promise<Result<CallOutput<C>>>;
}

/** What is asked anew after a problem: even the time may have been wrong. */
const DOUBTFUL = ['bids.load', 'bids.history', 'packages.load', 'lpse.connect'];
/** What is asked anew after an answer; the bid itself comes with it. */
const STALE = ['bids.list', 'bids.history', 'receipts.list', 'activity.list', 'packages.list'];

export function useAct<C extends ActName>(name: C, bidId: string): RunningAct<C> {
  const { bridge } = useHost();
  const client = useQueryClient();
  const { attempt, ...act } = useLastingAct(`${name} ${bidId}`);
  return {
    ...act,
    start: async (input) => {
      const result = await attempt(async () => {
        const answer = await run(bridge, name, input);
        client.setQueryData(['bids.load', { bidId }], bidOf(answer));
        if ('report' in answer && answer.report !== null) {
          client.setQueryData(['bids.verify', { bidId }], answer.report);
        }
        return answer;
      });
      for (const old of result.ok ? STALE : DOUBTFUL) void client.invalidateQueries({ queryKey: [old] });
      endProgress(bidId);
      return result;
    },
  };
}

function bidOf(answer: CallOutput<ActName>): BidView {
  return 'bid' in answer ? answer.bid : answer;
}
