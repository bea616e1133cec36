// The Clock port over this computer's clocks.
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../app/ports/clock.ts';

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  wait: async (ms, options = {}) => {
    await wait(ms, undefined, options.signal === undefined ? {} : { signal: options.signal });
  },
};
