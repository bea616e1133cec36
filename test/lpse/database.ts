// One SQLite file per module (WAL, synchronous FULL: a commit that was answered survives a power cut).
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

export type Store = Database.Database;

/** The databases of the server; no module reads another module's file. */
export const STORE_NAMES = ['lpse', 'kms', 'ams', 'tsa', 'log'] as const;
export type StoreName = (typeof STORE_NAMES)[number];
export type Stores = Readonly<Record<StoreName, Store>>;

/** A step of one module's schema. Steps are applied once each, in order of registration, by name. */
export interface Migration {
  /** `area/what`, unique within the database. */
  readonly name: string;
  readonly sql: string;
}

export function openStores(dir: string): Stores {
  const folder = join(dir, 'db');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const open = (name: StoreName): Store => openStore(join(folder, `${name}.sqlite`));
  return { lpse: open('lpse'), kms: open('kms'), ams: open('ams'), tsa: open('tsa'), log: open('log') };
}

export function openStore(path: string): Store {
  const store = new Database(path);
  store.pragma('journal_mode = WAL');
  store.pragma('synchronous = FULL');
  store.pragma('foreign_keys = ON');
  store.pragma('busy_timeout = 5000');
  store.exec('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_at TEXT NOT NULL) STRICT');
  return store;
}

/** Applies those steps that this database has not seen, each in its own transaction. */
export function migrate(store: Store, migrations: readonly Migration[]): void {
  const known = store.prepare('SELECT 1 FROM migrations WHERE name = ?');
  const note = store.prepare('INSERT INTO migrations (name, applied_at) VALUES (?, ?)');
  for (const { name, sql } of migrations) {
    if (known.get(name) !== undefined) continue;
    store.transaction(() => {
      store.exec(sql);
      note.run(name, new Date().toISOString());
    })();
  }
}

export function closeStores(stores: Stores): void {
  for (const name of STORE_NAMES) stores[name].close();
}
