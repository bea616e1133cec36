// A bidder prices a bid with a table: imports a spreadsheet, repairs a row, takes the total into the letter, exports, seals. In a
// real Chromium, through the browser host, against the reference LPSE.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { readPriceSheets } from '../../app/domain/price-import.ts';
import { xlsxFiles } from '../../main/adapters/xlsx-files.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { Desk, SIZES } from './desk.ts';
import { inTurn, lookAt, openBrowser } from './errands.ts';
import { SKIPPED_BECAUSE } from './surroundings.ts';
import * as bidder from './walk.ts';

const ONE_FILE = 'Dokumen Penawaran: Administrasi, Teknis dan Harga';
const USER = 'karya.nusantara';
const ROWS = 2000;

const name = SKIPPED_BECAUSE === null ? 'a bidder with a price table' : `a price table (skipped: ${SKIPPED_BECAUSE})`;

describe.skipIf(SKIPPED_BECAUSE !== null)(name, { timeout: 180_000 }, () => {
  let lpse: TemporaryLpse;
  let browser: Browser;
  let desk: Desk;

  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    browser = await openBrowser();
    desk = await Desk.open(browser);
    await bidder.trustLpse(desk, lpse);
    await bidder.logIn(desk, USER);
    await desk.page.getByRole('button', { name: USER }).waitFor();
    await bidder.importCertificate(desk, lpse, USER);
    await bidder.startDraft(desk, DEMO_TENDERS.constructionOneFile, ONE_FILE);
  }, 120_000);

  afterAll(async () => {
    await desk.close();
    await browser.close();
    await lpse.close();
  });

  inTurn('harga', () => [desk]);

  const look = (screen: string) => lookAt(desk, screen);

  /** Every column is in sight in the smallest window, in the language of the moment. */
  async function expectAllColumns(): Promise<void> {
    await desk.page.setViewportSize(SIZES.small);
    const hidden = () => desk.page.locator('.schedule-box').evaluate((box) => box.scrollWidth - box.clientWidth);
    expect(await hidden()).toBe(0);
    await desk.page.setViewportSize(SIZES.wide);
    expect(await hidden()).toBe(0);
  }

  const cell = (column: string, row: number) =>
    desk.page.getByLabel(desk.say('price:cell', { column: desk.say(`price:columns.${column}`), row }), { exact: true });

  it('begins by hand or from a file', async () => {
    await bidder.step(desk, 'surat');
    await desk.page.getByRole('button', { name: desk.say('price:begin') }).waitFor();
    await look('harga-1-kosong');
  });

  it('imports a spreadsheet, and is told what was read before anything changes', async () => {
    const { page, say } = desk;
    const file = await desk.file('RAB.xlsx', await writeXlsxFile(spreadsheet(30)).toBuffer());
    await desk.choose(say('price:import.button'), [file]);
    const dialog = await bidder.dialogOf(desk, 'price:import.title');
    expect(await dialog.textContent()).toContain('JUMLAH');
    await look('harga-2-impor');
    await dialog.getByRole('button', { name: say('price:import.take') }).click();
    await page.getByText(say('price:attention.blocking', { count: 1 })).waitFor();
    await page.locator('.schedule-box').scrollIntoViewIfNeeded();
    await expectAllColumns();
    await look('harga-3-perbaiki');
  });

  it('repairs the row that could not be read, in Indonesian figures', async () => {
    const { page, say } = desk;
    await desk.press(say('price:attention.show', { row: 3 }));
    const price = cell('unitPrice', 3);
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-cell') === '2-unitPrice');
    expect(await price.inputValue()).toBe('lihat lampiran');
    await price.fill('1.234.567,89');
    await price.press('Enter');
    await page.getByText(say('price:attention.blocking', { count: 1 })).waitFor({ state: 'detached' });
    expect(await price.inputValue()).toBe('1.234.567,89');
    expect(await page.locator(':focus').getAttribute('data-cell')).toBe('3-unitPrice');
    await page.getByText('daftar_kuantitas_harga.json').waitFor();
  });

  it('takes the official total into the letter', async () => {
    const { page, say } = desk;
    await page.getByLabel(say('bid:letter.days')).fill('90');
    const use = say('price:totals.useInLetter', { total: 'Rp 1.000.000,00' });
    await page.getByRole('button', { name: use }).click();
    const [saved = ''] = say('bid:letter.saved', { price: '#' }).split('#');
    await page.locator('.letter-form').getByRole('status').filter({ hasText: saved.trim() }).waitFor();
    await page.getByRole('button', { name: use }).waitFor({ state: 'detached' });
    await page.locator('.totals').scrollIntoViewIfNeeded();
    await look('harga-4-total');
  });

  it('exports what stands there, with formulas', async () => {
    const { page, say } = desk;
    await page.getByText(say('price:saving')).waitFor({ state: 'detached' });
    await desk.press(say('price:export'));
    const [saved = ''] = say('ui.saved', { where: '#' }).split('#');
    await page.getByRole('status').filter({ hasText: saved.trim() }).waitFor();
    const folder = join(desk.dir, 'unduhan');
    const [exported = ''] = (await readdir(folder)).filter((file) => file.endsWith('.xlsx'));
    const workbook = await xlsxFiles.read(await readFile(join(folder, exported)));
    expect(workbook.formulas).toBeGreaterThan(30);
    expect(readPriceSheets(workbook)?.table.rows[2]?.unitPrice).toBe('1234567.89');
  });

  it('finds both documents in their place, made by the table, and seals them', async () => {
    const { page, say } = desk;
    await bidder.step(desk, 'dokumen');
    await page.getByText('daftar_kuantitas_harga.xlsx').waitFor();
    expect(await page.getByText(say('price:madeFromTable')).count()).toBe(2);
    await look('harga-5-dokumen');
    await bidder.fillRequired(desk);
    await bidder.seal(desk);
    await bidder.step(desk, 'surat');
    await page.getByRole('table', { name: say('price:table') }).waitFor();
    await look('harga-6-tersegel');
  });

  it(`edits ${ROWS} rows by keyboard, pasted from a spreadsheet`, async () => {
    const { page, say } = desk;
    await bidder.startDraft(desk, DEMO_TENDERS.goodsTwoFiles, 'File II: Harga');
    await bidder.step(desk, 'surat');
    await desk.press(say('price:begin'));
    await desk.press(say('price:add.item'));
    await paste(
      desk,
      Array.from({ length: ROWS }, (_, i) => `${i + 1}\tBarang ${i + 1}\tunit\t2\t1.500,50`).join('\n'),
    );
    await page.getByText(say('price:savedComplete', { count: ROWS, xlsx: '', json: '' }).split('.')[0] ?? '').waitFor();
    await cell('quantity', 1).focus();
    for (let i = 0; i < 40; i++) await page.keyboard.press('PageDown');
    expect(await page.locator(':focus').getAttribute('data-cell')).toBe('400-quantity');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('3');
    await page.keyboard.press('Enter');
    expect(await cell('quantity', 401).inputValue()).toBe('3');
    // 2 000 x 2 x 1 500,50, and one more of one.
    expect(await page.locator('.totals').textContent()).toContain('Rp 6.003.500,50');
    await page.evaluate(() => {
      document.documentElement.dataset.bsTheme = 'dark';
    });
    await look('harga-7-gelap');
  });

  it('says all of it in English, too', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: /^EN/ }).click();
    desk.language = 'en';
    await page.getByRole('button', { name: desk.say('price:add.item') }).waitFor();
    await expectAllColumns();
    await look('harga-8');
  });
});

/** As a foreign program writes it: other order, a heading, a row that cannot be read, formulas left as values, sums below. */
function spreadsheet(rows: number): (string | number | null)[][] {
  return [
    ['RENCANA ANGGARAN BIAYA'],
    [],
    ['No', 'Uraian Pekerjaan', 'Sat', 'Volume', 'Harga Satuan (Rp)', 'Jumlah Harga (Rp)', 'Keterangan'],
    ['I', 'PEKERJAAN PERSIAPAN', null, null, null, null, null],
    ...Array.from({ length: rows }, (_, i) => [
      ...[String(i + 1), `Pekerjaan ${i + 1}`, 'm3', i + 0.5],
      ...[i === 1 ? 'lihat lampiran' : 100_000.25, i === 1 ? null : i === 5 ? 1 : null, null],
    ]),
    [null, 'JUMLAH', null, null, null, 1_000_000, null],
  ];
}

/** What a spreadsheet puts on the clipboard, pasted where the cursor stands. */
async function paste({ page }: Desk, text: string): Promise<void> {
  await page.locator('[data-cell="0-number"]').focus();
  await page.evaluate((block) => {
    const data = new DataTransfer();
    data.setData('text/plain', block);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, text);
}
