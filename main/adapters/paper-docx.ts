// The PaperPrinter port as a DOCX, to be corrected by hand. Any letter of Unicode is kept; the fonts are the reader's.
import type * as docxModule from 'docx';
import type { IRunOptions, Paragraph, Table, TableCell, TableRow } from 'docx';
import type { Paper, PaperBlock, PaperColumn, PaperPrinter } from '../../app/ports/paper-printer.ts';
import { LETTER_NUMBER } from '../../app/domain/visible.ts';
import { withFixedTimes } from './zip-times.ts';

/** Twentieths of a point. A4 with 2 cm on each side leaves this width. */
const PAGE = { width: 11906, height: 16838, margin: 1134 };
const WIDTH = PAGE.width - 2 * PAGE.margin;
const LABEL_WIDTH = 3000;
const SIGNATURE_HEIGHT = 850;
const FONT = 'Arial';
const MONO = 'Courier New';
const GREY = '6B7077';
const SHADE = 'EDF2F2';

type Docx = typeof docxModule;

export const paperDocx: PaperPrinter = {
  async print(paper) {
    // Loaded when needed.
    const docx = await import('docx');
    const { Document, Packer } = docx;
    const make = new PaperMaker(docx);
    const document = new Document({
      creator: 'Segel',
      title: `${paper.title} ${clean(paper.subtitle)}`,
      styles: { default: { document: { run: { font: FONT, size: 19 } } } },
      sections: [
        {
          properties: {
            page: {
              size: { width: PAGE.width, height: PAGE.height },
              margin: { top: PAGE.margin, right: PAGE.margin, bottom: PAGE.margin, left: PAGE.margin },
            },
          },
          headers: { default: make.header(paper) },
          footers: { default: make.footer(paper) },
          children: [
            ...make.title(paper),
            ...paper.blocks.flatMap((block) => make.block(block)),
            ...make.letterNote(paper),
          ],
        },
      ],
    });
    const core = { path: 'docProps/core.xml', data: coreProperties(paper) };
    return withFixedTimes(await Packer.toBuffer(document, false, [core]));
  },
};

/** The package writes the present time here. */
function coreProperties({ title, subtitle, datedAt, language }: Paper): string {
  const at = new Date(datedAt).toISOString().replace(/\.\d{3}Z$/, 'Z');
  const time = (name: string) => `<dcterms:${name} xsi:type="dcterms:W3CDTF">${at}</dcterms:${name}>`;
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"',
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"',
    ' xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    `<dc:title>${escaped(`${title} ${subtitle}`)}</dc:title><dc:creator>Segel</dc:creator>`,
    `<dc:language>${language === 'id' ? 'id-ID' : 'en-GB'}</dc:language>`,
    `${time('created')}${time('modified')}</cp:coreProperties>`,
  ].join('');
}

function escaped(text: string): string {
  return clean(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** What XML 1.0 cannot hold: names come from strangers. */
function clean(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters that XML forbids
  return text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD');
}

interface CellOptions {
  readonly width: number;
  readonly bold?: boolean;
  readonly shaded?: boolean;
  readonly monospaced?: boolean;
  readonly align?: PaperColumn['align'];
  readonly bordered?: boolean;
  readonly size?: number;
}

class PaperMaker {
  readonly #docx: Docx;

  constructor(docx: Docx) {
    this.#docx = docx;
  }

  header({ mark }: Paper) {
    const { Header, AlignmentType } = this.#docx;
    const children = mark === null ? [] : [this.#paragraph(mark, { bold: true, size: 26, align: AlignmentType.RIGHT })];
    return new Header({ children });
  }

  footer({ footer, pageLabel }: Paper) {
    const { Footer, Paragraph, TextRun, PageNumber, TabStopType } = this.#docx;
    const style = { size: 15, color: GREY };
    return new Footer({
      children: [
        new Paragraph({
          tabStops: [{ type: TabStopType.RIGHT, position: WIDTH }],
          children: [
            new TextRun({ ...style, text: clean(footer) }),
            new TextRun({
              ...style,
              children: [
                '\t',
                `${pageLabel.before} `,
                PageNumber.CURRENT,
                ` ${pageLabel.between} `,
                PageNumber.TOTAL_PAGES,
              ],
            }),
          ],
        }),
      ],
    });
  }

  title({ title, subtitle }: Paper): Paragraph[] {
    const { AlignmentType, HeadingLevel } = this.#docx;
    return [
      this.#paragraph(title, { bold: true, size: 32, align: AlignmentType.CENTER, heading: HeadingLevel.TITLE }),
      this.#paragraph(subtitle, { size: 21, align: AlignmentType.CENTER, after: 200 }),
    ];
  }

  letterNote({ subtitle, blocks, letterNote }: Paper): Paragraph[] {
    const used = LETTER_NUMBER.test(JSON.stringify([subtitle, blocks]));
    return used ? [this.#paragraph(letterNote, { size: 15, before: 200 })] : [];
  }

  block(block: PaperBlock): (Paragraph | Table)[] {
    switch (block.kind) {
      case 'heading':
        return [
          this.#paragraph(block.text, {
            ...{ bold: true, size: 22, before: 240, after: 100, keepNext: true },
            heading: this.#docx.HeadingLevel.HEADING_2,
          }),
        ];
      case 'paragraph':
        return [this.#paragraph(block.text, { after: 120 })];
      case 'lines':
        return [...block.lines.map((line) => this.#paragraph(line, { size: 14, monospaced: true })), this.#gap()];
      case 'facts': {
        const rows = block.rows.map(({ label, value, monospaced }) =>
          this.#row([
            this.#cell(label, { width: LABEL_WIDTH }),
            this.#cell(value, { width: WIDTH - LABEL_WIDTH, monospaced, size: monospaced ? 15 : 19 }),
          ]),
        );
        return [this.#table([LABEL_WIDTH, WIDTH - LABEL_WIDTH], rows), this.#gap()];
      }
      case 'table': {
        const shares = block.columns.reduce((sum, { share }) => sum + share, 0);
        const widths = block.columns.map(({ share }) => Math.floor((WIDTH * share) / shares));
        const at = (i: number) => widths[i] ?? 0;
        const head = block.columns.map(({ title }, i) => this.#head(title, at(i)));
        const rows = block.rows.map((cells) =>
          this.#row(
            cells.map((text, i) => {
              const { monospaced = false, align = 'left' as const } = block.columns[i] ?? {};
              return this.#cell(text, { width: at(i), monospaced, align, bordered: true, size: monospaced ? 12 : 16 });
            }),
          ),
        );
        return [this.#table(widths, [this.#row(head, { header: true }), ...rows]), this.#gap()];
      }
      case 'signatures': {
        const widths = [500, 3800, 2300, WIDTH - 6600];
        const at = (i: number) => widths[i] ?? 0;
        const head = ['', ...block.titles].map((title, i) => this.#head(title, at(i)));
        const rows = block.people.map(({ name, role }, n) =>
          this.#row(
            [String(n + 1), name, role, ''].map((text, i) =>
              this.#cell(text, { width: at(i), bordered: true, size: 17 }),
            ),
            { height: SIGNATURE_HEIGHT },
          ),
        );
        return [this.#table(widths, [this.#row(head, { header: true }), ...rows])];
      }
    }
  }

  #gap(): Paragraph {
    return this.#paragraph('', { size: 10 });
  }

  #head(title: string, width: number): TableCell {
    return this.#cell(title, { width, bold: true, shaded: true, bordered: true, size: 16 });
  }

  #table(widths: readonly number[], rows: TableRow[]): Table {
    const { Table, TableLayoutType, WidthType } = this.#docx;
    return new Table({
      columnWidths: [...widths],
      layout: TableLayoutType.FIXED,
      width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
      rows,
    });
  }

  #row(
    children: TableCell[],
    { header = false, height }: { readonly header?: boolean; readonly height?: number } = {},
  ): TableRow {
    const { TableRow, HeightRule } = this.#docx;
    return new TableRow({
      ...{ children, cantSplit: true, tableHeader: header },
      ...(height === undefined ? {} : { height: { value: height, rule: HeightRule.ATLEAST } }),
    });
  }

  #cell(text: string, options: CellOptions): TableCell {
    const { TableCell, WidthType, BorderStyle, ShadingType, AlignmentType } = this.#docx;
    const {
      width,
      bold = false,
      shaded = false,
      monospaced = false,
      align = 'left',
      bordered = false,
      size = 19,
    } = options;
    const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
    const line = { style: BorderStyle.SINGLE, size: 4, color: 'B4B8BD' };
    const border = bordered ? line : none;
    return new TableCell({
      width: { size: width, type: WidthType.DXA },
      borders: { top: border, bottom: border, left: border, right: border },
      margins: { top: 50, bottom: 50, left: 80, right: 80 },
      ...(shaded ? { shading: { type: ShadingType.CLEAR, fill: SHADE, color: 'auto' } } : {}),
      children: text.split('\n').map((lineText) =>
        this.#paragraph(lineText, {
          ...{ bold, size, monospaced },
          align: align === 'right' ? AlignmentType.RIGHT : AlignmentType.LEFT,
        }),
      ),
    });
  }

  #paragraph(
    text: string,
    options: {
      readonly bold?: boolean;
      readonly size?: number;
      readonly monospaced?: boolean;
      readonly align?: Docx['AlignmentType'][keyof Docx['AlignmentType']];
      readonly heading?: Docx['HeadingLevel'][keyof Docx['HeadingLevel']];
      readonly before?: number;
      readonly after?: number;
      readonly keepNext?: boolean;
    } = {},
  ): Paragraph {
    const { Paragraph, TextRun } = this.#docx;
    const { bold = false, size, monospaced = false, align, heading, before = 0, after = 0, keepNext = false } = options;
    const run: IRunOptions = {
      text: clean(text),
      bold,
      color: '1A1A1F',
      font: monospaced ? MONO : FONT,
      ...(size === undefined ? {} : { size }),
    };
    return new Paragraph({
      ...(align === undefined ? {} : { alignment: align }),
      ...(heading === undefined ? {} : { heading }),
      spacing: { before, after },
      keepNext,
      children: [new TextRun(run)],
    });
  }
}
