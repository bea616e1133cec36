// What a bidder carries from one computer to another, and what ends in the middle of work: two desks of one company in a real
// Chromium against the reference LPSE. The errands follow one another.
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { UPLOAD } from '../lpse/seeds/stages.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { Desk } from './desk.ts';
import { inTurn, lookAt, openBrowser } from './errands.ts';
import { SKIPPED_BECAUSE } from './surroundings.ts';
import * as bidder from './walk.ts';

const ONE_FILE = 'Dokumen Penawaran: Administrasi, Teknis dan Harga';
const USER = 'karya.nusantara';
const name = SKIPPED_BECAUSE === null ? 'two desks' : `two desks (skipped: ${SKIPPED_BECAUSE})`;

// Other tests may keep both cores busy meanwhile.
describe.skipIf(SKIPPED_BECAUSE !== null)(name, { timeout: 180_000 }, () => {
  let lpse: TemporaryLpse;
  let browser: Browser;
  let office: Desk;
  let other: Desk;
  let token = '';

  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    browser = await openBrowser();
    office = await Desk.open(browser);
    other = await Desk.open(browser);
    token = lpse.management?.issueToken({ userType: 'PENYEDIA', userId: USER }, DEMO_TENDERS.quick, UPLOAD) ?? '';
    for (const desk of [office, other]) {
      await bidder.trustLpse(desk, lpse);
      await bidder.logIn(desk, USER);
      await desk.page.getByRole('button', { name: USER }).waitFor();
      await bidder.importCertificate(desk, lpse, USER);
    }
  }, 180_000);

  afterAll(async () => {
    await office.close();
    await other.close();
    await browser.close();
    await lpse.close();
  });

  inTurn('pindah', () => [office, other]);

  /** Exports by the panel with this title, and answers where it lies on the disk. */
  async function exported(desk: Desk, kind: 'draft' | 'sealed'): Promise<string> {
    const { page, say } = desk;
    await page.getByText(say(`bid:transfer.${kind}.title`)).click();
    await page
      .locator('details.transfer')
      .getByRole('button', { name: say(`bid:transfer.${kind}.export`) })
      .click();
    const [before = ''] = say('ui.saved', { where: '#' }).split('#');
    const saved = page.locator('details.transfer').getByRole('status').filter({ hasText: before.trim() });
    await saved.waitFor();
    const where = ((await saved.textContent()) ?? '').replace(before, '').trim();
    return join(desk.dir, 'unduhan', basename(where));
  }

  it('takes files by folder and by dropping them', async () => {
    const { page, say } = office;
    await bidder.startDraft(office, DEMO_TENDERS.constructionOneFile, ONE_FILE);
    const folder = join(office.dir, 'dokumen', 'lampiran teknis');
    await mkdir(folder);
    for (const file of ['Metode.pdf', 'Jadwal.pdf']) await office.file(join('lampiran teknis', file), bidder.pdf());
    const [dialog] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: say('ui.chooseFolder') }).click(),
    ]);
    await dialog.setFiles(folder);
    await page.getByText('Metode.pdf').first().waitFor();
    await page.getByText('Jadwal.pdf').first().waitFor();
    const dropped = await office.file('Dijatuhkan.pdf', bidder.pdf());
    await bidder.drop(office, say('bid:documents.addMany'), [dropped, folder]);
    await page.getByText('Dijatuhkan.pdf').first().waitFor();
    // A file that is dropped a second time is found as a duplicate, not lost and not taken twice unseen.
    await page.getByText('document/duplicate-content').first().waitFor();
    await lookAt(office, 'dokumen-folder-dan-seret');
  });

  it('exports a draft after reading that it is not encrypted, and goes on with it elsewhere', async () => {
    const { page, say } = office;
    await bidder.startDraft(office, DEMO_TENDERS.services, ONE_FILE);
    await bidder.fillRequired(office);
    await bidder.fillLetter(office, '171.250.000,75');
    await bidder.step(office, 'dokumen');
    const file = await exported(office, 'draft');
    await page.getByText(say('bid:transfer.draft.warning')).waitFor();
    await lookAt(office, 'draf-ekspor');
    await other.goTo('/import');
    await other.page.getByRole('heading', { name: say('bid:import.title') }).waitFor();
    await lookAt(other, 'impor');
    await other.choose(say('bid:transfer.draft.import'), [file]);
    await other.page.getByText(say('bid:documents.complete')).waitFor();
    await bidder.step(other, 'surat');
    await other.page.getByText('Rp 171.250.000,75').first().waitFor();
  });

  it('sends a sealed file from another computer, which it was opened on', async () => {
    const { say } = office;
    await bidder.startDraft(office, DEMO_TENDERS.quick, 'Penawaran Harga');
    await bidder.fillRequired(office);
    await bidder.fillLetter(office, '1.999.000.000');
    await bidder.seal(office);
    await bidder.step(office, 'kirim');
    const file = await exported(office, 'sealed');
    await other.end();
    await other.start({ sealedFile: file });
    await other.page.getByText(basename(file)).waitFor();
    await lookAt(other, 'impor-dibuka');
    await other.press(say('bid:import.takeOpened'));
    await other.page.getByText(say('bid:send.readyText')).waitFor();
    await bidder.untilTruth(other, 'red');
    await bidder.startSending(other);
    await bidder.untilTruth(other, 'green');
  });

  it('is not let through with a wrong passphrase a moment after the right one', async () => {
    const { page, say } = other;
    await other.press(say('bid:withdraw.button'));
    const dialog = await bidder.dialogOf(other, 'bid:withdraw.title');
    await dialog.getByLabel(say('bid:withdraw.statement')).check();
    await bidder.sign(other, dialog, 'bid:withdraw.confirm', 'bukan-ini');
    await dialog.getByText(say('bid:passphrase.wrong')).waitFor();
    await page.keyboard.press('Escape');
    await bidder.untilTruth(other, 'green');
  });

  it('comes in again in the middle of a draft when the session was ended elsewhere, and nothing is lost', async () => {
    const { page, say } = other;
    const bidId = await bidder.startDraft(other, DEMO_TENDERS.goodsTwoFiles, 'File II: Harga');
    await bidder.fillRequired(other);
    await office.goTo('/account');
    const [end = ''] = say('account.revokeNamed', { address: '#' }).split('#');
    await office.page.getByRole('button', { name: end }).first().click();
    await office.page.getByRole('button', { name: end }).first().waitFor({ state: 'detached' });
    await bidder.fillLetter(other, '11.999.000.000');
    await bidder.step(other, 'dokumen');
    await other.goTo('/packages');
    await page.getByText('access/session-expired').first().waitFor();
    await lookAt(other, 'sesi-berakhir');
    await page
      .getByRole('link', { name: say('ui.loginAgain') })
      .first()
      .click();
    await bidder.logIn(other, USER);
    await page.getByRole('heading', { name: say('nav.packages'), level: 1 }).waitFor();
    await other.goTo(`/bids/${bidId}/surat`);
    await page.getByText('Rp 11.999.000.000,00').first().waitFor();
    await other.goTo('/');
    await page
      .getByRole('link', { name: new RegExp(say('truth.draft')) })
      .first()
      .waitFor();
    await lookAt(other, 'beranda-mulai-paling-lambat');
  });

  it('is told that a package token has expired', async () => {
    const { page, say } = other;
    await lpse.management?.advanceBySeconds(13 * 3600);
    await page.getByLabel(say('home.tokenLabel')).fill(`${lpse.url}/lt/${token}`);
    await other.press(say('home.tokenOpen'));
    await page.getByText('access/token-refused').waitFor();
    await lookAt(other, 'token-kedaluwarsa');
  });
});
