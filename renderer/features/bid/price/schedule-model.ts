// What can be done to a price table on screen, as pure steps from one table to the next. Rows that do not change stay the same
// objects, so that neither the checks nor the screen look at them again.
import { faultOf, formatDecimal, fromScaled, roundHalfUp, toScaled } from '../../../../app/domain/decimal.ts';
import { readPasted } from '../../../../app/domain/price-import.ts';
import { SCHEDULE_LIMITS } from '../../../../app/domain/price-schedule.ts';
import {
  computedTotalOf,
  EMPTY_ROW,
  isNumeric,
  NUMERIC_COLUMNS,
  tidy,
  toCell,
  withCell,
  type Column,
  type PriceTable,
  type TableRow,
} from '../../../../app/domain/price-table.ts';

export type TableAct =
  | { readonly act: 'cell'; readonly row: number; readonly column: Column; readonly text: string }
  | { readonly act: 'paste'; readonly row: number; readonly column: Column; readonly text: string }
  | { readonly act: 'add'; readonly at: number; readonly kind: TableRow['kind'] }
  | { readonly act: 'duplicate' | 'remove' | 'use-computed'; readonly row: number }
  | { readonly act: 'stated'; readonly text: string }
  | { readonly act: 'tax-for-all'; readonly text: string }
  | { readonly act: 'round' }
  | { readonly act: 'replace'; readonly table: PriceTable };

export function afterAct(table: PriceTable, act: TableAct): PriceTable {
  const { rows } = table;
  const withRows = (next: readonly TableRow[]): PriceTable => ({ ...table, rows: next.slice(0, SCHEDULE_LIMITS.rows) });
  switch (act.act) {
    case 'cell':
      return withRows(rows.map((row, i) => (i === act.row ? withCell(row, act.column, act.text) : row)));
    case 'paste':
      return withRows(pasted(rows, act));
    case 'add':
      return withRows(rows.toSpliced(act.at, 0, { ...EMPTY_ROW, kind: act.kind, taxPercent: taxLike(rows, act) }));
    case 'duplicate':
      return withRows(rows.flatMap((row, i) => (i === act.row ? [row, { ...row }] : [row])));
    case 'remove':
      return withRows(rows.toSpliced(act.row, 1));
    case 'use-computed':
      return withRows(
        rows.map((row, i) => (i === act.row ? { ...row, total: computedTotalOf(row) ?? row.total } : row)),
      );
    case 'stated':
      return { ...table, statedTotal: toCell('total', act.text) };
    case 'tax-for-all':
      return withRows(rows.map((row) => (row.kind === 'item' ? withCell(row, 'taxPercent', act.text) : row)));
    case 'round':
      return { rows: rows.map(rounded), statedTotal: roundedCell('total', table.statedTotal) };
    case 'replace':
      return act.table;
  }
}

/** Cells with more digits than their column takes: rounding them is the bidder's decision. */
export function countToRound({ rows, statedTotal }: PriceTable): number {
  const inRows = rows.flatMap((row) => NUMERIC_COLUMNS.filter((column) => isTooLong(column, row[column])));
  return inRows.length + (isTooLong('total', statedTotal) ? 1 : 0);
}

/** As shown and edited: numbers as in Indonesian, what cannot be read as it was typed. */
export function shownCell(column: Column, text: string): string {
  return isNumeric(column) ? formatDecimal(text) : text;
}

/** True for text that is more than one cell. */
export function isBlock(text: string): boolean {
  return /[\t\n]/.test(text.replace(/\r?\n$/, ''));
}

/** A new row has the tax of the priced row above it. */
function taxLike(
  rows: readonly TableRow[],
  { at, kind }: { readonly at: number; readonly kind: TableRow['kind'] },
): string {
  if (kind === 'section') return '';
  return rows.slice(0, at).findLast((row) => row.kind === 'item')?.taxPercent ?? '';
}

function pasted(
  rows: readonly TableRow[],
  { row: from, column, text }: { readonly row: number; readonly column: Column; readonly text: string },
): readonly TableRow[] {
  const block = readPasted(text, column);
  if (block === null) return rows;
  const next = [...rows];
  for (const [i, cells] of block.rows.entries()) {
    const at = from + i;
    const row: Record<Column, string> & { kind: TableRow['kind'] } = { ...(next[at] ?? EMPTY_ROW) };
    for (const [k, cell] of cells.entries()) {
      const target = block.columns[k];
      if (target !== undefined) row[target] = isNumeric(target) ? toCell(target, cell, block.style) : tidy(cell);
    }
    const priced = row.unit !== '' || row.quantity !== '' || row.unitPrice !== '' || row.total !== '';
    next[at] = { ...row, kind: priced ? 'item' : row.kind === 'item' && next[at] !== undefined ? 'item' : 'section' };
  }
  return next;
}

function rounded(row: TableRow): TableRow {
  const columns = NUMERIC_COLUMNS.filter((column) => isTooLong(column, row[column]));
  if (columns.length === 0) return row;
  return { ...row, ...Object.fromEntries(columns.map((column) => [column, roundedCell(column, row[column])])) };
}

function roundedCell(column: (typeof NUMERIC_COLUMNS)[number], text: string): string {
  const value = toScaled(text);
  if (value === null || !isTooLong(column, text)) return text;
  return fromScaled(roundHalfUp(value, SCHEDULE_LIMITS[column].fraction));
}

function isTooLong(column: (typeof NUMERIC_COLUMNS)[number], text: string): boolean {
  return faultOf(text, SCHEDULE_LIMITS[column]) === 'too-many-digits';
}
