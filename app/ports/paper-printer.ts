// Papers of several pages: headings, facts, tables, space for signatures. What they say is composed in `reports/`; a printer only
// lays it out, and makes the same bytes of the same paper on every computer.

export interface PaperColumn {
  readonly title: string;
  /** Share of the table's width. */
  readonly share: number;
  readonly align: 'left' | 'right';
  /** Digests and numbers to compare letter by letter. */
  readonly monospaced: boolean;
}

export type PaperBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  /** Label and value, side by side. */
  | {
      readonly kind: 'facts';
      readonly rows: readonly { readonly label: string; readonly value: string; readonly monospaced: boolean }[];
    }
  /** The head is repeated on every page; a row stays on one page. A line break inside a cell is `\n`. */
  | {
      readonly kind: 'table';
      readonly columns: readonly PaperColumn[];
      readonly rows: readonly (readonly string[])[];
    }
  /** Lines for a shell or from a machine, as they are. */
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | {
      readonly kind: 'signatures';
      readonly titles: readonly [string, string, string];
      readonly people: readonly { readonly name: string; readonly role: string }[];
    };

export interface Paper {
  readonly language: 'id' | 'en';
  readonly title: string;
  readonly subtitle: string;
  /** Stands on every page; null when there is nothing to warn of. */
  readonly mark: string | null;
  /** Bottom left of every page. */
  readonly footer: string;
  /** `Halaman {page} dari {pages}` */
  readonly pageLabel: { readonly before: string; readonly between: string };
  /** Says what `[U+4E2D]` means; stands on pages where letters are written as numbers. */
  readonly letterNote: string;
  /** RFC 3339: the time in the file's own description; never this computer's clock. */
  readonly datedAt: string;
  readonly blocks: readonly PaperBlock[];
}

export interface PaperPrinter {
  /** Letters that a format's fonts do not have are written as their numbers in Unicode, and the paper says so. */
  print(paper: Paper): Promise<Uint8Array>;
}
