// Whether running work stands still: on a line that broke, the program tries again for a while before it gives up, and says nothing.
import { useEffect, useState } from 'react';
import type { BidProgress } from '../../bid-events.ts';

/** Longer than the slowest chunk on a poor line takes to be acknowledged on average. */
const STILL_AFTER_MS = 6000;

/** True when nothing was heard for a while. */
export function useStalled(progress: BidProgress | null): boolean {
  const [still, setStill] = useState<BidProgress | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setStill(progress), STILL_AFTER_MS);
    return () => clearTimeout(timer);
  }, [progress]);
  return progress !== null && still === progress;
}
