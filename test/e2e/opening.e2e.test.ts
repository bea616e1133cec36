// An opening at several desks: leader, second member, officer, each with the own data folder, against one reference LPSE. Bids are
// placed by fast clients; the LPSE's clock is moved past each deadline.
import { readdirSync } from 'node:fs';
import { chromium, type Browser } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStation, type Station } from '../app/usecases/station.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { act, ask, confirm, enterRoom, placeBid, rowOf, sitDown } from './committee-walk.ts';
import { Desk } from './desk.ts';
import { CHROMIUM, SKIPPED_BECAUSE } from './surroundings.ts';

const KARYA = 'PT Karya Bangun Nusantara';
const CIPTA = 'CV Cipta Mandiri Teknik';
const { quorum, goodsTwoFiles, services } = DEMO_TENDERS;

const name = SKIPPED_BECAUSE === null ? 'an opening' : `an opening (skipped: ${SKIPPED_BECAUSE})`;
// Other tests may keep both cores busy meanwhile.
const options = { timeout: 240_000 };

describe.skipIf(SKIPPED_BECAUSE !== null)(name, options, () => {
  let lpse: TemporaryLpse;
  let browser: Browser;
  const desks: Desk[] = [];
  const stations: Station[] = [];

  const sit = async (userId: string): Promise<Desk> => {
    const desk = await Desk.open(browser);
    desks.push(desk);
    await sitDown(desk, lpse, userId);
    return desk;
  };

  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    for (const userId of ['karya.nusantara', 'cipta.mandiri']) stations.push(await openStation(lpse, userId));
    for (const [i, station] of stations.entries()) {
      const price = i === 0 ? '170000000' : '180000000.50';
      await placeBid(station, { kdTender: services, envelopeId: 'satu', price });
      await placeBid(station, { kdTender: goodsTwoFiles, envelopeId: 'file-1', price });
      await placeBid(station, { kdTender: goodsTwoFiles, envelopeId: 'file-2', price });
      await placeBid(station, { kdTender: quorum, envelopeId: 'satu', price });
    }
    // As root Chromium runs without its sandbox or not at all.
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args });
  }, 240_000);

  afterAll(async () => {
    for (const desk of desks) await desk.close();
    for (const station of stations) await station.close();
    await browser.close();
    await lpse.close();
  });

  // Each errand begins where the one before ended: after a failure the rest would only time out.
  let failed = false;
  beforeEach(({ skip }) => {
    if (failed) skip('an errand before this one failed');
  });
  afterEach(async ({ task }) => {
    if (failed) return;
    failed = task.result?.state === 'fail';
    if (failed)
      for (const [i, desk] of desks.entries()) await desk.screenshot(`gagal-pembukaan-${i}-${task.name.slice(0, 30)}`);
    for (const desk of desks) expect(desk.complaints.splice(0), 'errors in the console').toEqual([]);
  });

  async function look(desk: Desk, screen: string): Promise<void> {
    await desk.page.waitForFunction(() => document.querySelector('.skeleton') === null);
    expect(await desk.look(screen)).toEqual([]);
  }

  /** Two minutes after the beginning of the stage in which the envelope opens. */
  async function moveToOpening(kdTender: string, envelopeId: string): Promise<void> {
    const record = lpse.context.packages.require(kdTender);
    const stage = record.envelopes.find((one) => one.envelopeId === envelopeId)?.openingStage ?? '';
    const begins = new Date(lpse.context.packages.stage(record, stage).tgl_awal);
    await lpse.management?.advanceTo(new Date(begins.getTime() + 120_000));
  }

  describe('by an officer alone', () => {
    let dedi: Desk;

    it('says before the hour who refuses, and the server says it too', async () => {
      dedi = await sit('dedi.kurniawan');
      await enterRoom(dedi, services, 'satu');
      const { page, say } = dedi;
      await page.getByText(say('opening:before.server')).waitFor();
      await page.getByText(say('opening:before.kms')).waitFor();
      await look(dedi, 'pembukaan-sebelum');
      await dedi.press(say('opening:before.ask'));
      await page.getByText('opening/too-early').waitFor();
      await look(dedi, 'pembukaan-sebelum-ditolak');
    });

    it('leads, releases and opens alone, and is told what one lock means', async () => {
      await moveToOpening(services, 'satu');
      const { page, say } = dedi;
      await dedi.press(say('opening:before.ask'));
      await page.getByText('opening/too-early').waitFor({ state: 'detached' });
      await dedi.end();
      await dedi.start();
      await enterRoom(dedi, services, 'satu');
      await dedi.page.getByText(say('opening:say.singleLock')).waitFor();
      await act(dedi, 'lead');
      await act(dedi, 'release');
      await act(dedi, 'open');
      await rowOf(dedi, KARYA).filter({ hasText: 'Rp 170.000.000,00' }).waitFor();
      await rowOf(dedi, CIPTA).filter({ hasText: 'Rp 180.000.000,50' }).waitFor();
      await rowOf(dedi, CIPTA)
        .filter({ hasText: say('opening:facts.above-owner-estimate') })
        .waitFor();
      await dedi.page.getByText(say('opening:say.opened')).waitFor();
      await look(dedi, 'pembukaan-pejabat');
    });
  });
});
