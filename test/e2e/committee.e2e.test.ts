// A committee's errands before the opening, each member at a desk of the own, in a real Chromium against the reference LPSE: who is
// rehearsed, a dead key, a replacement, the policy under a majority, a quorum dealt and confirmed. Screens go to test-results/screens.
import type { Browser, Locator } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoIdentityFiles } from '../lpse/seeds/identities.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { accountIdOf, DEMO_PASSPHRASE } from '../lpse/seeds/people.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { Desk } from './desk.ts';
import { inTurn, lookAt, openBrowser } from './errands.ts';
import { SKIPPED_BECAUSE } from './surroundings.ts';
import { dialogOf, logIn, sign, trustLpse } from './walk.ts';

const name = SKIPPED_BECAUSE === null ? 'a committee' : `a committee (skipped: ${SKIPPED_BECAUSE})`;
// Other tests may keep both cores busy meanwhile.
const options = { timeout: 240_000 };
const QUICK = DEMO_TENDERS.quick;
const QUORUM = DEMO_TENDERS.constructionOneFile;
const ENVELOPE = 'Dokumen Penawaran: Administrasi, Teknis dan Harga';

describe.skipIf(SKIPPED_BECAUSE !== null)(name, options, () => {
  let lpse: TemporaryLpse;
  let browser: Browser;
  const desks = new Map<string, Desk>();

  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    browser = await openBrowser();
  });

  afterAll(async () => {
    for (const desk of desks.values()) await desk.close();
    await browser.close();
    await lpse.close();
  });

  inTurn('pokja', () => desks.values());

  /** A member comes in at a desk of the own and brings both certificates. */
  async function seat(userId: string): Promise<Desk> {
    const desk = await Desk.open(browser);
    desks.set(userId, desk);
    await trustLpse(desk, lpse);
    await desk.page.getByLabel(desk.say('login.types.NON_PENYEDIA'), { exact: true }).check();
    await logIn(desk, userId);
    await desk.page.getByRole('button', { name: userId }).waitFor();
    for (const file of demoIdentityFiles(lpse.dir).filter((one) => one.userId === userId)) {
      await desk.goTo('/identities');
      await desk.choose(desk.say('identities.choose'), [file.path]);
      await desk.page.getByLabel(desk.say('identities.passphrase')).fill(DEMO_PASSPHRASE);
      await desk.press(desk.say('identities.importButton'));
      const [, imported = ''] = desk.say('identities.imported', { holder: '#' }).split('#');
      await desk.page.getByRole('status').filter({ hasText: imported.trim() }).waitFor();
      await desk.goTo('/committee');
      await desk.page.getByRole('heading', { name: desk.say('committee:home.title'), level: 1 }).waitFor();
    }
    return desk;
  }

  const deskOf = (userId: string): Desk => {
    const desk = desks.get(userId);
    if (desk === undefined) throw new Error('no desk');
    return desk;
  };

  /** A tab, loaded anew. */
  async function tab(desk: Desk, kdTender: string, which: 'policy' | 'rehearsal' | 'quorum' | 'members') {
    await desk.goTo('/committee');
    await desk.page.getByRole('heading', { name: desk.say('committee:home.title'), level: 1 }).waitFor();
    await desk.goTo(`/committee/${kdTender}/${which}`);
    await desk.page.locator(`#committee-${which}`).waitFor();
    await desk.page.reload();
    await desk.page.locator(`#committee-${which}`).waitFor();
  }

  const personRow = (desk: Desk, person: string): Locator =>
    desk.page.locator('.committee-person').filter({ hasText: person }).first();

  async function rehearse(desk: Desk, kdTender: string, envelope: string, done: string): Promise<void> {
    await tab(desk, kdTender, 'rehearsal');
    await desk.press(desk.say('committee:rehearsal.startNamed', { envelope }));
    const dialog = await dialogOf(desk, 'committee:rehearsal.dialog');
    await sign(desk, dialog, 'committee:rehearsal.start');
    await desk.page.getByText(done).waitFor();
  }

  async function signPolicy(desk: Desk, kdTender: string): Promise<void> {
    await tab(desk, kdTender, 'policy');
    await desk.press(desk.say('committee:policy.sign'));
    const dialog = await dialogOf(desk, 'committee:policy.signTitle');
    await sign(desk, dialog, 'committee:policy.sign');
    await dialog.waitFor({ state: 'hidden' });
  }

  async function deal(leader: Desk): Promise<void> {
    await leader.press(leader.say('committee:act.deal.button'));
    const dialog = await dialogOf(leader, 'committee:act.deal.title');
    await dialog.getByLabel(leader.say('committee:quorum.accept')).check();
    await lookAt(leader, 'pokja-kuorum-bagikan');
    await sign(leader, dialog, 'committee:act.deal.button');
    await dialog.waitFor({ state: 'hidden' });
    await leader.page.getByText(leader.say('committee:quorum.unsigned')).waitFor();
  }

  it('sees its tenders by next opening, and who has not rehearsed', async () => {
    const siti = await seat('siti.rahayu');
    await siti.page.getByText(QUICK).waitFor();
    await lookAt(siti, 'pokja-beranda');
    await siti.page.locator('.language button[lang="en"]').click();
    siti.language = 'en';
    await siti.page.getByRole('heading', { name: siti.say('committee:home.title') }).waitFor();
    await lookAt(siti, 'pokja-beranda');
    await siti.page.locator('.language button[lang="id"]').click();
    siti.language = 'id';
  });

  it('rehearses, and the others see it', async () => {
    const siti = deskOf('siti.rahayu');
    await rehearse(siti, QUICK, 'Penawaran Harga', siti.say('committee:rehearsal.opened'));
    await lookAt(siti, 'pokja-gladi');
    const maria = await seat('maria.simbolon');
    await tab(maria, QUICK, 'rehearsal');
    await personRow(maria, 'Siti Rahayu').getByText(maria.say('committee:rehearsal.outcome.opened')).waitFor();
    await personRow(maria, 'Agus Pranoto').getByText(maria.say('committee:rehearsal.outcome.none')).waitFor();
  });

  it('is alarmed by a revoked key, and told what to do', async () => {
    const siti = deskOf('siti.rahayu');
    const { ams, clock } = lpse.context;
    const dead = ams.currentOf(accountIdOf('agus.pranoto'), 'member-encryption', clock.now());
    if (dead === null) throw new Error('no certificate');
    ams.revoke(dead.certificate, 'keyCompromise');
    await siti.goTo('/committee');
    await siti.page.reload();
    await siti.page.getByText(siti.say('committee:alarm.revoked.short')).first().waitFor();
    // Once for all of the tenders that it holds up, above them.
    await siti.page.getByRole('heading', { name: siti.say('committee:home.keys') }).waitFor();
    await siti.page.getByText(siti.say('committee:alarm.revoked.next')).waitFor();
    await lookAt(siti, 'pokja-beranda-alarm');
    await tab(siti, QUICK, 'members');
    await siti.page.getByText(siti.say('committee:alarm.revoked.next')).waitFor();
    await lookAt(siti, 'pokja-anggota-alarm');
    await tab(siti, QUICK, 'policy');
    await siti.page.getByText('policy/members-incomplete').waitFor();
    await lookAt(siti, 'pokja-kebijakan-macet');
  });

  it('replaces the member, and a majority signs the next policy', async () => {
    const siti = deskOf('siti.rahayu');
    await tab(siti, QUICK, 'members');
    await siti.press(siti.say('committee:replace.buttonNamed', { name: 'Agus Pranoto' }));
    const dialog = await dialogOf(siti, 'committee:replace.title');
    await dialog.getByLabel(siti.say('committee:replace.reason')).fill('Kunci dicabut AMS');
    await lookAt(siti, 'pokja-ganti-anggota');
    await sign(siti, dialog, 'committee:replace.confirm');
    await dialog.waitFor({ state: 'hidden' });
    await siti.page.getByRole('heading', { name: 'Bayu Saputra' }).waitFor();
    await tab(siti, QUICK, 'policy');
    await lookAt(siti, 'pokja-kebijakan-rancangan');
    await signPolicy(siti, QUICK);
    await siti.page.getByText(siti.say('committee:policy.mineDone')).waitFor();
    const bayu = await seat('bayu.saputra');
    await signPolicy(bayu, QUICK);
    await bayu.page.getByText(bayu.say('committee:policy.inForce', { serial: 2 })).waitFor();
    await bayu.page.getByText(bayu.say('committee:policy.nothing')).waitFor();
    expect(lpse.context.policies.newest(QUICK)?.serial).toBe(2);
    await rehearse(bayu, QUICK, 'Penawaran Harga', bayu.say('committee:rehearsal.opened'));
  });

  it('sets up two of three, takes that back, sets it up again; each confirms the share, and a majority names it', async () => {
    const [siti, maria, bayu] = ['siti.rahayu', 'maria.simbolon', 'bayu.saputra'].map(deskOf);
    if (siti === undefined || maria === undefined || bayu === undefined) throw new Error('desks');
    const change = { kdTender: QUORUM, remove: 'agus.pranoto', add: 'bayu.saputra', alasan: 'Kunci dicabut' };
    await lpse.management?.replaceMember(change);
    await tab(siti, QUORUM, 'quorum');
    await lookAt(siti, 'pokja-kuorum-siapkan');
    await deal(siti);
    await lookAt(siti, 'pokja-kuorum-belum-disebut');
    await siti.press(siti.say('committee:act.withdraw.button'));
    const back = await dialogOf(siti, 'committee:act.withdraw.title');
    await lookAt(siti, 'pokja-kuorum-tarik');
    await sign(siti, back, 'committee:act.withdraw.button');
    await siti.page.getByText(siti.say('committee:quorum.unsigned')).waitFor({ state: 'detached' });
    await siti.page.getByText(siti.say('committee:quorum.way.members')).waitFor();
    await deal(siti);
    for (const [i, desk] of [siti, bayu, maria].entries())
      await rehearse(desk, QUORUM, ENVELOPE, desk.say('committee:rehearsal.share', { x: i + 1 }));
    await tab(siti, QUORUM, 'quorum');
    for (const person of ['Siti Rahayu', 'Bayu Saputra', 'Maria Simbolon'])
      await personRow(siti, person).getByText(siti.say('committee:quorum.confirmed.opened')).waitFor();
    await lookAt(siti, 'pokja-kuorum-dikonfirmasi');
    await signPolicy(siti, QUORUM);
    await signPolicy(maria, QUORUM);
    await maria.page.getByText(maria.say('committee:policy.nothing')).waitFor();
    const openers = lpse.context.policies.newest(QUORUM)?.policy.envelopes[0]?.openers;
    expect(openers).toMatchObject({ kind: 'quorum', threshold: 2 });
  });

  it('deals the same key again with two holders', async () => {
    const [siti, maria] = ['siti.rahayu', 'maria.simbolon'].map(deskOf);
    if (siti === undefined || maria === undefined) throw new Error('desks');
    const act = async (desk: Desk, which: 'ask' | 'give' | 'redeal') => {
      await tab(desk, QUORUM, 'quorum');
      await desk.press(desk.say(`committee:act.${which}.button`));
      const dialog = await dialogOf(desk, `committee:act.${which}.title`);
      if (which === 'redeal') await dialog.getByLabel(desk.say('committee:quorum.accept')).check();
      if (which === 'give') await lookAt(desk, 'pokja-kuorum-berikan');
      await sign(desk, dialog, `committee:act.${which}.button`);
      await dialog.waitFor({ state: 'hidden' });
    };
    await act(siti, 'ask');
    await act(siti, 'give');
    await act(maria, 'give');
    await act(siti, 'redeal');
    await personRow(siti, 'Siti Rahayu').getByText(siti.say('committee:quorum.confirmed.none')).waitFor();
    await lookAt(siti, 'pokja-kuorum-dibagi-ulang');
    siti.language = 'en';
    await siti.page.locator('.language button[lang="en"]').click();
    await siti.page.getByRole('heading', { name: siti.say('committee:quorum.title') }).waitFor();
    await lookAt(siti, 'pokja-kuorum-dibagi-ulang');
  });

  it('is told what to do when its leader leaves before the shares are confirmed', async () => {
    const maria = deskOf('maria.simbolon');
    const change = { kdTender: QUORUM, remove: 'siti.rahayu', add: 'agus.pranoto', alasan: 'Mutasi' };
    await lpse.management?.replaceMember(change);
    await tab(maria, QUORUM, 'quorum');
    const facts = { name: 'Agus Pranoto', threshold: 2 };
    await maria.page.getByText(maria.say('committee:quorum.dealerLeft.redeal', facts)).waitFor();
    await lookAt(maria, 'pokja-kuorum-ketua-pergi');
    await tab(maria, QUORUM, 'rehearsal');
    await maria.page.getByText(maria.say('committee:rehearsal.blocked.dealerLeft')).waitFor();
    expect(await maria.page.getByRole('button', { name: maria.say('committee:rehearsal.start') }).count()).toBe(0);
    await lookAt(maria, 'pokja-gladi-ketua-pergi');
  });
});
