import type { BrowserWindow as RealWindow } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import { focusWindow, openPage, reopenAfterCrash, windowOptions } from '../../../main/electron/window.ts';
import type { FakeWindow } from '../../doubles/electron.ts';
import { BrowserWindow, resetElectron } from '../../doubles/electron.ts';

let window: FakeWindow;
let real: RealWindow;
beforeEach(() => {
  resetElectron();
  window = new BrowserWindow({});
  real = window as unknown as RealWindow;
});

describe('the window', () => {
  it('has exactly these preferences', () => {
    expect(windowOptions({ preload: '/p.cjs', icon: '/i.png', developing: false })).toEqual({
      width: 1280,
      height: 800,
      minWidth: 1024,
      minHeight: 640,
      show: false,
      title: 'Segel',
      icon: '/i.png',
      webPreferences: {
        preload: '/p.cjs',
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        devTools: false,
      },
    });
  });

  it('has developer tools only while developing', () => {
    const { webPreferences } = windowOptions({ preload: '/p.cjs', icon: '/i.png', developing: true });
    expect(webPreferences?.devTools).toBe(true);
  });

  it('opens our page and shows itself when there is something to see', async () => {
    await openPage(real);
    expect([window.url, window.shown]).toEqual(['app://bundle/index.html', true]);
  });

  it('comes to the front, from the taskbar too, unless it is gone', () => {
    window.minimized = true;
    focusWindow(real);
    expect([window.minimized, window.shown, window.focused]).toEqual([false, true, true]);
    const gone = new BrowserWindow({});
    gone.destroyed = true;
    focusWindow(gone as unknown as RealWindow);
    expect(gone.shown).toBe(false);
  });
});

describe('a page whose process dies', () => {
  const die = (reason: string) => window.webContents.emit('render-process-gone', {}, { reason });

  it('is opened again, but not for ever', () => {
    let ms = 0;
    reopenAfterCrash(real, () => ms);
    for (let i = 0; i < 5; i++) die('crashed');
    expect(window.reloads).toBe(3);
    ms = 60_000;
    die('oom');
    expect(window.reloads).toBe(4);
  });

  it('is left alone when it ended by itself', () => {
    reopenAfterCrash(real);
    die('clean-exit');
    expect(window.reloads).toBe(0);
  });
});
