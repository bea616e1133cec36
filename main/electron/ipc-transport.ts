// The door behind `ipcMain.handle`: two channels, and a sender that is our window's top frame on our own page (list 17).
import type { BrowserWindow, IpcMain, IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import type { EventName } from '../../app/contract/channels.ts';
import type { EventPayload } from '../../app/contract/contract.ts';
import type { Caller, Door } from '../ipc/door.ts';
import type { WindowProgram } from '../ipc/window-program.ts';
import { APP_ORIGIN } from './app-protocol.ts';

export const CALL_CHANNEL = 'segel:call';
export const FILES_CHANNEL = 'segel:files';
export const EVENT_CHANNEL = 'segel:event';

/** What the preload script found out about dropped files. A file that never lay on a disk has an empty path. */
const DroppedPaths = z.array(z.string().min(1).max(4096)).max(500);

export interface Transport {
  readonly ipcMain: IpcMain;
  readonly window: BrowserWindow;
  readonly program: Pick<WindowProgram, 'takePaths'>;
  readonly door: Door;
  readonly caller: Caller;
}

export function serveIpc({ ipcMain, window, program, door, caller }: Transport): void {
  ipcMain.handle(CALL_CHANNEL, (event, name: unknown, input: unknown) =>
    door(name, input, isOurs(event, window) ? caller : null),
  );
  ipcMain.handle(FILES_CHANNEL, (event, paths: unknown) => {
    const parsed = DroppedPaths.safeParse(paths);
    return program.takePaths(parsed.success ? parsed.data : [], isOurs(event, window) ? caller : null);
  });
}

/** `senderFrame` is null for a frame that has gone; sub-frames and other windows are strangers. */
function isOurs({ sender, senderFrame }: IpcMainInvokeEvent, window: BrowserWindow): boolean {
  if (window.isDestroyed() || sender.id !== window.webContents.id) return false;
  return senderFrame !== null && senderFrame.parent === null && senderFrame.origin === APP_ORIGIN;
}

export function sendEvent<E extends EventName>(window: BrowserWindow, event: E, payload: EventPayload<E>): void {
  if (!window.isDestroyed()) window.webContents.send(EVENT_CHANNEL, event, payload);
}
