// The WorkbookWriter port as XLSX.
import type { WorkbookWriter } from '../../app/ports/workbook-writer.ts';
import { changingSheets, inlineText } from '../workers/xlsx-text.ts';
import { withFixedTimes } from './zip-times.ts';

export const workbookXlsx: WorkbookWriter = {
  async write(sheets) {
    // Loaded when needed.
    const { default: writeExcelFile } = await import('write-excel-file/node');
    const texts: string[] = [];
    const cell = (value: string) => ({ value: `T${texts.push(fitting(value)) - 1}`, type: 'Formula' as const });
    const ownTexts = changingSheets((xml) =>
      xml.replace(
        /<c ([^>]*)><f>T(\d+)<\/f><\/c>/g,
        (_, attributes: string, n: string) =>
          `<c ${attributes} t="inlineStr">${inlineText(texts[Number(n)] ?? '')}</c>`,
      ),
    );
    const workbook = writeExcelFile(
      sheets.map(({ name, widths, head, rows }) => ({
        sheet: name,
        data: [
          ...(head === null ? [] : [head.map((title) => ({ ...cell(title), fontWeight: 'bold' as const }))]),
          ...rows.map((row) => row.map(cell)),
        ],
        columns: widths.map((width) => ({ width })),
        ...(head === null ? {} : { stickyRowsCount: 1 }),
      })),
      { features: [ownTexts] },
    );
    return withFixedTimes(Buffer.from(await workbook.toBuffer()));
  },
};

/** The most characters that a cell of Excel takes. */
const MAX_CELL = 32_767;

/** What XML 1.0 cannot hold is replaced: names come from strangers. */
function fitting(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters that XML forbids
  const clean = text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD');
  return clean.length > MAX_CELL ? `${clean.slice(0, MAX_CELL - 1)}…` : clean;
}
