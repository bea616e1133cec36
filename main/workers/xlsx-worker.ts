// Reads or writes one spreadsheet in a thread of its own: foreign bytes, and work that would hold up everything else.
import { parentPort, workerData } from 'node:worker_threads';
import readXlsxFile from 'read-excel-file/node';
import writeXlsxFile, { type Cell } from 'write-excel-file/node';
import { packStored, unpackZip, ZipRefused } from './bounded-zip.ts';
import { changingSheets, inlineText } from './xlsx-text.ts';
import type { ReadCell, WrittenCell, WrittenSheet, XlsxAnswer, XlsxRequest } from './xlsx-protocol.ts';

const BOUNDS = { parts: 2000, bytes: 64 << 20 };
/** Priced rows and what stands around them; beyond, nothing is a price schedule. */
const MAX_ROWS = 20_000;
const MAX_COLUMNS = 64;
const MAX_CELL_CHARS = 2000;
const TEXT_PLACE = 'TEXT';

// The one value `xlsx-files.ts` starts this thread with.
const request = workerData as XlsxRequest;
parentPort?.postMessage(await answer());

async function answer(): Promise<XlsxAnswer> {
  if (request.kind === 'write') return { kind: 'written', bytes: await write(request.sheet) };
  try {
    return await read(Buffer.from(request.bytes));
  } catch (error) {
    // Whatever a parser makes of foreign bytes, the file is what cannot be read.
    return { kind: 'refused', why: error instanceof ZipRefused ? error.why : 'unreadable' };
  }
}

async function read(file: Buffer): Promise<XlsxAnswer> {
  const parts = unpackZip(file, BOUNDS, (name) => name.endsWith('.xml') || name.endsWith('.rels'));
  let formulas = 0;
  for (const [name, bytes] of parts) {
    if (name.startsWith('xl/worksheets/')) formulas += bytes.toString('latin1').match(/<f[ >/]/g)?.length ?? 0;
  }
  // Numbers as the file writes them: no float ever stands between the file and the table.
  const sheets = await readXlsxFile(packStored(parts), { trim: true, parseNumber: (digits) => ({ digits }) });
  if (sheets.some(({ data }) => data.length > MAX_ROWS)) throw new ZipRefused('too-large');
  return {
    kind: 'read',
    formulas,
    sheets: sheets.map(({ sheet, data }) => ({
      name: sheet,
      rows: data.map((row) => row.slice(0, MAX_COLUMNS).map(toCell)),
    })),
  };
}

function toCell(value: unknown): ReadCell | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string') return { text: value.slice(0, MAX_CELL_CHARS), number: false };
  if (typeof value === 'boolean') return { text: value ? 'TRUE' : 'FALSE', number: false };
  if (value instanceof Date) return { text: value.toISOString().slice(0, 10), number: false };
  // The one shape that `parseNumber` above makes.
  return { text: (value as { readonly digits: string }).digits.slice(0, MAX_CELL_CHARS), number: true };
}

async function write({ name, rows, widths, headRows }: WrittenSheet): Promise<Uint8Array> {
  const data = rows.map((row) => row.map(toWritten));
  const columns = widths.map((width) => ({ width }));
  const options = { sheet: name.slice(0, 31), columns, stickyRowsCount: headRows };
  return writeXlsxFile(data, options, { features: [ownContent(rows)] }).toBuffer();
}

/** Formulas and texts get their content in `ownContent`; here they only keep the place and the look. */
function toWritten(cell: WrittenCell | null): Cell {
  if (cell === null) return null;
  const { text, kind, formula, decimals, bold = false } = cell;
  const style = bold ? { fontWeight: 'bold' as const } : {};
  if (kind === 'text') return { value: TEXT_PLACE, type: 'Formula', wrap: true, ...style };
  const format = { format: decimals === undefined || decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(decimals)}` };
  if (formula !== undefined) return { value: formula, type: 'Formula', ...format, ...style };
  // At most 15 digits (port): the float's shortest text is the same number.
  return { value: Number(text), type: Number, ...format, ...style };
}

/** The library writes formulas without their values: readers that do not reckon would see nothing. */
function ownContent(rows: WrittenSheet['rows']) {
  return changingSheets((xml) =>
    xml.replace(
      /<c r="([A-Z])(\d+)"([^>]*)>(<f>[^<]*<\/f>)<\/c>/g,
      (whole, column: string, row: string, style: string, formula: string) => {
        const cell = rows[Number(row) - 1]?.[column.charCodeAt(0) - 65];
        if (cell === undefined || cell === null) return whole;
        const { kind, text } = cell;
        return kind === 'text'
          ? `<c r="${column}${row}"${style} t="inlineStr">${inlineText(oneLine(text))}</c>`
          : `<c r="${column}${row}"${style}>${formula}<v>${text}</v></c>`;
      },
    ),
  );
}

function oneLine(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\ufffe\uffff]/gu, ' ');
}
