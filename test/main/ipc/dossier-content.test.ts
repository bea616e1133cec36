// The content of bids in a tender's file, through the window's calls: for a member who opened them on this computer, and for nobody else;
// stopped on its way, nothing of it stays.
import { readdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IdentityView } from '../../../app/contract/records.ts';
import { bidOn, OPENED, untilOpening } from '../../app/usecases/opened.ts';
import { openStation } from '../../app/usecases/station.ts';
import { demoIdentityFiles } from '../../lpse/seeds/identities.ts';
import { DEMO_PASSPHRASE } from '../../lpse/seeds/people.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { TestWindow } from './window.ts';

const { kdTender } = OPENED;
const passphrase = DEMO_PASSPHRASE;
let lpse: TemporaryLpse;
let member: TestWindow;
let auditor: TestWindow;

beforeAll(async () => {
  [lpse, member, auditor] = [await startTemporaryLpse(), await TestWindow.open(), await TestWindow.open()];
  for (const userId of ['karya.nusantara', 'cipta.mandiri']) {
    const station = await openStation(lpse, userId);
    await bidOn(station, '98000000');
    await station.close();
  }
  await untilOpening(lpse);
  for (const [window, userId] of [
    [member, 'siti.rahayu'],
    [auditor, 'auditor'],
  ] as const) {
    await window.pin(lpse);
    await window.login(userId);
  }
});

afterAll(async () => {
  await member.close();
  await auditor.close();
  await lpse.close();
});

/** What the window asks for; `withDocuments` unless told otherwise. */
async function save(window: TestWindow, name: string, withSealed = false) {
  const { handle, path } = await window.target(name);
  return {
    path,
    answer: await window.ask('audit.exportTender', { kdTender, withSealed, withDocuments: true, to: handle }),
  };
}

async function openHere(): Promise<void> {
  const identities: IdentityView[] = [];
  for (const { path } of demoIdentityFiles(lpse.dir).filter(({ userId }) => userId === 'siti.rahayu')) {
    const [file = ''] = await member.choose(path);
    identities.push(...(await member.call('identities.import', { file, passphrase })).imported);
  }
  const idOf = (usage: RegExp) =>
    identities.find(({ usages }) => usages.some((one) => usage.test(one)))?.identityId ?? '';
  const signing = { ...OPENED, identityId: idOf(/digitalSignature|nonRepudiation/), passphrase };
  await member.call('openings.release', signing);
  const encryptionIdentityId = idOf(/keyAgreement|keyEncipherment/);
  await member.call('openings.open', { ...signing, encryptionIdentityId, encryptionPassphrase: null });
}

describe('the content of bids in a tender’s file', () => {
  it('is not there before the bids were opened on this computer', async () => {
    const { answer } = await save(member, 'awal.zip');
    expect(answer).toMatchObject({ ok: false, problem: { code: 'audit/documents-not-here' } });
  });

  it('is in it for the member who opened them, told in bytes, and judged with the rest', async () => {
    await openHere();
    const { path, answer } = await save(member, 'isi.zip');
    expect(answer).toMatchObject({ ok: true, value: { shownAs: 'isi.zip', openedBids: 2, sealedFiles: 0 } });
    const told = member.seen('audit.progress').filter(({ work }) => work === 'exporting');
    expect(new Set(told.map((one) => one.kdTender))).toEqual(new Set([kdTender]));
    const [file = ''] = await auditor.choose(path);
    const { report, about } = await auditor.call('audit.verifyTender', { file });
    expect([report.ok, about?.openedBids]).toEqual([true, 2]);
  });

  it('is not for an auditor, who has none', async () => {
    const { answer } = await save(auditor, 'auditor.zip');
    expect(answer).toMatchObject({ ok: false, problem: { code: 'audit/documents-committee-only' } });
    expect((await readdir(auditor.dir)).filter((name) => name.includes('auditor.zip'))).toEqual([]);
  });

  it('can be stopped, and leaves nothing behind', async () => {
    const saving = save(member, 'berhenti.zip', true);
    // Before its first answer has come: the LPSE is asked for each part.
    while (member.program.jobs.running().length === 0) await wait(1);
    await member.call('audit.cancelExport', { kdTender });
    expect((await saving).answer).toMatchObject({ ok: false, problem: { code: 'cancelled/by-user' } });
    expect((await readdir(member.dir)).filter((name) => name.includes('berhenti'))).toEqual([]);
  });
});
