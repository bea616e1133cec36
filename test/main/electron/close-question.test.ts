import type { BrowserWindow as RealWindow, Dialog } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import { askBeforeClosing } from '../../../main/electron/close-question.ts';
import type { Work } from '../../../main/electron/work-in-progress.ts';
import type { FakeWindow } from '../../doubles/electron.ts';
import { argumentsOf, asked, BrowserWindow, dialog, electronWorld, resetElectron } from '../../doubles/electron.ts';

let window: FakeWindow;
let work: Work | null;
beforeEach(() => {
  resetElectron();
  window = new BrowserWindow({});
  work = null;
  askBeforeClosing({
    window: window as unknown as RealWindow,
    dialog: dialog as unknown as Dialog,
    work: () => work,
    language: () => 'id',
  });
});

const settled = () => new Promise(setImmediate);

describe('closing the window', () => {
  it('asks nothing when nothing is under way', () => {
    window.close();
    expect([window.destroyed, asked()]).toEqual([true, []]);
  });

  it('waits for the person while a bid is sent, and stays when they say so', async () => {
    work = { kind: 'sending', fraction: 0.4 };
    electronWorld().answers.messageBox = 0;
    window.close();
    await settled();
    expect(window.destroyed).toBe(false);
    const [, options] = argumentsOf('dialog.showMessageBox') ?? [];
    expect(options).toMatchObject({ message: 'Penawaran belum selesai dikirim', defaultId: 0, cancelId: 0 });
  });

  it('closes when the person says so', async () => {
    work = { kind: 'sending', fraction: null };
    electronWorld().answers.messageBox = 1;
    window.close();
    await settled();
    expect(window.destroyed).toBe(true);
  });

  it('says what stops when a bid is being sealed', async () => {
    work = { kind: 'sealing', fraction: null };
    window.close();
    await settled();
    expect(argumentsOf('dialog.showMessageBox')?.[1]).toMatchObject({ message: 'Penyegelan masih berjalan' });
  });

  it('asks once, however often it is tried, and again after the answer', async () => {
    work = { kind: 'sending', fraction: null };
    window.close();
    window.close();
    expect(asked()).toEqual(['dialog.showMessageBox']);
    await settled();
    window.close();
    expect(asked()).toEqual(['dialog.showMessageBox', 'dialog.showMessageBox']);
  });
});
