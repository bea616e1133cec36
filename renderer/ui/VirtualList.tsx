// A long list of rows of one height: only what is in sight is in the document, so that 2 000 rows scroll like twenty.
import type { CSSProperties, ReactElement, ReactNode } from 'react';
import { useSight } from './use-sight.ts';

export interface VirtualListProps<T> {
  readonly items: readonly T[];
  readonly rowHeightPx: number;
  readonly keyOf: (item: T) => string;
  readonly label: string;
  readonly children: (item: T) => ReactNode;
}

export function VirtualList<T>({ items, rowHeightPx, keyOf, label, children }: VirtualListProps<T>): ReactElement {
  const { box, first, last } = useSight(items.length, rowHeightPx);
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
