// The database of one profile: WAL, synchronous=FULL, so that what a call made durable survives a power cut. A file that is no
// database any more is put aside, never overwritten, and a new one is begun: sealed files and receipts describe themselves.
import { existsSync, mkdirSync, openSync, closeSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { CodedError } from '../../app/errors/coded-error.ts';
import { systemCode, toStorageFault } from './storage-faults.ts';

export type SqliteDatabase = Database.Database;

/** How the database was found; the first two ask for a scan of the folders. */
export type DatabaseOrigin = 'made' | 'damaged-set-aside' | 'found';

export interface OpenedDatabase {
  readonly database: SqliteDatabase;
  readonly origin: DatabaseOrigin;
}

/** One per version, applied in order in a transaction each; never changed once published. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE bid (
     bid_id TEXT PRIMARY KEY, kd_tender TEXT NOT NULL, envelope_id TEXT NOT NULL, state TEXT NOT NULL,
     version INTEGER NOT NULL, updated_at TEXT NOT NULL, json TEXT NOT NULL) STRICT;
   CREATE INDEX bid_by_envelope ON bid (kd_tender, envelope_id);
   CREATE TABLE journal (sequence INTEGER PRIMARY KEY, bid_id TEXT, kd_tender TEXT, json TEXT NOT NULL) STRICT;
   CREATE TABLE checkpoint (origin TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
   CREATE TABLE policy (kd_lpse INTEGER, kd_tender TEXT, json TEXT NOT NULL, PRIMARY KEY (kd_lpse, kd_tender)) STRICT;
   CREATE TABLE device_registration (
     kd_lpse INTEGER, account_id TEXT, cms TEXT NOT NULL, PRIMARY KEY (kd_lpse, account_id)) STRICT;`,
  'CREATE TABLE log_silence (origin TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT',
];

const DAMAGED = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB']);

/** @throws storage/full, storage/failed (also when a newer Segel has written the file) */
export function openDatabase(path: string, migrations = MIGRATIONS): OpenedDatabase {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const origin = existsSync(path) ? 'found' : 'made';
    try {
      return { database: openAndMigrate(path, migrations), origin };
    } catch (error) {
      if (!isDamage(error)) throw error;
      setAside(path);
      return { database: openAndMigrate(path, migrations), origin: 'damaged-set-aside' };
    }
  } catch (error) {
    throw toStorageFault(error);
  }
}

function openAndMigrate(path: string, migrations: readonly string[]): SqliteDatabase {
  // Made by us first, because SQLite's own mode would be 0644; its -wal and -shm files follow the mode of this one.
  closeSync(openSync(path, 'a', 0o600));
  const database = new Database(path, { timeout: 5000 });
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    if (database.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new DamagedDatabase();
    migrate(database, path, migrations);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: SqliteDatabase, path: string, migrations: readonly string[]): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > migrations.length)
    throw new CodedError('storage/failed', { schema: version, known: migrations.length });
  if (version > 0 && version < migrations.length && !existsSync(`${path}.v${version}.bak`))
    database.prepare('VACUUM INTO ?').run(`${path}.v${version}.bak`);
  migrations.slice(version).forEach((statements, i) => {
    database.transaction(() => {
      database.exec(statements);
      database.pragma(`user_version = ${version + i + 1}`);
    })();
  });
}

class DamagedDatabase extends Error {}

function isDamage(error: unknown): boolean {
  return error instanceof DamagedDatabase || DAMAGED.has(systemCode(error)?.replace(/^(SQLITE_[A-Z]+).*$/, '$1') ?? '');
}

function setAside(path: string): void {
  const mark = new Date().toISOString().replace(/[:.]/g, '-');
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, `${path}.damaged-${mark}${suffix}`);
  }
}

/** Runs database work as a promise and translates what it throws. */
export function inDatabase<T>(work: () => T): Promise<T> {
  return Promise.resolve()
    .then(work)
    .catch((error: unknown) => {
      throw toStorageFault(error);
    });
}
