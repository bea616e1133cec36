import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startHostServer } from '../../../main/browser/host-server.ts';
import { findBrowser, findCommand } from '../../../main/browser/find-browser.ts';
import { browserArguments, launchBrowser } from '../../../main/browser/launch-browser.ts';
import { needsDisplay, startVirtualDisplay } from '../../../main/browser/virtual-display.ts';
import { createDoor } from '../../../main/ipc/door.ts';
import { fakeHandlers } from '../../doubles/handlers.ts';

const url = 'http://127.0.0.1:1/launch?code=x';

describe('the arguments of the browser', () => {
  it('keep the sandbox for an ordinary user', () => {
    const args = browserArguments({ url, asRoot: false, virtualDisplay: false }, '/tmp/p');
    expect(args).toContain(`--app=${url}`);
    expect(args).toContain('--user-data-dir=/tmp/p');
    expect(args.join(' ')).not.toMatch(/sandbox|test-type|remote-debugging|disable-web-security/);
  });

  it('send nothing of the page elsewhere', () => {
    const args = browserArguments({ url, asRoot: false, virtualDisplay: false }, '/tmp/p');
    expect(args.find((one) => one.startsWith('--disable-features='))).toContain('Translate');
    expect(args).toEqual(expect.arrayContaining(['--disable-sync', '--disable-background-networking']));
  });

  it('give the sandbox up as root alone, without the yellow bar', () => {
    const args = browserArguments({ url, asRoot: true, virtualDisplay: true }, '/tmp/p');
    expect(args).toEqual(expect.arrayContaining(['--no-sandbox', '--test-type', '--disable-gpu']));
  });
});

describe('a display', () => {
  const here = { home: '/', isProgram: () => false };

  it('is missing where neither X11 nor Wayland is reachable', () => {
    expect(needsDisplay({ ...here, platform: 'linux', env: {} })).toBe(true);
    expect(needsDisplay({ ...here, platform: 'linux', env: { DISPLAY: ':0' } })).toBe(false);
    expect(needsDisplay({ ...here, platform: 'linux', env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBe(false);
  });

  it('is never missing on Windows and macOS', () => {
    for (const platform of ['win32', 'darwin'] as const)
      expect(needsDisplay({ ...here, platform, env: {} })).toBe(false);
  });
});

const program = findBrowser();
const missing = [program === null ? 'no browser' : '', findCommand('Xvfb') === null ? 'no Xvfb' : ''].filter(Boolean);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'segel-launch-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(missing.length > 0)(
  `a real window${missing.length > 0 ? ` (skipped: ${missing.join(', ')})` : ''}`,
  () => {
    it('comes in by the launch address, runs our script under our policy, and leaves nothing behind', async () => {
      const page = `<!doctype html><title>Segel</title><script type="module" src="/main.js"></script>`;
      const script = `new EventSource('/events'); fetch('/ipc/app.preferences', { method: 'POST',
      headers: { 'content-type': 'application/json' }, body: 'null' });`;
      const asked = Promise.withResolvers<undefined>();
      const preferences = () => {
        asked.resolve(undefined);
        return { language: 'id', theme: 'dark' };
      };
      const host = await startHostServer({
        door: createDoor(fakeHandlers({ 'app.preferences': preferences }), () => undefined),
        assets: {
          find: (path) =>
            path === '/index.html'
              ? { type: 'text/html', bytes: Buffer.from(page) }
              : path === '/main.js'
                ? { type: 'text/javascript', bytes: Buffer.from(script) }
                : null,
        },
        receive: () => Promise.resolve(null),
        graceMs: 200,
      });
      const display = await startVirtualDisplay();
      expect(display?.name).toMatch(/^:\d+$/);
      const window = await launchBrowser({
        program: program ?? '',
        url: host.launchUrl(),
        env: { ...process.env, DISPLAY: display?.name },
        asRoot: process.getuid?.() === 0,
        virtualDisplay: true,
      });
      const first = await Promise.race([asked.promise.then(() => 'came in'), window.ended.then(() => 'ended')]);
      expect(first).toBe('came in');
      // It asks and listens on connections of their own: of one that never listened nobody is told that it is gone.
      await expect.poll(() => host.windowMet(), { timeout: 20_000 }).toBe(true);
      await window.close();
      await host.windowClosed;
      await Promise.all([host.close(), display?.close()]);
      expect(readdirSync(folder)).toEqual([]);
    });
  },
);
