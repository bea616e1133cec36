// One-time values for signed requests (app/protocol/SPEC.md 4.3). Real time; used up inside the transaction of the request.
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { NonceService } from '../context.ts';
import { migrate, type Store } from '../database.ts';
import { newToken } from './opaque.ts';

const NONCE_MS = 10 * 60_000;

export interface NonceStore extends NonceService {
  issue(accountId: string): { readonly nonce: string; readonly expiresAt: Date };
}

export function createNonceStore(store: Store, now: () => Date): NonceStore {
  migrate(store, [
    {
      name: 'access/nonces',
      sql: 'CREATE TABLE nonces (nonce TEXT PRIMARY KEY, account_id TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT',
    },
  ]);
  const insert = store.prepare<[string, string, number]>('INSERT INTO nonces VALUES (?, ?, ?)');
  const take = store.prepare<[string, string, number]>(
    'DELETE FROM nonces WHERE nonce = ? AND account_id = ? AND expires_at > ?',
  );
  const prune = store.prepare<[number]>('DELETE FROM nonces WHERE expires_at <= ?');
  return {
    issue(accountId) {
      const nonce = newToken();
      const expiresAt = now().getTime() + NONCE_MS;
      prune.run(now().getTime());
      insert.run(nonce, accountId, expiresAt);
      return { nonce, expiresAt: new Date(expiresAt) };
    },
    consume(accountId, nonce) {
      if (take.run(nonce, accountId, now().getTime()).changes !== 1) throw new CodedError('access/nonce-used');
    },
  };
}
