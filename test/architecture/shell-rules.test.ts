// Rules of the Electron shell that a reader of one file cannot see: who may use which dangerous word, and the table in main/README.md.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LINKS } from '../../app/contract/app.ts';
import { addressOf, publishedLinks } from '../../main/links.ts';

const root = resolve(import.meta.dirname, '../..');
const sources = ['app', 'crypto', 'main', 'renderer'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|js)$/.test(name))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
);

/** Files whose code, comments aside, holds `word`. */
function filesWith(word: RegExp): readonly string[] {
  return sources.filter((path) => {
    const text = readFileSync(join(root, path), 'utf8').replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '');
    return word.test(text);
  });
}

describe('in the sources', () => {
  it.each([
    ['ipcMain.handle or .on', /ipcMain\.(handle|on|once)\b/, ['main/electron/ipc-transport.ts']],
    ['a new window', /new BrowserWindow\b/, ['main/main.ts']],
    ['loadURL or loadFile', /\.load(URL|File)\(/, ['main/electron/window.ts']],
    ['openExternal or openPath', /\.open(External|Path)\(/, ['main/electron/dialogs.ts']],
    ['crashReporter', /crashReporter/, []],
    ['executeJavaScript or insertCSS', /\.(executeJavaScript|insertCSS)\(/, []],
    ['eval', /\beval\(|new Function\(/, []],
    ['HTML as text', /dangerouslySetInnerHTML|\.(inner|outer)HTML\s*=|insertAdjacentHTML|document\.write/, []],
    ['certificate checks by Electron', /setCertificateVerifyProc|'certificate-error'/, []],
    ['no sandbox', /--no-sandbox/, ['main/browser/launch-browser.ts', 'main/start/run-electron.ts']],
    [
      'the module electron',
      /from 'electron'/,
      [...sources.filter((path) => /^main\/(main\.ts|electron\/|preload\/)/.test(path))],
    ],
  ])('%s stands nowhere else', (_what, word, allowed) => {
    expect(filesWith(word).filter((path) => !allowed.includes(path))).toEqual([]);
  });
});

describe('the security list in main/README.md', () => {
  const readme = readFileSync(join(root, 'main', 'README.md'), 'utf8');
  const rows = readme.split('\n').filter((line) => /^\|\s*\d+\s*\|/.test(line));

  it('has all twenty items', () => {
    expect(rows.map((row) => Number(row.split('|')[1]))).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it('names files that exist', () => {
    for (const row of rows) {
      const [, , , , files = '', proof = ''] = row.split('|');
      const named = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
      expect(named(files), row).not.toEqual([]);
      for (const name of named(files))
        expect(
          [join('main', name), name].some((path) => existsSync(join(root, path))),
          name,
        ).toBe(true);
      expect(proof.trim(), row).not.toBe('');
      for (const name of named(proof))
        expect(
          [join('test', 'main', name), name].some((path) => existsSync(join(root, path))),
          name,
        ).toBe(true);
    }
  });
});

it('links to our own pages only: fixed https addresses below the homepage', () => {
  const { homepage } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { homepage: string };
  expect(new URL(homepage).protocol).toBe('https:');
  for (const link of LINKS) expect(addressOf(link).startsWith(homepage), link).toBe(true);
});

it('offers no page while the homepage is a placeholder', () => {
  expect(publishedLinks('https://segel.example/')).toEqual([]);
  expect(publishedLinks('https://segel.lkpp.go.id/')).toEqual(LINKS);
});
