// One row of the price table: its cells, what is to be said about it in the line below them, and what can be done with it.
import { memo, useState, type ClipboardEvent, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDecimal } from '../../../../app/domain/decimal.ts';
import {
  COLUMNS,
  computedTotalOf,
  isNumeric,
  type Column,
  type RowFinding,
  type TableRow,
} from '../../../../app/domain/price-table.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { isBlock, shownCell, type TableAct } from './schedule-model.ts';

export interface ScheduleRowProps {
  readonly row: TableRow;
  readonly at: number;
  readonly top: number;
  readonly findings: readonly RowFinding[];
  readonly change: ((act: TableAct) => void) | null;
  readonly onKey: (event: KeyboardEvent<HTMLInputElement>, row: number, column: Column) => void;
}

const MOVES = new Set(['ArrowUp', 'ArrowDown', 'Enter', 'PageUp', 'PageDown']);
const TEXT_ONLY: readonly Column[] = ['number', 'item', 'note'];

/** Drawn anew only when the row, its place or its findings differ; the functions are new each time and do the same. */
export const ScheduleRowView = memo(
  ScheduleRow,
  (a, b) => a.row === b.row && a.at === b.at && sameFindings(a.findings, b.findings) && a.change === b.change,
);

function ScheduleRow({ row, at, top, findings, change, onKey }: ScheduleRowProps): ReactElement {
  const { t } = useTranslation('price');
  const place = at + 1;
  const saysId = `row-says-${at}`;
  const wrong = findings.find(({ blocking }) => blocking);
  return (
    <div
      className={`schedule-row schedule-${row.kind} ${wrong === undefined ? '' : 'schedule-wrong'}`}
      role="row"
      aria-rowindex={place + 1}
      style={{ top }}
    >
      <div className="schedule-line" role="presentation">
        <span role="rowheader" className="row-number tabular">
          {place}
        </span>
        {COLUMNS.map((column) => {
          const off = row.kind === 'section' && !TEXT_ONLY.includes(column);
          return (
            <span key={column} role="cell" className={`cell-${column}`}>
              {!off && (
                <Cell
                  {...{ row, at, column, change, onKey }}
                  says={findings.length > 0 ? saysId : undefined}
                  wrong={findings.some((found) => found.column === column && found.blocking)}
                />
              )}
            </span>
          );
        })}
        {change !== null && (
          <span role="cell" className="row-actions">
            <button
              type="button"
              className="btn btn-sm btn-link"
              aria-label={t('duplicateRow', { row: place })}
              title={t('duplicateRow', { row: place })}
              onClick={() => change({ act: 'duplicate', row: at })}
            >
              <Icon name="copy" size={16} />
            </button>
            <button
              type="button"
              className="btn btn-sm btn-link"
              aria-label={t('removeRow', { row: place })}
              title={t('removeRow', { row: place })}
              onClick={() => change({ act: 'remove', row: at })}
            >
              <Icon name="cross" size={16} />
            </button>
          </span>
        )}
      </div>
      <div id={saysId} role="cell" className="row-says">
        <RowSays row={row} at={at} findings={findings} change={change} />
      </div>
    </div>
  );
}

function RowSays({ row, at, findings, change }: Pick<ScheduleRowProps, 'row' | 'at' | 'findings' | 'change'>) {
  const { t } = useTranslation('price');
  const computed = computedTotalOf(row);
  const texts = findings.map(({ column, code }) =>
    code === 'differs'
      ? t('finding.differs', { computed: formatDecimal(computed ?? '') })
      : t(`finding.${code}`, { column: t(`columns.${column}`) }),
  );
  const differs = findings.some(({ code }) => code === 'differs');
  if (texts.length === 0) return null;
  return (
    <>
      <Icon name="warning" size={14} /> <span>{texts.join(' · ')}</span>{' '}
      {differs && change !== null && (
        <button
          type="button"
          className="btn btn-sm btn-link p-0"
          onClick={() => change({ act: 'use-computed', row: at })}
        >
          {t('useComputed')}
          <span className="visually-hidden"> {t('forRow', { row: at + 1 })}</span>
        </button>
      )}
    </>
  );
}

interface CellProps extends Pick<ScheduleRowProps, 'row' | 'at' | 'change' | 'onKey'> {
  readonly column: Column;
  readonly says: string | undefined;
  readonly wrong: boolean;
}

function Cell({ row, at, column, change, onKey, says, wrong }: CellProps): ReactElement {
  const { t } = useTranslation('price');
  const [typed, setTyped] = useState<string | null>(null);
  const shown = shownCell(column, row[column]);
  const computed = column === 'total' && row.total === '' ? computedTotalOf(row) : null;
  const keep = () => {
    if (typed !== null && typed !== shown) change?.({ act: 'cell', row: at, column, text: typed });
    setTyped(null);
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData('text/plain');
    if (!isBlock(text) || change === null) return;
    event.preventDefault();
    setTyped(null);
    change({ act: 'paste', row: at, column, text });
  };
  return (
    <input
      className={`cell-input ${isNumeric(column) ? 'tabular text-end' : ''}`}
      data-cell={`${at}-${column}`}
      aria-label={t('cell', { column: t(`columns.${column}`), row: at + 1 })}
      aria-invalid={wrong || undefined}
      aria-describedby={says}
      inputMode={isNumeric(column) ? 'decimal' : 'text'}
      autoComplete="off"
      readOnly={change === null}
      placeholder={computed === null ? (column === 'taxPercent' ? '0' : '') : formatDecimal(computed)}
      value={typed ?? shown}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={keep}
      onPaste={paste}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setTyped(null);
        else {
          // The row may leave the document before it would hear that it lost the focus.
          if (MOVES.has(event.key)) keep();
          onKey(event, at, column);
        }
      }}
    />
  );
}

function sameFindings(a: readonly RowFinding[], b: readonly RowFinding[]): boolean {
  return a.length === b.length && a.every((one, i) => isSame(one, b[i]));
}

function isSame(a: RowFinding, b: RowFinding | undefined): boolean {
  return a.code === b?.code && a.column === b.column;
}
