// Results on paper at two members' desks: each draws up the same paper, signs it with the own certificate, and one puts the
// signatures together and has them checked. Bids are placed and opened by the real use cases; the papers come through the window.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { DEMO_PASSPHRASE } from '../lpse/seeds/people.ts';
import { act, enterRoom } from './committee-walk.ts';
import type { Desk } from './desk.ts';
import { lookAt, workingDay } from './errands.ts';
import { SKIPPED_BECAUSE } from './surroundings.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
const envelopeId = 'satu';
const target = { kdTender, envelopeId };
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

  async function drawUp(desk: Desk): Promise<string> {
    const { page, say } = desk;
    await desk.goTo(`/minutes/${kdTender}/${envelopeId}`);
    await desk.press(say('minutes:papers.final'));
    const paper = page.locator('h3').filter({ hasText: 'berita-acara-pembukaan' });
    await paper.waitFor();
    return (await paper.innerText()).trim();
  }

  async function sign(desk: Desk): Promise<void> {
    const { page, say } = desk;
    await desk.press(say('minutes:sign.act'));
    const dialog = page.getByRole('dialog', { name: say('minutes:sign.title') });
    await dialog.locator('input[name="sign-minutes"]').first().check();
    await dialog.getByLabel(say('bid:passphrase.label'), { exact: true }).fill(DEMO_PASSPHRASE);
    await dialog.getByLabel(say('minutes:sign.read')).check();
    await lookAt(desk, 'berita-acara-tanda-tangan');
    await dialog.getByRole('button', { name: say('minutes:sign.act') }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('list', { name: say('minutes:signatures.title') }).waitFor();
  }

  it('are exported, drawn up, signed by two members and checked', async () => {
    const siti = await inRoom('siti.rahayu');
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
    await sign(siti);

    expect(await drawUp(agus)).toBe(paper);
    agus.language = 'en';
    await agus.page.locator('.language button[lang="en"]').click();
    await sign(agus);
    const [p7s = ''] = readdirSync(agus.dir, { recursive: true, encoding: 'utf8' }).filter((one) =>
      one.endsWith('.p7s'),
    );
    expect(readFileSync(join(agus.dir, p7s)).length).toBeGreaterThan(500);

    await siti.choose(new RegExp(siti.say('minutes:add.act').replaceAll('.', '\\.')), [join(agus.dir, p7s)]);
    await siti.page
      .getByText(/Agus Pranoto/)
      .first()
      .waitFor();
    await siti.press(siti.say('minutes:verify.act'));
    await siti.page.locator('.checks-ok').waitFor();
    await lookAt(siti, 'berita-acara-diperiksa');
  });
});
