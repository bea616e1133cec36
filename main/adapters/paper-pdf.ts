// The PaperPrinter port as a PDF of A4 pages, with the standard fonts that every reader has. The same paper gives the same bytes:
// the file's own dates are the paper's, and no identifier is random.
import type { PDFDocument, PDFFont, PDFPage, RGB, Rotation } from '@cantoo/pdf-lib';
import type { Paper, PaperBlock, PaperColumn, PaperPrinter } from '../../app/ports/paper-printer.ts';
import { LETTER_NUMBER } from '../../app/domain/visible.ts';
import { printable, wrap } from './pdf-text.ts';

const A4 = { width: 595.28, height: 841.89 };
const MARGIN = 46;
const WIDTH = A4.width - 2 * MARGIN;
/** Where the text of a page ends; the footer is below. */
const BOTTOM = 62;
const LABEL_WIDTH = 150;
const PAD = 3.5;
/** Between the lines of facts, which have no rules. */
const TIGHT = 2;
const SIGNATURE_HEIGHT = 42;

type Kind = 'plain' | 'bold' | 'mono';
interface Style {
  readonly font: Kind;
  readonly size: number;
}
const BODY: Style = { font: 'plain', size: 9.5 };
const CELL: Style = { font: 'plain', size: 8 };
const HEAD: Style = { font: 'bold', size: 8 };
const MONO: Style = { font: 'mono', size: 6.6 };

export const paperPdf: PaperPrinter = {
  async print(paper) {
    // Loaded when needed: it is the largest package of the program.
    const { PDFDocument, StandardFonts, rgb, degrees } = await import('@cantoo/pdf-lib');
    const pdf = await PDFDocument.create({ updateMetadata: false });
    const dated = new Date(paper.datedAt);
    pdf.setTitle(`${paper.title} ${paper.subtitle}`);
    pdf.setLanguage(paper.language === 'id' ? 'id-ID' : 'en-GB');
    pdf.setProducer(paper.footer);
    pdf.setCreator('Segel');
    pdf.setCreationDate(dated);
    pdf.setModificationDate(dated);
    const fonts = {
      plain: await pdf.embedFont(StandardFonts.Helvetica),
      bold: await pdf.embedFont(StandardFonts.HelveticaBold),
      mono: await pdf.embedFont(StandardFonts.Courier),
    };
    const ink = {
      dark: rgb(0.1, 0.1, 0.12),
      grey: rgb(0.42, 0.44, 0.47),
      shade: rgb(0.93, 0.95, 0.95),
      mark: rgb(0.92, 0.92, 0.93),
    };
    const layout = new PaperLayout(pdf, fonts, ink, paper);
    layout.draw();
    layout.finish(degrees(90));
    return pdf.save({ useObjectStreams: false });
  },
};

type Fonts = Readonly<Record<Kind, PDFFont>>;
type Ink = Readonly<Record<'dark' | 'grey' | 'shade' | 'mark', RGB>>;

interface Cell {
  readonly lines: readonly string[];
  readonly style: Style;
  readonly x: number;
  readonly width: number;
  readonly align: PaperColumn['align'];
}

/** Draws from the top down, on as many pages as it takes; `#y` is the next line's top. */
class PaperLayout {
  readonly #pdf: PDFDocument;
  readonly #fonts: Fonts;
  readonly #ink: Ink;
  readonly #paper: Paper;
  readonly #pages: PDFPage[] = [];
  /** Pages on which a letter is written as its number. */
  readonly #numbered = new Set<PDFPage>();
  #page: PDFPage;
  #y = 0;

  constructor(pdf: PDFDocument, fonts: Fonts, ink: Ink, paper: Paper) {
    this.#pdf = pdf;
    this.#fonts = fonts;
    this.#ink = ink;
    this.#paper = paper;
    this.#page = this.#newPage();
  }

  draw(): void {
    this.#text(this.#paper.title, { font: 'bold', size: 16 });
    this.#text(this.#paper.subtitle, { font: 'plain', size: 10.5 });
    this.#y -= 10;
    this.#paper.blocks.forEach((block, i) => {
      this.#block(block, this.#paper.blocks[i + 1]);
    });
  }

  /** What stands on every page, once their number is known. */
  finish(upright: Rotation): void {
    const { mark, footer, pageLabel } = this.#paper;
    const { plain, bold } = this.#fonts;
    this.#pages.forEach((page, i) => {
      const number = `${pageLabel.before} ${String(i + 1)} ${pageLabel.between} ${String(this.#pages.length)}`;
      const style = { size: 7.5, font: plain, color: this.#ink.grey };
      page.drawText(printable(footer, plain), { x: MARGIN, y: 36, ...style });
      page.drawText(number, { x: A4.width - MARGIN - plain.widthOfTextAtSize(number, 7.5), y: 36, ...style });
      if (this.#numbered.has(page)) this.#letterNote(page);
      if (mark === null) return;
      // In the corner, and in the margin at the other end of the page.
      const label = printable(mark, bold);
      page.drawText(label, {
        x: A4.width - MARGIN - bold.widthOfTextAtSize(label, 12),
        y: A4.height - 34,
        size: 12,
        font: bold,
        color: this.#ink.dark,
      });
      page.drawText(label, {
        x: 40,
        y: 44,
        size: 9,
        font: bold,
        color: this.#ink.grey,
        rotate: upright,
      });
    });
  }

  /** Between the text and the footer. */
  #letterNote(page: PDFPage): void {
    const style = { size: 6.2, font: this.#fonts.plain, color: this.#ink.grey };
    const lines = wrap(printable(this.#paper.letterNote, style.font), style.font, { size: style.size, width: WIDTH });
    lines.forEach((line, i) => {
      page.drawText(line, { x: MARGIN, y: 46.5 + (lines.length - 1 - i) * 7, ...style });
    });
  }

  #line(line: string, { font, size }: { readonly font: PDFFont; readonly size: number }, x: number, y: number): void {
    if (LETTER_NUMBER.test(line)) this.#numbered.add(this.#page);
    this.#page.drawText(line, { x, y, size, font, color: this.#ink.dark });
  }

  #block(block: PaperBlock, next: PaperBlock | undefined): void {
    switch (block.kind) {
      case 'heading':
        // A heading stays with the first lines of what follows.
        this.#need(next?.kind === 'table' || next?.kind === 'signatures' ? 110 : 60);
        this.#y -= 8;
        this.#text(block.text, { font: 'bold', size: 11 });
        this.#y -= 4;
        return;
      case 'paragraph':
        this.#text(block.text, BODY);
        this.#y -= 6;
        return;
      case 'facts':
        for (const { label, value, monospaced } of block.rows) {
          const cells = this.#cells(
            [label, value],
            [LABEL_WIDTH, WIDTH - LABEL_WIDTH],
            [BODY, monospaced ? { ...MONO, size: 7.4 } : BODY],
          );
          this.#row(cells, { rule: false, shade: false });
          this.#y += TIGHT;
        }
        this.#y -= 6;
        return;
      case 'lines':
        for (const line of block.lines) this.#text(line, { font: 'mono', size: 7.4 });
        this.#y -= 6;
        return;
      case 'table':
        this.#table(block);
        return;
      case 'signatures':
        this.#signatures(block);
    }
  }

  #table({ columns, rows }: Extract<PaperBlock, { kind: 'table' }>): void {
    const shares = columns.reduce((sum, { share }) => sum + share, 0);
    const widths = columns.map(({ share }) => (WIDTH * share) / shares);
    const aligns = columns.map(({ align }) => align);
    const styles = columns.map(({ monospaced }) => (monospaced ? MONO : CELL));
    const head = this.#cells(
      columns.map(({ title }) => title),
      widths,
      columns.map(() => HEAD),
      aligns,
    );
    const drawHead = () => {
      this.#row(head, { rule: true, shade: true });
    };
    const first = this.#cells(rows[0] ?? [], widths, styles, aligns);
    this.#need(heightOf(head) + heightOf(first));
    drawHead();
    for (const row of rows) {
      const cells = this.#cells(row, widths, styles, aligns);
      if (this.#need(heightOf(cells))) drawHead();
      this.#row(cells, { rule: true, shade: false });
    }
    this.#y -= 8;
  }

  #signatures({ titles, people }: Extract<PaperBlock, { kind: 'signatures' }>): void {
    const widths = [22, (WIDTH - 22) * 0.4, (WIDTH - 22) * 0.25, (WIDTH - 22) * 0.35];
    const head = this.#cells(['', ...titles], widths, [HEAD, HEAD, HEAD, HEAD]);
    this.#need(heightOf(head) + SIGNATURE_HEIGHT);
    this.#row(head, { rule: true, shade: true });
    people.forEach(({ name, role }, i) => {
      const cells = this.#cells([String(i + 1), name, role, ''], widths, [CELL, CELL, CELL, CELL]);
      if (this.#need(Math.max(heightOf(cells), SIGNATURE_HEIGHT))) this.#row(head, { rule: true, shade: true });
      this.#row(cells, { rule: true, shade: false, atLeast: SIGNATURE_HEIGHT });
    });
  }

  #cells(
    texts: readonly string[],
    widths: readonly number[],
    styles: readonly Style[],
    aligns: readonly PaperColumn['align'][] = [],
  ): Cell[] {
    let x = MARGIN;
    return texts.map((text, i) => {
      const width = widths[i] ?? 0;
      const style = styles[i] ?? CELL;
      const font = this.#fonts[style.font];
      const lines = wrap(printable(text, font), font, { size: style.size, width: width - 2 * PAD });
      const cell = { lines, style, x, width, align: aligns[i] ?? ('left' as const) };
      x += width;
      return cell;
    });
  }

  #row(
    cells: readonly Cell[],
    { rule, shade, atLeast = 0 }: { readonly rule: boolean; readonly shade: boolean; readonly atLeast?: number },
  ): void {
    const height = Math.max(heightOf(cells), atLeast);
    this.#need(height);
    const top = this.#y;
    if (shade) this.#page.drawRectangle({ x: MARGIN, y: top - height, width: WIDTH, height, color: this.#ink.shade });
    for (const { lines, style, x, width, align } of cells) {
      const font = this.#fonts[style.font];
      let y = top - PAD + 1;
      for (const line of lines) {
        y -= style.size * 1.25;
        const room = width - 2 * PAD - font.widthOfTextAtSize(line, style.size);
        const at = x + PAD + (align === 'right' ? room : 0);
        this.#line(line, { font, size: style.size }, at, y + style.size * 0.25);
      }
    }
    this.#y = top - height;
    if (rule) {
      const start = { x: MARGIN, y: this.#y };
      this.#page.drawLine({ start, end: { x: MARGIN + WIDTH, y: this.#y }, thickness: 0.4, color: this.#ink.grey });
    }
  }

  #text(text: string, { font: kind, size }: Style): void {
    const font = this.#fonts[kind];
    for (const line of wrap(printable(text, font), font, { size, width: WIDTH })) {
      this.#need(size * 1.3);
      this.#y -= size * 1.3;
      this.#line(line, { font, size }, MARGIN, this.#y + size * 0.3);
    }
  }

  /** Goes on to a new page when less than `height` is left; true when it did. */
  #need(height: number): boolean {
    if (this.#y - height >= BOTTOM) return false;
    this.#page = this.#newPage();
    return true;
  }

  #newPage(): PDFPage {
    const page = this.#pdf.addPage([A4.width, A4.height]);
    this.#pages.push(page);
    this.#y = A4.height - MARGIN - 4;
    return page;
  }
}

function heightOf(cells: readonly Cell[]): number {
  return Math.max(...cells.map(({ lines, style }) => lines.length * style.size * 1.25), 0) + 2 * PAD;
}
