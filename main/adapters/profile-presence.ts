// Who works with a profile now. Window and command line may use one profile at once; each holds a shared lock of SQLite's on an
// empty file, which ends with its process however that ends. Who finds itself alone removes what a killed process left behind.
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { lstat, readdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { systemCode, toStorageFault } from './storage-faults.ts';

/** Unfinished sealed files (file-io.ts beside a path of sqlite-bid-store.ts) and unfinished copies into the folder (copy-file.ts). */
const UNFINISHED = /^(?:[\w-]+-r\d+-[0-9a-f]{8}\.sampul\.[0-9a-f]{12}\.part|\.[0-9a-f]{16}\.tmp)$/;

export interface Presence {
  /** How many unfinished files were removed. */
  readonly removed: number;
  readonly leave: () => void;
}

/**
 * Held while this process uses the profile; taken before anything is written into its folders.
 * @throws storage/full, storage/failed
 */
export async function enterProfile(lockPath: string, sealedFolder: string): Promise<Presence> {
  const lock = openLock(lockPath);
  try {
    let removed = 0;
    if (takeAlone(lock)) {
      removed = await removeUnfinished(sealedFolder);
      lock.exec('COMMIT');
    }
    // Waits for another that is removing.
    lock.pragma('busy_timeout = 5000');
    lock.exec('BEGIN');
    lock.prepare('SELECT count(*) FROM sqlite_schema').get();
    return { removed, leave: () => void lock.close() };
  } catch (error) {
    lock.close();
    throw toStorageFault(error);
  }
}

function openLock(path: string): Database.Database {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
    return new Database(path, { timeout: 0 });
  } catch (error) {
    throw toStorageFault(error);
  }
}

function takeAlone(lock: Database.Database): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (systemCode(error)?.startsWith('SQLITE_BUSY') === true) return false;
    throw error;
  }
}

/** Only files of ours by their names; links are neither followed nor removed. What cannot be removed stays for the next time. */
async function removeUnfinished(folder: string): Promise<number> {
  const isFolder = await lstat(folder).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
  if (!isFolder) return 0;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const left = entries.filter((entry) => entry.isFile() && UNFINISHED.test(entry.name));
  const gone = await Promise.all(
    left.map(({ name }) =>
      unlink(join(folder, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return gone.filter(Boolean).length;
}
