// The whole tender in one file, in a real Chromium: an officer who opened the bids here adds their content, told first who may see such a
// file; the file says what is in it, and is judged.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerDevice } from '../../app/usecases/register-device.ts';
import { openStation } from '../app/usecases/station.ts';
import { sealedBid, sendBid } from '../faults/bidding.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { act, enterRoom, sitDown } from './committee-walk.ts';
import { Desk } from './desk.ts';
import { inTurn, lookAt, openBrowser } from './errands.ts';
import { SKIPPED_BECAUSE } from './surroundings.ts';

const kdTender = DEMO_TENDERS.services;
const name = SKIPPED_BECAUSE === null ? 'a tender’s file' : `a tender’s file (skipped: ${SKIPPED_BECAUSE})`;

// Other tests may keep both cores busy meanwhile.
describe.skipIf(SKIPPED_BECAUSE !== null)(name, { timeout: 240_000 }, () => {
  let lpse: TemporaryLpse;
  let browser: Browser;
  let dedi: Desk;

  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    for (const userId of ['karya.nusantara', 'cipta.mandiri']) {
      const station = await openStation(lpse, userId);
      await registerDevice(station.needs, { connection: await station.connect() });
      await sendBid(station, await sealedBid(station, { kdTender, price: '170000000' }));
      await station.close();
    }
    const { packages } = lpse.context;
    const record = packages.require(kdTender);
    const begins = Date.parse(packages.stage(record, record.envelopes[0]?.openingStage ?? '').tgl_awal);
    await lpse.management?.advanceTo(new Date(begins + 120_000));
    browser = await openBrowser();
    dedi = await Desk.open(browser);
    await sitDown(dedi, lpse, 'dedi.kurniawan');
  }, 240_000);

  afterAll(async () => {
    await dedi.close();
    await browser.close();
    await lpse.close();
  });

  inTurn('berkas', () => [dedi]);

  it('holds the content of bids only after a warning, and says that it does', async () => {
    const { page, say } = dedi;
    await enterRoom(dedi, kdTender, 'satu');
    await act(dedi, 'lead');
    await act(dedi, 'release');
    await act(dedi, 'open');
    await page.getByText(say('opening:say.opened')).waitFor();
    await page.getByLabel(say('audit:dossier.withDocuments')).check();
    await page.getByRole('heading', { name: say('opening:file.title') }).scrollIntoViewIfNeeded();
    await lookAt(dedi, 'berkas-pilihan');
    await dedi.press(say('audit:dossier.export'));
    const dialog = page.getByRole('dialog', { name: say('audit:dossier.confirmTitle') });
    await dialog.getByText(say('audit:dossier.whoMay')).waitFor();
    const go = dialog.getByRole('button', { name: say('audit:dossier.confirm') });
    expect(await go.isDisabled()).toBe(true);
    await lookAt(dedi, 'berkas-peringatan');
    await dialog.getByLabel(say('audit:dossier.accept')).check();
    await go.click();
    const holds = page.getByText(say('audit:dossier.holdsPlaintext_other', { count: 2 }));
    await holds.waitFor();
    expect(await readdir(join(dedi.dir, 'unduhan'))).toEqual([`tender-${kdTender}.zip`]);
    await holds.scrollIntoViewIfNeeded();
    await lookAt(dedi, 'berkas-tersimpan');
  });
});
