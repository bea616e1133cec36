// Daftar Kuantitas dan Harga while it is being filled in: every cell is text, also what cannot be read yet, so that nothing typed
// or imported is lost. Checked row by row; once nothing blocks, it becomes a `PriceSchedule`. Pure.
import { compareScaled, faultOf, parseTyped, toScaled, type DecimalFault, type NumberStyle } from './decimal.ts';
import {
  computeRow,
  isWithinMoney,
  SCHEDULE_LIMITS,
  SCHEDULE_SCHEMA,
  sumSchedule,
  type PriceSchedule,
  type ScheduleRow,
  type ScheduleSums,
} from './price-schedule.ts';

/** Columns in the order in which people read them. */
export const COLUMNS = ['number', 'item', 'unit', 'quantity', 'unitPrice', 'taxPercent', 'total', 'note'] as const;
export type Column = (typeof COLUMNS)[number];
export const NUMERIC_COLUMNS = ['quantity', 'unitPrice', 'taxPercent', 'total'] as const;
export type NumericColumn = (typeof NUMERIC_COLUMNS)[number];

/**
 * One row as text. Numbers are canonical where they can be read. An empty total is the computed one, an empty tax is none; a
 * section uses only number, item and note.
 */
export type TableRow = Readonly<Record<Column, string>> & { readonly kind: 'section' | 'item' };

export interface PriceTable {
  readonly rows: readonly TableRow[];
  /** Empty: as computed. */
  readonly statedTotal: string;
}

export const EMPTY_ROW: TableRow = {
  kind: 'item',
  ...{ number: '', item: '', unit: '', quantity: '', unitPrice: '', taxPercent: '', total: '', note: '' },
};
export const EMPTY_TABLE: PriceTable = { rows: [], statedTotal: '' };

export type RowFault = 'missing' | 'too-long' | DecimalFault | 'amount-too-large';

export interface RowFinding {
  /** From 0; null for the official total. */
  readonly row: number | null;
  readonly column: Column;
  /** `differs`: stated is not computed. Everything but that and `zero` blocks. */
  readonly code: RowFault | 'differs' | 'zero';
  readonly blocking: boolean;
}

export interface TableCheck {
  readonly findings: readonly RowFinding[];
  readonly blocking: boolean;
  /** Sums of the rows that can be read. */
  readonly sums: ScheduleSums;
  /** The official total, the computed one where none is stated; null while it cannot be read. */
  readonly statedTotal: string | null;
  /** Null while something blocks, and for a table without rows. */
  readonly schedule: PriceSchedule | null;
}

export function isNumeric(column: Column): column is NumericColumn {
  return NUMERIC_COLUMNS.some((one) => one === column);
}

/** A cell as it is kept: canonical where it is a number, tidy text elsewhere. */
export function toCell(column: Column, typed: string, style?: NumberStyle): string {
  const text = tidy(typed);
  return isNumeric(column) ? (parseTyped(text, style) ?? text) : text;
}

/** One line, without control characters. */
export function tidy(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}

/** The row's total as computed; null while a factor cannot be read. */
export function computedTotalOf(row: TableRow): string | null {
  if (row.kind === 'section') return null;
  const { quantity, unitPrice, taxPercent } = row;
  return computeRow({ quantity, unitPrice, taxPercent: taxPercent === '' ? '0' : taxPercent })?.total ?? null;
}

/**
 * The row with one cell changed. A total that was as computed follows its factors, as in any spreadsheet; a stated one that
 * differed stays.
 */
export function withCell(row: TableRow, column: Column, typed: string): TableRow {
  const next: TableRow = { ...row, [column]: toCell(column, typed) };
  const isFactor = column === 'quantity' || column === 'unitPrice' || column === 'taxPercent';
  if (!isFactor || row.total === '' || row.total !== computedTotalOf(row)) return next;
  return { ...next, total: computedTotalOf(next) ?? next.total };
}

/** Every finding of the table, in the order of its rows. Rows that did not change are not checked again. */
export function checkTable({ rows, statedTotal }: PriceTable): TableCheck {
  const findings: RowFinding[] = [];
  const readable: ScheduleRow[] = [];
  for (const [i, row] of rows.entries()) {
    const checked = checkRow(row);
    for (const found of checked.findings) findings.push({ ...found, row: i });
    if (checked.row !== null) readable.push(checked.row);
  }
  const sums = sumSchedule(readable);
  const within = isWithinMoney(sums);
  if (!within) findings.push({ row: null, column: 'total', code: 'amount-too-large', blocking: true });
  const stated = statedTotal === '' ? (within ? sums.computedTotal : null) : readStated(statedTotal, sums, findings);
  const blocking = findings.some((found) => found.blocking);
  const complete = !blocking && stated !== null && readable.length > 0 && readable.length <= SCHEDULE_LIMITS.rows;
  const schedule: PriceSchedule | null = complete
    ? { schema: SCHEDULE_SCHEMA, currency: 'IDR', rows: readable, statedTotal: stated }
    : null;
  return { findings, blocking, sums, statedTotal: stated, schedule };
}

/** For editing a schedule that was read from its document. */
export function toTable({ rows, statedTotal }: PriceSchedule): PriceTable {
  return { rows: rows.map((row) => ({ ...EMPTY_ROW, ...row })), statedTotal };
}

type OwnFinding = Omit<RowFinding, 'row'>;

interface CheckedRow {
  readonly findings: readonly OwnFinding[];
  /** Null while something in it blocks. */
  readonly row: ScheduleRow | null;
}

const known = new WeakMap<TableRow, CheckedRow>();

function checkRow(row: TableRow): CheckedRow {
  const before = known.get(row);
  if (before !== undefined) return before;
  const checked = row.kind === 'section' ? checkSection(row) : checkItem(row);
  known.set(row, checked);
  return checked;
}

function checkSection({ number, item, note }: TableRow): CheckedRow {
  const findings = checkTexts({ number, item, note });
  if (item === '') findings.push(blocking('item', 'missing'));
  return { findings, row: findings.length > 0 ? null : { kind: 'section', number, item, note } };
}

function checkItem(row: TableRow): CheckedRow {
  const { number, item, unit, quantity, unitPrice, total: stated, note } = row;
  const taxPercent = row.taxPercent === '' ? '0' : row.taxPercent;
  const findings = checkTexts({ number, item, unit, note });
  for (const [column, text] of [
    ['item', item],
    ['unit', unit],
    ['quantity', quantity],
    ['unitPrice', unitPrice],
  ] as const) {
    if (text === '') findings.push(blocking(column, 'missing'));
  }
  for (const [column, text] of [
    ['quantity', quantity],
    ['unitPrice', unitPrice],
    ['taxPercent', taxPercent],
    ['total', stated],
  ] as const) {
    const fault = text === '' ? null : numberFault(column, text);
    if (fault !== null) findings.push(blocking(column, fault));
  }
  if (findings.length > 0) return { findings, row: null };
  const computed = computeRow({ quantity, unitPrice, taxPercent })?.total ?? '';
  const total = stated === '' ? computed : stated;
  if (faultOf(computed, SCHEDULE_LIMITS.total) !== null) {
    return { findings: [blocking('total', 'amount-too-large')], row: null };
  }
  if (total !== computed) findings.push({ column: 'total', code: 'differs', blocking: false });
  if (unitPrice === '0') findings.push({ column: 'unitPrice', code: 'zero', blocking: false });
  return { findings, row: { kind: 'item', number, item, unit, quantity, unitPrice, taxPercent, total, note } };
}

function checkTexts(texts: Partial<Record<'number' | 'item' | 'unit' | 'note', string>>): OwnFinding[] {
  return (['number', 'item', 'unit', 'note'] as const).flatMap((column) =>
    (texts[column] ?? '').length > SCHEDULE_LIMITS[column] ? [blocking(column, 'too-long')] : [],
  );
}

function numberFault(column: NumericColumn, text: string): DecimalFault | null {
  const fault = faultOf(text, SCHEDULE_LIMITS[column]);
  if (fault !== null || column !== 'taxPercent') return fault;
  const rate = toScaled(text);
  return rate !== null && compareScaled(rate, { units: 100n, scale: 0 }) > 0 ? 'too-large' : null;
}

function readStated(text: string, { computedTotal }: ScheduleSums, findings: RowFinding[]): string | null {
  const fault = faultOf(text, SCHEDULE_LIMITS.total);
  if (fault !== null) findings.push({ row: null, column: 'total', code: fault, blocking: true });
  else if (text !== computedTotal) findings.push({ row: null, column: 'total', code: 'differs', blocking: false });
  return fault === null ? text : null;
}

function blocking(column: Column, code: RowFault): OwnFinding {
  return { column, code, blocking: true };
}
