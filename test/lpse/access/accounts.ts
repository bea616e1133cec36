// Accounts of the reference LPSE. E-mail addresses are sealed at rest and masked on the wire (app/README.md).
import { randomBytes } from 'node:crypto';
import type { Account } from '../../../app/protocol/login.ts';
import type { AccountLookup, AccountRecord, AtRestCipher } from '../context.ts';
import { migrate, type Store } from '../database.ts';
import { hashPassword, requireStrongPassword, verifyPassword } from './passwords.ts';

const COLUMNS = `account_id AS accountId, user_type AS userType, user_id AS userId, name, role, organisation, npwp,
  bidder_id AS bidderId, committee`;

export interface NewAccount extends AccountRecord {
  readonly email: string;
  readonly password: string;
}

export interface AccountStore extends AccountLookup {
  /** @throws access/weak-password */
  create(account: NewAccount): Promise<void>;
  email(accountId: string): string;
  /** Constant effort: an unknown user costs as much as a wrong password. */
  checkPassword(account: AccountRecord | null, password: string): Promise<boolean>;
  /** Base32 secret of the authenticator, null when none is enrolled. */
  totpSecret(accountId: string): string | null;
  setTotpSecret(accountId: string, secret: string | null): void;
  /** False when this time step, or a later one, was used before. */
  useTotpStep(accountId: string, step: number): boolean;
}

export interface AccountNeeds {
  readonly store: Store;
  readonly atRest: AtRestCipher;
  readonly scryptCost: number;
}

export async function createAccountStore({ store, atRest, scryptCost }: AccountNeeds): Promise<AccountStore> {
  migrate(store, MIGRATIONS);
  const byId = store.prepare<[string], AccountRecord>(`SELECT ${COLUMNS} FROM accounts WHERE account_id = ?`);
  const byUser = store.prepare<[string, string], AccountRecord>(
    `SELECT ${COLUMNS} FROM accounts WHERE user_type = ? AND user_id = ?`,
  );
  const byBidder = store.prepare<[string], AccountRecord>(`SELECT ${COLUMNS} FROM accounts WHERE bidder_id = ?`);
  const every = store.prepare<[], AccountRecord>(`SELECT ${COLUMNS} FROM accounts ORDER BY rowid`);
  const insert = store.prepare(
    `INSERT INTO accounts (account_id, user_type, user_id, name, role, organisation, npwp, bidder_id, committee, email, password)
     VALUES (@accountId, @userType, @userId, @name, @role, @organisation, @npwp, @bidderId, @committee, @email, @password)`,
  );
  const secrets = createSecrets(store, atRest);
  const decoy = await hashPassword(randomBytes(16).toString('base64'), scryptCost);
  return {
    ...secrets,
    find: (accountId) => byId.get(accountId) ?? null,
    findUser: (userType, userId) => byUser.get(userType, userId) ?? null,
    findBidder: (bidderId) => byBidder.get(bidderId) ?? null,
    all: () => every.all(),
    async create({ email, password, ...record }) {
      requireStrongPassword(password);
      insert.run({
        ...record,
        email: atRest.seal(Buffer.from(email, 'utf8'), `email:${record.accountId}`),
        password: await hashPassword(password, scryptCost),
      });
    },
    async checkPassword(account, password) {
      const matches = await verifyPassword(password, account === null ? decoy : secrets.passwordOf(account.accountId));
      return account !== null && matches;
    },
    toAccount: (record): Account => ({
      accountId: record.accountId,
      userId: record.userId,
      name: record.name,
      role: record.role,
      organisation: record.organisation,
      npwp: record.npwp,
      bidderId: record.bidderId,
      maskedEmail: maskEmail(secrets.email(record.accountId)),
      totpEnabled: secrets.totpSecret(record.accountId) !== null,
    }),
  };
}

const MIGRATIONS = [
  {
    name: 'access/accounts',
    sql: `CREATE TABLE accounts (
      account_id TEXT PRIMARY KEY, user_type TEXT NOT NULL, user_id TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL,
      role TEXT NOT NULL, organisation TEXT NOT NULL, npwp TEXT, bidder_id TEXT UNIQUE, committee TEXT,
      email BLOB NOT NULL, password TEXT NOT NULL, totp_secret BLOB, totp_step INTEGER NOT NULL DEFAULT -1,
      UNIQUE (user_type, user_id)) STRICT`,
  },
];

interface SecretRow {
  readonly email: Buffer;
  readonly password: string;
  readonly totp_secret: Buffer | null;
}

/** The columns that never leave with a record. */
function createSecrets(store: Store, atRest: AtRestCipher) {
  const select = store.prepare<[string], SecretRow>(
    'SELECT email, password, totp_secret FROM accounts WHERE account_id = ?',
  );
  const setSecret = store.prepare('UPDATE accounts SET totp_secret = ?, totp_step = -1 WHERE account_id = ?');
  const useStep = store.prepare('UPDATE accounts SET totp_step = ? WHERE account_id = ? AND totp_step < ?');
  const row = (accountId: string): SecretRow => {
    const found = select.get(accountId);
    if (found === undefined) throw new Error('no such account');
    return found;
  };
  return {
    email: (accountId: string) => atRest.open(row(accountId).email, `email:${accountId}`).toString('utf8'),
    passwordOf: (accountId: string) => row(accountId).password,
    totpSecret(accountId: string) {
      const sealed = row(accountId).totp_secret;
      return sealed === null ? null : atRest.open(sealed, `totp:${accountId}`).toString('utf8');
    },
    setTotpSecret(accountId: string, secret: string | null) {
      setSecret.run(secret === null ? null : atRest.seal(Buffer.from(secret, 'utf8'), `totp:${accountId}`), accountId);
    },
    useTotpStep: (accountId: string, step: number) => useStep.run(step, accountId, step).changes === 1,
  };
}

/** `direktur@karya.example` as `di******@karya.example`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, Math.min(2, at))}******${email.slice(at)}`;
}
