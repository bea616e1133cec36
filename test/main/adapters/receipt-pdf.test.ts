import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import type { ReceiptPage } from '../../../app/ports/receipt-printer.ts';
import { receiptPdf } from '../../../main/adapters/receipt-pdf.ts';
import { linesOf } from './pdf-lines.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

function canRun(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

const SCANNER_MISSING = !canRun('pdftoppm', '-v')
  ? 'no pdftoppm (poppler-utils)'
  : canRun('zbarimg', '--version')
    ? null
    : 'no zbarimg (zbar-tools)';
const file = useTemporaryFolder();
const page: ReceiptPage = {
  title: { id: 'Tanda Terima Penawaran', en: 'Bid receipt' },
  subtitle: 'LPSE Uji',
  rows: Array.from({ length: 16 }, (_, i) => ({
    label: { id: `Baris ${i}`, en: `Row ${i}` },
    value: `nilai ${i}`,
    monospaced: i > 10,
  })),
  notes: [{ id: 'Catatan', en: 'Note' }],
  verifyTitle: { id: 'Periksa', en: 'Check' },
  commands: ['openssl dgst -sha256 receipt.json'],
  qrText: 'segel:segel-receipt/1\nsha256:abc\nlpse.example/906\n11\n',
  qrCaption: { id: 'Kode', en: 'Code' },
  footer: 'Segel 0.1.0',
  letterNote: { id: 'Nomor huruf', en: 'Letter numbers' },
};

describe('the PDF of a receipt', () => {
  it('is one page that holds every fact in both languages', async () => {
    const bytes = await receiptPdf.print(page);
    const pdf = await PDFDocument.load(bytes);
    expect(pdf.getPageCount()).toBe(1);
    expect(pdf.getTitle()).toBe('Tanda Terima Penawaran / Bid receipt');
    const shown = linesOf(bytes).map(({ text }) => text);
    for (const { label, value } of page.rows)
      expect(shown).toEqual(expect.arrayContaining([label.id, label.en, value]));
    expect(shown).toEqual(expect.arrayContaining(['Catatan', 'Note', ...page.commands, page.footer, 'LPSE Uji']));
  });

  it('breaks long values into lines and keeps everything above the foot of the page', async () => {
    const long = {
      ...page.rows[0],
      label: { id: 'Paket', en: 'Package' },
      value: 'panjang '.repeat(30),
      monospaced: false,
    };
    const wide = { label: { id: 'Sidik', en: 'Digest' }, value: 'f'.repeat(240), monospaced: true };
    const bytes = await receiptPdf.print({ ...page, rows: [long, wide, long, ...page.rows.slice(3)] });
    const lines = linesOf(bytes);
    expect(
      lines
        .filter(({ text }) => /^f+$/.test(text))
        .map(({ text }) => text)
        .join(''),
    ).toBe('f'.repeat(240));
    expect(lines.filter(({ text }) => text.startsWith('panjang')).length).toBeGreaterThan(4);
    const foot = lines.find(({ text }) => text === page.footer)?.y ?? 0;
    for (const { text, y } of lines) if (text !== page.footer) expect(y).toBeGreaterThan(foot + 8);
  });

  it('writes letters that its fonts do not have as their numbers, and says so', async () => {
    const value = 'PT Majú – 株式会社 🏗 „Jaya“\u202e';
    const shown = linesOf(await receiptPdf.print({ ...page, subtitle: value })).map(({ text }) => text);
    expect(shown.join(' ')).toContain('[U+682A U+5F0F U+4F1A U+793E] [U+1F3D7]');
    expect(shown.join(' ')).toContain('[U+202E]');
    expect(shown).toEqual(expect.arrayContaining([page.letterNote.id, page.letterNote.en]));
    const usual = linesOf(await receiptPdf.print(page)).map(({ text }) => text);
    expect(usual).not.toContain(page.letterNote.id);
  });

  it.skipIf(!hasPdftotext())('is read by other programs (pdftotext)', async () => {
    await writeFile(file('a.pdf'), await receiptPdf.print(page));
    const text = execFileSync('pdftotext', ['-layout', file('a.pdf'), '-'], { encoding: 'utf8' });
    expect(text).toContain('Tanda Terima Penawaran');
    expect(text).toContain('nilai 15');
  });
});

describe.skipIf(SCANNER_MISSING !== null)(
  SCANNER_MISSING === null ? 'the QR code on paper' : `the QR code on paper (skipped: ${SCANNER_MISSING})`,
  () => {
    // As paper comes from an office printer, photographed with a telephone: 150 dots per inch, and again at 96.
    it.each(['150', '96'])('says what the receipt says, to an independent scanner at %s dpi', async (dpi) => {
      const receipt = receiptQr();
      await writeFile(file('tanda-terima.pdf'), await receiptPdf.print({ ...page, qrText: receipt }));
      execFileSync('pdftoppm', ['-r', dpi, '-png', '-singlefile', file('tanda-terima.pdf'), file('halaman')]);
      const read = execFileSync('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', file('halaman.png')]);
      expect(read.toString('utf8').trimEnd()).toBe(receipt.trimEnd());
    });
  },
);

/** What a real receipt's code holds: four lines, the second one the digest of its file. */
function receiptQr(): string {
  const digest = createHash('sha256').update('tanda terima').digest('hex');
  return `segel:segel-receipt/1\nsha256:${digest}\nlpse.nusantararaya.go.id/906\n4711\n`;
}

function hasPdftotext(): boolean {
  return canRun('pdftotext', '-v');
}
