// Which rows of a scrolling box are in sight, so that only they are in the document.
import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Rows above and below the sight that are kept, so that fast scrolling shows no white. */
const SPARE = 8;

export interface Sight {
  /** The box that scrolls. */
  readonly box: RefObject<HTMLDivElement | null>;
  /** Rows `first` up to, not including, `last` are to be shown. */
  readonly first: number;
  readonly last: number;
  /** Looks again at once, where the box was scrolled by hand. */
  readonly look: () => void;
}

/** @param rowPx - one height for all rows */
export function useSight(count: number, rowPx: number): Sight {
  const box = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ first: 0, rows: 12 });
  const look = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    const first = Math.floor(element.scrollTop / rowPx);
    const rows = Math.ceil(element.clientHeight / rowPx) + 1;
    // Within one row nothing changes: no work for most of the scroll events.
    setSight((seen) => (seen.first === first && seen.rows === rows ? seen : { first, rows }));
  }, [rowPx]);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [look]);
  return {
    box,
    look,
    // A list that became shorter while one looked at its end.
    first: Math.max(0, Math.min(sight.first, count) - SPARE),
    last: Math.min(count, sight.first + sight.rows + SPARE),
  };
}
