// Messages to and from the thread that reads and writes spreadsheets.

export interface WrittenCell {
  readonly text: string;
  readonly kind: 'text' | 'number';
  readonly formula?: string;
  readonly decimals?: number;
  readonly bold?: boolean;
}

export interface WrittenSheet {
  readonly name: string;
  readonly rows: readonly (readonly (WrittenCell | null)[])[];
  readonly widths: readonly number[];
  readonly headRows: number;
}

export interface ReadCell {
  readonly text: string;
  readonly number: boolean;
}

export interface ReadSheet {
  readonly name: string;
  readonly rows: readonly (readonly (ReadCell | null)[])[];
}

export type XlsxRequest =
  { readonly kind: 'write'; readonly sheet: WrittenSheet } | { readonly kind: 'read'; readonly bytes: Uint8Array };

export type XlsxAnswer =
  | { readonly kind: 'written'; readonly bytes: Uint8Array }
  | { readonly kind: 'read'; readonly sheets: readonly ReadSheet[]; readonly formulas: number }
  | { readonly kind: 'refused'; readonly why: 'unreadable' | 'too-large' };
