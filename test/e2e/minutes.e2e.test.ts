// Results on paper at two members' desks: each draws up the same paper, signs it with the own certificate, and one puts the
// signatures together and has them checked, also while the TSA is down; one signs through e-Sign, by the adapter's stand-in on loopback.
// Bids are placed and opened by the real use cases; the papers come through the window.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../crypto/encoding.ts';
import {
  ESIGN_CLIENT,
  ESIGN_NIK,
  ESIGN_PASSPHRASE,
  startEsignService,
  type EsignService,
} from '../doubles/esign-service.ts';
import { searchFiles } from '../insiders/toolkit.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { DEMO_PASSPHRASE } from '../lpse/seeds/people.ts';
import { act, enterRoom } from './committee-walk.ts';
import type { Desk } from './desk.ts';
import { lookAt, workingDay } from './errands.ts';
import { SKIPPED_BECAUSE } from './surroundings.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
const envelopeId = 'satu';
const target = { kdTender, envelopeId };
const withoutBids = { kdTender: DEMO_TENDERS.quick, envelopeId: 'harga' };
const name = SKIPPED_BECAUSE === null ? 'minutes' : `minutes (skipped: ${SKIPPED_BECAUSE})`;

describe.skipIf(SKIPPED_BECAUSE !== null)(name, { timeout: 240_000 }, () => {
  const { people, sit } = workingDay('berita-acara', async () => {
    await people.bid('karya.nusantara', { ...target, price: '4700000000.10', onlyRequired: true });
    await people.bid('cipta.mandiri', { ...target, price: '5700000000.10', onlyRequired: true });
    const closesAt = people.lpse.context.packages.closesAt(kdTender, envelopeId);
    await people.lpse.management?.advanceTo(new Date(closesAt.getTime() + 3_600_000));
  });

  async function inRoom(userId: string): Promise<Desk> {
    const desk = await sit(userId);
    await enterRoom(desk, kdTender, envelopeId);
    return desk;
  }

  async function openPapers(desk: Desk): Promise<void> {
    await desk.goTo(`/minutes/${kdTender}/${envelopeId}`);
    await desk.page.getByRole('heading', { name: desk.say('minutes:papers.title') }).waitFor();
  }

  async function drawUp(desk: Desk): Promise<string> {
    const { page, say } = desk;
    await openPapers(desk);
    await desk.press(say('minutes:papers.final'));
    const paper = page.locator('h3').filter({ hasText: 'berita-acara-pembukaan' });
    await paper.waitFor();
    return (await paper.innerText()).trim();
  }

  async function sign(desk: Desk, outcome: 'signed' | 'kept'): Promise<void> {
    const { page, say } = desk;
    await desk.press(say('minutes:sign.act'));
    const dialog = page.getByRole('dialog', { name: say('minutes:sign.title') });
    await dialog.locator('input[name="sign-minutes"]').first().check();
    await dialog.getByLabel(say('bid:passphrase.label'), { exact: true }).fill(DEMO_PASSPHRASE);
    await dialog.getByLabel(say('minutes:sign.read')).check();
    await lookAt(desk, 'berita-acara-tanda-tangan');
    await dialog.getByRole('button', { name: say('minutes:sign.act') }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(say(`minutes:sign.outcome.${outcome}`)).waitFor();
    await page.getByRole('list', { name: say('minutes:signatures.title') }).waitFor();
  }

  /** Name and digest of everything that lies beside the minutes. */
  function besideMinutes(desk: Desk): readonly string[] {
    return readdirSync(desk.dir, { recursive: true, encoding: 'utf8' })
      .filter((one) => /berita acara satu[/\\]./.test(one))
      .map((one) => `${one} ${sha256Hex(readFileSync(join(desk.dir, one)))}`)
      .toSorted();
  }

  let siti: Desk;
  let p7sOfAgus = '';
  let service: EsignService;
  let serviceIsUp = true;
  beforeAll(async () => {
    service = await startEsignService();
  });
  afterAll(async () => {
    if (serviceIsUp) await service.close();
  });

  it('are exported, drawn up, signed by two members and checked', async () => {
    siti = await inRoom('siti.rahayu');
    await act(siti, 'release');
    await act(siti, 'open');
    await siti.page.getByText(siti.say('opening:say.opened')).waitFor();
    const agus = await inRoom('agus.pranoto');
    await act(agus, 'open');
    await agus.page.getByText(agus.say('opening:say.opened')).waitFor();

    const paper = await drawUp(siti);
    await siti.press(siti.say('minutes:exports.all'));
    await siti.page.getByText(`hasil-pembukaan-${kdTender}-${envelopeId}.xlsx`).waitFor();
    await lookAt(siti, 'berita-acara');
    await sign(siti, 'signed');

    expect(await drawUp(agus)).toBe(paper);
    agus.language = 'en';
    await agus.page.locator('.language button[lang="en"]').click();
    await sign(agus, 'signed');
    const [p7s = ''] = readdirSync(agus.dir, { recursive: true, encoding: 'utf8' }).filter((one) =>
      one.endsWith('.p7s'),
    );
    p7sOfAgus = join(agus.dir, p7s);
    expect(readFileSync(p7sOfAgus).length).toBeGreaterThan(500);
  });

  it('lose no timestamp while the TSA is down, and say what became of each signature', async () => {
    const { page, say } = siti;
    const add = async (outcome: string) => {
      await siti.choose(new RegExp(say('minutes:add.act').replaceAll('.', '\\.')), [p7sOfAgus]);
      await page.getByText(say(`minutes:add.outcome.${outcome}`, { holder: 'Agus Pranoto' })).waitFor();
    };
    people.lpse.management?.setTsa(false);
    await sign(siti, 'kept');
    await add('signed-unstamped');
    const list = page.getByRole('list', { name: say('minutes:signatures.title') });
    const unstamped = list.getByText(say('minutes:signatures.timestamp.none'));
    await unstamped.waitFor();
    await lookAt(siti, 'berita-acara-tanpa-cap-waktu');
    people.lpse.management?.setTsa(true);
    await add('stamped');
    await unstamped.waitFor({ state: 'detached' });
    await siti.press(say('minutes:verify.act'));
    await page.locator('.checks-ok').waitFor();
    await lookAt(siti, 'berita-acara-diperiksa');
  });

  /** The dialog of e-Sign over a paper, filled in but for the passphrase. */
  async function esignDialog(paper: Locator): Promise<Locator> {
    const { page, say } = siti;
    await paper.getByRole('button', { name: say('minutes:esign.act') }).click();
    const dialog = page.getByRole('dialog', { name: say('minutes:esign.title') });
    await dialog.getByLabel(say('minutes:esign.signer')).fill(ESIGN_NIK);
    return dialog;
  }

  async function give(dialog: Locator, passphrase: string): Promise<void> {
    await dialog.locator('input[type="password"]').fill(passphrase);
    await dialog.getByRole('button', { name: siti.say('minutes:esign.act') }).click();
  }

  it('are signed through e-Sign, where a wrong passphrase and a service that is down cost nothing', async () => {
    const { page, say } = siti;
    const settings = { format: 'segel-esign/1', baseUrl: service.url, ...ESIGN_CLIENT, tlsAnchors: service.caPem };
    writeFileSync(join(siti.dir, 'data', 'esign.json'), JSON.stringify(settings), { mode: 0o600 });
    // What was answered a moment ago would be shown again: the page begins anew.
    await page.reload();
    await openPapers(siti);
    const before = besideMinutes(siti);
    expect(before.length).toBeGreaterThan(6);
    const paper = page.locator('li').filter({ has: page.getByText(say('minutes:kind.final')) });

    const dialog = await esignDialog(paper);
    await lookAt(siti, 'berita-acara-esign');
    await give(dialog, 'salah-sekali-88');
    await dialog.getByText(/menolak passphrase/).waitFor();
    await expect.poll(() => dialog.locator('input[type="password"]').inputValue()).toBe('');
    await lookAt(siti, 'berita-acara-esign-salah');
    service.behave('html');
    await give(dialog, ESIGN_PASSPHRASE);
    await dialog
      .getByRole('alert')
      .filter({ hasNotText: /menolak passphrase/ })
      .waitFor();
    await lookAt(siti, 'berita-acara-esign-gangguan');
    expect(besideMinutes(siti)).toEqual(before);

    service.behave('sign');
    await give(dialog, ESIGN_PASSPHRASE);
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(say('minutes:esign.checked.range')).waitFor();
    await page.getByText(say('minutes:esign.checked.signature', { holder: 'Siti Rahayu' })).waitFor();
    await page.getByText(say('minutes:esign.unchecked.certificate')).waitFor();
    const esigned = page.locator('li').filter({ has: page.getByText(say('minutes:kind.esigned'), { exact: true }) });
    await esigned.locator('h3').filter({ hasText: '.esign.pdf' }).waitFor();
    await page.getByText(say('minutes:esign.checked.range')).scrollIntoViewIfNeeded();
    await lookAt(siti, 'berita-acara-esign-selesai');
    const after = besideMinutes(siti);
    expect(after.filter((one) => before.includes(one))).toHaveLength(before.length - 1);

    // The next signature goes on top of the first; the service is gone now.
    await service.close();
    serviceIsUp = false;
    const again = await esignDialog(esigned);
    await give(again, ESIGN_PASSPHRASE);
    await again.getByRole('alert').waitFor();
    await again.getByRole('button', { name: say('ui.cancel') }).click();
    await again.waitFor({ state: 'detached' });
    expect(besideMinutes(siti)).toEqual(after);
    expect(searchFiles(siti.dir, [ESIGN_PASSPHRASE, 'salah-sekali-88'])).toEqual([]);
  });

  it('are all that is left to do where no bid came in', async () => {
    const { page, say } = siti;
    const { context, management } = people.lpse;
    const opensAt = context.packages.opensAt(withoutBids.kdTender, withoutBids.envelopeId).getTime() + 120_000;
    if (opensAt > context.clock.now().getTime()) await management?.advanceTo(new Date(opensAt));
    await enterRoom(siti, withoutBids.kdTender, withoutBids.envelopeId);
    await page.getByText(say('opening:say.noBids')).waitFor();
    await page.getByRole('heading', { name: say('minutes:papers.title') }).waitFor();
    expect(await page.getByText(say('opening:say.opened')).count()).toBe(0);
    expect(await page.getByRole('button', { name: say('opening:act.release.button') }).count()).toBe(0);
    await lookAt(siti, 'pembukaan-tanpa-penawaran');
    await siti.press(say('minutes:papers.final'));
    await page.locator('h3').filter({ hasText: 'berita-acara-pembukaan' }).waitFor();
    siti.language = 'en';
    await page.locator('.language button[lang="en"]').click();
    await page.getByText(siti.say('opening:say.noBids')).waitFor();
    await lookAt(siti, 'pembukaan-tanpa-penawaran');
  });
});
