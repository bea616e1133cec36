// Those who are not in the room, in a real Chromium: two bidders watch the opening live, one is shown that what was opened is what was
// sealed, the other what became of a bid that was damaged; a duty officer examines that bid, sees what will be signed, and states.
// The opening itself is done by the use cases.
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listReferrals } from '../../app/usecases/list-referrals.ts';
import { findingOn } from '../../app/usecases/opening-finding.ts';
import { referBid } from '../../app/usecases/refer-bid.ts';
import { damage, openAll, OPENED, untilOpening } from '../app/usecases/opened.ts';
import { openStation, type Station } from '../app/usecases/station.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { Desk } from './desk.ts';
import { inTurn, lookAt, openBrowser } from './errands.ts';
import { SKIPPED_BECAUSE } from './surroundings.ts';
import * as walk from './walk.ts';

const STATED = 'Berkas yang tersimpan bukan berkas yang diterima.';
const name = SKIPPED_BECAUSE === null ? 'outside the room' : `outside the room (skipped: ${SKIPPED_BECAUSE})`;

// Other tests may keep both cores busy meanwhile.
describe.skipIf(SKIPPED_BECAUSE !== null)(name, { timeout: 180_000 }, () => {
  let lpse: TemporaryLpse;
  let browser: Browser;
  let bidder: Desk;
  let unlucky: Desk;
  let officer: Desk;
  let cipta: Station;
  let siti: Station;

  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    browser = await openBrowser();
    bidder = await Desk.open(browser);
    unlucky = await Desk.open(browser);
    officer = await Desk.open(browser);
    cipta = await openStation(lpse, 'cipta.mandiri');
    siti = await openStation(lpse, 'siti.rahayu');
  }, 120_000);

  afterAll(async () => {
    await bidder.close();
    await unlucky.close();
    await officer.close();
    await cipta.close();
    await siti.close();
    await browser.close();
    await lpse.close();
  });

  inTurn('pantau', () => [bidder, unlucky, officer]);

  async function settled(desk: Desk): Promise<void> {
    await desk.page.waitForFunction(() => document.querySelector('.skeleton') === null);
  }

  /** Both languages, both sizes; axe must find nothing. */
  async function look(desk: Desk, screen: string): Promise<void> {
    await lookAt(desk, screen);
    await speak(desk, 'en');
    await lookAt(desk, screen);
    await speak(desk, 'id');
  }

  async function speak(desk: Desk, language: 'id' | 'en'): Promise<void> {
    await desk.page.getByRole('button', { name: new RegExp(`^${language.toUpperCase()}\\b`) }).click();
    await desk.page.locator(`html[lang=${language}]`).waitFor();
    desk.language = language;
  }

  async function sendFrom(desk: Desk, userId: string, price: string): Promise<void> {
    await walk.trustLpse(desk, lpse);
    await walk.logIn(desk, userId);
    await desk.page.getByRole('button', { name: userId }).waitFor();
    await walk.importCertificate(desk, lpse, userId);
    const { nama = '' } = lpse.context.packages.require(OPENED.kdTender).envelopes[0] ?? {};
    await walk.startDraft(desk, OPENED.kdTender, nama);
    await walk.fillRequired(desk, 30_000);
    await walk.fillLetter(desk, price);
    await walk.seal(desk);
    await walk.startSending(desk);
    await walk.untilTruth(desk, 'green');
    await desk.goTo('/watch');
    await desk.page.getByRole('link', { name: new RegExp(OPENED.kdTender) }).click();
    await desk.page.getByText(desk.say('watch:beforeTitle')).waitFor();
  }

  it('sends two bids and sees nothing of the opening before the hour', async () => {
    await sendFrom(unlucky, 'cipta.mandiri', '97.000.000');
    await sendFrom(bidder, 'karya.nusantara', '98.000.000');
    await look(bidder, 'pantau-sebelum');
  });

  it('finds the own bid on the closed list', async () => {
    await untilOpening(lpse);
    for (const desk of [bidder, unlucky]) {
      await desk.goTo('/watch');
      await desk.page.getByRole('link', { name: new RegExp(OPENED.kdTender) }).click();
      await desk.page.locator('[data-fate=listed]').waitFor();
      await desk.page.locator('[data-kind=closed]').waitFor();
    }
    await look(bidder, 'pantau-daftar');
  });

  it('watches the opening as it happens, and is shown that opened = sealed', async () => {
    await damage(lpse, cipta);
    const { room, bids } = await openAll(siti);
    await bidder.page.locator('[data-fate=opened-equal]').waitFor();
    await bidder.page.locator('[data-kind=opening-result]').nth(1).waitFor();
    expect(await bidder.page.locator('.watch-events li').count()).toBe(5);
    expect(await bidder.page.locator('.watch-proof').allTextContents()).not.toContain(bidder.say('watch:unproven'));
    await look(bidder, 'pantau-terbuka');
    const broken = bids.find(({ outcome }) => outcome.kind === 'not-opened');
    const { submissionId = '' } = broken ?? {};
    await referBid(siti.needs, {
      ...{ connection: await siti.connect(), openingId: room.answer.openingId, n: broken?.n ?? 0 },
      ...{ submissionId, reason: 'damaged-in-storage' },
      signerSha256: siti.signing?.certificateSha256 ?? '',
      ...(await findingOn(siti.needs, { room, submissionId, baseDir: join(siti.dir, 'buka') })),
    });
    await bidder.page.locator('[data-kind=bid-referred]').waitFor();
  });

  it('tells the other bidder the class of what happened, and what happens next', async () => {
    const { page, say } = unlucky;
    await page.locator('[data-fate=not-opened]').waitFor();
    await page.getByText(say('watch:reason.damaged-in-storage')).waitFor();
    await page.getByText(say('watch:fateText.not-opened')).waitFor();
    await look(unlucky, 'pantau-tidak-terbuka');
  });

  it('says on the first screen what became of the bid', async () => {
    await unlucky.goTo('/');
    await unlucky.page.locator('.followed-opening [data-fate=not-opened]').waitFor();
    await look(unlucky, 'beranda-pembukaan');
    await unlucky.page.locator('.followed-opening a').click();
    await unlucky.page.locator('[data-kind=bid-referred]').waitFor();
  });

  it('lets the duty officer examine the bid that did not open', async () => {
    await walk.trustLpse(officer, lpse);
    await officer.page.getByRole('radio').nth(1).check();
    await walk.logIn(officer, 'helpdesk');
    await officer.page.getByRole('heading', { name: officer.say('referral:title'), level: 1 }).waitFor();
    await settled(officer);
    await look(officer, 'rujukan-daftar');
    await officer.page.getByRole('link', { name: /CV Cipta Mandiri/ }).click();
    await officer.press(officer.say('referral:examine.button'));
    await officer.page.locator('.proven').waitFor();
    expect(await officer.page.locator('.proven').textContent()).toContain(
      officer.say('referral:reason.damaged-in-storage'),
    );
    await look(officer, 'rujukan-periksa');
  });

  it('shows the officer what will be signed, and everybody the statement', async () => {
    const { page, say } = officer;
    await page.getByLabel(say('referral:stated.cannot')).check();
    await page.getByLabel(say('referral:statement.text')).fill(STATED);
    await officer.press(say('referral:statement.show'));
    const dialog = page.getByRole('dialog', { name: say('referral:statement.confirmTitle') });
    await dialog.getByText('"segel-statement/1"').waitFor();
    await lookAt(officer, 'rujukan-tandatangan');
    await dialog.getByRole('button', { name: say('referral:statement.sign'), exact: true }).click();
    await page.locator('[data-stated]').waitFor();
    await look(officer, 'rujukan-dinyatakan');
    await unlucky.page.locator('[data-kind=bid-stated]').waitFor();
    await unlucky.page.locator('.statement').getByText(STATED).waitFor();
    await look(unlucky, 'pantau-dinyatakan');
    const connection = await siti.connect();
    const [referral] = await listReferrals(siti.needs, { connection, kdTender: OPENED.kdTender });
    expect(referral?.statement).toMatchObject({ canBeOpened: false, text: STATED });
  });

  async function openWatch(desk: Desk): Promise<void> {
    await desk.goTo('/watch');
    await desk.page.getByRole('link', { name: new RegExp(OPENED.kdTender) }).click();
  }

  it('says that the log has an opening which the LPSE does not show', async () => {
    lpse.management?.setFaults({ hideOpenings: true });
    await openWatch(bidder);
    await bidder.page.locator('[data-hidden] [data-fate=withheld]').waitFor();
    await bidder.page.getByRole('alert').first().waitFor();
    await look(bidder, 'pantau-disembunyikan');
    lpse.management?.setFaults({ hideOpenings: false });
  });

  it('says since when the log gives no proof, beside what was proven before', async () => {
    await openWatch(bidder);
    await bidder.page.locator('[data-fate=opened-equal]').waitFor();
    lpse.management?.setFaults({ unavailableAt: '/log/' });
    // What was shown a moment ago is not asked for again yet.
    await bidder.page.reload();
    await bidder.page.locator('[data-silence]').waitFor();
    expect(await bidder.page.locator('[data-fate=opened-equal]').count()).toBe(1);
    await look(bidder, 'pantau-log-diam');
    lpse.management?.setFaults({ unavailableAt: null });
  });
});
