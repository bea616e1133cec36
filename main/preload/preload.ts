// Runs sandboxed beside the page: names become functions, nothing else. No logic, no schema, no raw Electron object.
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { CALLS, EVENTS } from '../../app/contract/channels.ts';

// Written out: the names live in main/electron/ipc-transport.ts, which a sandboxed preload cannot import. A test compares them.
const CALL_CHANNEL = 'segel:call';
const FILES_CHANNEL = 'segel:files';
const EVENT_CHANNEL = 'segel:event';

type Listener = (payload: unknown) => void;

const areas = Object.entries(CALLS).map(([area, names]) => [
  area,
  Object.fromEntries(
    names.map((name) => [
      name,
      (input: unknown = null): Promise<unknown> => ipcRenderer.invoke(CALL_CHANNEL, `${area}.${name}`, input),
    ]),
  ),
]);

/** The listener gets the payload alone: the event object would hand the page a way to the sender. */
function on(event: unknown, listener: Listener): () => void {
  if (!EVENTS.some((known) => known === event)) throw new TypeError('unknown event');
  const forward = (_event: unknown, name: unknown, payload: unknown): void => {
    if (name === event) listener(payload);
  };
  ipcRenderer.on(EVENT_CHANNEL, forward);
  return () => {
    ipcRenderer.off(EVENT_CHANNEL, forward);
  };
}

/** Dropped files: the system says where each lies, and the path goes to the program without the page seeing it. */
function received(files: readonly File[]): Promise<unknown> {
  return ipcRenderer.invoke(
    FILES_CHANNEL,
    files.map((file) => webUtils.getPathForFile(file)),
  );
}

contextBridge.exposeInMainWorld('segel', Object.freeze({ ...Object.fromEntries(areas), on }));
contextBridge.exposeInMainWorld('segelFiles', Object.freeze({ received }));
