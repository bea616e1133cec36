// Spreadsheets in and out: what is exported is imported as the same schedule; foreign files are read in bounds or refused.
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { readPriceSheets } from '../../../app/domain/price-import.ts';
import { checkTable, toTable, type PriceTable } from '../../../app/domain/price-table.ts';
import { toPriceSheet } from '../../../app/reports/price-sheet.ts';
import { xlsxFiles } from '../../../main/adapters/xlsx-files.ts';
import { packStored, unpackZip } from '../../../main/workers/bounded-zip.ts';
import { priceSchedules } from '../../property/price-schedules.ts';

const HEAD = { kdTender: '10092474000', namaPaket: 'Rehabilitasi Gedung Kantor' };
const EMPTY = { number: '', unit: '', quantity: '', unitPrice: '', taxPercent: '', total: '' };
const PARTS = { parts: 100, bytes: 1 << 24 };

async function roundTrip(table: PriceTable) {
  const workbook = await xlsxFiles.read(await xlsxFiles.write(toPriceSheet(table, HEAD)));
  return { workbook, imported: readPriceSheets(workbook) };
}

describe('an exported schedule', () => {
  it('is imported as it was', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(priceSchedules({ maxRows: 40 }), async (schedule) => {
        const { imported } = await roundTrip(toTable(schedule));
        expect(checkTable(imported?.table ?? { rows: [], statedTotal: '' }).schedule).toEqual(schedule);
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });

  it('carries text that means something to a program', async () => {
    const words = ['__proto__', 'constructor', 'valueOf', '=SUM(A1)', ' <c>&amp;"', '_x0041_', '-5'];
    const rows = words.map((word) => ({ kind: 'section', ...EMPTY, item: word.trim(), note: word.trim() }) as const);
    const { imported } = await roundTrip({ rows, statedTotal: '' });
    expect(imported?.table.rows).toEqual(rows);
  });

  it('carries what cannot be read yet', async () => {
    const row = {
      kind: 'item',
      number: '1',
      item: 'Pintu',
      unit: '',
      quantity: 'lihat gambar',
      unitPrice: '1',
    } as const;
    const table: PriceTable = { rows: [{ ...row, taxPercent: '0', total: '', note: '' }], statedTotal: '' };
    const { imported } = await roundTrip(table);
    expect(imported?.table.rows).toEqual(table.rows);
  });

  it('has formulas with their values', async () => {
    const table: PriceTable = {
      rows: [
        ...Array.from({ length: 2 }, (_, i) => ({
          ...({
            kind: 'item',
            number: String(i + 1),
            item: '<b>&"x"',
            unit: 'm2',
            quantity: '2.5',
            unitPrice: '1000.1',
          } as const),
          ...{ taxPercent: '11', total: '2775.3', note: '=1+1' },
        })),
      ],
      statedTotal: '5550',
    };
    const file = await xlsxFiles.write(toPriceSheet(table, HEAD));
    const xml = unpackZip(file, PARTS, (name) => name.endsWith('sheet1.xml'))
      .values()
      .next()
      .value?.toString('utf8');
    expect(xml).toContain('<f>ROUND(D5*E5*(1+F5/100),2)</f><v>2775.28</v>');
    expect(xml).toContain('<f>ROUND(G6-H6,2)</f><v>0.02</v>');
    expect(xml).toContain('<f>SUM(H5:H6)</f><v>5550.56</v>');
    // Text that looks like a formula is text.
    expect(xml).not.toContain('<f>1+1');
    const { imported } = await roundTrip(table);
    expect(imported?.table).toEqual(table);
    expect(imported?.notes.map(({ code, text }) => `${code} ${text}`)).toEqual([
      'total-row Jumlah baris',
      'total-row Harga penawaran (resmi)',
      'formulas ',
    ]);
  });
});

describe('a foreign file', () => {
  it('keeps its numbers digit by digit', async () => {
    const file = await foreign([
      ['No', 'Uraian', 'Volume', 'Harga Satuan'],
      ['1', 'Beton', 0.1 + 0.2, 1_234_567.89],
    ]);
    const workbook = await xlsxFiles.read(file);
    expect(workbook.sheets[0]?.rows[1]?.[2]).toEqual({ text: '0.30000000000000004', number: true });
    expect(readPriceSheets(workbook)?.table.rows[0]).toMatchObject({ quantity: '0.3', unitPrice: '1234567.89' });
  });

  it.each([
    ['no ZIP', Buffer.from('%PDF-1.7')],
    ['nothing', Buffer.alloc(0)],
    ['an old binary workbook', Buffer.from('d0cf11e0a1b11ae1'.repeat(64), 'hex')],
    ['a ZIP without a workbook', packStored(new Map([['a.xml', Buffer.from('<a/>')]]))],
    ['a ZIP that is cut', packStored(new Map([['xl/workbook.xml', Buffer.from('<a/>')]])).subarray(0, 60)],
  ])('is refused when it is %s', async (_, bytes) => {
    await expect(xlsxFiles.read(bytes)).rejects.toMatchObject({ code: 'price/file-unreadable' });
  });

  it('is refused when it would unpack to more than its bounds, whatever it says about its size', async () => {
    const bomb = zipOf('xl/worksheets/sheet1.xml', Buffer.alloc(80 << 20, 0x20), 100);
    expect(bomb.length).toBeLessThan(200_000);
    await expect(xlsxFiles.read(bomb)).rejects.toMatchObject({ code: 'price/file-too-large' });
  });

  it('is refused when a far cell would make a sheet without end', { timeout: 60_000 }, async () => {
    const parts = new Map(unpackZip(await foreign([['x']]), PARTS, () => true));
    const sheet = [...parts.keys()].find((name) => /worksheets\/sheet\d+\.xml$/.test(name)) ?? '';
    const xml = parts.get(sheet)?.toString('utf8') ?? '';
    const far = xml.replaceAll('r="1"', 'r="1048576"').replaceAll('r="A1"', 'r="A1048576"');
    expect(far).not.toBe(xml);
    parts.set(sheet, Buffer.from(far));
    await expect(xlsxFiles.read(packStored(parts))).rejects.toMatchObject({ code: /^price\/file-/ });
  });

  it('can be given up', async () => {
    const signal = AbortSignal.abort();
    await expect(xlsxFiles.read(Buffer.alloc(0), { signal })).rejects.toMatchObject({ name: 'AbortError' });
  });
});

function foreign(rows: (string | number)[][]): Promise<Buffer> {
  return writeXlsxFile(rows).toBuffer();
}

/** A ZIP with one deflated part that lies about its size. */
function zipOf(name: string, content: Buffer, claimedBytes: number): Buffer {
  const packed = deflateRawSync(content, { level: 9 });
  const stored = packStored(new Map([[name, packed]]));
  const entry = stored.length - 22 - 46 - name.length;
  stored.writeUInt16LE(8, entry + 10);
  stored.writeUInt32LE(claimedBytes, entry + 24);
  return stored;
}
