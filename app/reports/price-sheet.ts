// The price schedule as a spreadsheet for people: the bidder's numbers as they are, beside them formulas that reckon again, so
// that whoever opens it sees at once where they differ. In Indonesian, as it goes to the committee.
import { fromScaled, toScaled } from '../domain/decimal.ts';
import { checkTable, computedTotalOf, type PriceTable, type TableRow } from '../domain/price-table.ts';
import type { Sheet, SheetCell } from '../ports/spreadsheet-files.ts';

export interface PriceSheetHead {
  readonly kdTender: string;
  readonly namaPaket: string;
}

const HEADER = [
  ...['No', 'Uraian', 'Satuan', 'Volume', 'Harga Satuan (Rp)', 'Pajak (%)', 'Total (Rp)'],
  ...['Total Terhitung (Rp)', 'Selisih (Rp)', 'Keterangan'],
];
const WIDTHS = [8, 48, 10, 14, 18, 10, 20, 20, 16, 24];
/** Rows above the first priced row. */
const HEAD_ROWS = 4;
/** A spreadsheet holds no more digits in one number. */
const MAX_DIGITS = 15;

/** Rows that are not complete yet are written as they are. */
export function toPriceSheet(table: PriceTable, { kdTender, namaPaket }: PriceSheetHead): Sheet {
  const { sums, statedTotal } = checkTable(table);
  const first = HEAD_ROWS + 1;
  const last = HEAD_ROWS + table.rows.length;
  return {
    name: 'Daftar Kuantitas dan Harga',
    rows: [
      [bold('Daftar Kuantitas dan Harga')],
      [text(`${kdTender} ${namaPaket}`)],
      [],
      HEADER.map(bold),
      ...table.rows.map((row, i) => (row.kind === 'section' ? sectionRow(row) : itemRow(row, first + i))),
      [],
      [
        ...[null, bold('Jumlah baris'), null, null, null, null],
        summed('G', { first, last, value: sums.rowsTotal }),
        summed('H', { first, last, value: sums.computedTotal }),
      ],
      [null, bold('Harga penawaran (resmi)'), null, null, null, null, amount(statedTotal ?? table.statedTotal, 2)],
    ],
    widths: WIDTHS,
    headRows: HEAD_ROWS,
  };
}

function sectionRow({ number, item, note }: TableRow): readonly (SheetCell | null)[] {
  const empty = [null, null, null, null, null, null, null];
  return [bold(number), bold(item), ...empty, text(note)];
}

function itemRow(row: TableRow, at: number): readonly (SheetCell | null)[] {
  const computed = computedTotalOf(row);
  const total = row.total === '' ? (computed ?? '') : row.total;
  const cells = {
    quantity: amount(row.quantity, 0),
    unitPrice: amount(row.unitPrice, 2),
    taxPercent: amount(row.taxPercent === '' ? '0' : row.taxPercent, 0),
    total: amount(total, 2),
  };
  const reckoned = computed === null ? null : amount(computed, 2);
  const counts = [cells.quantity, cells.unitPrice, cells.taxPercent, reckoned].every(isNumber);
  const difference = reckoned === null ? null : differenceOf(total, reckoned.text);
  return [
    ...[
      text(row.number),
      text(row.item),
      text(row.unit),
      cells.quantity,
      cells.unitPrice,
      cells.taxPercent,
      cells.total,
    ],
    // Text does not take part in formulas: beyond a spreadsheet's digits only the exact value stands.
    reckoned !== null && counts ? { ...reckoned, formula: `ROUND(D${at}*E${at}*(1+F${at}/100),2)` } : reckoned,
    difference !== null && counts && isNumber(cells.total)
      ? { text: difference, kind: 'number', decimals: 2, formula: `ROUND(G${at}-H${at},2)` }
      : null,
    text(row.note),
  ];
}

function summed(
  column: string,
  { first, last, value }: { readonly first: number; readonly last: number; readonly value: string },
): SheetCell | null {
  const cell = amount(value, 2);
  if (cell === null || !isNumber(cell) || last < first) return cell;
  return { ...cell, bold: true, formula: `SUM(${column}${first}:${column}${last})` };
}

/** A number where a spreadsheet can hold it exactly, else its text. */
function amount(value: string, atLeast: number): SheetCell | null {
  if (value === '') return null;
  const scaled = toScaled(value);
  if (scaled === null || scaled.units.toString().length > MAX_DIGITS) return { text: value, kind: 'text' };
  return { text: value, kind: 'number', decimals: Math.max(atLeast, scaled.scale) };
}

function differenceOf(a: string, b: string): string | null {
  const [x, y] = [toScaled(a), toScaled(b)];
  if (x === null || y === null) return null;
  const scale = Math.max(x.scale, y.scale);
  const units = x.units * 10n ** BigInt(scale - x.scale) - y.units * 10n ** BigInt(scale - y.scale);
  return units < 0n ? `-${fromScaled({ units: -units, scale })}` : fromScaled({ units, scale });
}

function isNumber(cell: SheetCell | null): boolean {
  return cell?.kind === 'number';
}

function text(value: string): SheetCell | null {
  return value === '' ? null : { text: value, kind: 'text' };
}

function bold(value: string): SheetCell | null {
  return value === '' ? null : { text: value, kind: 'text', bold: true };
}
