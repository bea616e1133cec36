// The uplink as measured by the last upload of this run of the window: what "start no later than" is reckoned from.
import { useSyncExternalStore } from 'react';
import { useBridgeEvent } from '../../query.ts';

let measured: number | null = null;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Bytes per second; null before the first upload. Loopback speeds of a demo count like any other. */
export function useMeasuredUplink(): number | null {
  useBridgeEvent('bids.progress', ({ work, step, bytesPerSecond }) => {
    if (work !== 'sending' || step !== 'uploading' || bytesPerSecond === null) return;
    measured = bytesPerSecond;
    for (const listener of listeners) listener();
  });
  return useSyncExternalStore(subscribe, () => measured);
}
