import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browserHost, downloadFolder, freePath } from '../../../main/browser/browser-host.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'segel-home-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

describe('an export of the browser host', () => {
  it('goes to the download folder that the desktop names', async () => {
    mkdirSync(join(home, '.config'));
    writeFileSync(
      join(home, '.config', 'user-dirs.dirs'),
      'XDG_DESKTOP_DIR="$HOME/Desktop"\nXDG_DOWNLOAD_DIR="$HOME/Unduhan"\n',
    );
    expect(await downloadFolder({}, home)).toBe(join(home, 'Unduhan'));
  });

  it('goes to Downloads where the desktop names none, and to SEGEL_DOWNLOADS before both', async () => {
    expect(await downloadFolder({}, home)).toBe(join(home, 'Downloads'));
    expect(await downloadFolder({ SEGEL_DOWNLOADS: '/srv/out' }, home)).toBe('/srv/out');
  });

  it('never takes the place of a file', async () => {
    const folder = join(home, 'Downloads');
    const host = browserHost(folder);
    expect(await host.chooseTarget('tanda-terima.pdf')).toBe(join(folder, 'tanda-terima.pdf'));
    writeFileSync(join(folder, 'tanda-terima.pdf'), '');
    writeFileSync(join(folder, 'tanda-terima (2).pdf'), '');
    expect(await host.chooseTarget('tanda-terima.pdf')).toBe(join(folder, 'tanda-terima (3).pdf'));
  });

  it.each([
    ['../../x.pdf', '_.._x.pdf'],
    ['/etc/passwd', '_etc_passwd'],
    ['..', 'segel'],
    ['', 'segel'],
    ['a\nb:c.pdf', 'a_b_c.pdf'],
  ])('has a plain name: %j', (suggested, expected) => {
    expect(freePath('/d', suggested, () => false)).toBe(join('/d', expected));
  });
});

it('has no file dialog of its own', async () => {
  expect(await browserHost(home).chooseFiles('documents')).toEqual([]);
});
