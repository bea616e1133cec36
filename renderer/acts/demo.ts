// What starting the demo LPSE told: accounts and certificates anyone may use, and the account that was chosen from them.
// Kept until the window closes, never saved.
import { useSyncExternalStore } from 'react';
import type { CallOutput } from '../../app/contract/contract.ts';

export type Demo = CallOutput<'lpse.startDemo'>;
export type DemoAccount = Demo['accounts'][number];

interface DemoState {
  readonly demo: Demo | null;
  readonly chosen: DemoAccount | null;
}

let state: DemoState = { demo: null, chosen: null };
const listeners = new Set<() => void>();

function set(next: DemoState): void {
  state = next;
  for (const listener of listeners) listener();
}

export function setDemo(demo: Demo): void {
  set({ demo, chosen: null });
}

export function chooseDemoAccount(chosen: DemoAccount | null): void {
  set({ ...state, chosen });
}

export function useDemo(): DemoState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
