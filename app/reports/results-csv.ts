// Results as CSV (RFC 4180) for spreadsheets: UTF-8 with a byte order mark, CRLF, every field quoted. A field that a spreadsheet
// would run as a formula gets an apostrophe in front; the JSON export has the text as it was.
import type { OpeningResults } from '../domain/opening-results.ts';
import { RESULT_COLUMNS } from './result-columns.ts';
import type { Language } from './result-words.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/** First line: names for programs; one line per bid, in order of receipt. */
export function resultsCsv(results: OpeningResults, language: Language): Buffer {
  const head = RESULT_COLUMNS.map(({ key }) => key);
  const rows = results.rows.map((row) => RESULT_COLUMNS.map(({ value }) => value(row, results, language)));
  const lines = [head, ...rows].map((fields) => fields.map(toField).join(','));
  return Buffer.from(`${BYTE_ORDER_MARK}${lines.map((line) => `${line}\r\n`).join('')}`, 'utf8');
}

/** Characters that start a formula in Excel, LibreOffice or Google Sheets; the full-width forms count there as well. */
const FORMULA = /^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** Where a spreadsheet that separates by semicolons, as in Indonesia, begins another cell in the middle of a field. */
const INNER_FORMULA = /([;\t\r\n]\s*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g;

/** Text that no spreadsheet takes for a formula. */
export function defused(text: string): string {
  const inside = text.replace(INNER_FORMULA, "$1'");
  return FORMULA.test(text) ? `'${inside}` : inside;
}

function toField(text: string): string {
  return `"${defused(text.toWellFormed()).replaceAll('"', '""')}"`;
}
