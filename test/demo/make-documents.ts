// Documents as bidders really send them: scanned PDFs, a priced XLSX, site photographs. All made here, none copied.
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { crc32, deflateSync } from 'node:zlib';
import { PDFDocument, PDFName, StandardFonts, type PDFPage } from '@cantoo/pdf-lib';
import { ZipFile } from 'yazl';

export interface DemoCompany {
  readonly name: string;
  readonly tender: string;
  /** Exact decimal. */
  readonly price: string;
  /** Scanned pages in the large technical document; about 8.7 MB each. */
  readonly scannedPages: number;
}

export interface DemoDocument {
  readonly path: string;
  readonly slot: string;
  readonly sizeBytes: number;
}

const A4 = { width: 595, height: 842 };
/** An A4 page scanned at 300 dpi, 8-bit grey. */
const SCAN = { width: 2480, height: 3508 };

export interface DemoSlot {
  readonly slot: string;
  readonly name: string;
}

type Maker = (path: string, company: DemoCompany, title: string) => Promise<void>;

/** What bidders put into a slot; a letter in all others. */
const MAKERS: Readonly<Partial<Record<string, { readonly extension: string; readonly make: Maker }>>> = {
  'jaminan-penawaran': { extension: 'pdf', make: (path, _, title) => writeScan(path, title, 1) },
  'metode-pelaksanaan': {
    extension: 'pdf',
    make: (path, { scannedPages }, title) => writeScan(path, title, scannedPages),
  },
  peralatan: { extension: 'png', make: (path) => writePhotograph(path, 2400, 1600) },
  'daftar-kuantitas-harga': { extension: 'xlsx', make: (path, company) => writeBillOfQuantities(path, company) },
  'analisa-harga': { extension: 'xlsx', make: (path, company) => writeBillOfQuantities(path, company) },
};

/** Writes one document for each slot into `folder`. */
export async function makeDocuments(
  folder: string,
  company: DemoCompany,
  slots: readonly DemoSlot[],
): Promise<DemoDocument[]> {
  await mkdir(folder, { recursive: true });
  const documents: DemoDocument[] = [];
  for (const { slot, name } of slots) {
    const { extension, make } = MAKERS[slot] ?? { extension: 'pdf', make: writeLetter };
    const path = join(folder, `${name}.${extension}`);
    await make(path, company, `${name} - ${company.name}`);
    documents.push({ path, slot, sizeBytes: (await stat(path)).size });
  }
  return documents;
}

async function writeLetter(path: string, company: DemoCompany, title: string): Promise<void> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.TimesRoman);
  const page = pdf.addPage([A4.width, A4.height]);
  const lines = [
    title.toUpperCase(),
    '',
    `Nama perusahaan: ${company.name}`,
    `Kode tender: ${company.tender}`,
    `Harga penawaran: Rp ${company.price}`,
    'Masa berlaku penawaran: 90 (sembilan puluh) hari kalender',
    '',
    'Penawaran ini telah memperhatikan ketentuan dan persyaratan dalam Dokumen Pemilihan.',
  ];
  for (const [i, line] of lines.entries())
    page.drawText(line, { x: 72, y: 760 - i * 24, size: i === 0 ? 16 : 11, font });
  await writeFile(path, await pdf.save());
}

/** A PDF of uncompressed grey page images, as office scanners write them. */
async function writeScan(path: string, title: string, pages: number): Promise<void> {
  const pdf = await PDFDocument.create();
  pdf.setTitle(title);
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  for (let n = 1; n <= pages; n++) {
    const page = pdf.addPage([A4.width, A4.height]);
    drawScan(pdf, page, scannedPage());
    page.drawText(`${title} - halaman ${n} dari ${pages}`, { x: 40, y: 20, size: 9, font });
  }
  await writeFile(path, await pdf.save({ useObjectStreams: false }));
}

function drawScan(pdf: PDFDocument, page: PDFPage, pixels: Uint8Array): void {
  const image = pdf.context.stream(pixels, {
    Type: 'XObject',
    Subtype: 'Image',
    Width: SCAN.width,
    Height: SCAN.height,
    ColorSpace: 'DeviceGray',
    BitsPerComponent: 8,
  });
  page.node.setXObject(PDFName.of('Scan'), pdf.context.register(image));
  const content = pdf.context.stream(`q ${A4.width} 0 0 ${A4.height} 0 0 cm /Scan Do Q`);
  page.node.addContentStream(pdf.context.register(content));
}

/** Paper grain with dark bars where lines of text would be. */
function scannedPage(): Uint8Array {
  const pixels = randomBytes(SCAN.width * SCAN.height);
  for (let y = 0; y < SCAN.height; y++) {
    const inLine = y % 60 < 22 && y > 300 && y < SCAN.height - 300;
    const base = inLine ? 60 : 224;
    for (let x = y * SCAN.width, end = x + SCAN.width; x < end; x++) pixels[x] = base + ((pixels[x] ?? 0) & 31);
  }
  return pixels;
}

async function writePhotograph(path: string, width: number, height: number): Promise<void> {
  const noise = randomBytes(width * height * 3);
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0, at = 0; y < height; y++) {
    rows[at++] = 0;
    for (let x = 0; x < width; x++) {
      const grain = noise[y * width + x] ?? 0;
      rows[at++] = ((x * 255) / width + (grain & 15)) & 255;
      rows[at++] = ((y * 255) / height + (grain & 15)) & 255;
      rows[at++] = 96 + (grain & 63);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  await writeFile(
    path,
    Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      pngChunk('IHDR', header),
      pngChunk('IDAT', deflateSync(rows, { level: 1 })),
      pngChunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A minimal workbook (ECMA-376): one sheet with items, volumes and unit prices; the last row is the official total. */
async function writeBillOfQuantities(path: string, company: DemoCompany): Promise<void> {
  const header = ['No', 'Uraian', 'Satuan', 'Volume', 'Harga Satuan', 'Jumlah'];
  const items = Array.from({ length: 400 }, (_, i) => [
    String(i + 1),
    `Pekerjaan ${i + 1}`,
    i % 3 === 0 ? 'm3' : i % 3 === 1 ? 'm2' : 'unit',
    String((i % 17) + 1),
    String(25_000 + i * 750),
    String(((i % 17) + 1) * (25_000 + i * 750)),
  ]);
  const rows = [header, ...items, ['', `Total penawaran ${company.name}`, '', '', '', company.price]];
  const sheet = rows
    .map(
      (cells) =>
        `<row>${cells.map((text) => `<c t="inlineStr"><is><t>${escapeXml(text)}</t></is></c>`).join('')}</row>`,
    )
    .join('');
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(workbookParts(sheet))) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}

function workbookParts(sheetRows: string): Record<string, string> {
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relationships = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return {
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/></Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="${relationships}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="DKH" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${relationships}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `${head}<worksheet xmlns="${main}"><sheetData>${sheetRows}</sheetData></worksheet>`,
  };
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
