// The steps of a committee member or an officer, each as a person does it; and bids that are simply there.
import { randomBytes } from 'node:crypto';
import type { Locator } from '@playwright/test';
import { addDocuments, setDocuments, setLetter, startDraft } from '../../app/usecases/edit-draft.ts';
import { loadPackage } from '../../app/usecases/load-package.ts';
import { registerDevice } from '../../app/usecases/register-device.ts';
import { sealBid } from '../../app/usecases/seal-bid.ts';
import { submitBid } from '../../app/usecases/submit-bid.ts';
import type { Station } from '../app/usecases/station.ts';
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

export interface Placed {
  readonly kdTender: string;
  readonly envelopeId: string;
  readonly price: string;
}

/** A bid with one small document per place, sealed and sent; answers when the receipt is there. */
export async function placeBid(station: Station, { kdTender, envelopeId, price }: Placed): Promise<void> {
  const { needs } = station;
  const connection = await station.connect();
  const loaded = await loadPackage(needs, { connection, kdTender });
  const signs = loaded.view.mode === 'CA';
  if (!signs) await registerDevice(needs, { connection });
  const { bidId } = await startDraft(needs, { package: loaded.package, envelopeId });
  await setDocuments(needs, { bidId, documents: [] });
  const envelope = loaded.view.envelopes.find((one) => one.envelopeId === envelopeId);
  for (const { slot } of (envelope?.slots ?? []).filter(({ required }) => required)) {
    const content = Buffer.concat([
      Buffer.from('%PDF-1.7\n'),
      randomBytes(4000),
      Buffer.from('\nstartxref\n0\n%%EOF\n'),
    ]);
    const path = await station.document(`${kdTender}-${envelopeId}-${slot}.pdf`, content);
    await addDocuments(needs, { bidId, slot, paths: [path], maxNameLength: 40 });
  }
  await setLetter(needs, { bidId, letter: envelope?.carriesPrice === true ? { price, validityDays: 90 } : null });
  const identityId = signs ? (station.signing?.identityId ?? null) : null;
  await sealBid(needs, { connection, bidId, identityId, consent: true });
  const sent = await submitBid(needs, { connection, bidId, identityId, declarationAccepted: true, consent: true });
  if (sent.outcome !== 'receipted') throw new Error(`no receipt for ${kdTender} ${envelopeId}`);
}
