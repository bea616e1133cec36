// Log Akses: what happened on an account, from where, with which outcome. Server time.
import type { AccessLogWriter } from '../context.ts';
import type { Clock } from '../clock.ts';
import { migrate, type Store } from '../database.ts';

export interface AccessLogEntry {
  readonly time: string;
  readonly event: string;
  readonly address: string;
  readonly outcome: string;
}

export interface AccessLogStore extends AccessLogWriter {
  /** Newest first, at most 500. */
  entriesOf(accountId: string): AccessLogEntry[];
}

export function createAccessLog(store: Store, clock: Clock): AccessLogStore {
  migrate(store, [
    {
      name: 'access/log',
      sql: `CREATE TABLE access_log (number INTEGER PRIMARY KEY, account_id TEXT NOT NULL, time TEXT NOT NULL,
        event TEXT NOT NULL, address TEXT NOT NULL, outcome TEXT NOT NULL) STRICT;
        CREATE INDEX access_log_account ON access_log (account_id, number)`,
    },
  ]);
  const insert = store.prepare<[string, string, string, string, string]>(
    'INSERT INTO access_log (account_id, time, event, address, outcome) VALUES (?, ?, ?, ?, ?)',
  );
  const select = store.prepare<[string], AccessLogEntry>(
    'SELECT time, event, address, outcome FROM access_log WHERE account_id = ? ORDER BY number DESC LIMIT 500',
  );
  return {
    note: (accountId, event, address, outcome) =>
      void insert.run(accountId, clock.now().toISOString(), event, address, outcome),
    entriesOf: (accountId) => select.all(accountId),
  };
}
