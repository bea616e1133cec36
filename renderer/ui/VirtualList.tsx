// A long list of rows of one height: only what is in sight is in the document, so that 2 000 rows scroll like twenty.
import { useLayoutEffect, useRef, useState, type CSSProperties, type ReactElement, type ReactNode } from 'react';

export interface VirtualListProps<T> {
  readonly items: readonly T[];
  readonly rowHeightPx: number;
  readonly keyOf: (item: T) => string;
  readonly label: string;
  readonly children: (item: T) => ReactNode;
}

/** Rows above and below the sight that are kept, so that fast scrolling shows no white. */
const SPARE = 8;

export function VirtualList<T>({ items, rowHeightPx, keyOf, label, children }: VirtualListProps<T>): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ first: 0, rows: 12 });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const look = () => {
      const first = Math.floor(element.scrollTop / rowHeightPx);
      const rows = Math.ceil(element.clientHeight / rowHeightPx) + 1;
      // Within one row nothing changes: no work for most of the scroll events.
      setSight((seen) => (seen.first === first && seen.rows === rows ? seen : { first, rows }));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [rowHeightPx]);
  const first = Math.max(0, sight.first - SPARE);
  const last = Math.min(items.length, sight.first + sight.rows + SPARE);
  const total: CSSProperties = { height: items.length * rowHeightPx };
  return (
    // A box that scrolls must be reachable by keyboard.
    <div
      ref={box}
      className="virtual"
      style={{ flexBasis: items.length * rowHeightPx + 2 }}
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <ul className="virtual-rows" style={total}>
        {items.slice(first, last).map((item, i) => (
          <li
            key={keyOf(item)}
            aria-setsize={items.length}
            aria-posinset={first + i + 1}
            style={{ top: (first + i) * rowHeightPx, height: rowHeightPx }}
          >
            {children(item)}
          </li>
        ))}
      </ul>
    </div>
  );
}
