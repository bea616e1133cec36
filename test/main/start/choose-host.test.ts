import { describe, expect, it } from 'vitest';
import { chooseHost, nameOf } from '../../../main/start/choose-host.ts';

const nothing = { electron: null, browser: null, canInstall: false };
const chromium = { kind: 'browser', path: '/usr/bin/chromium', name: 'Chromium', chosen: false };

describe('the host', () => {
  it('is Electron where its program is', () => {
    const all = { electron: '/e/electron', browser: '/usr/bin/chromium', canInstall: true };
    expect(chooseHost(all, null)).toEqual({ kind: 'electron', path: '/e/electron' });
  });

  it('is an installed browser else', () => {
    expect(chooseHost({ ...nothing, browser: '/usr/bin/chromium' }, null)).toEqual(chromium);
  });

  it('is a browser to be installed where that can be done', () => {
    expect(chooseHost({ ...nothing, canInstall: true }, null)).toEqual({ kind: 'install' });
  });

  it('is the address alone where nothing else is left', () => {
    expect(chooseHost(nothing, null)).toEqual({ kind: 'address', chosen: false });
  });

  it('is the one that was asked for, where it is at hand', () => {
    const all = { electron: '/e/electron', browser: '/usr/bin/chromium', canInstall: true };
    expect(chooseHost(all, 'browser')).toEqual({ ...chromium, chosen: true });
    expect(chooseHost(all, 'address')).toEqual({ kind: 'address', chosen: true });
    expect(chooseHost({ ...nothing, electron: '/e/electron' }, 'browser')).toEqual({
      kind: 'electron',
      path: '/e/electron',
    });
    expect(chooseHost({ ...nothing, browser: '/usr/bin/chromium' }, 'electron')).toEqual(chromium);
  });
});

it.each([
  ['/usr/bin/chromium-browser', 'Chromium'],
  ['/usr/bin/google-chrome-stable', 'Google Chrome'],
  ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', 'Google Chrome'],
  ['C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe', 'Microsoft Edge'],
])('calls %s %s', (path, name) => {
  expect(nameOf(path)).toBe(name);
});
