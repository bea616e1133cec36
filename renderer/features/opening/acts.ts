// Acts of a committee member in the opening room. Kept outside of the screen, so that opening goes on and its outcome is not lost
// when another screen is used; nothing of the input is kept (react-query would keep the passphrase).
import { useQueryClient } from '@tanstack/react-query';
import type { CallInput, CallOutput } from '../../../app/contract/contract.ts';
import { IDLE, setAct, useActState, type Act } from '../../acts/act-store.ts';
import { problemOf, useHost } from '../../bridge.ts';
import { run } from '../../query.ts';

export type ActName =
  'openings.lead' | 'openings.release' | 'openings.contribute' | 'openings.open' | 'openings.signTechnicalResult';

export interface RunningAct<C extends ActName> extends Act {
  /** True when it was done; a problem is kept in `problem`, unless the user stopped the work. */
  readonly start: (input: CallInput<C>) => Promise<boolean>;
  readonly clear: () => void;
}

/** What an act makes old, whichever way it ended. */
const STALE = ['openings.list', 'openings.room', 'openings.results', 'openings.technicalResult', 'activity.list'];

/** @param about - tender and envelope: another room has acts of its own */
export function useAct<C extends ActName>(name: C, about: string): RunningAct<C> {
  const { bridge } = useHost();
  const client = useQueryClient();
  const key = `${name} ${about}`;
  const act = useActState(key);
  return {
    ...act,
    clear: () => setAct(key, IDLE),
    start: async (input) => {
      setAct(key, { busy: true, problem: null });
      try {
        take(await run(bridge, name, input));
        setAct(key, IDLE);
        return true;
      } catch (error) {
        const problem = problemOf(error);
        // What the user stopped is no fault to report.
        setAct(key, { busy: false, problem: problem.kind === 'cancelled' ? null : problem });
        return false;
      } finally {
        for (const stale of STALE) void client.invalidateQueries({ queryKey: [stale] });
      }
    },
  };

  function take(answer: CallOutput<ActName>): void {
    if (!('opening' in answer)) return;
    const { kdTender, envelopeId } = answer.opening;
    client.setQueryData(['openings.room', { kdTender, envelopeId, ask: false }], answer);
  }
}
