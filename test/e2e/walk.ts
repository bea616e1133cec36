// The steps a bidder takes, each as a person does it: by the words on the screen.
import { randomBytes } from 'node:crypto';
import type { Locator } from '@playwright/test';
import { demoIdentityFiles } from '../lpse/seeds/identities.ts';
import { DEMO_PASSPHRASE, DEMO_PASSWORD } from '../lpse/seeds/people.ts';
import type { TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { anchorsFile, type Desk } from './desk.ts';

export async function trustLpse(desk: Desk, lpse: TemporaryLpse): Promise<void> {
  const { page, say } = desk;
  await page.getByLabel(say('lpse.address')).fill(lpse.url);
  await desk.choose(say('lpse.anchorsChoose'), [await anchorsFile(desk, lpse)]);
  // The file has arrived when its name stands on the button.
  await page.getByRole('button', { name: 'jangkar-lpse.json' }).waitFor();
  await desk.press(say('lpse.look'));
  await page.getByLabel(say('lpse.compared')).check();
  await desk.press(say('lpse.trust'));
  await page.getByRole('heading', { name: say('login.title'), level: 1 }).waitFor();
}

export async function logIn(desk: Desk, userId: string, password: string = DEMO_PASSWORD): Promise<void> {
  const { page, say } = desk;
  await page.getByLabel(say('login.userId')).fill(userId);
  await desk.press(say('ui.next'));
  await givePassword(desk, password);
}

/** The second form of the login, with the code that a test LPSE tells. */
export async function givePassword(desk: Desk, password: string): Promise<void> {
  const { page, say } = desk;
  await page.getByLabel(say('login.password')).fill(password);
  const [fill = ''] = say('login.captchaFill', { text: '#' }).split('#');
  await page.getByRole('button', { name: fill }).click();
  await desk.press(say('login.enter'));
}

export async function importCertificate(desk: Desk, lpse: TemporaryLpse, userId: string): Promise<void> {
  const { page, say } = desk;
  const file = demoIdentityFiles(lpse.dir).find((one) => one.userId === userId);
  await desk.goTo('/identities');
  await desk.choose(say('identities.choose'), [file?.path ?? '']);
  await page.getByLabel(say('identities.passphrase')).fill(DEMO_PASSPHRASE);
  await desk.press(say('identities.importButton'));
  const [, imported = ''] = say('identities.imported', { holder: '#' }).split('#');
  await page.getByRole('status').filter({ hasText: imported.trim() }).waitFor();
}

/** From the package's screen to a new draft; answers the bid's id. */
export async function startDraft(desk: Desk, kdTender: string, envelope: string): Promise<string> {
  const { page, say } = desk;
  await desk.goTo(`/packages/${kdTender}`);
  await page.getByRole('button', { name: say('packages.startNamed', { envelope }) }).click();
  await page.getByRole('heading', { name: say('bid:documents.title') }).waitFor();
  return /#\/bids\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
}

export async function step(desk: Desk, id: 'paket' | 'dokumen' | 'surat' | 'segel' | 'kirim'): Promise<void> {
  const nav = desk.page.getByRole('navigation', { name: desk.say('bid:steps.label') });
  await nav.getByRole('link', { name: desk.say(`bid:steps.${id}`) }).click();
}

export async function addTo(desk: Desk, slot: string, paths: readonly string[]): Promise<void> {
  await desk.choose(`${desk.say('bid:documents.add')} ${slot}`, paths);
}

/** Drops files and folders of this computer on the bar with this button, as a person's mouse does. */
export async function drop({ page }: Desk, button: string, files: readonly string[]): Promise<void> {
  const bar = page.locator('.file-drop').filter({ has: page.getByRole('button', { name: button }) });
  await bar.scrollIntoViewIfNeeded();
  const box = await bar.boundingBox();
  if (box === null) throw new Error(`no bar with ${button}`);
  const client = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height - 4 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    const data = { items: [], files: [...files], dragOperationsMask: 1 };
    await client.send('Input.dispatchDragEvent', { type, ...at, data });
  }
  await client.detach();
}

/** One document in each place that must have one. `sizeBytes` goes to the first. */
export async function fillRequired(desk: Desk, sizeBytes = 0): Promise<void> {
  const { page, say } = desk;
  const missing = page.locator('.slot-missing');
  await missing.first().waitFor();
  for (let n = 1; (await missing.count()) > 0; n++) {
    const before = await missing.count();
    const slot = ((await missing.first().locator('h3').textContent()) ?? '').replace(
      say('bid:documents.requiredMissing'),
      '',
    );
    const path = await desk.file(
      `Dokumen ${n} - ${slot.trim().slice(0, 20).replaceAll('/', ' ')} (asli).pdf`,
      pdf(n === 1 ? sizeBytes : 0),
    );
    await addTo(desk, slot.trim(), [path]);
    await page.waitForFunction((count) => document.querySelectorAll('.slot-missing').length < count, before);
  }
}

export async function fillLetter(desk: Desk, price: string, days = '90'): Promise<void> {
  const { page, say } = desk;
  await step(desk, 'surat');
  await page.getByLabel(say('bid:letter.price')).fill(price);
  await page.getByLabel(say('bid:letter.days')).fill(days);
  const [saved = ''] = say('bid:letter.saved', { price: '#' }).split('#');
  await page.locator('.letter-form').getByRole('status').filter({ hasText: saved.trim() }).waitFor();
}

/** Until the confirmation is open. */
export async function askToSeal(desk: Desk): Promise<Locator> {
  const { page, say } = desk;
  await step(desk, 'segel');
  await page.getByLabel(say('bid:device.consent')).check();
  await desk.press(say('bid:seal.button'));
  return dialogOf(desk, 'bid:seal.confirmTitle');
}

export async function seal(desk: Desk): Promise<void> {
  const dialog = await askToSeal(desk);
  await sign(desk, dialog, 'bid:seal.button');
  await desk.page.getByRole('heading', { name: desk.say('bid:seal.doneTitle') }).waitFor();
}

export async function askToSend(desk: Desk): Promise<Locator> {
  await step(desk, 'kirim');
  await desk.press(desk.say('bid:send.button'));
  return dialogOf(desk, 'bid:send.confirmTitle');
}

/** Ticks both statements, signs, and does not wait for the end. */
export async function startSending(desk: Desk): Promise<void> {
  const dialog = await askToSend(desk);
  await dialog.getByLabel(desk.say('bid:send.declaration')).check();
  await dialog.getByLabel(desk.say('bid:send.deviceConsent')).check();
  await sign(desk, dialog, 'bid:send.button');
}

export async function sign(desk: Desk, dialog: Locator, confirm: string, passphrase = DEMO_PASSPHRASE): Promise<void> {
  await dialog.getByLabel(desk.say('bid:passphrase.label'), { exact: true }).fill(passphrase);
  await dialog.getByRole('button', { name: desk.say(confirm) }).click();
}

export async function dialogOf(desk: Desk, title: string): Promise<Locator> {
  const dialog = desk.page.getByRole('dialog', { name: desk.say(title) });
  await dialog.waitFor();
  return dialog;
}

/** The one truth of the bid on screen: colour and words. */
export function truth(desk: Desk): Locator {
  return desk.page.locator('.bid-truth [data-truth]');
}

export async function untilTruth(
  desk: Desk,
  colour: 'grey' | 'red' | 'amber' | 'green',
  timeout = 60_000,
): Promise<void> {
  await desk.page.locator(`.bid-truth [data-truth="${colour}"]`).waitFor({ timeout });
}

/** A PDF as far as the preflight looks. */
export function pdf(sizeBytes = 0): Buffer {
  const head = Buffer.from('%PDF-1.7\n');
  const tail = Buffer.from('\nstartxref\n0\n%%EOF\n');
  return Buffer.concat([head, randomBytes(Math.max(64, sizeBytes - head.length - tail.length)), tail]);
}
