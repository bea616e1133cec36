// The Electron shell itself, where its program is there (`npm start -- --get-electron` fetches it). Numbers are those of the
// Electron security tests of the threat catalogue (main/README.md).
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALLS } from '../../../app/contract/channels.ts';
import { needsDisplay, startVirtualDisplay, type VirtualDisplay } from '../../../main/browser/virtual-display.ts';
import { findElectron } from '../../../main/start/find-electron.ts';

const root = resolve(import.meta.dirname, '../../..');
const program = findElectron(root);
const built = existsSync(join(root, 'out', 'main', 'main.js'));
const reason = program === null ? "Electron's program is not here" : built ? null : 'not built';
const asRoot = process.getuid?.() === 0;

describe.skipIf(reason !== null)(`the Electron shell${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  let folder = '';
  let display: VirtualDisplay | null = null;
  let application: ElectronApplication;
  let page: Page;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'segel-shell-'));
    display = needsDisplay() ? await startVirtualDisplay() : null;
    application = await _electron.launch({
      executablePath: program ?? '',
      args: [...(asRoot ? ['--no-sandbox'] : []), root, 'segel://open?token=fromtheline'],
      env: environment(),
    });
    page = await application.firstWindow();
    await page.waitForLoadState('domcontentloaded');
  });
  afterAll(async () => {
    await application.close();
    await display?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function environment(): Record<string, string> {
    const set = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const shown = display === null ? {} : { DISPLAY: display.name };
    return { ...Object.fromEntries(set), ...shown, SEGEL_HOME: join(folder, 'data') };
  }

  it('shows our page in one window', async () => {
    expect(page.url()).toMatch(/^app:\/\/bundle\/index\.html/);
    expect(application.windows()).toHaveLength(1);
    await page.getByRole('heading').first().waitFor();
  });

  it('gives the page no Node (E02)', async () => {
    const found = await page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in globalThis),
    );
    expect(found).toEqual([]);
  });

  it('runs with the preferences that were decided (E02, E05)', async () => {
    const preferences = await application.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      // Electron has it for its own tests; its types do not say so.
      const contents = window?.webContents as unknown as { getLastWebPreferences(): object };
      return contents.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
    });
  });

  it.skipIf(process.platform !== 'linux' || asRoot)('really runs the page in a sandbox (E03)', async () => {
    const pid = await application.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
    );
    const status = readFileSync(`/proc/${pid ?? ''}/status`, 'utf8');
    expect(status).toMatch(/^Seccomp:\s+2$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
  });

  it('grants no permission (E04)', async () => {
    const states = await page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'];
      // Names that Chromium knows and TypeScript's list does not.
      const query = (name: string) => navigator.permissions.query({ name: name as PermissionName });
      return Promise.all(names.map(async (name) => (await query(name)).state));
    });
    expect(new Set(states)).toEqual(new Set(['denied']));
  });

  it('blocks code that is not a file of ours (E06)', async () => {
    const violations = await page.evaluate(async () => {
      const seen: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
      const image = document.createElement('img');
      image.src = 'https://example.org/x.png';
      document.body.append(image);
      await fetch('https://example.org/').catch(() => undefined);
      const style = document.createElement('style');
      style.textContent = 'body { color: red }';
      document.head.append(style);
      await new Promise((next) => setTimeout(next, 300));
      return seen;
    });
    expect(violations).toEqual(expect.arrayContaining(['img-src', 'connect-src', 'style-src-elem']));
  });

  it('stays where it is and opens nothing (E08)', async () => {
    const before = page.url();
    await page.evaluate(() => {
      window.open('https://example.org/');
      const link = document.createElement('a');
      link.href = 'https://example.org/';
      link.target = '_blank';
      document.body.append(link);
      link.click();
      location.assign('file:///etc/passwd');
    });
    await page.waitForTimeout(500);
    expect([page.url(), application.windows().length]).toEqual([before, 1]);
  });

  it('adds to the page exactly the bridge (E14)', async () => {
    const bridge = await page.evaluate(() => {
      const segel = Reflect.get(globalThis, 'segel') as Record<string, object>;
      return Object.fromEntries(Object.entries(segel).map(([area, calls]) => [area, Object.keys(calls)]));
    });
    expect(bridge).toEqual({ ...Object.fromEntries(Object.entries(CALLS).map(([a, n]) => [a, [...n]])), on: [] });
    const names = await page.evaluate(() =>
      ['ipcRenderer', 'electron', 'segelFiles'].filter((name) => name in globalThis),
    );
    expect(names).toEqual(['segelFiles']);
  });

  it('answers by the same door as the browser host', async () => {
    const info = await page.evaluate(async () => {
      const segel = Reflect.get(globalThis, 'segel') as { app: { info(): Promise<unknown> } };
      return segel.app.info();
    });
    expect(info).toMatchObject({ ok: true, value: { host: 'electron' } });
  });
});
