// Where acts that carry a passphrase or run for long stand: kept outside of the screens, so that the work and its outcome survive a
// change of screen. Nothing of the input is kept (react-query would keep it).
import { useSyncExternalStore } from 'react';
import type { IncidentProblem, Result } from '../../app/contract/result.ts';
import { problemOf } from '../bridge.ts';

export interface Act {
  readonly busy: boolean;
  readonly problem: IncidentProblem | null;
}

const IDLE: Act = { busy: false, problem: null };
const acts = new Map<string, Act>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(key: string, act: Act): void {
  acts.set(key, act);
  for (const listener of listeners) listener();
}

export interface LastingAct extends Act {
  /** A problem is kept in `problem` too, unless the user stopped the work. */
  readonly attempt: <T>(work: () => Promise<T>) => Promise<Result<T>>;
  /** Takes the problem off the screen. */
  readonly clear: () => void;
}

/** @param key - name of the call and what it is about */
export function useLastingAct(key: string): LastingAct {
  const act = useSyncExternalStore(subscribe, () => acts.get(key) ?? IDLE);
  return {
    ...act,
    clear: () => set(key, IDLE),
    attempt: async (work) => {
      set(key, { busy: true, problem: null });
      try {
        const value = await work();
        set(key, IDLE);
        return { ok: true, value };
      } catch (error) {
        const problem = problemOf(error);
        // What the user stopped is no fault to report.
        set(key, { busy: false, problem: problem.kind === 'cancelled' ? null : problem });
        return { ok: false, problem };
      }
    },
  };
}
