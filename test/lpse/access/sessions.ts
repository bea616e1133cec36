// Sessions: a short access token, and a refresh token that rotates with a proof by the device key. A refresh token used twice
// ends the session, for whoever holds it. Real time throughout.
import { createPublicKey, verify } from 'node:crypto';
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { Session } from '../../../app/protocol/login.ts';
import type { AccountRecord, Caller } from '../context.ts';
import { migrate, type Store } from '../database.ts';
import type { AccountStore } from './accounts.ts';
import { newId, newToken, tokenDigest } from './opaque.ts';

const REFRESH_MS = 8 * 3_600_000;
/** A session's last use is written down at most this often: each write costs a sync. */
const LAST_USE_MS = 30_000;

export interface SessionNeeds {
  readonly store: Store;
  readonly accounts: AccountStore;
  readonly now: () => Date;
  readonly accessTokenMs: number;
}

export interface SessionRow {
  readonly sessionId: string;
  readonly accountId: string;
  readonly devicePublicKey: Buffer;
  readonly startedAt: number;
  readonly lastUsedAt: number;
  readonly address: string;
}

export interface SessionStore {
  start(account: AccountRecord, devicePublicKey: Buffer, address: string): Session;
  /** @throws access/session-expired */
  authenticate(accessToken: string): Caller;
  /**
   * @throws access/session-expired when the token is unknown, too old or its session has ended
   * @throws access/refresh-reused when it was used before; the session is ended
   * @throws access/device-proof-wrong when the proof is not by the session's device key; nothing changes
   */
  refresh(refreshToken: string, proof: Buffer): Session;
  list(accountId: string): SessionRow[];
  /** False when this account has no such session. */
  end(accountId: string, sessionId: string): boolean;
}

/** What the device key signs (protocol.md 2). */
export function refreshProofText(refreshToken: string): Buffer {
  return Buffer.from(`segel-refresh/1\n${refreshToken}`, 'utf8');
}

export function createSessionStore(needs: SessionNeeds): SessionStore {
  const { store, accounts, now, accessTokenMs } = needs;
  migrate(store, MIGRATIONS);
  const sql = prepare(store);
  const toSession = (row: SessionRow): Session => {
    const time = now().getTime();
    const [accessToken, refreshToken] = [newToken(), newToken()];
    sql.prune.run(time);
    sql.addAccess.run(tokenDigest(accessToken), row.sessionId, time + accessTokenMs);
    sql.addRefresh.run(tokenDigest(refreshToken), row.sessionId, time + REFRESH_MS);
    return {
      accessToken,
      accessExpiresAt: new Date(time + accessTokenMs).toISOString(),
      refreshToken,
      refreshExpiresAt: new Date(time + REFRESH_MS).toISOString(),
      sessionId: row.sessionId,
      account: accounts.toAccount(accountOf(accounts, row)),
    };
  };
  return {
    start: store.transaction((account: AccountRecord, devicePublicKey: Buffer, address: string) => {
      const time = now().getTime();
      const { accountId } = account;
      const row = { sessionId: newId(), accountId, devicePublicKey, startedAt: time, lastUsedAt: time, address };
      sql.addSession.run(row);
      return toSession(row);
    }),
    authenticate(accessToken) {
      const time = now().getTime();
      const row = sql.byAccess.get(tokenDigest(accessToken), time);
      if (row === undefined) throw new CodedError('access/session-expired');
      if (time - row.lastUsedAt > LAST_USE_MS) sql.touch.run(time, row.sessionId);
      const { sessionId, devicePublicKey } = row;
      return { account: accountOf(accounts, row), sessionId, devicePublicKey };
    },
    refresh(refreshToken, proof) {
      const digest = tokenDigest(refreshToken);
      const row = sql.byRefresh.get(digest);
      if (row?.endedAt !== null) throw new CodedError('access/session-expired');
      if (row.usedAt !== null) {
        sql.end.run(now().getTime(), row.accountId, row.sessionId);
        throw new CodedError('access/refresh-reused');
      }
      if (row.expiresAt <= now().getTime()) throw new CodedError('access/session-expired');
      requireDeviceProof(row.devicePublicKey, refreshProofText(refreshToken), proof);
      return store.transaction(() => {
        sql.useRefresh.run(now().getTime(), digest);
        return toSession(row);
      })();
    },
    list: (accountId) => sql.ofAccount.all(accountId, now().getTime()),
    end: (accountId, sessionId) => sql.end.run(now().getTime(), accountId, sessionId).changes === 1,
  };
}

/** ECDSA with SHA-256, DER. @throws access/device-proof-wrong */
export function requireDeviceProof(devicePublicKey: Uint8Array, text: Buffer, proof: Buffer): void {
  const key = createPublicKey({ key: Buffer.from(devicePublicKey), format: 'der', type: 'spki' });
  if (!verify('sha256', text, key, proof)) throw new CodedError('access/device-proof-wrong');
}

function accountOf(accounts: AccountStore, { accountId }: SessionRow): AccountRecord {
  const account = accounts.find(accountId);
  if (account === null) throw new CodedError('access/session-expired');
  return account;
}

const MIGRATIONS = [
  {
    name: 'access/sessions',
    sql: `CREATE TABLE sessions (session_id TEXT PRIMARY KEY, account_id TEXT NOT NULL, device_public_key BLOB NOT NULL,
        started_at INTEGER NOT NULL, last_used_at INTEGER NOT NULL, address TEXT NOT NULL, ended_at INTEGER) STRICT;
      CREATE TABLE access_tokens (digest TEXT PRIMARY KEY, session_id TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT;
      CREATE TABLE refresh_tokens (digest TEXT PRIMARY KEY, session_id TEXT NOT NULL, expires_at INTEGER NOT NULL,
        used_at INTEGER) STRICT`,
  },
];

const SESSION_COLUMNS = `s.session_id AS sessionId, s.account_id AS accountId, s.device_public_key AS devicePublicKey,
  s.started_at AS startedAt, s.last_used_at AS lastUsedAt, s.address AS address`;

interface RefreshRow extends SessionRow {
  readonly endedAt: number | null;
  readonly usedAt: number | null;
  readonly expiresAt: number;
}

function prepare(store: Store) {
  return {
    addSession: store.prepare<[SessionRow]>(
      `INSERT INTO sessions VALUES (@sessionId, @accountId, @devicePublicKey, @startedAt, @lastUsedAt, @address, NULL)`,
    ),
    addAccess: store.prepare<[string, string, number]>('INSERT INTO access_tokens VALUES (?, ?, ?)'),
    addRefresh: store.prepare<[string, string, number]>('INSERT INTO refresh_tokens VALUES (?, ?, ?, NULL)'),
    prune: store.prepare<[number]>('DELETE FROM access_tokens WHERE expires_at <= ?'),
    touch: store.prepare<[number, string]>('UPDATE sessions SET last_used_at = ? WHERE session_id = ?'),
    useRefresh: store.prepare<[number, string]>('UPDATE refresh_tokens SET used_at = ? WHERE digest = ?'),
    end: store.prepare<[number, string, string]>(
      'UPDATE sessions SET ended_at = ? WHERE account_id = ? AND session_id = ? AND ended_at IS NULL',
    ),
    byAccess: store.prepare<[string, number], SessionRow>(
      `SELECT ${SESSION_COLUMNS} FROM access_tokens t JOIN sessions s USING (session_id)
       WHERE t.digest = ? AND t.expires_at > ? AND s.ended_at IS NULL`,
    ),
    byRefresh: store.prepare<[string], RefreshRow>(
      `SELECT ${SESSION_COLUMNS}, s.ended_at AS endedAt, t.used_at AS usedAt, t.expires_at AS expiresAt
       FROM refresh_tokens t JOIN sessions s USING (session_id) WHERE t.digest = ?`,
    ),
    ofAccount: store.prepare<[string, number], SessionRow>(
      `SELECT ${SESSION_COLUMNS} FROM sessions s WHERE s.account_id = ? AND s.ended_at IS NULL AND EXISTS (
         SELECT 1 FROM refresh_tokens t WHERE t.session_id = s.session_id AND t.used_at IS NULL AND t.expires_at > ?)
       ORDER BY s.started_at DESC`,
    ),
  };
}
