// The steps of a committee member or an officer, each as a person does it.
import type { Locator } from '@playwright/test';
import { demoIdentityFiles } from '../lpse/seeds/identities.ts';
import { DEMO_PASSPHRASE } from '../lpse/seeds/people.ts';
import type { TemporaryLpse } from '../lpse/temporary-lpse.ts';
import type { Desk } from './desk.ts';
import { givePassword, trustLpse } from './walk.ts';

/** Trusts the LPSE, logs in as an official and brings every certificate the person has. */
export async function sitDown(desk: Desk, lpse: TemporaryLpse, userId: string): Promise<void> {
  const { page, say } = desk;
  await trustLpse(desk, lpse);
  await page.locator('input[type=radio]').nth(1).check();
  await page.getByLabel(say('login.userId')).fill(userId);
  await desk.press(say('ui.next'));
  await givePassword(desk, 'Segel#Demo2026');
  await page.getByRole('button', { name: userId }).waitFor();
  const files = demoIdentityFiles(lpse.dir).filter((one) => one.userId === userId);
  await desk.goTo('/identities');
  for (const [i, file] of files.entries()) {
    await desk.choose(say('identities.choose'), [file.path]);
    await page.getByLabel(say('identities.passphrase')).fill(DEMO_PASSPHRASE);
    await desk.press(say('identities.importButton'));
    await page.waitForFunction((count) => document.querySelectorAll('li.panel').length > count, i);
  }
}

export async function enterRoom(desk: Desk, kdTender: string, envelopeId: string): Promise<void> {
  await desk.goTo('/openings');
  await desk.page.getByRole('heading', { name: desk.say('opening:list.title'), level: 1 }).waitFor();
  await desk.goTo(`/openings/${kdTender}/${envelopeId}`);
  await desk.page.locator('.room-head').waitFor();
}

/** Goes through the dialog of an act; answers it before it is confirmed. */
export async function ask(desk: Desk, act: 'lead' | 'release' | 'contribute' | 'open'): Promise<Locator> {
  await desk.press(desk.say(`opening:act.${act}.button`));
  const dialog = desk.page.getByRole('dialog', { name: desk.say(`opening:act.${act}.title`) });
  await dialog.waitFor();
  return dialog;
}

export async function confirm(desk: Desk, dialog: Locator, button: string): Promise<void> {
  await dialog.getByLabel(desk.say('bid:passphrase.label'), { exact: true }).fill(DEMO_PASSPHRASE);
  await dialog.getByRole('button', { name: desk.say(button) }).click();
}

export async function act(desk: Desk, name: 'lead' | 'release' | 'open'): Promise<void> {
  await confirm(desk, await ask(desk, name), `opening:act.${name}.button`);
  await desk.page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** The row of a bidder in the table. */
export function rowOf(desk: Desk, bidder: string): Locator {
  return desk.page.locator('table.bids tbody tr').filter({ hasText: bidder });
}
