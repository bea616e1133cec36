import type { App, Session } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import { guardContents, isOwnPage, refuseForeignRequests, refusePermissions } from '../../../main/electron/guards.ts';
import { app, electronWorld, fakeEvent, FakeWebContents, resetElectron, session } from '../../doubles/electron.ts';

// The double has the few members that these functions use.
const fakeApp = app as unknown as App;
const fakeSession = session.defaultSession as unknown as Session;

const FOREIGN = [
  'https://evil.example/',
  'http://127.0.0.1:80/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'about:blank',
  'app://bundle.evil/index.html',
  'app://other/index.html',
  'app://bundle:8080/',
  'blob:app://bundle/1',
  'not a url',
];

beforeEach(() => {
  resetElectron();
});

describe('our own page', () => {
  it.each(['app://bundle/index.html', 'app://bundle/', 'app://bundle/index.html#/paket'])('is %s', (url) => {
    expect(isOwnPage(url)).toBe(true);
  });
  it.each(FOREIGN)('is not %s', (url) => {
    expect(isOwnPage(url)).toBe(false);
  });
});

describe('every web contents', () => {
  function guarded(): FakeWebContents {
    guardContents(fakeApp);
    const contents = new FakeWebContents();
    app.emit('web-contents-created', {}, contents);
    return contents;
  }

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('stays on our page at %s', (name) => {
    const contents = guarded();
    for (const url of FOREIGN) {
      const event = fakeEvent({ url });
      contents.emit(name, event);
      expect(event.defaultPrevented, url).toBe(true);
    }
    const own = fakeEvent({ url: 'app://bundle/index.html#/paket' });
    contents.emit(name, own);
    expect(own.defaultPrevented).toBe(false);
  });

  it('opens no window and attaches no webview', () => {
    const contents = guarded();
    for (const url of [...FOREIGN, 'app://bundle/index.html']) {
      expect(contents.windowOpenHandler?.({ url })).toEqual({ action: 'deny' });
    }
    const event = fakeEvent({});
    contents.emit('will-attach-webview', event);
    expect(event.defaultPrevented).toBe(true);
  });
});

describe('the session', () => {
  const PERMISSIONS = [
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'hid',
    'usb',
    'openExternal',
    'fileSystem',
  ];

  it('grants no permission, in any of the ways Electron asks', () => {
    refusePermissions(fakeSession);
    const { sessionHandlers } = electronWorld();
    // Each handler is what Electron would call.
    const request = sessionHandlers.setPermissionRequestHandler as (
      c: unknown,
      p: string,
      decide: (ok: boolean) => void,
    ) => void;
    const check = sessionHandlers.setPermissionCheckHandler as (c: unknown, p: string) => boolean;
    const device = sessionHandlers.setDevicePermissionHandler as (details: unknown) => boolean;
    for (const permission of PERMISSIONS) {
      const decisions: boolean[] = [];
      request(null, permission, (decision) => decisions.push(decision));
      expect(decisions).toEqual([false]);
      expect(check(null, permission)).toBe(false);
    }
    expect(device({ deviceType: 'usb' })).toBe(false);
  });

  it('downloads nothing', () => {
    refusePermissions(fakeSession);
    const event = fakeEvent({});
    session.defaultSession.emit('will-download', event);
    expect(event.defaultPrevented).toBe(true);
  });

  function allows(url: string, developing: boolean): boolean {
    refuseForeignRequests(fakeSession, { developing });
    const handler = electronWorld().sessionHandlers.onBeforeRequest as (
      details: { url: string },
      decide: (answer: { cancel: boolean }) => void,
    ) => void;
    let cancelled = false;
    handler({ url }, ({ cancel }) => (cancelled = cancel));
    return !cancelled;
  }

  it('requests our own files and nothing else', () => {
    expect(allows('app://bundle/assets/index.js', false)).toBe(true);
    expect(allows('data:image/png;base64,AA==', false)).toBe(true);
    for (const url of [
      'https://evil.example/',
      'http://127.0.0.1/',
      'file:///etc/passwd',
      'ws://evil.example',
      'devtools://x/',
    ]) {
      expect(allows(url, false), url).toBe(false);
    }
    expect(allows('devtools://devtools/x.js', true)).toBe(true);
  });
});
