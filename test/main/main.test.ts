import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Electron from '../doubles/electron.ts';

/** A busy computer opens databases slowly. */
const PATIENCE = { timeout: 20_000 };

let folder = '';
const argv = process.argv;
let electron: typeof Electron;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segel-main-'));
  mkdirSync(join(folder, 'app', 'out', 'renderer'), { recursive: true });
  writeFileSync(join(folder, 'app', 'out', 'renderer', 'index.html'), '<!doctype html>');
  vi.stubEnv('SEGEL_HOME', join(folder, 'data'));
  vi.resetModules();
  // The same instance of the double that the program gets.
  electron = await import('../doubles/electron.ts');
  electron.electronWorld().answers.appPath = join(folder, 'app');
});
afterEach(async () => {
  await end();
  process.argv = argv;
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the entry as Electron does; resolves when the page is open. */
async function start(...args: readonly string[]): Promise<void> {
  process.argv = ['/usr/bin/segel', ...args];
  await import('../../main/main.ts');
  electron.electronWorld().ready.resolve(undefined);
}

async function opened(...args: readonly string[]): Promise<Electron.FakeWindow> {
  await start(...args);
  return vi.waitFor(() => {
    const [window] = electron.electronWorld().windows;
    if (window === undefined || window.url === '') throw new Error('no page yet');
    return window;
  }, PATIENCE);
}

/** As Electron ends: `will-quit` until nobody prevents it. */
async function end(): Promise<void> {
  const event = electron.fakeEvent({});
  electron.app.emit('will-quit', event);
  if (event.defaultPrevented) await vi.waitFor(() => expect(electron.asked()).toContain('app.exit'), PATIENCE);
}

function call(name: string, input: unknown = null): Promise<unknown> {
  const { handlers, windows } = electron.electronWorld();
  const contents = windows[0]?.webContents;
  return Promise.resolve(
    handlers.get('segel:call')?.({ sender: contents, senderFrame: contents?.mainFrame }, name, input),
  );
}

describe('the start', () => {
  it('does everything that must come before Electron is ready', async () => {
    await opened();
    expect(electron.asked().slice(0, 8)).toEqual([
      'app.setPath',
      'app.setAppUserModelId',
      'app.requestSingleInstanceLock',
      'app.enableSandbox',
      'app.commandLine.appendSwitch',
      'app.commandLine.appendSwitch',
      'protocol.registerSchemesAsPrivileged',
      ...(process.platform === 'linux' ? ['app.whenReady'] : ['app.setAsDefaultProtocolClient']),
    ]);
    expect(electron.argumentsOf('app.setPath')).toEqual(['userData', join(folder, 'data', 'window')]);
  });

  it('ends when another instance runs', async () => {
    electron.electronWorld().answers.hasLock = false;
    await start();
    expect(electron.asked().at(-1)).toBe('app.quit');
    expect(electron.asked()).not.toContain('app.whenReady');
  });

  it('refuses dangerous switches when packaged, and says which', async () => {
    await start('--remote-debugging-port=0');
    expect(electron.asked()).toEqual(['dialog.showErrorBox', 'app.exit']);
    expect(electron.argumentsOf('dialog.showErrorBox')?.[1]).toContain('--remote-debugging-port');
    expect(electron.argumentsOf('app.exit')).toEqual([6]);
  });

  it('lets a developer use them', async () => {
    electron.electronWorld().answers.isPackaged = false;
    await opened('--remote-debugging-port=0');
    expect(electron.asked()).not.toContain('app.exit');
  });

  it('tells what is wrong when the program cannot open, and ends', async () => {
    // A file where the data folder should be.
    writeFileSync(join(folder, 'data'), '');
    await start();
    await vi.waitFor(() => expect(electron.asked()).toContain('app.exit'), PATIENCE);
    expect(electron.argumentsOf('dialog.showErrorBox')?.[1]).toContain('storage/failed');
    expect(electron.argumentsOf('app.exit')).toEqual([7]);
  });
});

describe('the open window', () => {
  it('shows our page, with a menu and a tray', async () => {
    const window = await opened();
    expect(window.url).toBe('app://bundle/index.html');
    expect(electron.asked()).toEqual(
      expect.arrayContaining(['Menu.setApplicationMenu', 'tray', 'tray.setContextMenu']),
    );
    expect(electron.electronWorld().sessionHandlers).toMatchObject({
      setPermissionRequestHandler: expect.any(Function) as unknown,
      setPermissionCheckHandler: expect.any(Function) as unknown,
      setDevicePermissionHandler: expect.any(Function) as unknown,
      onBeforeRequest: expect.any(Function) as unknown,
    });
    const page = await electron.electronWorld().schemes.get('app')?.({ url: 'app://bundle/index.html', method: 'GET' });
    expect(page?.status).toBe(200);
  });

  it('answers its calls, and nobody else', async () => {
    await opened();
    expect(await call('app.info')).toMatchObject({ ok: true, value: { host: 'electron' } });
    const stranger = await electron.electronWorld().handlers.get('segel:call')?.(
      { sender: { id: -1 }, senderFrame: null },
      'app.info',
      null,
    );
    expect(stranger).toMatchObject({ ok: false, problem: { code: 'ipc/foreign-sender' } });
  });

  it('speaks the language of the page in its menu', async () => {
    await opened();
    const labels = () => JSON.stringify(electron.argumentsOf('Menu.setApplicationMenu'));
    expect(labels()).toContain('Berkas');
    await call('app.savePreferences', { language: 'en', theme: 'system' });
    expect(labels()).not.toContain('Berkas');
  });

  it('gives a token of the command line to the page when it listens, and later ones at once', async () => {
    const window = await opened('segel://open?token=firsttoken');
    const tokens = () =>
      electron
        .electronWorld()
        .sent.filter(({ args }) => args[0] === 'app.token')
        .map(({ args }) => args[1]);
    expect(tokens()).toEqual([]);
    await call('lpse.list');
    expect(tokens()).toEqual([{ token: 'firsttoken' }]);
    window.minimized = true;
    electron.app.emit('second-instance', {}, ['segel', 'segel://open?token=secondtoken']);
    expect(tokens()).toEqual([{ token: 'firsttoken' }, { token: 'secondtoken' }]);
    expect(window.minimized).toBe(false);
    const link = electron.fakeEvent({});
    electron.app.emit('open-url', link, 'segel://open?token=thirdtoken');
    expect(tokens().at(-1)).toEqual({ token: 'thirdtoken' });
    expect(link.defaultPrevented).toBe(true);
  });

  it('gives a sealed file that was opened to the page, by a handle that imports it', async () => {
    writeFileSync(join(folder, 'penawaran.sampul'), 'PK no bid');
    const window = await opened(join(folder, 'penawaran.sampul'));
    const files = () =>
      electron
        .electronWorld()
        .sent.filter(({ args }) => args[0] === 'app.sealedFile')
        .map(({ args }) => args[1] as { readonly handle: string; readonly name: string });
    await call('lpse.list');
    expect(files()).toEqual([{ handle: expect.any(String) as string, name: 'penawaran.sampul' }]);
    window.minimized = true;
    electron.app.emit('second-instance', {}, ['segel', '--lang=id', 'kedua.sampul'], folder);
    const opening = electron.fakeEvent({});
    electron.app.emit('open-file', opening, join(folder, 'ketiga.sampul'));
    electron.app.emit('open-file', electron.fakeEvent({}), join(folder, 'rahasia.pdf'));
    expect(files().map(({ name }) => name)).toEqual(['penawaran.sampul', 'kedua.sampul', 'ketiga.sampul']);
    expect([opening.defaultPrevented, window.minimized]).toEqual([true, false]);
    expect(JSON.stringify(files())).not.toContain(folder);
    // Nobody is in: the handle is known, the import asks for a login.
    const answer = await call('bids.importSealed', { file: files()[0]?.handle });
    expect(answer).toMatchObject({ ok: false, problem: { code: 'ipc/no-lpse' } });
  });

  it('ends the program before it lets Electron end', async () => {
    await opened();
    await end();
    expect(electron.asked().slice(-2)).toEqual(['tray.destroy', 'app.exit']);
    expect(electron.argumentsOf('app.exit')).toEqual([0]);
  });
});
