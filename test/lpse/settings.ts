// Small facts of one installation that must outlive a restart: its beginning, its port, how far its clock lies behind.
import { migrate, type Store } from './database.ts';

export interface Settings {
  get(key: string): string | null;
  set(key: string, value: string): void;
  /** The stored value, or the one `make` gives on the first start. */
  getOrSet(key: string, make: () => string): string;
}

export function createSettings(store: Store): Settings {
  migrate(store, [
    { name: 'settings/table', sql: 'CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT' },
  ]);
  const select = store.prepare<[string], { value: string }>('SELECT value FROM settings WHERE key = ?');
  const upsert = store.prepare<[string, string]>(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const get = (key: string): string | null => select.get(key)?.value ?? null;
  const set = (key: string, value: string): void => void upsert.run(key, value);
  return {
    get,
    set,
    getOrSet(key, make) {
      const known = get(key);
      if (known !== null) return known;
      const value = make();
      set(key, value);
      return value;
    },
  };
}
