// Package tokens (app/protocol/SPEC.md 3): pasted, clicked or given on the command line; bound to user, package, role and stage.
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { Role } from '../../../app/protocol/login.ts';
import type { AccountRecord } from '../context.ts';
import { migrate, type Store } from '../database.ts';
import { newToken, tokenDigest } from './opaque.ts';

export interface PackageToken {
  readonly kdTender: string;
  readonly role: Role;
  readonly stage: string;
  readonly expiresAt: Date;
}

export interface PackageTokens {
  /** Expires with the stage, at server time. */
  issue(account: AccountRecord, about: Omit<PackageToken, 'role'>): string;
  /** @throws access/token-refused when it is unknown, another user's or role's, or too old */
  resolve(account: AccountRecord, token: string): PackageToken;
}

interface Row {
  readonly account_id: string;
  readonly role: string;
  readonly kd_tender: string;
  readonly stage: string;
  readonly expires_at: string;
}

export function createPackageTokens(store: Store, now: () => Date): PackageTokens {
  migrate(store, [
    {
      name: 'access/package-tokens',
      sql: `CREATE TABLE package_tokens (digest TEXT PRIMARY KEY, account_id TEXT NOT NULL, role TEXT NOT NULL,
        kd_tender TEXT NOT NULL, stage TEXT NOT NULL, expires_at TEXT NOT NULL) STRICT`,
    },
  ]);
  const insert = store.prepare('INSERT INTO package_tokens VALUES (?, ?, ?, ?, ?, ?)');
  const select = store.prepare<[string], Row>('SELECT * FROM package_tokens WHERE digest = ?');
  return {
    issue({ accountId, role }, { kdTender, stage, expiresAt }) {
      const token = newToken();
      insert.run(tokenDigest(token), accountId, role, kdTender, stage, expiresAt.toISOString());
      return token;
    },
    resolve({ accountId, role }, pasted) {
      const row = select.get(tokenDigest(bareToken(pasted)));
      const isTheirs = row?.account_id === accountId && row.role === role;
      if (!isTheirs || new Date(row.expires_at) <= now()) throw new CodedError('access/token-refused');
      return { kdTender: row.kd_tender, role, stage: row.stage, expiresAt: new Date(row.expires_at) };
    },
  };
}

/** People paste the whole link: `https://<lpse>/lt/<opaque>` or `segel://open?token=<opaque>`. */
function bareToken(pasted: string): string {
  return /(?:\/lt\/|[?&]token=)([A-Za-z0-9_-]+)/.exec(pasted)?.[1] ?? pasted.trim();
}
