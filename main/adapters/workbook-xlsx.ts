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
    // Written as it stands: a number of JavaScript on the way would be another number.
    const number = (value: string) => ({
      ...{ value: `N${texts.push(value) - 1}`, type: 'Formula' as const },
      format: value.includes('.') ? '#,##0.00' : '0',
    });
    const ownTexts = changingSheets((xml) =>
      withFilter(xml).replace(
        /<c ([^>]*)><f>([TN])(\d+)<\/f><\/c>/g,
        (_, attributes: string, kind: string, n: string) => {
          const own = texts[Number(n)] ?? '';
          return kind === 'N'
            ? `<c ${attributes}><v>${own}</v></c>`
            : `<c ${attributes} t="inlineStr">${inlineText(own)}</c>`;
        },
      ),
    );
    const workbook = writeExcelFile(
      sheets.map(({ name, widths, head, rows, numbers = [] }) => ({
        sheet: name,
        data: [
          ...(head === null ? [] : [head.map((title) => ({ ...cell(title), fontWeight: 'bold' as const }))]),
          ...rows.map((row) =>
            row.map((value, i) => (numbers[i] === true && isExact(value) ? number(value) : cell(value))),
          ),
        ],
        columns: widths.map((width) => ({ width })),
        ...(head === null ? {} : { stickyRowsCount: 1 }),
      })),
      { features: [ownTexts] },
    );
    return withFixedTimes(Buffer.from(await workbook.toBuffer()));
  },
};

/** A decimal that a spreadsheet's binary number gives back digit by digit. */
function isExact(text: string): boolean {
  return /^(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text) && text.replace('.', '').replace(/^0+/, '').length <= 15;
}

/** Over the table of a sheet whose head stays in sight: buttons to filter and sort by. */
function withFilter(xml: string): string {
  const cells = [...xml.matchAll(/<c r="([A-Z]+)(\d+)"/g)];
  const [last] = cells.slice(-1);
  if (!xml.includes('<pane ') || last === undefined) return xml;
  const right = cells.filter(([, , row]) => row === '1').at(-1)?.[1] ?? 'A';
  return xml.replace('</sheetData>', `</sheetData><autoFilter ref="A1:${right}${last[2] ?? '1'}"/>`);
}

/** The most characters that a cell of Excel takes. */
const MAX_CELL = 32_767;

/** What XML 1.0 cannot hold is replaced: names come from strangers. */
function fitting(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters that XML forbids
  const clean = text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD');
  return clean.length > MAX_CELL ? `${clean.slice(0, MAX_CELL - 1)}…` : clean;
}
