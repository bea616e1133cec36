// The auditor's errand in a real Chromium: device records opened with the auditor's key, facts side by side, the tender's timeline.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStation } from '../app/usecases/station.ts';
import { sealedBid, sendBid } from '../faults/bidding.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { DEMO_PASSPHRASE } from '../lpse/seeds/people.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { Desk } from './desk.ts';
import { inTurn, lookAt, openBrowser } from './errands.ts';
import { SKIPPED_BECAUSE } from './surroundings.ts';
import * as person from './walk.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
const name = SKIPPED_BECAUSE === null ? 'an auditor' : `an auditor (skipped: ${SKIPPED_BECAUSE})`;

describe.skipIf(SKIPPED_BECAUSE !== null)(name, { timeout: 180_000 }, () => {
  let lpse: TemporaryLpse;
  let browser: Browser;
  let desk: Desk;

  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    // Both bid from this very computer: their records share what two programs on one computer share.
    for (const userId of ['karya.nusantara', 'cipta.mandiri']) {
      const station = await openStation(lpse, userId);
      await sendBid(station, await sealedBid(station, { kdTender }));
      await station.close();
    }
    browser = await openBrowser();
    desk = await Desk.open(browser);
    await person.trustLpse(desk, lpse);
  });

  afterAll(async () => {
    await desk.close();
    await browser.close();
    await lpse.close();
  });

  inTurn('audit', () => [desk]);

  it('comes to the list of tenders, and to one of them', async () => {
    const { page, say } = desk;
    await page.getByLabel(say('login.types.NON_PENYEDIA')).check();
    await person.logIn(desk, 'auditor');
    await page.getByRole('heading', { name: say('audit:list.title'), level: 1 }).waitFor();
    await lookAt(desk, 'audit-daftar');
    await page.getByLabel(say('audit:list.search')).fill(kdTender);
    await page.getByRole('link', { name: new RegExp(kdTender) }).click();
    await page.getByText(say('audit:evidence.noCertificate')).waitFor();
  });

  it('opens the device records with the own key, and sees facts with their weaknesses', async () => {
    const { page, say } = desk;
    await person.importCertificate(desk, lpse, 'auditor');
    await desk.goTo(`/audit/${kdTender}`);
    await page.getByLabel(say('bid:passphrase.label')).fill('bukan ini');
    await desk.press(say('audit:evidence.read'));
    await page.getByText('identity/wrong-passphrase').waitFor();
    await page.getByLabel(say('bid:passphrase.label')).fill(DEMO_PASSPHRASE);
    await desk.press(say('audit:evidence.read'));
    await page.getByText(say('audit:shared.weakness.observed-address')).waitFor();
    await page.getByText(say('audit:records.shares')).first().click();
    await page.getByText(say('audit:records.atSealing')).first().waitFor();
    await lookAt(desk, 'audit-jejak');
  });

  it('reads the tender’s timeline, proven against the signed head', async () => {
    const { page, say } = desk;
    const received = page.getByRole('cell', { name: say('audit:timeline.type.submission-received') });
    await received.first().waitFor();
    expect(await received.count()).toBe(2);
    await received.first().scrollIntoViewIfNeeded();
    await lookAt(desk, 'audit-linimasa');
  });

  it('takes the records home as a file', async () => {
    const { page, say } = desk;
    await desk.press(say('audit:evidence.save'));
    await page.getByText(say('audit:evidence.saved', { path: '#' }).split('#')[1]?.slice(2, 30) ?? '').waitFor();
    const saved = await readFile(join(desk.dir, 'unduhan', `jejak-perangkat-${kdTender}.json`), 'utf8');
    expect(JSON.parse(saved)).toMatchObject({ format: 'segel-device-evidence/1', kdTender });
  });

  it('takes the whole tender home in one file after the hour, and checks it without the LPSE', async () => {
    const { page, say } = desk;
    const { packages } = lpse.context;
    const record = packages.require(kdTender);
    const stage = record.envelopes[0]?.openingStage ?? '';
    await lpse.management?.advanceTo(new Date(packages.stage(record, stage).tgl_awal));
    await desk.press(say('audit:dossier.export'));
    await page.getByText(say('audit:dossier.exported', { path: '#' }).split('#')[1]?.slice(2) ?? '').waitFor();
    await lpse.stop();
    await desk.choose(say('audit:dossier.choose'), [join(desk.dir, 'unduhan', `tender-${kdTender}.zip`)]);
    await page.getByText(say('audit:dossier.proven')).waitFor();
    await lookAt(desk, 'audit-bukti');
  });

  it('does so in English as well', async () => {
    desk.language = 'en';
    await desk.page.getByRole('button', { name: /^EN/ }).click();
    await desk.page.getByRole('heading', { name: desk.say('audit:evidence.title') }).waitFor();
    await lookAt(desk, 'audit-jejak');
  });
});
