// A foreign spreadsheet as a price table: the header row found by its words, Indonesian or English, in any order; every row kept,
// also those that cannot be read; what was left out is noted. Pure, over cells that a bounded reader took out of the file.
import { faultOf, roundHalfUp, fromScaled, styleOf, toScaled, type NumberStyle } from './decimal.ts';
import { SCHEDULE_LIMITS } from './price-schedule.ts';
import {
  COLUMNS,
  EMPTY_ROW,
  isNumeric,
  tidy,
  toCell,
  type Column,
  type PriceTable,
  type TableRow,
} from './price-table.ts';

export interface GridCell {
  /** Of a number: its digits as the file has them. */
  readonly text: string;
  readonly number: boolean;
}

export interface Grid {
  readonly name: string;
  readonly rows: readonly (readonly (GridCell | null)[])[];
}

export type ImportNoteCode =
  /** Values were taken as the spreadsheet had last computed them. */
  | 'formulas'
  /** Columns without a place in the table. */
  | 'columns-ignored'
  /** Other sheets of the file. */
  | 'sheets-ignored'
  /** A row of sums below the table; not a priced row. */
  | 'total-row'
  /** Tax as a row of its own; the table has tax per row. */
  | 'tax-row'
  /** Rows beyond the limit. */
  | 'rows-cut';

export interface ImportNote {
  readonly code: ImportNoteCode;
  /** As the spreadsheet counts, from 1; null for the file as a whole. */
  readonly row: number | null;
  readonly text: string;
  readonly count: number;
}

export interface ImportedTable {
  readonly sheet: string;
  readonly table: PriceTable;
  readonly notes: readonly ImportNote[];
}

/** Words of each column, without units and punctuation. */
const HEADERS: Readonly<Record<Column, readonly string[]>> = {
  number: ['no', 'nomor', 'no urut', 'number', 'item no', 'kode', 'no item'],
  item: [
    ...['uraian', 'uraian pekerjaan', 'uraian barang', 'uraian kegiatan', 'jenis pekerjaan', 'jenis barang', 'item'],
    ...[
      'jenis barang jasa',
      'item pekerjaan',
      'nama barang',
      'nama',
      'pekerjaan',
      'deskripsi',
      'description',
      'work item',
    ],
    ...['uraian biaya', 'rincian', 'komponen biaya', 'uraian barang jasa'],
  ],
  unit: ['satuan', 'sat', 'unit', 'satuan unit', 'satuan ukuran', 'satuan ukur', 'uom'],
  quantity: ['volume', 'vol', 'kuantitas', 'qty', 'quantity', 'banyaknya', 'jumlah barang', 'perkiraan kuantitas'],
  unitPrice: ['harga satuan', 'harga', 'unit price', 'price', 'rate', 'hargasatuan', 'harga per satuan'],
  taxPercent: ['pajak', 'ppn', 'tax', 'vat', 'pajak persen', 'tax percent', 'tarif pajak'],
  total: ['total', 'jumlah harga', 'total harga', 'harga total', 'amount', 'total price', 'jumlah biaya', 'sub total'],
  note: ['keterangan', 'ket', 'note', 'notes', 'remark', 'remarks', 'catatan'],
};
/** `Jumlah` is a sum where quantities have a column of their own, else a quantity. */
const EITHER = new Set(['jumlah', 'subtotal', 'jml']);
/** Columns of our own export that are reckoned anew. */
const OWN = new Set(['total terhitung', 'selisih']);
const HEADER_WITHIN = 60;
const SUM = /^(sub ?total|total|grand total|jumlah|harga penawaran|nilai penawaran|dibulatkan|pembulatan|terbilang)/i;
const TAX = /^(ppn|pajak|vat|tax)/i;
const OFFICIAL = /\b(resmi|official|dibulatkan|harga penawaran|nilai penawaran)\b/i;

type Places = ReadonlyMap<Column, number>;

/** Every sheet of a file, as a bounded reader took it out. */
export interface Workbook {
  readonly sheets: readonly Grid[];
  /** Cells whose value comes from a formula. */
  readonly formulas: number;
}

/** The first sheet with a header row; null when there is none. */
export function readPriceSheets({ sheets, formulas }: Workbook): ImportedTable | null {
  for (const sheet of sheets) {
    const header = findHeader(sheet);
    if (header === null) continue;
    const { table, notes } = readRows(sheet, header);
    const others = sheets.filter((one) => one !== sheet && one.rows.length > 0);
    if (others.length > 0)
      notes.push(note('sheets-ignored', null, others.map(({ name }) => name).join(', '), others.length));
    if (formulas > 0) notes.push(note('formulas', null, '', formulas));
    return { sheet: sheet.name, table, notes };
  }
  return null;
}

/**
 * Cells pasted from a spreadsheet: tab-separated, quoted where a cell has line breaks. Rows without a header fill the columns from
 * `from` on. Null when nothing is in it.
 */
export function readPasted(
  text: string,
  from: Column,
): {
  readonly rows: readonly (readonly string[])[];
  readonly columns: readonly Column[];
  readonly style: NumberStyle;
} | null {
  const rows = splitPasted(text);
  if (rows.length === 0) return null;
  const columns = COLUMNS.slice(COLUMNS.indexOf(from));
  const numbers = rows.flatMap((cells) => cells.filter((_, i) => columns[i] !== undefined && isNumeric(columns[i])));
  return { rows, columns, style: styleOf(numbers) };
}

interface Header {
  readonly at: number;
  readonly places: Places;
  readonly ignored: readonly string[];
}

function findHeader({ rows }: Grid): Header | null {
  for (const [at, cells] of rows.slice(0, HEADER_WITHIN).entries()) {
    const places = new Map<Column, number>();
    const either: number[] = [];
    const ignored: string[] = [];
    for (const [i, cell] of cells.entries()) {
      if (cell === null || cell.number) continue;
      const words = plainWords(cell.text);
      const column = COLUMNS.find((one) => HEADERS[one].includes(words) && !places.has(one));
      if (column !== undefined) places.set(column, i);
      else if (EITHER.has(words)) either.push(i);
      else if (words !== '' && !OWN.has(words)) ignored.push(tidy(cell.text));
    }
    for (const i of either) {
      const column = (['total', 'quantity'] as const).find(
        (one) => !places.has(one) && (one === 'quantity' || places.has('quantity') || either.length > 1),
      );
      if (column !== undefined) places.set(column, i);
    }
    const priced = (['quantity', 'unitPrice', 'total'] as const).filter((one) => places.has(one)).length;
    if (places.has('item') && priced >= 1 && places.size >= 3) return { at, places, ignored };
  }
  return null;
}

function readRows(sheet: Grid, { at, places, ignored }: Header): { table: PriceTable; notes: ImportNote[] } {
  const notes: ImportNote[] =
    ignored.length === 0 ? [] : [note('columns-ignored', at + 1, ignored.join(', '), ignored.length)];
  const body = sheet.rows.slice(at + 1);
  const style = styleOf(body.flatMap((cells) => numericTexts(cells, places)));
  const rows: TableRow[] = [];
  let statedTotal = '';
  let official = false;
  let cut = 0;
  for (const [i, cells] of body.entries()) {
    if (cells.every((cell) => cell === null || cell.text.trim() === '')) continue;
    if (i === 0 && isCounting(cells)) continue;
    const row = toRow(cells, places, style);
    const sum = sumLabel(cells, row);
    if (sum !== null) {
      notes.push(note(TAX.test(sum) ? 'tax-row' : 'total-row', at + i + 2, sum, 1));
      if (!TAX.test(sum) && !official) {
        statedTotal = row.total;
        official = OFFICIAL.test(sum);
      }
    } else if (rows.length < SCHEDULE_LIMITS.rows) rows.push(row);
    else cut++;
  }
  if (cut > 0) notes.push(note('rows-cut', null, '', cut));
  return { table: { rows, statedTotal }, notes };
}

function toRow(cells: Grid['rows'][number], places: Places, style: NumberStyle): TableRow {
  const row: Record<Column, string> = { ...EMPTY_ROW };
  for (const [column, i] of places) {
    const cell = cells[i] ?? null;
    if (cell === null) continue;
    row[column] = cell.number ? fromNumber(cell.text, column) : toCell(column, cell.text, style);
  }
  const { unit, quantity, unitPrice, total } = row;
  const priced = [unit, quantity, unitPrice, total].some((text) => text !== '');
  return { ...row, kind: priced ? 'item' : 'section', ...(priced ? {} : { taxPercent: '' }) };
}

/** A row of sums: only a label and a total, where the label is a word for it. */
function sumLabel(cells: Grid['rows'][number], row: TableRow): string | null {
  if (row.quantity !== '' || row.unitPrice !== '' || row.total === '') return null;
  const label = tidy(cells.flatMap((cell) => (cell === null || cell.number ? [] : [cell.text])).join(' '));
  const words = label.replace(/^[^\p{L}]+/u, '');
  return SUM.test(words) || TAX.test(words) ? words : null;
}

/** The line below many headers that counts the columns: `1 2 3 4`, `(a) (b) (c) (d = b x c)`. */
function isCounting(cells: Grid['rows'][number]): boolean {
  const marks = cells.flatMap((cell) => (cell === null ? [] : [plainMark(cell.text)]));
  if (marks.length < 4) return false;
  return marks.every((mark, i) => mark === String(i + 1) || mark === String.fromCharCode(97 + i));
}

function plainMark(text: string): string {
  return text
    .replace(/[()[\]\s]/g, '')
    .replace(/=.*$/, '')
    .toLowerCase();
}

function plainWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/\(.*?\)|%/g, ' ')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()
    .replace(/ (rp|idr|rupiah)$/, '');
}

function numericTexts(cells: Grid['rows'][number], places: Places): string[] {
  return [...places].flatMap(([column, i]) => {
    const cell = cells[i] ?? null;
    return cell === null || cell.number || !isNumeric(column) ? [] : [cell.text];
  });
}

const RAW = /^(-?)(\d{1,400})(?:\.(\d{1,400}))?(?:[eE]([+-]?\d{1,3}))?$/;
/** Digits that a spreadsheet's own number holds and shows; what is beyond comes from the way it stores fractions. */
const SPREADSHEET_DIGITS = 15;

/** A spreadsheet's number for a column: exact where it fits, else as the spreadsheet itself shows it. */
function fromNumber(raw: string, column: Column): string {
  const plain = toPlain(raw);
  if (plain === null) return tidy(raw);
  const fits = isNumeric(column)
    ? faultOf(plain, SCHEDULE_LIMITS[column]) === null
    : plain.length <= SPREADSHEET_DIGITS;
  return fits ? plain : toSpreadsheetDigits(plain);
}

function toPlain(raw: string): string | null {
  const match = RAW.exec(raw.trim());
  if (match === null || match[1] === '-') return null;
  const [, , whole = '', fraction = '', exponent = '0'] = match;
  const scale = fraction.length - Number(exponent);
  const units = BigInt(whole + fraction);
  return scale >= 0 ? fromScaled({ units, scale }) : (units * 10n ** BigInt(-scale)).toString();
}

function toSpreadsheetDigits(plain: string): string {
  const value = toScaled(plain);
  if (value === null || value.units === 0n) return plain;
  const excess = value.units.toString().length - SPREADSHEET_DIGITS;
  return excess <= 0 || excess > value.scale ? plain : fromScaled(roundHalfUp(value, value.scale - excess));
}

function splitPasted(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const source = text.replaceAll('\r\n', '\n').replace(/\n+$/, '');
  if (source === '') return [];
  for (let i = 0; i < source.length; i++) {
    const character = source[i] ?? '';
    if (quoted) {
      if (character !== '"') cell += character;
      else if (source[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === '\t' || character === '\n') {
      rows.at(-1)?.push(cell);
      cell = '';
      if (character === '\n') rows.push([]);
    } else cell += character;
  }
  rows.at(-1)?.push(cell);
  return rows.slice(0, SCHEDULE_LIMITS.rows);
}

function note(code: ImportNoteCode, row: number | null, text: string, count: number): ImportNote {
  return { code, row, text: text.slice(0, 200), count };
}
