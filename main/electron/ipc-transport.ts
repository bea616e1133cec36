// The door behind `ipcMain.handle`: one channel, and a sender that is our window's top frame on our own page (list 17).
import type { BrowserWindow, IpcMain, IpcMainInvokeEvent } from 'electron';
import type { EventName } from '../../app/contract/channels.ts';
import type { EventPayload } from '../../app/contract/contract.ts';
import type { Caller, Door } from '../ipc/door.ts';
import { isOwnPage } from './guards.ts';

export const CALL_CHANNEL = 'segel:call';
export const EVENT_CHANNEL = 'segel:event';

export function serveIpc(ipcMain: IpcMain, door: Door, window: BrowserWindow, caller: Caller): void {
  ipcMain.handle(CALL_CHANNEL, (event, name: unknown, input: unknown) =>
    door(name, input, isOurs(event, window) ? caller : null),
  );
}

/** `senderFrame` is null for a frame that has gone; sub-frames and other windows are strangers. */
function isOurs({ sender, senderFrame }: IpcMainInvokeEvent, window: BrowserWindow): boolean {
  if (window.isDestroyed() || sender.id !== window.webContents.id) return false;
  return senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url);
}

export function sendEvent<E extends EventName>(window: BrowserWindow, event: E, payload: EventPayload<E>): void {
  if (!window.isDestroyed()) window.webContents.send(EVENT_CHANNEL, event, payload);
}
