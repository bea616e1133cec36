import { join } from 'node:path';
import type { App, BrowserWindow as RealWindow, Dialog, Shell } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import { LINKS } from '../../../app/contract/app.ts';
import { electronHost } from '../../../main/electron/dialogs.ts';
import type { WindowHost } from '../../../main/ipc/host.ts';
import {
  app,
  argumentsOf,
  BrowserWindow,
  dialog,
  electronWorld,
  resetElectron,
  shell,
} from '../../doubles/electron.ts';

let host: WindowHost;
beforeEach(() => {
  resetElectron();
  host = electronHost({
    app: app as unknown as App,
    dialog: dialog as unknown as Dialog,
    shell: shell as unknown as Shell,
    window: new BrowserWindow({}) as unknown as RealWindow,
    language: () => 'en',
  });
});

describe('choosing files', () => {
  it('gives what the person chose, and nothing when they cancel', async () => {
    electronWorld().answers.openDialog = { canceled: false, filePaths: ['/a.pdf', '/b.pdf'] };
    expect(await host.chooseFiles('documents')).toEqual(['/a.pdf', '/b.pdf']);
    electronWorld().answers.openDialog = { canceled: true, filePaths: ['/a.pdf'] };
    expect(await host.chooseFiles('documents')).toEqual([]);
  });

  it.each([
    ['documents', ['openFile', 'multiSelections']],
    ['folder', ['openDirectory']],
    ['identity', ['openFile']],
    ['anchors', ['openFile']],
    ['sealed', ['openFile']],
    ['draft', ['openFile']],
    ['receipt', ['openFile']],
  ] as const)('opens the dialog for %s', async (purpose, properties) => {
    await host.chooseFiles(purpose);
    expect(argumentsOf('dialog.showOpenDialog')?.[1]).toMatchObject({ properties });
  });
});

describe('choosing where an export goes', () => {
  it('gives the path, null when cancelled', async () => {
    electronWorld().answers.saveDialog = { canceled: false, filePath: '/home/dian/a.pdf' };
    expect(await host.chooseTarget('a.pdf')).toBe('/home/dian/a.pdf');
    electronWorld().answers.saveDialog = { canceled: true, filePath: '' };
    expect(await host.chooseTarget('a.pdf')).toBeNull();
  });

  it.each([
    ['tanda-terima.pdf', 'tanda-terima.pdf'],
    ['../../.bashrc', '.bashrc'],
    ['C:\\Windows\\x.pdf', 'x.pdf'],
    ['/etc/passwd', 'passwd'],
    ['..', 'segel'],
  ])('takes from the page a name, never a place: %j', async (suggested, name) => {
    await host.chooseTarget(suggested);
    expect(argumentsOf('dialog.showSaveDialog')?.[1]).toMatchObject({
      defaultPath: join('/home/dian/Unduhan', name),
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    });
  });
});

it.each(LINKS)('opens %s at a fixed https address', async (link) => {
  await host.openLink(link);
  expect(argumentsOf('shell.openExternal')?.[0]).toMatch(/^https:\/\//);
});

it('shows a folder in the file manager, and says when the system would not', async () => {
  expect(await host.showFolder('/home/dian/segel/pembukaan')).toBe(true);
  expect(argumentsOf('shell.openPath')).toEqual(['/home/dian/segel/pembukaan']);
  electronWorld().answers.openPath = 'Failed to open path';
  expect(await host.showFolder('/home/dian/segel/pembukaan')).toBe(false);
});
