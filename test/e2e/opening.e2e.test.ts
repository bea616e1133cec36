// An opening at several desks: leader, second member, officer, each with the own data folder, against one reference LPSE. Bids are
// placed by fast clients; the LPSE's clock is moved past each deadline.
import { describe, expect, it } from 'vitest';
import { registerDevice } from '../../app/usecases/register-device.ts';
import { damage, untilOpening, type Target } from '../app/usecases/opened.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { act, ask, confirm, enterRoom, rowOf } from './committee-walk.ts';
import type { Desk } from './desk.ts';
import { lookAt, workingDay } from './errands.ts';
import { SKIPPED_BECAUSE } from './surroundings.ts';

const KARYA = 'PT Karya Bangun Nusantara';
const CIPTA = 'CV Cipta Mandiri Teknik';
const { quorum, goodsTwoFiles, services } = DEMO_TENDERS;
const inServices = { kdTender: services, envelopeId: 'satu' };
const inQuorum = { kdTender: quorum, envelopeId: 'satu' };
const file1 = { kdTender: goodsTwoFiles, envelopeId: 'file-1' };
const file2 = { kdTender: goodsTwoFiles, envelopeId: 'file-2' };

const name = SKIPPED_BECAUSE === null ? 'an opening' : `an opening (skipped: ${SKIPPED_BECAUSE})`;
// Other tests may keep both cores busy meanwhile.
const options = { timeout: 240_000 };

describe.skipIf(SKIPPED_BECAUSE !== null)(name, options, () => {
  const { people, sit } = workingDay('pembukaan', async () => {
    for (const [userId, price] of [
      ['karya.nusantara', '170000000'],
      ['cipta.mandiri', '180000000.50'],
    ] as const) {
      const station = await people.at(userId);
      await registerDevice(station.needs, { connection: await station.connect() });
      for (const target of [inServices, file1, file2, inQuorum])
        await people.bid(userId, { ...target, price, onlyRequired: true });
    }
  });

  /** Two minutes after the beginning of the stage in which the envelope opens. */
  const moveToOpening = (target: Target) => untilOpening(people.lpse, target, 120_000);

  /** The duty officer states, after a look at the evidence, that the first referred bid cannot be opened. */
  async function stateAsHelpdesk(): Promise<void> {
    const { needs } = await people.at('helpdesk');
    const { referrals } = await needs.lpse.referrals(null);
    const [referral] = referrals;
    if (referral === undefined) throw new Error('nothing was referred');
    const { openingId, n } = referral;
    await needs.lpse.stateOnBid(openingId, n, { canBeOpened: false, text: 'Salinan di LPSE rusak' });
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
      await moveToOpening(inServices);
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
      await moveToOpening(file1);
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
      await moveToOpening(file2);
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
      await damage(people.lpse, await people.at('karya.nusantara'), { kdTender: quorum, position: 4000 });
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
