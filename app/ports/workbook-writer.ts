// Spreadsheets: sheets of text cells. What they say is composed in `reports/`; a writer makes the same bytes of the same sheets on
// every computer.

export interface Sheet {
  readonly name: string;
  /** In characters, one per column. */
  readonly widths: readonly number[];
  /** Bold, and staying in sight; null for none. */
  readonly head: readonly string[] | null;
  readonly rows: readonly (readonly string[])[];
}

export interface WorkbookWriter {
  /** Every cell is text: nothing is rounded, nothing is run as a formula. */
  write(sheets: readonly Sheet[]): Promise<Uint8Array>;
}
