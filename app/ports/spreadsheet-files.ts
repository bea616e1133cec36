// Spreadsheet files (XLSX): ours for people, and foreign ones, which are data from a stranger.
import type { Workbook } from '../domain/price-import.ts';
import type { CallOptions } from './call-options.ts';

export interface SheetCell {
  /** Digits of a number, canonical, with a sign where it is a difference; at most 15 of them, as spreadsheets hold no more. */
  readonly text: string;
  readonly kind: 'text' | 'number';
  /** `A1+1`; `text` is its value, for readers that do not reckon. */
  readonly formula?: string;
  /** Fraction digits shown. */
  readonly decimals?: number;
  readonly bold?: boolean;
}

export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly (SheetCell | null)[])[];
  /** In characters. */
  readonly widths: readonly number[];
  /** Rows that stay in sight. */
  readonly headRows: number;
}

export interface SpreadsheetFiles {
  write(sheet: Sheet): Promise<Buffer>;
  /**
   * Values of all cells; nothing in the file is run or followed.
   * @throws price/file-unreadable, price/file-too-large
   */
  read(bytes: Uint8Array, options?: CallOptions): Promise<Workbook>;
}
