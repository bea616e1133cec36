// The table itself: rows of one height, of which only those in sight are in the document. Arrows and Enter move between rows, Tab
// between cells; a block from a spreadsheet is pasted where the cursor stands.
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { COLUMNS, type Column, type PriceTable, type RowFinding } from '../../../../app/domain/price-table.ts';
import { useSight } from '../../../ui/use-sight.ts';
import { ScheduleRowView } from './ScheduleRow.tsx';
import type { TableAct } from './schedule-model.ts';

/** As in price.css. */
const ROW_PX = 40;

export interface ScheduleGridProps {
  readonly table: PriceTable;
  readonly findings: readonly RowFinding[];
  /** Null: only to look at. */
  readonly change: ((act: TableAct) => void) | null;
  /** A row that shall be brought into sight and edited; a new object each time. */
  readonly wanted: { readonly row: number; readonly column: Column } | null;
}

export function ScheduleGrid({ table, findings, change, wanted }: ScheduleGridProps): ReactElement {
  const { t } = useTranslation('price');
  const { box, first, last, reveal } = useRows(table.rows.length);
  const byRow = useMemo(() => Map.groupBy(findings, ({ row }) => row), [findings]);
  const target = useRef<{ readonly row: number; readonly column: Column } | null>(null);
  const goTo = (row: number, column: Column) => {
    target.current = { row, column };
    reveal(row);
    focusCell(box.current, target.current);
  };
  // A row that was out of sight is there only after the next painting.
  useLayoutEffect(() => {
    if (target.current !== null && focusCell(box.current, target.current)) target.current = null;
  });
  const asked = useRef(goTo);
  useEffect(() => {
    asked.current = goTo;
  });
  useEffect(() => {
    if (wanted !== null) asked.current(wanted.row, wanted.column);
  }, [wanted]);
  const rows = table.rows.length;
  const move = (event: KeyboardEvent<HTMLInputElement>, row: number, column: Column) => {
    const step = { ArrowUp: -1, ArrowDown: 1, Enter: 1, PageUp: -10, PageDown: 10 }[event.key];
    if (step === undefined || event.nativeEvent.isComposing) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(rows - 1, row + step));
    goTo(to, column);
  };
  // Rows are not drawn anew with every table: they keep this function, which finds the present one.
  const moveNow = useRef(move);
  useEffect(() => {
    moveNow.current = move;
  });
  const onKey = useCallback<typeof move>((...args) => moveNow.current(...args), []);
  return (
    <div
      ref={box}
      className="schedule-box"
      role="table"
      aria-label={t('table')}
      aria-rowcount={table.rows.length + 1}
      tabIndex={0}
    >
      <div className="schedule-head schedule-line" role="row" aria-rowindex={1}>
        <span role="columnheader">{t('columns.row')}</span>
        {COLUMNS.map((column) => (
          <span key={column} role="columnheader" className={`cell-${column}`}>
            {t(`columns.${column}`)}
          </span>
        ))}
        {change !== null && (
          <span role="columnheader">
            <span className="visually-hidden">{t('columns.actions')}</span>
          </span>
        )}
      </div>
      <div className="schedule-rows" role="rowgroup" style={{ height: table.rows.length * ROW_PX }}>
        {table.rows.slice(first, last).map((row, i) => (
          <ScheduleRowView
            // Rows have no name of their own: their place is what a person goes by.
            key={first + i}
            row={row}
            at={first + i}
            top={(first + i) * ROW_PX}
            findings={byRow.get(first + i) ?? NONE}
            change={change}
            onKey={onKey}
          />
        ))}
      </div>
    </div>
  );
}

const NONE: readonly RowFinding[] = [];

/** True when the cell was there. */
function focusCell(
  box: HTMLElement | null,
  { row, column }: { readonly row: number; readonly column: Column },
): boolean {
  const input = box?.querySelector<HTMLInputElement>(`[data-cell="${row}-${column}"]`);
  if (input === null || input === undefined) return false;
  input.focus({ preventScroll: false });
  input.select();
  return true;
}

/** Which rows are in sight, and how to bring one there. */
function useRows(count: number) {
  const { box, look, first, last } = useSight(count, ROW_PX);
  const reveal = (row: number) => {
    const element = box.current;
    if (element === null) return;
    const [top, bottom] = [row * ROW_PX, (row + 2) * ROW_PX];
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
    // At once: keys that follow fast must find their row.
    look();
  };
  return { box, reveal, first, last };
}
