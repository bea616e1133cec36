import type { BrowserWindow as RealWindow, IpcMain } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Result } from '../../../app/contract/result.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { CALL_CHANNEL, FILES_CHANNEL, sendEvent, serveIpc } from '../../../main/electron/ipc-transport.ts';
import { asResult, createDoor, type Caller } from '../../../main/ipc/door.ts';
import type { FakeWindow } from '../../doubles/electron.ts';
import { BrowserWindow, electronWorld, ipcMain, resetElectron } from '../../doubles/electron.ts';
import { fakeHandlers } from '../../doubles/handlers.ts';

const caller: Caller = { windowId: 'w1', signal: new AbortController().signal };
const preferences = { language: 'id', theme: 'system' };

let window: FakeWindow;
let ran: string[];
let dropped: (readonly string[])[];

beforeEach(() => {
  resetElectron();
  window = new BrowserWindow({});
  ran = [];
  dropped = [];
  const door = createDoor(
    fakeHandlers({
      'app.preferences': () => {
        ran.push('app.preferences');
        return preferences;
      },
    }),
    () => undefined,
  );
  serveIpc({
    ipcMain: ipcMain as unknown as IpcMain,
    window: window as unknown as RealWindow,
    caller,
    door,
    program: {
      takePaths: (paths, from) =>
        asResult(
          () => undefined,
          'files.dropped',
          () => {
            if (from === null) throw new CodedError('ipc/foreign-sender');
            dropped.push(paths);
            return Promise.resolve({ files: [] });
          },
        ),
    },
  });
});

function invoke(channel: string, event: unknown, ...args: unknown[]): Promise<Result<unknown>> {
  // Both channels answer results.
  return electronWorld().handlers.get(channel)?.(event, ...args) as Promise<Result<unknown>>;
}

function ours() {
  return { sender: window.webContents, senderFrame: window.webContents.mainFrame };
}

const STRANGERS: readonly [string, () => unknown][] = [
  ['a frame that has gone', () => ({ ...ours(), senderFrame: null })],
  ['a sub-frame', () => ({ ...ours(), senderFrame: { parent: {}, origin: 'app://bundle' } })],
  ['another origin', () => ({ ...ours(), senderFrame: { parent: null, origin: 'app://bundle.evil' } })],
  ['an origin that is none', () => ({ ...ours(), senderFrame: { parent: null, origin: 'null' } })],
  [
    'another window',
    () => {
      const other = new BrowserWindow({});
      return { sender: other.webContents, senderFrame: other.webContents.mainFrame };
    },
  ],
  [
    'a window that is closed',
    () => {
      window.destroyed = true;
      return ours();
    },
  ],
];

describe('a call by IPC', () => {
  it('from our page runs', async () => {
    expect(await invoke(CALL_CHANNEL, ours(), 'app.preferences', null)).toEqual({ ok: true, value: preferences });
  });

  it.each(STRANGERS)('from %s is refused and runs nothing', async (_who, event) => {
    const answer = await invoke(CALL_CHANNEL, event(), 'app.preferences', null);
    expect(answer).toMatchObject({ ok: false, problem: { code: 'ipc/foreign-sender' } });
    expect(ran).toEqual([]);
  });

  it('has no other channel than the two', () => {
    expect([...electronWorld().handlers.keys()]).toEqual([CALL_CHANNEL, FILES_CHANNEL]);
  });
});

describe('dropped files', () => {
  it('reach the program as the system named them', async () => {
    await invoke(FILES_CHANNEL, ours(), ['/home/dian/harga.pdf']);
    expect(dropped).toEqual([['/home/dian/harga.pdf']]);
  });

  it.each(STRANGERS)('from %s are refused', async (_who, event) => {
    const answer = await invoke(FILES_CHANNEL, event(), ['/etc/passwd']);
    expect(answer).toMatchObject({ ok: false, problem: { code: 'ipc/foreign-sender' } });
    expect(dropped).toEqual([]);
  });

  it.each([[null], ['/etc/passwd'], [[7]], [['']], [{ length: 1, 0: '/x' }]])(
    'that are no list of paths are none: %j',
    async (paths) => {
      await invoke(FILES_CHANNEL, ours(), paths);
      expect(dropped).toEqual([[]]);
    },
  );
});

it('sends events to the window while there is one', () => {
  sendEvent(window as unknown as RealWindow, 'app.token', { token: 'abcdefgh' });
  window.destroyed = true;
  sendEvent(window as unknown as RealWindow, 'app.token', { token: 'ijklmnop' });
  expect(electronWorld().sent).toEqual([{ channel: 'segel:event', args: ['app.token', { token: 'abcdefgh' }] }]);
});
