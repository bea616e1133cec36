// Spreadsheets. What they say is composed in `reports/`; a writer makes the same bytes of the same sheets on every computer.

export interface Sheet {
  readonly name: string;
  /** In characters, one per column. */
  readonly widths: readonly number[];
  /** Bold, and staying in sight; null for none. */
  readonly head: readonly string[] | null;
  readonly rows: readonly (readonly string[])[];
  /** By column: amounts to be reckoned with. Absent: every cell is text. */
  readonly numbers?: readonly boolean[];
}

export interface WorkbookWriter {
  /**
   * Nothing is run as a formula, and nothing is rounded: a number column holds a decimal as it stands where a spreadsheet can hold it
   * exactly (15 significant digits), and as text where it cannot. A sheet with a head has a filter over its columns.
   */
  write(sheets: readonly Sheet[]): Promise<Uint8Array>;
}
