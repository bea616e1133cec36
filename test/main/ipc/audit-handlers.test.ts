// A tender's dossier through the window's calls, against the reference LPSE: saved, judged, its report on paper.
import { appendFile, copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { TestWindow } from './window.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
let lpse: TemporaryLpse;
let window: TestWindow;
let dossier = '';

beforeAll(async () => {
  [lpse, window] = [await startTemporaryLpse(), await TestWindow.open()];
  const closesAt = lpse.context.packages.closesAt(kdTender, 'satu');
  await lpse.management?.advanceTo(new Date(closesAt.getTime() + 120_000));
  await window.pin(lpse);
  await window.login('auditor');
  const to = await window.target('tender.zip');
  await window.call('audit.exportTender', { kdTender, withSealed: false, withDocuments: false, to: to.handle });
  dossier = to.path;
});

afterAll(async () => {
  await window.close();
  await lpse.close();
});

async function saved(file: string, name: string): Promise<string> {
  const to = await window.target(name);
  const { shownAs } = await window.call('audit.saveReport', { file, language: 'id', to: to.handle });
  expect(shownAs).toBe(name);
  return (await readFile(to.path)).subarray(0, 5).toString('latin1');
}

it('puts the report of the audited file on paper', async () => {
  const [file = ''] = await window.choose(dossier);
  const { report, about } = await window.call('audit.verifyTender', { file });
  expect([report.ok, about?.kdTender]).toEqual([true, kdTender]);
  expect(await saved(file, 'laporan.pdf')).toBe('%PDF-');
});

it('audits a file first that is not the one audited last', async () => {
  const other = join(window.dir, 'lain.zip');
  await copyFile(dossier, other);
  const [file = ''] = await window.choose(other);
  expect(await saved(file, 'laporan-lain.pdf')).toBe('%PDF-');
});

it('writes no report on a file that changed since it was audited', async () => {
  const [file = ''] = await window.choose(dossier);
  await window.call('audit.verifyTender', { file });
  await appendFile(dossier, 'x');
  const to = await window.target('tidak.pdf');
  const { code } = await window.problem('audit.saveReport', { file, language: 'id', to: to.handle });
  expect(code).toBe('audit/file-changed');
  await expect(readFile(to.path)).rejects.toThrow('ENOENT');
});
