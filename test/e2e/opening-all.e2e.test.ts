// "Buka semua" on bad days, and the ranking of a Tender Cepat: stopped and continued, the program killed in the middle and continued;
// every bid opened once and none lost. Bids are placed by fast clients; one LPSE that holds the largest bid back on its way.
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { setLetter } from '../../app/usecases/edit-draft.ts';
import { replaceBid } from '../../app/usecases/replace-bid.ts';
import { sealBid } from '../../app/usecases/seal-bid.ts';
import { withdrawBid } from '../../app/usecases/withdraw-bid.ts';
import { OPENED, untilOpening } from '../app/usecases/opened.ts';
import { sendBid } from '../faults/bidding.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { act, ask, confirm, enterRoom, rowOf } from './committee-walk.ts';
import type { Desk } from './desk.ts';
import { lookAt, workingDay } from './errands.ts';
import { SKIPPED_BECAUSE } from './surroundings.ts';

const { constructionOneFile } = DEMO_TENDERS;
const USERS = ['karya.nusantara', 'cipta.mandiri', 'sinar.alkes'] as const;
const NAMES = ['PT Karya Bangun Nusantara', 'CV Cipta Mandiri Teknik', 'PT Sinar Alkes Medika'] as const;

/** Only the last bidder's file is longer, in bytes. */
const HELD_AT = 1 << 20;

const name = SKIPPED_BECAUSE === null ? 'opening all bids' : `opening all bids (skipped: ${SKIPPED_BECAUSE})`;
// Other tests may keep both cores busy meanwhile.
const options = { timeout: 240_000 };

describe.skipIf(SKIPPED_BECAUSE !== null)(name, options, () => {
  let agus: Desk;
  let siti: Desk;
  const { people, sit } = workingDay('buka-semua', async () => {
    for (const [i, userId] of USERS.entries()) {
      const price = String(12_000_000_000 - i * 100_000_000);
      const sizeBytes = i < USERS.length - 1 ? 1 << 10 : HELD_AT;
      await people.bid(userId, { kdTender: constructionOneFile, price, sizeBytes });
    }
    await bidForTheRanking();
  });
  const hold = (holdDownloadsAt: number | null) => people.lpse.management?.setFaults({ holdDownloadsAt });

  /** The first replaces a dearer bid by one that ties with the second; the cheapest of all is withdrawn. */
  async function bidForTheRanking(): Promise<void> {
    const [karya, sinar] = await people.all('karya.nusantara', 'sinar.alkes');
    const { bidId: dear } = await people.bid('karya.nusantara', { ...OPENED, price: '2000000000' });
    const { bidId } = await replaceBid(karya.needs, { bidId: dear });
    await setLetter(karya.needs, { bidId, letter: { price: '1950000000.25', validityDays: 30 } });
    const identityId = karya.signing?.identityId ?? null;
    await sealBid(karya.needs, { connection: await karya.connect(), bidId, identityId, consent: true });
    await sendBid(karya, bidId);
    await people.bid('cipta.mandiri', { ...OPENED, price: '1950000000.25' });
    const { bidId: cheapest } = await people.bid('sinar.alkes', { ...OPENED, price: '1' });
    const input = { bidId: cheapest, identityId: sinar.signing?.identityId ?? null };
    await withdrawBid(sinar.needs, { ...input, connection: await sinar.connect() });
  }

  /** Every opened document of a desk, with the moment it was written. */
  function written(desk: Desk): ReadonlyMap<string, number> {
    const [profile = ''] = readdirSync(join(desk.dir, 'data', 'profiles'));
    const base = join(desk.dir, 'data', 'profiles', profile, 'pembukaan');
    const files = readdirSync(base, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => path.endsWith('.pdf'));
    return new Map(paths.map((path) => [relative(base, path), statSync(path).mtimeMs]));
  }

  /** Signed results at the LPSE, of all members. */
  function results(): number {
    const { lpse } = people.lpse.context.stores;
    const count = lpse.prepare<[], { results: number }>('SELECT count(*) AS results FROM results');
    return count.get()?.results ?? 0;
  }

  /** Presses "Buka semua" and waits until all bids but the largest are open and answered. */
  async function openUntilTheMiddle(desk: Desk): Promise<void> {
    const { page, say } = desk;
    const wanted = results() + USERS.length - 1;
    hold(HELD_AT);
    await confirm(desk, await ask(desk, 'open'), 'opening:act.open.button');
    await page.getByText(say('opening:open.step', { done: USERS.length - 1, of: USERS.length })).waitFor();
    await expect.poll(results, { timeout: 45_000 }).toBe(wanted);
  }

  /** Goes on where it was: all bids are there, what lay there stays as it was, and each result stands at the LPSE once. */
  async function openTheRest(desk: Desk, before: ReadonlyMap<string, number>): Promise<void> {
    hold(null);
    await act(desk, 'open');
    await desk.page.getByText(desk.say('opening:say.opened')).waitFor();
    for (const bidder of NAMES) await rowOf(desk, bidder).filter({ hasText: 'Rp 1' }).waitFor();
    const after = written(desk);
    expect(after.size).toBeGreaterThan(before.size);
    for (const [path, moment] of before) expect(after.get(path), path).toBe(moment);
    expect([...after.keys()].filter((path) => /~\d|\.part$/.test(path))).toEqual([]);
  }

  it('can be stopped, says that nothing is lost, and goes on', async () => {
    await untilOpening(people.lpse, { kdTender: constructionOneFile, envelopeId: 'satu' }, 120_000);
    siti = await sit('siti.rahayu');
    await enterRoom(siti, constructionOneFile, 'satu');
    await act(siti, 'release');
    await openUntilTheMiddle(siti);
    await siti.press(siti.say('opening:open.stop'));
    hold(null);
    await siti.page.getByRole('button', { name: siti.say('opening:act.open.button') }).waitFor();
    expect(await siti.page.getByRole('alert').allTextContents(), 'stopping is no fault').toEqual([]);
    const before = written(siti);
    await siti.page.getByText(siti.say('opening:say.goOn_other', { count: USERS.length - 1 })).waitFor();
    await lookAt(siti, 'pembukaan-dihentikan');
    await openTheRest(siti, before);
    await lookAt(siti, 'pembukaan-dilanjutkan');
  });

  it('goes on after the program was killed in the middle', async () => {
    agus = await sit('agus.pranoto');
    await agus.end();
    await agus.startApart();
    await enterRoom(agus, constructionOneFile, 'satu');
    await openUntilTheMiddle(agus);
    await agus.kill();
    hold(null);
    const before = written(agus);
    expect(before.size).toBeGreaterThan(0);
    await agus.startApart({ PATH: [openerFolder(agus), process.env.PATH].join(delimiter) });
    await enterRoom(agus, constructionOneFile, 'satu');
    await openTheRest(agus, before);
    expect(results()).toBe(2 * USERS.length);
  });

  it.skipIf(process.platform !== 'linux')('shows the folder of what was opened, and no other', async () => {
    await agus.press(agus.say('opening:folder.show'));
    await expect.poll(() => readFileSync(asked(agus), 'utf8'), { timeout: 20_000 }).toContain(constructionOneFile);
    const [shown = '', ...more] = readFileSync(asked(agus), 'utf8').trimEnd().split('\n');
    expect(more).toEqual([]);
    expect(readdirSync(shown)).toHaveLength(USERS.length);
    expect(await agus.page.getByText(agus.say('opening:folder.notShown')).count()).toBe(0);
    await agus.page.getByRole('heading', { name: agus.say('opening:folder.title') }).scrollIntoViewIfNeeded();
    await lookAt(agus, 'pembukaan-folder');
  });

  it('ranks a Tender Cepat by the bids in force: ties share a place, what was replaced or withdrawn has none', async () => {
    // Its hour came before that of the construction.
    const { say } = siti;
    await enterRoom(siti, OPENED.kdTender, OPENED.envelopeId);
    await act(siti, 'release');
    await act(siti, 'open');
    await siti.page.getByRole('heading', { name: say('opening:table.ranking') }).waitFor();
    for (const bidder of NAMES.slice(0, 2)) {
      const cells = rowOf(siti, bidder);
      await cells.filter({ hasText: 'Rp 1.950.000.000,25' }).waitFor();
      await cells.filter({ hasText: say('opening:facts.same-price') }).waitFor();
      expect(await cells.locator('td.rank').textContent()).toBe('1');
    }
    expect(await siti.page.locator('table.bids tbody tr').count()).toBe(2);
    await siti.page.getByText(say('opening:table.tombstones', { count: 2 })).waitFor();
    await lookAt(siti, 'pembukaan-peringkat');
  });
});

/** A desktop's opener that notes what it was asked to show. */
function openerFolder(desk: Desk): string {
  const folder = join(desk.dir, 'bin');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'xdg-open');
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$@" > '${asked(desk)}'\n`);
  chmodSync(path, 0o755);
  writeFileSync(asked(desk), '');
  return folder;
}

function asked(desk: Desk): string {
  return join(desk.dir, 'diminta');
}
