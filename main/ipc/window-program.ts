// The program behind one window, for both hosts: its state, its handlers, the door before them, and what comes from outside a call:
// dropped files, sent files, package tokens, sealed files that were opened.
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CallOutput } from '../../app/contract/contract.ts';
import type { Result } from '../../app/contract/result.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import { dataRoot } from '../adapters/data-folder.ts';
import { makePrivateFolder } from '../adapters/private-files.ts';
import { storing } from '../adapters/storage-faults.ts';
import { receiveFile } from '../browser/receive-file.ts';
import { asResult, createDoor, type Caller, type Door } from './door.ts';
import { Handles } from './handles.ts';
import { createHandlers } from './handlers.ts';
import { FILE_HANDLE_LIFETIME_MS, type HeldFile, type SendEvent, type WindowHost } from './host.ts';
import { fileIncidentLog } from './incident-log.ts';
import { Program } from './program.ts';
import { OutsideMail } from './outside-mail.ts';

type ChosenFiles = CallOutput<'files.choose'>;
type ChosenFile = ChosenFiles['files'][number];

export interface WindowProgram {
  readonly door: Door;
  /** Files and folders dropped on the window (Electron): paths that the system, not the page, told us. */
  takePaths(paths: readonly string[], caller: Caller | null): Promise<Result<ChosenFiles>>;
  /** One file as bytes (browser host). */
  takeBytes(bytes: AsyncIterable<Uint8Array>, name: string, caller: Caller): Promise<Result<ChosenFile>>;
  /** A package token by link or command line; reaches the page once it listens. */
  takeToken(token: string): void;
  /** A sealed file that was opened, by its absolute path; reaches the page once it listens. */
  takeSealedFile(path: string): void;
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
  // Here and now, so that a start on a full or foreign disk says so instead of every screen.
  const root = await makePrivateFolder(dataRoot(dataDir));
  const log = fileIncidentLog(join(root, 'log'));
  const files = new Handles<HeldFile>({ lifetimeMs: FILE_HANDLE_LIFETIME_MS });
  const mail = new OutsideMail(send, files);
  const program = await Program.open({
    ...{ dataDir, host, send, files },
    onBackgroundFailure: (what, error) => void asResult(log, what, () => failed(error)),
  });
  const handlers = createHandlers(program);
  const give = ({ path, name, sizeBytes }: FileFacts, caller: Caller): ChosenFile => {
    return { handle: files.issue({ path }, caller), name, sizeBytes };
  };
  return {
    door: mail.watch(createDoor(handlers, log)),
    takePaths: (paths, caller) =>
      asResult(log, 'files.dropped', async () => {
        if (caller === null) throw new CodedError('ipc/foreign-sender');
        const found = await filesAt(paths, (folder) => program.installation.documents.list(folder));
        return { files: found.map((file) => give(file, caller)) };
      }),
    takeBytes: (bytes, name, caller) =>
      asResult(log, 'files.received', async () =>
        give(await receiveFile(bytes, { folder: await program.receivedFolder(), name }), caller),
      ),
    takeToken: (token) => mail.token(token),
    takeSealedFile: (path) => mail.sealedFile(path),
    startDemo: () =>
      asResult(log, 'lpse.startDemo', () => {
        const caller: Caller = { windowId: 'start', signal: new AbortController().signal };
        return handlers['lpse.startDemo'](null, caller);
      }),
    close: () => program.close(),
  };
}

interface FileFacts {
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
}

/** A folder stands for every file in it. */
async function filesAt(
  paths: readonly string[],
  list: (folder: string) => Promise<readonly string[]>,
): Promise<readonly FileFacts[]> {
  const found: FileFacts[] = [];
  for (const path of paths) {
    const isFolder = (await storing(() => stat(path))).isDirectory();
    for (const file of isFolder ? await list(path) : [path]) {
      const { size } = await storing(() => stat(file));
      found.push({ path: file, name: basename(file), sizeBytes: size });
    }
  }
  return found;
}

async function failed(error: unknown): Promise<never> {
  return Promise.reject(error instanceof Error ? error : new Error(typeof error));
}
