// A bidder's errands in a real Chromium, through the browser host, against the reference LPSE. One browser and one LPSE; the
// errands follow one another, as on a long working day. Screens are saved to test-results/screens.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSPHRASE } from '../lpse/seeds/people.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { Desk } from './desk.ts';
import { inTurn, lookAt, openBrowser } from './errands.ts';
import { SKIPPED_BECAUSE } from './surroundings.ts';
import * as bidder from './walk.ts';

const ONE_FILE = 'Dokumen Penawaran: Administrasi, Teknis dan Harga';
const USER = 'karya.nusantara';
const MIB = 1 << 20;
/** Less than a tenth of a bid of 30 MiB, and more than its first piece. */
const HELD_AT = 2 * MIB;

const name = SKIPPED_BECAUSE === null ? 'a bidder' : `a bidder (skipped: ${SKIPPED_BECAUSE})`;

// Other tests may keep both cores busy meanwhile.
const options = { timeout: 180_000 };

describe.skipIf(SKIPPED_BECAUSE !== null)(name, options, () => {
  let lpse: TemporaryLpse;
  let browser: Browser;
  let desk: Desk;

  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    browser = await openBrowser();
    desk = await Desk.open(browser);
  });

  afterAll(async () => {
    await desk.close();
    await browser.close();
    await lpse.close();
  });

  inTurn('penyedia', () => [desk]);

  const look = (screen: string) => lookAt(desk, screen);

  async function prepared(kdTender: string, envelope: string, sizeBytes = 0): Promise<string> {
    const bidId = await bidder.startDraft(desk, kdTender, envelope);
    await bidder.fillRequired(desk, sizeBytes);
    return bidId;
  }

  describe('comes in', () => {
    it('trusts the LPSE only after comparing its certificates', async () => {
      await look('sambungan');
      await bidder.trustLpse(desk, lpse);
      await look('masuk');
    });

    it('is told plainly that the password is wrong, and comes in with the right one', async () => {
      await bidder.logIn(desk, USER, 'Salah#Sandi2026');
      await desk.page.getByText('access/wrong-credentials').waitFor();
      await look('masuk-ditolak');
      await bidder.givePassword(desk, 'Segel#Demo2026');
      await desk.page.getByRole('button', { name: USER }).waitFor();
      await look('beranda');
    });

    it('brings the certificate', async () => {
      await bidder.importCertificate(desk, lpse, USER);
      await look('sertifikat');
    });
  });

  describe('prepares and sends a bid', () => {
    it('chooses documents, and repairs what the preflight finds', async () => {
      const { page, say } = desk;
      await desk.goTo(`/packages/${DEMO_TENDERS.constructionOneFile}`);
      await page.getByRole('heading', { name: say('packages.envelopes') }).waitFor();
      await look('paket-rincian');
      await prepared(DEMO_TENDERS.constructionOneFile, ONE_FILE);
      await bidder.step(desk, 'paket');
      await page.getByRole('heading', { name: say('bid:package.openers') }).waitFor();
      await look('penawaran-1-paket');
      await bidder.step(desk, 'dokumen');
      const archive = await desk.file('lampiran.zip', Buffer.from('PK\u0003\u0004 arsip'));
      const odd = await desk.file("Brosur 'lengkap', (final) + harga.pdf", bidder.pdf());
      await desk.choose(say('bid:documents.addMany'), [archive, odd]);
      await page.getByText('document/archive-refused').waitFor();
      await look('penawaran-2-dokumen-temuan');
      await desk.press(say('ui.repair.remove'));
      await page.getByText('document/archive-refused').waitFor({ state: 'detached' });
      const place = page.getByLabel(say('bid:documents.slotOf', { name: 'Brosur_lengkap_final_harga.pdf' }));
      await place.selectOption({ label: 'Metode Pelaksanaan Pekerjaan' });
      await page.getByText(say('bid:documents.complete')).waitFor();
      expect(await page.getByText("Brosur 'lengkap', (final) + harga.pdf").count()).toBe(1);
      await look('penawaran-2-dokumen');
    });

    it('writes the price, and reads it back in figures and words', async () => {
      await bidder.fillLetter(desk, '4.750.000.000,50');
      const echo = desk.page.locator('.price-echo');
      expect(await echo.textContent()).toContain('Rp 4.750.000.000,50');
      expect(await echo.textContent()).toContain('empat miliar tujuh ratus lima puluh juta rupiah lima puluh sen');
      await look('penawaran-3-surat');
    });

    it('is asked once more before sealing, with the focus on "cancel"', async () => {
      const { page, say } = desk;
      await bidder.step(desk, 'segel');
      await page.getByRole('heading', { name: say('bid:review.title') }).waitFor();
      await look('penawaran-4-segel');
      const dialog = await bidder.askToSeal(desk);
      const focused = page.locator(':focus');
      expect(await focused.textContent()).toBe(say('ui.cancel'));
      const text = await dialog.textContent();
      for (const fact of [DEMO_TENDERS.constructionOneFile, ONE_FILE, 'PT Karya Bangun Nusantara', 'Ratna Wulandari']) {
        expect(text).toContain(fact);
      }
      await look('penawaran-4-segel-tanya');
    });

    it('is told that the passphrase is wrong, and seals with the right one', async () => {
      const { page, say } = desk;
      const dialog = await bidder.dialogOf(desk, 'bid:seal.confirmTitle');
      await bidder.sign(desk, dialog, 'bid:seal.button', 'bukan-ini');
      await dialog.getByText(say('bid:passphrase.wrong')).waitFor();
      await bidder.sign(desk, dialog, 'bid:seal.button');
      await page.getByRole('heading', { name: say('bid:seal.doneTitle') }).waitFor();
      await bidder.untilTruth(desk, 'red');
      await page.getByText(say('bid:sealed.checkGood')).waitFor();
      await look('penawaran-4-tersegel');
    });

    it('sees red until the receipt is verified, and green then', async () => {
      const { page, say } = desk;
      await bidder.step(desk, 'kirim');
      await page.getByText(say('bid:send.readyText')).waitFor();
      await look('penawaran-5-kirim');
      await bidder.askToSend(desk);
      await look('penawaran-5-kirim-tanya');
      await page.keyboard.press('Escape');
      await bidder.startSending(desk);
      await bidder.untilTruth(desk, 'green');
      expect(await bidder.truth(desk).textContent()).toContain(say('truth.receipted'));
      await page.getByText(say('bid:send.receiptGood')).waitFor();
      await look('penawaran-5-terkirim');
    });

    it('proves the receipt now and offline, saves the PDF, and compares the files', async () => {
      const { page, say } = desk;
      await desk.goTo('/receipts');
      await look('tanda-terima-daftar');
      await page.getByRole('link', { name: say('bid:receipts.kind.submission', { number: 1 }) }).click();
      await desk.press(say('bid:receipts.verify'));
      await page.getByText(say('bid:receipts.good')).waitFor();
      await desk.press(say('bid:receipts.verifyOffline'));
      await page.getByText(say('bid:receipts.goodOffline')).waitFor();
      await desk.press(say('bid:receipts.pdf'));
      await page.getByText(/tanda-terima-10092474000-satu-1\.pdf/).waitFor();
      await desk.press(say('bid:receipts.compareNow'));
      await page.getByText(say('bid:receipts.compared', { equal: 7, total: 7 })).waitFor();
      await look('tanda-terima');
    });
  });

  describe('changes their mind', () => {
    it('replaces the bid, and the old one becomes a tombstone', async () => {
      const { page, say } = desk;
      await page.getByRole('link', { name: say('bid:receipts.toBid') }).click();
      await desk.press(say('bid:replace.receipted.button'));
      const dialog = await bidder.dialogOf(desk, 'bid:replace.receipted.title');
      await look('ganti-tanya');
      await dialog.getByRole('button', { name: say('bid:replace.receipted.button') }).click();
      await page.getByRole('heading', { name: say('bid:documents.title') }).waitFor();
      await bidder.fillLetter(desk, '4.700.000.000');
      await bidder.seal(desk);
      await bidder.startSending(desk);
      await bidder.untilTruth(desk, 'green');
      await desk.goTo('/receipts');
      await page.locator('.tombstone').waitFor();
      expect(await page.locator('.receipt-history > li').count()).toBe(2);
      await look('tanda-terima-riwayat');
    });

    it('withdraws it after a confirmation that says what cannot be undone', async () => {
      const { page, say } = desk;
      await page.getByRole('link', { name: say('bid:receipts.kind.submission', { number: 2 }) }).click();
      await page.getByRole('link', { name: say('bid:receipts.toBid') }).click();
      await desk.press(say('bid:withdraw.button'));
      const dialog = await bidder.dialogOf(desk, 'bid:withdraw.title');
      expect(await page.locator(':focus').textContent()).toBe(say('ui.cancel'));
      await look('tarik-tanya');
      await dialog.getByLabel(say('bid:withdraw.statement')).check();
      await bidder.sign(desk, dialog, 'bid:withdraw.confirm');
      await page.getByRole('heading', { name: say('bid:withdrawn.title') }).waitFor();
      await bidder.untilTruth(desk, 'grey');
      await look('ditarik');
    });
  });

  describe('has a bad line', () => {
    it('sees the break while uploading, and the upload goes on by itself when the server is back', async () => {
      const { page, say } = desk;
      await prepared(DEMO_TENDERS.goodsTwoFiles, 'File I: Administrasi dan Teknis', 30 * MIB);
      await bidder.step(desk, 'surat');
      await page.getByText(say('bid:letter.noPrice', { envelope: 'File I: Administrasi dan Teknis' })).waitFor();
      await bidder.seal(desk);
      lpse.management?.setFaults({ holdUploadsAt: HELD_AT });
      await bidder.startSending(desk);
      await bidder.untilTruth(desk, 'amber');
      await page.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) >= 5);
      await look('penawaran-5-mengunggah');
      await lpse.stop();
      await page.getByText(say('bid:send.stalled')).waitFor({ timeout: 30_000 });
      expect(await bidder.truth(desk).getAttribute('data-truth')).toBe('amber');
      await look('penawaran-5-tersendat');
      lpse = await startTemporaryLpse({ dir: lpse.dir });
      await bidder.untilTruth(desk, 'green', 90_000);
      await page.getByText(say('event.upload.interrupted')).first().waitFor();
    });

    it('is not harmed by a full disk at the LPSE, and reads about it in the history', async () => {
      const { page } = desk;
      await prepared(DEMO_TENDERS.goodsTwoFiles, 'File II: Harga');
      await bidder.fillLetter(desk, '12.000.000.000');
      await bidder.seal(desk);
      lpse.management?.setFaults({ diskFull: 1 });
      await bidder.startSending(desk);
      await bidder.untilTruth(desk, 'green');
      await page.getByText('upload/no-space').first().waitFor();
    });

    it('pauses an upload, closes Segel, and goes on from there at the next start', async () => {
      const { page, say } = desk;
      await prepared(DEMO_TENDERS.quick, 'Penawaran Harga', 30 * MIB);
      await bidder.fillLetter(desk, '2.000.000.000');
      await bidder.seal(desk);
      lpse.management?.setFaults({ holdUploadsAt: HELD_AT });
      await bidder.startSending(desk);
      await page.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) >= 5);
      await desk.press(say('progress.pause'));
      await page.getByText(say('bid:send.stopped')).waitFor();
      await look('penawaran-5-dijeda');
      await desk.press(say('progress.resume'));
      await page.getByRole('button', { name: say('progress.pause') }).waitFor();
      const address = new URL(page.url()).hash.slice(1);
      await desk.end();
      await desk.start();
      await desk.goTo(address);
      await desk.page.getByText(say('bid:send.stopped')).waitFor();
      const before = await desk.page.locator('progress').evaluate((bar) => (bar as HTMLProgressElement).value);
      expect(before).toBeGreaterThan(0);
      lpse.management?.setFaults({ holdUploadsAt: null });
      await desk.press(say('progress.resume'));
      await bidder.untilTruth(desk, 'green');
    });
  });

  describe('meets the clock', () => {
    it('is told of a changed schedule while drafting', async () => {
      const { page, say } = desk;
      await bidder.startDraft(desk, DEMO_TENDERS.services, ONE_FILE);
      // Only now has the program seen the schedule as it was.
      await page.locator('.slot-missing').first().waitFor();
      const reason = 'Gangguan teknis pada jaringan LPSE';
      lpse.management?.changeSchedule({
        ...{ kdTender: DEMO_TENDERS.services, kdAkt: 'PEMASUKAN_PENAWARAN', tgl_awal: null },
        ...{ tgl_akhir: new Date(lpse.clock.now().getTime() + 12 * 3_600_000), alasan: reason, shiftFollowing: true },
      });
      // The program looks every minute; whoever opens a list looks at once.
      for (let tries = 0; tries < 20 && (await page.getByText(reason).count()) === 0; tries++) {
        await desk.goTo('/settings');
        await page.getByRole('heading', { name: say('frame.settings'), level: 1 }).waitFor();
        await desk.goTo('/');
        await page.getByRole('heading', { name: say('home.changes') }).waitFor();
        await page.waitForTimeout(500);
      }
      await look('beranda-perubahan');
      await page
        .getByRole('link', { name: say('home.changeDraft') })
        .first()
        .click();
      await page
        .getByRole('status', { name: say('bid:head.changes') })
        .getByText(reason)
        .first()
        .waitFor();
      await look('penawaran-jadwal-berubah');
      expect(await lpse.management?.signPolicy(DEMO_TENDERS.services)).toBe(true);
      const moved = say('bid:head.moved', { from: '#' }).split('#')[0] ?? '';
      const notice = page.getByRole('status', { name: say('bid:head.changes') }).getByText(moved);
      for (let tries = 0; tries < 20 && (await notice.count()) === 0; tries++) {
        const address = new URL(page.url()).hash.slice(1);
        await desk.goTo('/settings');
        await page.waitForTimeout(500);
        await desk.goTo(address);
        await bidder.truth(desk).waitFor();
        await page.waitForTimeout(500);
      }
      await look('penawaran-batas-pindah');
      await desk.press(say('bid:head.understood'));
      await notice.waitFor({ state: 'detached' });
    });

    it('is refused after the deadline, in red, with the server’s time', async () => {
      const { page, say } = desk;
      await bidder.step(desk, 'dokumen');
      await bidder.fillRequired(desk);
      await bidder.fillLetter(desk, '170.000.000');
      await bidder.step(desk, 'segel');
      await page.getByLabel(say('bid:device.consent')).check();
      await desk.press(say('bid:seal.button'));
      const dialog = await bidder.dialogOf(desk, 'bid:seal.confirmTitle');
      await dialog.getByRole('button', { name: say('bid:seal.button') }).click();
      await page.getByRole('heading', { name: say('bid:seal.doneTitle') }).waitFor();
      await lpse.management?.advanceBySeconds(13 * 3600);
      await bidder.step(desk, 'kirim');
      // The window knows the server's new time by now, and lets nobody believe that the server must think the same.
      await desk.press(say('bid:late.try'));
      const sending = await bidder.dialogOf(desk, 'bid:send.confirmTitle');
      await sending.getByLabel(say('bid:send.declaration')).check();
      await sending.getByLabel(say('bid:send.deviceConsent')).check();
      await sending.getByRole('button', { name: say('bid:send.button') }).click();
      await page.getByText('submission/closed', { exact: true }).waitFor();
      await page.getByRole('heading', { name: say('bid:late.title') }).waitFor();
      expect(await bidder.truth(desk).getAttribute('data-truth')).toBe('red');
      expect(await bidder.truth(desk).textContent()).toContain(say('truth.late'));
      await page.getByText(say('event.submission.not-made')).first().waitFor();
      await look('penawaran-5-terlambat');
      await page
        .getByLabel(say('bid:late.title'))
        .getByRole('button', { name: say('bid:transfer.sealed.export') })
        .click();
      await page.getByText(/satu-1\.sampul$/).waitFor();
      await desk.goTo('/');
      await page.getByText(say('truth.late')).first().waitFor();
      await look('beranda-terlambat');
      await page.goBack();
    });
  });

  describe('reads English', () => {
    it('sees every screen of a bid in it, at once and without a reload', async () => {
      await desk.page.locator('.language button[lang="en"]').click();
      desk.language = 'en';
      const { page, say } = desk;
      await page.getByRole('heading', { name: say('bid:send.title') }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      for (const id of ['kirim', 'segel', 'surat', 'dokumen', 'paket'] as const) {
        await bidder.step(desk, id);
        await look(`penawaran-${id}`);
      }
      for (const [path, screen] of [
        ['/', 'beranda'],
        ['/packages', 'paket'],
        [`/packages/${DEMO_TENDERS.goodsTwoFiles}`, 'paket-rincian'],
        ['/receipts', 'tanda-terima-daftar'],
        ['/identities', 'sertifikat'],
        ['/activity', 'aktivitas'],
        ['/settings', 'pengaturan'],
        ['/about', 'tentang'],
        ['/account', 'akun'],
        ['/lpse', 'sambungan'],
      ] as const) {
        await desk.goTo(path);
        await look(screen);
      }
    });

    it('leaves no passphrase behind on this computer', async () => {
      const page = await desk.page.evaluate(() => document.documentElement.outerHTML);
      expect(page).not.toContain(DEMO_PASSPHRASE);
      expect(await filesWith(join(desk.dir, 'data'), DEMO_PASSPHRASE)).toEqual([]);
    });
  });
});

/** Files below `folder` that hold `text`. */
async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  expect(paths.length).toBeGreaterThan(0);
  const found: string[] = [];
  for (const path of paths) if ((await readFile(path)).includes(text)) found.push(path);
  return found;
}
