// Acts of a committee member in the opening room.
import { useQueryClient } from '@tanstack/react-query';
import type { CallInput, CallOutput } from '../../../app/contract/contract.ts';
import { useLastingAct, type LastingAct } from '../../acts/act-store.ts';
import { useHost } from '../../bridge.ts';
import { run } from '../../query.ts';

export type ActName =
  'openings.lead' | 'openings.release' | 'openings.contribute' | 'openings.open' | 'openings.signTechnicalResult';

export interface RunningAct<C extends ActName> extends Omit<LastingAct, 'attempt'> {
  /** True when it was done. */
  readonly start: (input: CallInput<C>) => Promise<boolean>;
}

/** What an act makes old, whichever way it ended. */
const STALE = ['openings.list', 'openings.room', 'openings.results', 'openings.technicalResult', 'activity.list'];

/** @param about - tender and envelope: another room has acts of its own */
export function useAct<C extends ActName>(name: C, about: string): RunningAct<C> {
  const { bridge } = useHost();
  const client = useQueryClient();
  const { attempt, ...act } = useLastingAct(`${name} ${about}`);
  return {
    ...act,
    start: async (input) => {
      const { ok } = await attempt(async () => take(await run(bridge, name, input)));
      for (const stale of STALE) void client.invalidateQueries({ queryKey: [stale] });
      return ok;
    },
  };

  function take(answer: CallOutput<ActName>): void {
    if (!('opening' in answer)) return;
    const { kdTender, envelopeId } = answer.opening;
    client.setQueryData(['openings.room', { kdTender, envelopeId, ask: false }], answer);
  }
}
