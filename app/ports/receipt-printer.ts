// Puts a receipt on one page of paper. What it says is composed by `reports/receipt-page.ts`; the printer only lays it out.

/** Indonesian first, English beside or below it. */
export interface Bilingual {
  readonly id: string;
  readonly en: string;
}

export interface ReceiptRow {
  readonly label: Bilingual;
  readonly value: string;
  /** Digests, keys and numbers to compare letter by letter. */
  readonly monospaced: boolean;
}

export interface ReceiptPage {
  readonly title: Bilingual;
  readonly subtitle: string;
  readonly rows: readonly ReceiptRow[];
  /** What was checked before printing, and what the page is worth. */
  readonly notes: readonly Bilingual[];
  readonly verifyTitle: Bilingual;
  /** Commands for a shell, one line each. */
  readonly commands: readonly string[];
  readonly qrText: string;
  readonly qrCaption: Bilingual;
  readonly footer: string;
  /** Says what `[U+4E2D]` means; stands on a page where letters are written as numbers. */
  readonly letterNote: Bilingual;
}

export interface ReceiptPrinter {
  /** A file of one page; letters that its fonts do not have are written as their numbers in Unicode, and the page says so. */
  print(page: ReceiptPage): Promise<Uint8Array>;
}
