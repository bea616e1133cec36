// Acts that carry a passphrase or run for long: seal, send, withdraw. Kept outside of the screens, so that the work and its
// outcome survive a change of screen; nothing of the input is kept (react-query would keep it).
import { useQueryClient } from '@tanstack/react-query';
import type { BidView } from '../../../app/contract/bids.ts';
import type { CallInput, CallOutput } from '../../../app/contract/contract.ts';
import type { Result } from '../../../app/contract/result.ts';
import { IDLE, setAct, useActState, type Act } from '../../acts/act-store.ts';
import { endProgress } from '../../bid-events.ts';
import { problemOf, useHost } from '../../bridge.ts';
import { run } from '../../query.ts';

export type ActName = 'bids.seal' | 'bids.submit' | 'bids.withdraw';

export interface RunningAct<C extends ActName> extends Act {
  /** A problem is kept in `problem` too, unless the user stopped the work. */
  readonly start: (input: CallInput<C>) => Promise<Result<CallOutput<C>>>;
  /** Takes the problem off the screen. */
  readonly clear: () => void;
}

/** What is asked anew after a problem: even the time may have been wrong. */
const DOUBTFUL = ['bids.load', 'bids.history', 'packages.load', 'lpse.connect'];
/** What is asked anew after an answer; the bid itself comes with it. */
const STALE = ['bids.list', 'bids.history', 'receipts.list', 'activity.list', 'packages.list'];

export function useAct<C extends ActName>(name: C, bidId: string): RunningAct<C> {
  const { bridge } = useHost();
  const client = useQueryClient();
  const key = `${name} ${bidId}`;
  const act = useActState(key);
  return {
    ...act,
    clear: () => setAct(key, IDLE),
    start: async (input) => {
      setAct(key, { busy: true, problem: null });
      try {
        const answer = await run(bridge, name, input);
        const bid = bidOf(answer);
        client.setQueryData(['bids.load', { bidId }], bid);
        if ('report' in answer && answer.report !== null) {
          client.setQueryData(['bids.verify', { bidId }], answer.report);
        }
        for (const stale of STALE) void client.invalidateQueries({ queryKey: [stale] });
        setAct(key, IDLE);
        return { ok: true, value: answer };
      } catch (error) {
        const problem = problemOf(error);
        // What the user stopped is no fault to report.
        setAct(key, { busy: false, problem: problem.kind === 'cancelled' ? null : problem });
        for (const doubtful of DOUBTFUL) void client.invalidateQueries({ queryKey: [doubtful] });
        return { ok: false, problem };
      } finally {
        endProgress(bidId);
      }
    },
  };
}

function bidOf(answer: CallOutput<ActName>): BidView {
  return 'bid' in answer ? answer.bid : answer;
}
