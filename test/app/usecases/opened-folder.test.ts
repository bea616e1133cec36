// Which folder is shown to a person, over a real disk.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findOpenedFolder } from '../../../app/usecases/opened-folder.ts';
import { fileDocumentStore } from '../../../main/adapters/file-document-store.ts';
import { fileOutputStore } from '../../../main/adapters/file-output-store.ts';

const needs = { output: fileOutputStore, documents: fileDocumentStore };
const kdTender = '10092474000';
let baseDir = '';
beforeEach(() => {
  baseDir = mkdtempSync(join(tmpdir(), 'segel-dibuka-'));
});
afterEach(() => {
  rmSync(baseDir, { recursive: true, force: true });
});

const find = (packageName: string) => findOpenedFolder(needs, { baseDir, kdTender, packageName, versiTender: 1 });

it('is the folder of the tender once bids were opened there, and the one above before', async () => {
  expect(await find('Gedung Kantor')).toBe(baseDir);
  const folder = join(baseDir, `${kdTender} Gedung Kantor`);
  mkdirSync(folder);
  expect(await find('Gedung Kantor')).toBe(folder);
});

it.each(['Aplikasi.app', 'Kantor.{645FF040-5081-101B-9F08-00AA002F954E}', 'Pasang.exe'])(
  'is never one that a system may take for something else: %s',
  async (packageName) => {
    mkdirSync(join(baseDir, `${kdTender} ${packageName}`));
    expect(await find(packageName)).toBe(baseDir);
  },
);

it('is another one for a tender that is held again', async () => {
  const folder = join(baseDir, `${kdTender} Gedung Kantor`);
  mkdirSync(folder);
  const again = { baseDir, kdTender, packageName: 'Gedung Kantor', versiTender: 2 };
  expect(await findOpenedFolder(needs, again)).toBe(baseDir);
  mkdirSync(join(baseDir, `${kdTender} versi 2 Gedung Kantor`));
  expect(await findOpenedFolder(needs, again)).toBe(join(baseDir, `${kdTender} versi 2 Gedung Kantor`));
});

it('follows no link and shows no file', async () => {
  symlinkSync(tmpdir(), join(baseDir, `${kdTender} Tautan`));
  writeFileSync(join(baseDir, `${kdTender} Berkas`), '');
  expect(await find('Tautan')).toBe(baseDir);
  expect(await find('Berkas')).toBe(baseDir);
});

it('stays below the folder of the program, whatever the LPSE calls the package', async () => {
  expect(await find('../../etc')).toBe(baseDir);
});
