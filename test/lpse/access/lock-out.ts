// Counts wrong attempts per user name, known or not, and locks for a while. Real time; survives a restart.
import { CodedError } from '../../../app/errors/coded-error.ts';
import { migrate, type Store } from '../database.ts';

export interface LockOut {
  /** @throws access/locked with `until` */
  requireUnlocked(user: string): void;
  noteFailure(user: string): void;
  noteSuccess(user: string): void;
}

/** Wrong attempts within one window that lead to the lock. */
export const MAX_FAILURES = 5;

interface Row {
  readonly failures: number;
  readonly since: number;
  readonly locked_until: number;
}

export function createLockOut(store: Store, { now, lockMs }: { now: () => Date; lockMs: number }): LockOut {
  migrate(store, [
    {
      name: 'access/lock-out',
      sql: `CREATE TABLE lock_out (user TEXT PRIMARY KEY, failures INTEGER NOT NULL, since INTEGER NOT NULL,
        locked_until INTEGER NOT NULL) STRICT`,
    },
  ]);
  const select = store.prepare<[string], Row>('SELECT failures, since, locked_until FROM lock_out WHERE user = ?');
  const save = store.prepare<[string, number, number, number]>('INSERT OR REPLACE INTO lock_out VALUES (?, ?, ?, ?)');
  const forget = store.prepare<[string]>('DELETE FROM lock_out WHERE user = ?');
  return {
    requireUnlocked(user) {
      const until = select.get(user)?.locked_until ?? 0;
      if (until > now().getTime()) throw new CodedError('access/locked', { until: new Date(until).toISOString() });
    },
    noteFailure(user) {
      const time = now().getTime();
      const row = select.get(user);
      const fresh = row === undefined || time - row.since > lockMs || row.locked_until > 0;
      const failures = fresh ? 1 : row.failures + 1;
      save.run(user, failures, fresh ? time : row.since, failures >= MAX_FAILURES ? time + lockMs : 0);
    },
    noteSuccess: (user) => void forget.run(user),
  };
}
