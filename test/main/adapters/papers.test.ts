import { inflateRawSync } from 'node:zlib';
import { PDFDocument } from '@cantoo/pdf-lib';
import readXlsxFile from 'read-excel-file/node';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { OpeningResults } from '../../../app/domain/opening-results.ts';
import { openingMinutes } from '../../../app/reports/opening-minutes.ts';
import { paperDocx } from '../../../main/adapters/paper-docx.ts';
import { paperPdf } from '../../../main/adapters/paper-pdf.ts';
import { resultsWorkbook } from '../../../app/reports/results-workbook.ts';
import { workbookXlsx } from '../../../main/adapters/workbook-xlsx.ts';
import { withFixedTimes } from '../../../main/adapters/zip-times.ts';
import { linesOf } from './pdf-lines.ts';
import { manyResults, sampleResults, sampleRow } from '../../doubles/opening-results.ts';

function paperOf(results: OpeningResults, stage: 'draft' | 'final' = 'draft') {
  return openingMinutes({ results, zone: 'WIB', language: 'id', stage, clientVersion: '0.1.0' });
}

/** Entries by the central directory, inflated. */
function unzip(zip: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  const end = zip.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  let at = zip.readUInt32LE(end + 16);
  for (let n = 0; n < zip.readUInt16LE(end + 10); n++) {
    const [nameBytes, extra, comment] = [
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
    ];
    const name = zip.toString('utf8', at + 46, at + 46 + nameBytes);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    files.set(name, (zip.readUInt16LE(at + 10) === 0 ? data : inflateRawSync(data)).toString('utf8'));
    at += 46 + nameBytes + extra + comment;
  }
  return files;
}

afterEach(() => vi.useRealTimers());

describe('papers', () => {
  it('are the same bytes for the same paper, at another time', async () => {
    const paper = paperOf(sampleResults());
    const make = () =>
      Promise.all([
        paperPdf.print(paper),
        paperDocx.print(paper),
        workbookXlsx.write(resultsWorkbook(sampleResults(), 'id')),
      ]);
    const first = await make();
    // ZIP counts time in steps of two seconds.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_000 });
    expect(await make()).toEqual(first);
  });

  it('number their pages and mark each as a draft, for 250 bids', async () => {
    const bytes = Buffer.from(await paperPdf.print(paperOf(manyResults(250))));
    const pdf = await PDFDocument.load(bytes, { updateMetadata: false });
    expect(pdf.getPageCount()).toBeGreaterThan(10);
    expect(pdf.getCreationDate()?.toISOString()).toBe('2026-11-20T03:04:40.000Z');
    expect(pdf.getTitle()).toContain('Berita Acara Pembukaan Penawaran');
  });

  it('take names that no font and no XML can hold', async () => {
    const results = sampleResults({ rows: [sampleRow(1, { bidderName: 'CV \u0001\uD800 Łódź 建設 <&"' })] });
    await paperPdf.print(paperOf(results));
    const document = unzip(Buffer.from(await paperDocx.print(paperOf(results)))).get('word/document.xml') ?? '';
    expect(document).toContain('Łódź 建設 &lt;&amp;&quot;');
    expect(document).not.toContain('\u0001');
    expect(unzip(Buffer.from(await workbookXlsx.write(resultsWorkbook(results, 'id')))).size).toBeGreaterThan(3);
  });

  it.each([
    ['Javanese', 'PT ꦗꦮ Makmur', 'PT [U+A997 U+A9AE] Makmur'],
    ['Chinese', 'PT 建設 Jaya', 'PT [U+5EFA U+8A2D] Jaya'],
    ['Cyrillic', 'Строй', '[U+0421 U+0442 U+0440 U+043E U+0439]'],
    ['Arabic, right to left', 'CV نور 12', 'CV [U+0646 U+0648 U+0631] 12'],
    ['a mark that Unicode has with its letter', 'Caf\u0065\u0301', 'Café'.replace('e\u0301', 'é')],
    ['a mark that it has not', 'x\u0323y', 'x[U+0323]y'],
    ['a letter beyond the first plane', 'CV 🏗', 'CV [U+1F3D7]'],
  ])('write a name with letters that no font of a PDF has, letter by letter: %s', async (_, name, shown) => {
    const results = sampleResults({ rows: [sampleRow(1, { bidderName: name })] });
    const lines = linesOf(await paperPdf.print(paperOf(results))).map(({ text }) => text);
    expect(lines.join(' ')).toContain(shown.normalize('NFC'));
    expect(lines.join(' ')).not.toContain('?');
    expect(lines.some((line) => line.startsWith('U+XXXX: huruf'))).toBe(shown.includes('U+'));
    // A word processor has the letters themselves.
    const document = unzip(Buffer.from(await paperDocx.print(paperOf(results)))).get('word/document.xml') ?? '';
    expect(document).toContain(name);
  });

  it('let no name reorder, hide or begin a line, in any format', async () => {
    const name = 'PT \u202Eajnok\u202C\u200B\tMaju\nNPWP 99\u2028\uFEFF\u0007';
    const shown = 'PT [U+202E]ajnok[U+202C U+200B U+0009]Maju[U+000A]NPWP 99[U+2028 U+FEFF U+0007]';
    const results = sampleResults({ packageName: name, rows: [sampleRow(1, { bidderName: name })] });
    const paper = paperOf(results, 'final');
    expect(paper.subtitle).toContain(shown);
    const lines = linesOf(await paperPdf.print(paper)).map(({ text }) => text);
    expect(lines.join(' ').replaceAll(' ', '')).toContain(shown.replaceAll(' ', ''));
    expect(lines.some((line) => line.startsWith('NPWP 99'))).toBe(false);
    const document = unzip(Buffer.from(await paperDocx.print(paper))).get('word/document.xml') ?? '';
    expect(document).toContain(shown);
    expect(document).toContain('U+XXXX: huruf');
    expect(document).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200B\u2028\uFEFF]/);
  });

  it('take names that mean something to a program', async () => {
    const names = [
      'valueOf',
      'constructor',
      '__proto__',
      'toString',
      '=1+1',
      'T0',
      '_x0041_',
      ' <b>&"',
      '-5',
      'baris\ndua',
    ];
    const head = ['hasOwnProperty', 'T1'];
    const sheet = { name: 'Hasil', widths: [20, 20], head, rows: names.map((name) => [name, '']) };
    const workbook = Buffer.from(await workbookXlsx.write([sheet, { ...sheet, name: 'Kedua', head: null }]));
    const [first, second] = await readXlsxFile(workbook, { trim: false });
    expect(first?.data).toEqual([head, ...names.map((name) => [name, null])]);
    expect(second?.data.map(([name]) => name)).toEqual(first?.data.slice(1).map(([name]) => name));
    expect(unzip(workbook).get('xl/worksheets/sheet1.xml')).not.toContain('<f>');
  });

  it('repeat the head of a table in DOCX, and keep rows whole', async () => {
    const document = unzip(Buffer.from(await paperDocx.print(paperOf(sampleResults())))).get('word/document.xml') ?? '';
    expect(document.match(/<w:tblHeader/g)?.length).toBeGreaterThan(5);
    expect(document).toContain('<w:cantSplit');
    expect(document).toContain('PT Karya Bangun 1');
  });
});

it('refuses what is no archive', () => {
  expect(() => withFixedTimes(Buffer.from('not a zip'))).toThrow(RangeError);
});
