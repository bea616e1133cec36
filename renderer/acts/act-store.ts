// Where acts that carry a passphrase or run for long stand: kept outside of the screens, so that the work and its outcome survive a
// change of screen. Nothing of the input is kept (react-query would keep it).
import { useSyncExternalStore } from 'react';
import type { IncidentProblem } from '../../app/contract/result.ts';

export interface Act {
  readonly busy: boolean;
  readonly problem: IncidentProblem | null;
}

export const IDLE: Act = { busy: false, problem: null };
const acts = new Map<string, Act>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** @param key - name of the call and what it is about */
export function setAct(key: string, act: Act): void {
  acts.set(key, act);
  for (const listener of listeners) listener();
}

export function useActState(key: string): Act {
  return useSyncExternalStore(subscribe, () => acts.get(key) ?? IDLE);
}
