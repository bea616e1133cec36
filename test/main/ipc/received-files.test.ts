// Files whose bytes the window sends (browser host): they land with the account in use and stay as long as a bid holds them.
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { receiveFile } from '../../../main/browser/receive-file.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { TestWindow } from './window.ts';

let lpse: TemporaryLpse;
let window: TestWindow;

beforeAll(async () => {
  [lpse, window] = [await startTemporaryLpse(), await TestWindow.open()];
  await window.pin(lpse);
});
afterAll(async () => {
  await window.close();
  await lpse.close();
});

async function* pdf() {
  yield await Promise.resolve(Buffer.from('%PDF-1.7\nisi\nstartxref\n0\n%%EOF\n'));
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

it('keeps what a bid holds under its own name, forgets the rest, and shares nothing between accounts', async () => {
  const [kdTender, envelopeId] = [DEMO_TENDERS.constructionOneFile, 'satu'];
  const before = await window.program.receivedFolder();
  await window.login('karya.nusantara');
  const folder = await window.program.receivedFolder();
  expect(folder).not.toBe(before);
  const held = await receiveFile(pdf(), { folder, name: 'Surat "asli" (1).pdf' });
  const forgotten = await receiveFile(pdf(), { folder, name: 'lupa.pdf' });
  const { bidId } = await window.call('bids.start', { kdTender, envelopeId });
  const handle = window.program.files.issue({ path: held.path }, window.caller);
  const { documents } = await window.call('bids.addDocuments', { bidId, slot: 'surat', files: [handle] });
  expect(documents[0]).toMatchObject({ originalName: 'Surat "asli" (1).pdf', sizeBytes: held.sizeBytes });

  await window.quit();
  window = await TestWindow.open(window.dir);
  await window.call('bids.list', { kdTender: null });
  expect(await exists(held.path)).toBe(true);
  expect(await exists(dirname(forgotten.path))).toBe(false);

  await window.login('cipta.mandiri');
  expect(await window.program.receivedFolder()).not.toBe(folder);
});
