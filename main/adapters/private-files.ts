// Files that only this user may read: folders 0700, files 0600, written temp -> fsync -> rename -> fsync of the folder, so
// that a crash leaves the old content or the new one. Links are never followed when a file is made.
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, open, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CodedError } from '../../app/errors/coded-error.ts';
import { renamePatiently, syncFolder } from './durable-names.ts';
import { storing, systemCode, unlessMissing } from './storage-faults.ts';

const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);
const O_NOFOLLOW = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;

/** Makes the folder and its parents, 0700. */
export async function makePrivateFolder(folder: string): Promise<string> {
  await storing(() => mkdir(folder, { recursive: true, mode: 0o700 }));
  return folder;
}

/** Replaces or makes `path` durably. @throws storage/full, storage/failed */
export async function writePrivateFile(path: string, bytes: Uint8Array): Promise<void> {
  await replaceFile(path, (file) => file.writeFile(bytes));
}

/**
 * As `writePrivateFile`, for what does not fit into memory: `fill` writes, and throws to leave everything as it was.
 * @throws storage/full, storage/failed, and coded errors of `fill`
 */
export async function replaceFile(path: string, fill: (file: FileHandle) => Promise<void>): Promise<void> {
  await storing(async () => {
    const temporary = temporaryBeside(path);
    try {
      await writeNew(temporary, fill);
      await renamePatiently(temporary, path);
    } catch (error) {
      await unlink(temporary).catch(() => undefined);
      throw error;
    }
    await syncFolder(dirname(path));
  });
}

/** JSON with two spaces, for files that a person may want to read. */
export async function writePrivateJson(path: string, value: unknown): Promise<void> {
  await writePrivateFile(path, Buffer.from(`${JSON.stringify(value, null, 2)}\n`));
}

/**
 * As `writePrivateJson`, for a file that must not be there yet: of several that make it at once, one does.
 * @returns false when it is there already
 */
export async function createPrivateJson(path: string, value: unknown): Promise<boolean> {
  return storing(async () => {
    const temporary = temporaryBeside(path);
    try {
      await writeNew(temporary, (file) => file.writeFile(`${JSON.stringify(value, null, 2)}\n`));
      await linkOrRename(temporary, path);
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
      return false;
    } finally {
      await unlink(temporary).catch(() => undefined);
    }
    await syncFolder(dirname(path));
    return true;
  });
}

/** The file's bytes, null when there is none. @throws storage/failed also when it holds more than `maxBytes` */
export async function readBounded(path: string, maxBytes: number): Promise<Buffer | null> {
  return storing(async () => {
    const file = await unlessMissing(open(path, constants.O_RDONLY));
    if (file === null) return null;
    try {
      const stat = await file.stat();
      if (!stat.isFile() || stat.size > maxBytes) throw new CodedError('storage/failed', { sizeBytes: stat.size });
      return await file.readFile();
    } finally {
      await file.close();
    }
  });
}

/** Removes a file; it need not be there. */
export async function removeFile(path: string): Promise<void> {
  await storing(async () => {
    await unlessMissing(unlink(path));
  });
}

function temporaryBeside(path: string): string {
  return join(dirname(path), `.${randomBytes(8).toString('hex')}.tmp`);
}

async function writeNew(path: string, fill: (file: FileHandle) => Promise<void>): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | O_NOFOLLOW;
  const file = await open(path, flags, 0o600);
  try {
    await fill(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Some file systems know no hard links (exFAT): there, two at once are not told apart. */
async function linkOrRename(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!NO_LINKS.has(systemCode(error) ?? '')) throw error;
    await renamePatiently(from, to);
  }
}
