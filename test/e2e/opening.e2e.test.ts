// An opening at several desks: leader, second member, officer, each with the own data folder, against one reference LPSE. Bids are
// placed by fast clients; the LPSE's clock is moved past each deadline.
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStation, type Station } from '../app/usecases/station.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { act, ask, confirm, enterRoom, placeBid, rowOf, sitDown } from './committee-walk.ts';
import { Desk } from './desk.ts';
import { inTurn, lookAt, openBrowser } from './errands.ts';
import { SKIPPED_BECAUSE } from './surroundings.ts';

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
    browser = await openBrowser();
  }, 240_000);

  afterAll(async () => {
    for (const desk of desks) await desk.close();
    for (const station of stations) await station.close();
    await browser.close();
    await lpse.close();
  });

  inTurn('pembukaan', () => desks);

  /** Two minutes after the beginning of the stage in which the envelope opens. */
  async function moveToOpening(kdTender: string, envelopeId: string): Promise<void> {
    const record = lpse.context.packages.require(kdTender);
    const stage = record.envelopes.find((one) => one.envelopeId === envelopeId)?.openingStage ?? '';
    const begins = new Date(lpse.context.packages.stage(record, stage).tgl_awal);
    await lpse.management?.advanceTo(new Date(begins.getTime() + 120_000));
  }

  /** One bit of the first bid's stored file turns over, as on a bad disk. */
  async function damage(kdTender: string): Promise<void> {
    const [first] = stations;
    const { submissions } = (await first?.needs.lpse.submissions(kdTender)) ?? { submissions: [] };
    lpse.management?.setFaults({ flip: { uploadId: submissions[0]?.uploadId ?? '', position: 4000 } });
  }

  /** The duty officer states, after a look at the evidence, that the first referred bid cannot be opened. */
  async function stateAsHelpdesk(): Promise<void> {
    const helpdesk = await openStation(lpse, 'helpdesk');
    try {
      const { referrals } = await helpdesk.needs.lpse.referrals(null);
      const [referral] = referrals;
      if (referral === undefined) throw new Error('nothing was referred');
      const { openingId, n } = referral;
      await helpdesk.needs.lpse.stateOnBid(openingId, n, { canBeOpened: false, text: 'Salinan di LPSE rusak' });
    } finally {
      await helpdesk.close();
    }
  }

  describe('by an officer alone', () => {
    let dedi: Desk;

    it('says before the hour who refuses, and the server says it too', async () => {
      dedi = await sit('dedi.kurniawan');
      await enterRoom(dedi, services, 'satu');
      const { page, say } = dedi;
      await page.getByText(say('opening:before.server')).waitFor();
      await page.getByText(say('opening:before.kms')).waitFor();
      await lookAt(dedi, 'pembukaan-sebelum');
      await dedi.press(say('opening:before.ask'));
      await page.getByText('opening/too-early').waitFor();
      await lookAt(dedi, 'pembukaan-sebelum-ditolak');
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
      await lookAt(dedi, 'pembukaan-pejabat');
    });
  });

  describe('of two envelopes', () => {
    let siti: Desk;
    let agus: Desk;

    it('opens File I at one desk', async () => {
      await moveToOpening(goodsTwoFiles, 'file-1');
      siti = await sit('siti.rahayu');
      await enterRoom(siti, goodsTwoFiles, 'file-2');
      await siti.page.getByText(siti.say('opening:before.server')).waitFor();
      await enterRoom(siti, goodsTwoFiles, 'file-1');
      await act(siti, 'release');
      await act(siti, 'open');
      await siti.page.getByText(siti.say('opening:say.opened')).waitFor();
      await rowOf(siti, KARYA)
        .filter({ hasText: siti.say('opening:outcome.opened_other', { count: 3 }) })
        .waitFor();
      await lookAt(siti, 'pembukaan-file-1');
    });

    it('lets a majority sign who passed, each at the own desk', async () => {
      const proposal = siti.page.getByRole('region', { name: siti.say('opening:technical.title') });
      await proposal.getByLabel(KARYA).check();
      await siti.press(siti.say('opening:technical.sign'));
      const dialog = siti.page.getByRole('dialog', { name: siti.say('opening:technical.confirmTitle') });
      await dialog.getByText(siti.say('opening:technical.notPassed')).waitFor();
      await lookAt(siti, 'pembukaan-hasil-file-1-tanda-tangan');
      await confirm(siti, dialog, 'opening:technical.sign');
      await siti.page.getByText(siti.say('opening:technical.waitingOthers', { required: 2 })).waitFor();
      await moveToOpening(goodsTwoFiles, 'file-2');
      agus = await sit('agus.pranoto');
      await enterRoom(agus, goodsTwoFiles, 'file-2');
      await agus.page.getByText(agus.say('opening:technical.waiting')).waitFor();
      await lookAt(agus, 'pembukaan-file-2-menunggu');
      await agus.press(agus.say('opening:technical.use'));
      await agus.press(agus.say('opening:technical.sign'));
      await confirm(
        agus,
        agus.page.getByRole('dialog', { name: agus.say('opening:technical.confirmTitle') }),
        'opening:technical.sign',
      );
      await agus.page.getByRole('button', { name: agus.say('opening:act.release.button') }).waitFor();
    });

    it('opens File II only for those who passed, and lists the others as sealed', async () => {
      await act(agus, 'release');
      await act(agus, 'open');
      await rowOf(agus, KARYA).filter({ hasText: 'Rp 170.000.000,00' }).waitFor();
      await rowOf(agus, CIPTA)
        .filter({ hasText: agus.say('opening:outcome.stays-sealed') })
        .waitFor();
      await lookAt(agus, 'pembukaan-file-2');
    });
  });

  describe('by a quorum', () => {
    let hendra: Desk;
    let nur: Desk;

    it('is led at one desk, whose digest another member compares before giving a share', async () => {
      await damage(quorum);
      hendra = await sit('hendra.gunawan');
      await enterRoom(hendra, quorum, 'satu');
      await hendra.page.getByText(hendra.say('opening:say.lead')).waitFor();
      await act(hendra, 'lead');
      await hendra.page.getByText(hendra.say('opening:members.sessionHere')).waitFor();
      await act(hendra, 'release');
      const own = await ask(hendra, 'contribute');
      await own.getByLabel(hendra.say('opening:act.contribute.compared')).check();
      await confirm(hendra, own, 'opening:act.contribute.button');
      await own.waitFor({ state: 'detached' });
      nur = await sit('nur.aini');
      nur.language = 'en';
      await nur.page.locator('.language button[lang="en"]').click();
      await enterRoom(nur, quorum, 'satu');
      const dialog = await ask(nur, 'contribute');
      const shown = await dialog.locator('.digest code').textContent();
      const there = await hendra.page.locator('.session .digest code').first().textContent();
      expect(shown).toBe(there);
      await lookAt(nur, 'pembukaan-kuorum-bagian');
      await dialog.getByLabel(nur.say('opening:act.contribute.compared')).check();
      await confirm(nur, dialog, 'opening:act.contribute.button');
      await nur.page.getByText(nur.say('opening:members.quorum', { count: 2, threshold: 2 })).waitFor();
      await lookAt(nur, 'pembukaan-kuorum-ikut');
    });

    it('goes on at the leading desk after the program was ended in the middle', async () => {
      await hendra.end();
      await hendra.start();
      await enterRoom(hendra, quorum, 'satu');
      await hendra.page.getByText(hendra.say('opening:members.quorum', { count: 2, threshold: 2 })).waitFor();
      await act(hendra, 'open');
      await rowOf(hendra, CIPTA).filter({ hasText: 'Rp 180.000.000,50' }).waitFor();
      await rowOf(hendra, KARYA)
        .filter({ hasText: hendra.say('opening:outcome.not-opened') })
        .waitFor();
      await hendra.page.getByText(hendra.say('opening:reason.damaged-in-storage')).waitFor();
      await lookAt(hendra, 'pembukaan-kuorum');
    });

    it('refers the damaged bid, and reads what the LPSE states', async () => {
      const { page, say } = hendra;
      await hendra.press(say('opening:case.refer'));
      const dialog = page.getByRole('dialog', { name: say('opening:case.confirmTitle') });
      await dialog.getByRole('button', { name: say('opening:case.refer') }).click();
      await page.getByRole('button', { name: say('opening:case.look') }).waitFor();
      await lookAt(hendra, 'pembukaan-rujukan');
      await stateAsHelpdesk();
      await hendra.press(say('opening:case.look'));
      await page.getByText('Salinan di LPSE rusak').waitFor();
      await page.getByText(say('opening:case.cannot')).waitFor();
      await lookAt(hendra, 'pembukaan-rujukan-dijawab');
    });
  });
});
