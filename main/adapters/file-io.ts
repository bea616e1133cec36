// Files as byte sources and sinks of `crypto/seal`: regular files only, links never followed; a file that is being written has
// a temporary name in the same folder, mode 0600, and gets its own name only when it is complete and on the device.
import { randomBytes } from 'node:crypto';
import { constants, type BigIntStats, type PathLike } from 'node:fs';
import * as nodeFs from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CodedError } from '../../app/errors/coded-error.ts';
import { CryptoError } from '../../crypto/errors.ts';
import type { DocumentSource, NamedSink } from '../../crypto/seal/io.ts';
import type { TimestampedTail } from '../../crypto/seal/add-timestamp.ts';
import { renamePatiently, syncFolder } from './durable-names.ts';
import { reading, storing, systemCode } from './storage-faults.ts';

/** The calls that are used of an open file. */
export interface OpenFile {
  read(target: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
  write(bytes: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesWritten: number }>;
  stat(options: { bigint: true }): Promise<BigIntStats>;
  truncate(length: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The calls that are used of `node:fs/promises`; tests pass one that fails where they say. */
export interface FileSystem {
  open(path: PathLike, flags: number, mode?: number): Promise<OpenFile>;
  lstat(path: PathLike, options: { bigint: true }): Promise<BigIntStats>;
  rename(from: PathLike, to: PathLike): Promise<void>;
  unlink(path: PathLike): Promise<void>;
  copyFile(from: PathLike, to: PathLike, mode: number): Promise<void>;
}

export interface FileSource extends DocumentSource {
  /** Size, identity and times of change of the file as it is being read; another one after every write. */
  readonly state: string;
  /** Safe to repeat. */
  close(): Promise<void>;
}

const ON_WINDOWS = process.platform === 'win32';
// Windows knows neither; there, links are found by lstat.
const O_NOFOLLOW = ON_WINDOWS ? 0 : constants.O_NOFOLLOW;
/** A FIFO without a writer would block the open for ever. */
const O_NONBLOCK = ON_WINDOWS ? 0 : constants.O_NONBLOCK;
const CREATE_NEW = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | O_NOFOLLOW;
/** What file systems allow for one name. */
const NAME_MAX_BYTES = 255;

/**
 * A regular file for reading. It is looked at now and opened while it is being read, so that hundreds of documents need few open
 * files; whatever changed since now shows as seal/document-changed.
 * @throws document/not-found, document/not-a-file (also for links), document/unreadable
 */
export async function openFileSource(path: string, fs: FileSystem = nodeFs): Promise<FileSource> {
  const first = await openRegular(path, fs);
  const { stat } = first;
  const sizeBytes = Number(stat.size);
  let file: OpenFile | null = first.file;
  const close = async () => {
    const open = file;
    file = null;
    await open?.close();
  };
  const reopened = async (): Promise<OpenFile> => {
    if (file !== null) return file;
    const again = await openRegular(path, fs);
    file = again.file;
    if (!sameState(again.stat, stat)) throw new CryptoError('seal/document-changed');
    return file;
  };
  const readInto = async (target: Uint8Array, position: number) => {
    const open = await reopened();
    return reading(() => readFully(open, target, position));
  };
  await close();
  return {
    sizeBytes,
    state: [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(),
    readInto,
    close,
    requireUnchanged: async () => {
      const open = await reopened();
      const now = await reading(() => open.stat({ bigint: true }));
      // Another file may have taken the name meanwhile.
      const named = await fs.lstat(path, { bigint: true }).catch(() => null);
      const same = sameState(stat, now) && named !== null && sameState(stat, named);
      // Files of /proc and files that grow have bytes where the end should be.
      const more = await readInto(Buffer.alloc(1), sizeBytes);
      await close();
      if (!same || more > 0) throw new CryptoError('seal/document-changed');
    },
  };
}

async function openRegular(path: string, fs: FileSystem): Promise<{ file: OpenFile; stat: BigIntStats }> {
  return reading(async () => {
    if ((await fs.lstat(path, { bigint: true })).isSymbolicLink()) throw new CodedError('document/not-a-file');
    const file = await fs.open(path, constants.O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const stat = await file.stat({ bigint: true });
      if (!stat.isFile()) throw new CodedError('document/not-a-file');
      return { file, stat };
    } catch (error) {
      await file.close();
      throw error;
    }
  });
}

function sameState(a: BigIntStats, b: BigIntStats): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs && a.ino === b.ino && a.dev === b.dev;
}

async function readFully(file: OpenFile, target: Uint8Array, position: number): Promise<number> {
  let filled = 0;
  while (filled < target.length) {
    const { bytesRead } = await file.read(target, filled, target.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

/**
 * A new file that will be `path`. Until `commit` it is `NAME.<process and random>.part` beside it.
 * @throws storage/unsafe-target when something has that name, now or at `commit`; storage/full, storage/failed
 */
export async function createFileSink(path: string, fs: FileSystem = nodeFs): Promise<NamedSink> {
  const temporary = temporaryPath(path);
  const file = await storing(async () => {
    await requireFree(fs, path);
    return fs.open(temporary, CREATE_NEW, 0o600);
  });
  let offset = 0;
  let state: 'open' | 'closed' | 'done' = 'open';
  const close = async () => {
    if (state === 'open') {
      state = 'closed';
      await file.close();
    }
  };
  return {
    write: (bytes) =>
      storing(async () => {
        await writeFully(file, bytes, offset);
        offset += bytes.length;
      }),
    patch: (position, bytes) => storing(() => writeFully(file, bytes, position)),
    sync: () => storing(() => file.sync()),
    commit: () =>
      storing(async () => {
        await file.sync();
        await close();
        await requireFree(fs, path);
        await renamePatiently(temporary, path, fs);
        state = 'done';
        await syncFolder(dirname(path), fs);
      }),
    abort: async () => {
      if (state === 'done') return;
      // The failure that led here is the one to report.
      await close().catch(() => undefined);
      await fs.unlink(temporary).catch(() => undefined);
    },
  };
}

/**
 * Gives the file a new end: a copy (shared blocks where the file system can) is changed and takes the old one's place, so that
 * a crash leaves the file as it was or as it should be.
 * @throws storage/full, storage/failed
 */
export async function replaceFileTail(path: string, tail: TimestampedTail, fs: FileSystem = nodeFs): Promise<void> {
  const temporary = temporaryPath(path);
  await storing(async () => {
    try {
      await fs.copyFile(path, temporary, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
      const file = await fs.open(temporary, constants.O_RDWR | O_NOFOLLOW);
      try {
        await file.truncate(tail.position);
        await writeFully(file, tail.bytes, tail.position);
        await file.sync();
      } finally {
        await file.close();
      }
      await renamePatiently(temporary, path, fs);
    } catch (error) {
      await fs.unlink(temporary).catch(() => undefined);
      throw error;
    }
    await syncFolder(dirname(path), fs);
  });
}

const UNFINISHED = /\.([0-9a-f]{8})[0-9a-f]{4}\.part$/;

/** Removes what a process that was killed had begun to write in the folder. What cannot be removed stays for the next time. */
export async function removeUnfinished(folder: string): Promise<void> {
  const entries = await nodeFs.readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const [, pid] = UNFINISHED.exec(entry.name) ?? [];
    if (pid === undefined || !entry.isFile() || isRunning(parseInt(pid, 16))) continue;
    await nodeFs.unlink(join(folder, entry.name)).catch(() => undefined);
  }
}

/** This process is; so is one of somebody else, who may not be asked. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) !== 'ESRCH';
  }
}

/** Names its process, so that another can tell whether it is still being written. */
function temporaryPath(path: string): string {
  const pid = process.pid.toString(16).padStart(8, '0');
  const suffix = `.${pid}${randomBytes(2).toString('hex')}.part`;
  // Cut by code points: half a character is no name.
  let stem = Array.from(basename(path));
  while (Buffer.byteLength(stem.join('')) > NAME_MAX_BYTES - suffix.length) stem = stem.slice(0, -1);
  return join(dirname(path), `${stem.join('')}${suffix}`);
}

async function writeFully(file: OpenFile, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/** Between this and the rename another program of this user may still take the name; nothing else writes in our folders. */
async function requireFree(fs: FileSystem, path: string): Promise<void> {
  try {
    await fs.lstat(path, { bigint: true });
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw error;
  }
  throw new CodedError('storage/unsafe-target');
}
