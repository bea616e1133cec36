// A witness of the log, in a real Chromium: a bidder learns whether others saw the log that holds the receipt, an auditor whether it is the
// log of everybody; a fork is an alarm at either desk. The witness is the real one, its files are what it keeps.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { witnessLog } from '../../app/usecases/witness-log.ts';
import { encodeCheckpoint, parseCheckpoint, signNote } from '../../crypto/checkpoint.ts';
import { addCosignature, encodeCosignerKey } from '../../crypto/cosignature.ts';
import { FileWitnessStore, systemClock } from '../../main/compose.ts';
import { bidOn, OPENED } from '../app/usecases/opened.ts';
import { openStation, type Station } from '../app/usecases/station.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { Desk } from './desk.ts';
import { inTurn, lookAt, openBrowser } from './errands.ts';
import { SKIPPED_BECAUSE } from './surroundings.ts';
import * as walk from './walk.ts';

const witnessName = 'saksi.example/1';
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const key = encodeCosignerKey({ name: witnessName, publicKey });
const name = SKIPPED_BECAUSE === null ? 'a witness’s file' : `a witness’s file (skipped: ${SKIPPED_BECAUSE})`;

// Other tests may keep both cores busy meanwhile.
describe.skipIf(SKIPPED_BECAUSE !== null)(name, { timeout: 180_000 }, () => {
  let lpse: TemporaryLpse;
  let browser: Browser;
  let bidder: Desk;
  let auditor: Desk;
  let karya: Station;
  /** What the witness kept before the bid, and after it. */
  let early: string;
  let late: string;

  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    karya = await openStation(lpse, 'karya.nusantara');
    early = await witnessed();
    await bidOn(karya, '98000000');
    late = await witnessed();
    browser = await openBrowser();
    bidder = await Desk.open(browser);
    await bidder.end();
    // The very computer from which the bid was sent.
    await cp(karya.dir, join(bidder.dir, 'data'), { recursive: true });
    await bidder.start();
    auditor = await Desk.open(browser);
  }, 120_000);

  afterAll(async () => {
    await bidder.close();
    await auditor.close();
    await karya.close();
    await browser.close();
    await lpse.close();
  });

  inTurn('saksi', () => [bidder, auditor]);

  /** The witness looks; its file as it is now. */
  async function witnessed(): Promise<string> {
    const { trust } = await karya.connect();
    const folder = join(karya.dir, 'saksi');
    const needs = { ...karya.needs, heads: new FileWitnessStore(folder), clock: systemClock };
    const seen = await witnessLog(needs, { trust, key: { name: witnessName, privateKey } });
    if (!('note' in seen)) throw new Error('the witness saw nothing');
    return readFile(join(folder, `${String(trust.kdLpse)}.heads.jsonl`), 'utf8');
  }

  /** A head that the LPSE signed for the witness alone. */
  function otherLog(): string {
    const { origin, size } = parseCheckpoint(lpse.context.log.checkpoint());
    const text = encodeCheckpoint({ origin, size: size + 2, root: randomBytes(32) });
    return addCosignature(signNote(text, origin, lpse.context.keys.log), {
      ...{ name: witnessName, privateKey },
      at: lpse.clock.now(),
    });
  }

  async function compare(desk: Desk, file: string, content: string): Promise<void> {
    const { page, say } = desk;
    await desk.choose(say('audit:witness.choose'), [await desk.file(file, content)]);
    await page.getByText(say('audit:witness.chosen', { name: file })).waitFor();
  }

  const panel = (desk: Desk) => desk.page.getByRole('heading', { name: desk.say('audit:witness.title'), level: 2 });

  it('is asked for with the witness’s key, and nothing is compared without both', async () => {
    const { page, say } = bidder;
    await bidder.goTo('/receipts');
    await page.getByRole('link', { name: say('bid:receipts.kind.submission', { number: 1 }) }).click();
    await panel(bidder).waitFor();
    const button = page.getByRole('button', { name: say('audit:witness.compare'), exact: true });
    expect(await button.isDisabled()).toBe(true);
    await page.getByText(say('audit:witness.needsKey')).waitFor();
    await page.getByLabel(say('audit:witness.keys')).fill('saksi.example');
    await compare(bidder, 'saksi.jsonl', early);
    await page.getByText('audit/witness-key-malformed').waitFor();
    await panel(bidder).scrollIntoViewIfNeeded();
    await lookAt(bidder, 'saksi-kunci-salah');
  });

  it('older than the receipt proves nothing about it; a newer one does', async () => {
    const { page, say } = bidder;
    await page.getByLabel(say('audit:witness.keys')).fill(key);
    await bidder.press(say('audit:witness.compare'));
    await page.locator('[data-stand=older]').getByText(say('audit:witness.receipt.not-covered')).waitFor();
    await compare(bidder, 'saksi-baru.jsonl', late);
    await page.locator('[data-stand=same]').getByText(say('audit:witness.receipt.covered')).waitFor();
    await page.getByText(say('audit:witness.heads', { compared: 2, found: 2 })).waitFor();
    await panel(bidder).scrollIntoViewIfNeeded();
    await lookAt(bidder, 'saksi-tanda-terima');
  });

  it('of another log is an alarm, with both signed heads and what to do', async () => {
    const { page, say } = bidder;
    await compare(bidder, 'saksi-lain.txt', otherLog());
    const alarm = page.getByRole('alert').filter({ hasText: say('audit:witness.verdict.forked') });
    await alarm.getByText(say('audit:witness.fork.report')).waitFor();
    await alarm.getByText(say('audit:witness.fork.witnessed')).click();
    await alarm.getByText(witnessName).waitFor();
    await alarm.scrollIntoViewIfNeeded();
    await lookAt(bidder, 'saksi-alarm');
    await page.emulateMedia({ colorScheme: 'dark' });
    await alarm.scrollIntoViewIfNeeded();
    await lookAt(bidder, 'saksi-alarm-gelap');
  });

  it('tells an auditor whether others saw this log, or why nothing can be said', async () => {
    await walk.trustLpse(auditor, lpse);
    const { page } = auditor;
    await page.getByLabel(auditor.say('login.types.NON_PENYEDIA')).check();
    await walk.logIn(auditor, 'auditor');
    await page.getByRole('heading', { name: auditor.say('audit:list.title'), level: 1 }).waitFor();
    await page.locator('.language button[lang="en"]').click();
    await page.locator('html[lang=en]').waitFor();
    auditor.language = 'en';
    const { say } = auditor;
    await auditor.goTo(`/audit/${OPENED.kdTender}`);
    await page.getByLabel(say('audit:witness.keys')).fill(key);
    await compare(auditor, 'witness.jsonl', late);
    await page.locator('[data-stand=same]').getByText(say('audit:witness.text.same')).waitFor();
    await panel(auditor).scrollIntoViewIfNeeded();
    await lookAt(auditor, 'saksi-auditor');
    await page
      .getByLabel(say('audit:witness.keys'))
      .fill(encodeCosignerKey({ name: witnessName, ...generateKeyPairSync('ed25519') }));
    await auditor.press(say('audit:witness.compare'));
    const said = page.locator('[data-stand=not-compared]');
    await said.getByText(say('audit:witness.because.not-cosigned')).waitFor();
    await said.scrollIntoViewIfNeeded();
    await lookAt(auditor, 'saksi-tidak-dibandingkan');
  });
});
