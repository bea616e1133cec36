// A long list with a field to search it. What it holds may be thousands: typing comes first, the list follows.
import { useDeferredValue, useId, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { EmptyState } from './EmptyState.tsx';
import { VirtualList, type VirtualListProps } from './VirtualList.tsx';

export interface SearchListProps<T> extends VirtualListProps<T> {
  /** What is searched of one item. Keep it the same from one call to the next: a change searches all again. */
  readonly textOf: (item: T) => string;
  readonly searchLabel: string;
  readonly none: { readonly title: string; readonly text: string };
  /** Stands beside the field, and hears how many were found. */
  readonly tools?: (found: number) => ReactNode;
}

export function SearchList<T>({ textOf, searchLabel, none, tools, ...list }: SearchListProps<T>): ReactElement {
  const { items } = list;
  const id = useId();
  const [words, setWords] = useState('');
  const wanted = useDeferredValue(words.trim().toLowerCase());
  const found = useMemo(
    () => (wanted === '' ? items : items.filter((item) => textOf(item).toLowerCase().includes(wanted))),
    [items, textOf, wanted],
  );
  return (
    <div className="list-page">
      <div className="list-tools">
        <label className="visually-hidden" htmlFor={id}>
          {searchLabel}
        </label>
        <input
          id={id}
          type="search"
          className="form-control"
          placeholder={searchLabel}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        {tools?.(found.length)}
      </div>
      {found.length === 0 ? <EmptyState icon="package" {...none} /> : <VirtualList {...list} items={found} />}
    </div>
  );
}
