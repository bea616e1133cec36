// The ReceiptPrinter port as a PDF of one A4 page, with the standard fonts that every reader has.
import type { PDFFont, PDFPage, RGB } from '@cantoo/pdf-lib';
import { create as createQr } from 'qrcode';
import { LETTER_NUMBER } from '../../app/domain/visible.ts';
import { printable, wrap } from './pdf-text.ts';
import type { Bilingual, ReceiptPage, ReceiptPrinter, ReceiptRow } from '../../app/ports/receipt-printer.ts';

const A4 = { width: 595.28, height: 841.89 };
const MARGIN = 42;
const LABEL_WIDTH = 140;
const QR_SIZE = 132;
const GAP = 14;

export const receiptPdf: ReceiptPrinter = {
  async print(page) {
    // Loaded when needed: it is the largest package of the program.
    const { PDFDocument, StandardFonts, rgb } = await import('@cantoo/pdf-lib');
    const pdf = await PDFDocument.create();
    pdf.setTitle(`${page.title.id} / ${page.title.en}`);
    pdf.setLanguage('id-ID');
    pdf.setProducer(page.footer);
    const fonts = {
      plain: await pdf.embedFont(StandardFonts.Helvetica),
      bold: await pdf.embedFont(StandardFonts.HelveticaBold),
      mono: await pdf.embedFont(StandardFonts.Courier),
    };
    const ink = { dark: rgb(0.1, 0.1, 0.12), grey: rgb(0.38, 0.4, 0.43), accent: rgb(0.02, 0.36, 0.36) };
    new PageLayout(pdf.addPage([A4.width, A4.height]), fonts, ink).draw(page);
    return pdf.save();
  },
};

interface Fonts {
  readonly plain: PDFFont;
  readonly bold: PDFFont;
  readonly mono: PDFFont;
}
type Ink = Readonly<Record<'dark' | 'grey' | 'accent', RGB>>;

interface Style {
  readonly font: PDFFont;
  readonly size: number;
  readonly color: Ink['dark'];
}

/** Draws from the top down; `#y` is the next baseline's top. */
class PageLayout {
  readonly #page: PDFPage;
  readonly #fonts: Fonts;
  readonly #ink: Ink;
  #y = A4.height - MARGIN;
  /** A letter is written as its number. */
  #numbered = false;

  constructor(page: PDFPage, fonts: Fonts, ink: Ink) {
    this.#page = page;
    this.#fonts = fonts;
    this.#ink = ink;
  }

  draw(page: ReceiptPage): void {
    const { plain, bold, mono } = this.#fonts;
    const { dark, grey, accent } = this.#ink;
    const width = A4.width - 2 * MARGIN;
    const textWidth = width - QR_SIZE - GAP;
    this.#page.drawRectangle({ x: 0, y: A4.height - 10, width: A4.width, height: 10, color: accent });
    const top = this.#y;
    this.#text(page.title.id, { font: bold, size: 17, color: dark }, textWidth);
    this.#text(page.title.en, { font: plain, size: 11, color: grey }, textWidth);
    this.#skip(6);
    this.#text(page.subtitle, { font: bold, size: 11, color: accent }, textWidth);
    this.#skip(6);
    for (const note of page.notes) this.#bilingual(note, textWidth);
    this.#qr(page, top);
    this.#skip(10);
    for (const row of page.rows) this.#row(row, width);
    this.#skip(14);
    this.#text(`${page.verifyTitle.id} / ${page.verifyTitle.en}`, { font: bold, size: 10, color: dark }, width);
    this.#skip(2);
    for (const command of page.commands) {
      this.#text(command, { font: mono, size: 7.5, color: dark }, width);
      this.#skip(2);
    }
    if (this.#numbered) {
      this.#y = MARGIN + 17;
      this.#text(page.letterNote.id, { font: plain, size: 6.5, color: grey }, width);
      this.#text(page.letterNote.en, { font: plain, size: 6.5, color: grey }, width);
    }
    this.#y = MARGIN;
    this.#text(page.footer, { font: plain, size: 8, color: grey }, width);
  }

  #bilingual({ id, en }: Bilingual, width: number): void {
    const { plain } = this.#fonts;
    this.#text(id, { font: plain, size: 9, color: this.#ink.dark }, width);
    this.#text(en, { font: plain, size: 8, color: this.#ink.grey }, width);
    this.#skip(4);
  }

  #row({ label, value, monospaced }: ReceiptRow, width: number): void {
    const { plain, mono } = this.#fonts;
    const top = this.#y;
    this.#line(top + 3, width);
    const style = { font: monospaced ? mono : plain, size: monospaced ? 8 : 9.5, color: this.#ink.dark };
    this.#text(value, style, width - LABEL_WIDTH, MARGIN + LABEL_WIDTH);
    const valueEnd = this.#y;
    this.#y = top;
    this.#text(label.id, { font: plain, size: 8.5, color: this.#ink.dark }, LABEL_WIDTH - 8);
    this.#text(label.en, { font: plain, size: 7, color: this.#ink.grey }, LABEL_WIDTH - 8);
    this.#y = Math.min(this.#y, valueEnd) - 5;
  }

  #line(y: number, width: number): void {
    const end = { x: MARGIN + width, y };
    this.#page.drawLine({ start: { x: MARGIN, y }, end, thickness: 0.4, color: this.#ink.grey });
  }

  /** Top right; black on white with its quiet zone, whatever the page's colours. */
  #qr({ qrText, qrCaption }: ReceiptPage, top: number): void {
    const { modules } = createQr(qrText, { errorCorrectionLevel: 'M' });
    const left = A4.width - MARGIN - QR_SIZE;
    const cell = QR_SIZE / (modules.size + 8);
    for (let line = 0; line < modules.size; line++) {
      for (let from = 0; from < modules.size; from++) {
        if (modules.get(line, from) === 0) continue;
        let end = from + 1;
        while (end < modules.size && modules.get(line, end) !== 0) end++;
        const y = top - (line + 5) * cell;
        this.#page.drawRectangle({
          x: left + (from + 4) * cell,
          y,
          width: (end - from) * cell,
          height: cell,
          color: this.#ink.dark,
        });
        from = end;
      }
    }
    const after = this.#y;
    this.#y = top - QR_SIZE;
    const { plain } = this.#fonts;
    this.#text(qrCaption.id, { font: plain, size: 7.5, color: this.#ink.dark }, QR_SIZE, left);
    this.#text(qrCaption.en, { font: plain, size: 7, color: this.#ink.grey }, QR_SIZE, left);
    this.#y = Math.min(after, this.#y);
  }

  #text(text: string, { font, size, color }: Style, width: number, x = MARGIN): void {
    for (const line of wrap(printable(text.replaceAll('\n', ' '), font), font, { size, width })) {
      this.#y -= size * 1.25;
      this.#numbered ||= LETTER_NUMBER.test(line);
      this.#page.drawText(line, { x, y: this.#y + size * 0.25, size, font, color });
    }
  }

  #skip(points: number): void {
    this.#y -= points;
  }
}
