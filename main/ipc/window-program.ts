// The program behind one window, for both hosts: its state, its handlers, the door before them, and files given from outside a call.
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CallOutput } from '../../app/contract/contract.ts';
import type { Result } from '../../app/contract/result.ts';
import { dataRoot } from '../adapters/data-folder.ts';
import { storing } from '../adapters/storage-faults.ts';
import { receiveFile } from '../browser/receive-file.ts';
import { asResult, createDoor, type Caller, type Door } from './door.ts';
import { Handles } from './handles.ts';
import { createHandlers } from './handlers.ts';
import { FILE_HANDLE_LIFETIME_MS, type HeldFile, type SendEvent, type WindowHost } from './host.ts';
import { fileIncidentLog } from './incident-log.ts';
import { Program } from './program.ts';

export type ChosenFiles = CallOutput<'files.choose'>;
export type ChosenFile = ChosenFiles['files'][number];

export interface WindowProgram {
  readonly door: Door;
  /** Files dropped on the window (Electron): paths that the system, not the page, told us. */
  takePaths(paths: readonly string[], caller: Caller): Promise<Result<ChosenFiles>>;
  /** One file as bytes (browser host). */
  takeBytes(bytes: AsyncIterable<Uint8Array>, name: string, caller: Caller): Promise<Result<ChosenFile>>;
  /** What `lpse.startDemo` does, for a start that asks for it before there is a window. */
  startDemo(): Promise<Result<CallOutput<'lpse.startDemo'>>>;
  close(): Promise<void>;
}

export interface WindowProgramOptions {
  /** Default: `SEGEL_HOME`, else the operating system's place for it. */
  readonly dataDir?: string | undefined;
  readonly host: WindowHost;
  readonly send: SendEvent;
}

/** @throws storage/full, storage/failed */
export async function openWindowProgram({ dataDir, host, send }: WindowProgramOptions): Promise<WindowProgram> {
  const log = fileIncidentLog(join(dataRoot(dataDir), 'log'));
  const files = new Handles<HeldFile>({ lifetimeMs: FILE_HANDLE_LIFETIME_MS });
  const program = await Program.open({
    ...{ dataDir, host, send, files },
    onBackgroundFailure: (what, error) => void asResult(log, what, () => Promise.reject(error)),
  });
  const give = (file: Omit<ChosenFile, 'handle'> & HeldFile, caller: Caller): ChosenFile => ({
    handle: files.issue({ path: file.path }, caller),
    name: file.name,
    sizeBytes: file.sizeBytes,
  });
  const handlers = createHandlers(program);
  return {
    door: createDoor(handlers, log),
    startDemo: () =>
      asResult(log, 'lpse.startDemo', () => {
        const caller: Caller = { windowId: 'start', signal: new AbortController().signal };
        return handlers['lpse.startDemo'](null, caller);
      }),
    takePaths: (paths, caller) =>
      asResult(log, 'files.dropped', async () => ({
        files: await Promise.all(
          paths.map(async (path) => give({ path, name: basename(path), sizeBytes: await sizeOf(path) }, caller)),
        ),
      })),
    takeBytes: (bytes, name, caller) =>
      asResult(log, 'files.received', async () =>
        give(await receiveFile(bytes, { folder: await program.receivedFolder(), name }), caller),
      ),
    close: () => program.close(),
  };
}

async function sizeOf(path: string): Promise<number> {
  return (await storing(() => stat(path))).size;
}
