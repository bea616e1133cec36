// How long a page that closes stays open. The server states the moment; where its clock was moved (a demo), the stated moment
// may lie outside the known limit, and then the limit itself counts.
import { useEffect, useState } from 'react';
import { serverClock } from '../../server-clock.ts';

/** Whole seconds until `closesAt`, at most `limitSeconds`, counting down from the first render with it. */
export function useClosing(closesAt: string, limitSeconds: number): number {
  const [end] = useState(
    () =>
      performance.now() + 1000 * secondsUntil(closesAt, limitSeconds, [serverClock.now() ?? Date.now(), Date.now()]),
  );
  const [left, setLeft] = useState(() => remaining(end));
  useEffect(() => {
    const timer = setInterval(() => setLeft(remaining(end)), 250);
    return () => clearInterval(timer);
  }, [end]);
  return left;
}

/** By the first clock for which the moment lies within the limit; the limit when there is none. */
export function secondsUntil(closesAt: string, limitSeconds: number, clocks: readonly number[]): number {
  const moment = Date.parse(closesAt);
  const fitting = clocks.map((now) => (moment - now) / 1000).find((left) => left > 0 && left <= limitSeconds + 1);
  return Math.min(limitSeconds, fitting ?? limitSeconds);
}

function remaining(end: number): number {
  return Math.max(0, Math.ceil((end - performance.now()) / 1000));
}
