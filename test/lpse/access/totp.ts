// The authenticator (RFC 6238, SHA-1, 6 digits, 30 s) by otplib. Real time; a code, and all before it, work once.
import { generateSecret, generateURI, verifySync } from 'otplib';
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { AccountRecord, Outbox } from '../context.ts';
import { migrate, type Store } from '../database.ts';
import type { AccountStore } from './accounts.ts';
import { newToken, tokenDigest } from './opaque.ts';

/** app/README.md: "QR Code akan tertutup dalam waktu 0 menit, 59 detik". */
export const QR_PAGE_MS = 59_000;
const STEP_SECONDS = 30;
const RESET_MS = 30 * 60_000;

export interface TotpNeeds {
  readonly store: Store;
  readonly accounts: AccountStore;
  readonly outbox: Outbox;
  readonly issuer: string;
  readonly baseUrl: string;
  readonly now: () => Date;
}

export interface Totp {
  /** @throws access/totp-state when one is enrolled */
  enrol(account: AccountRecord): { readonly otpauthUrl: string; readonly secret: string; readonly closesAt: Date };
  /** @throws access/totp-closed, access/totp-wrong */
  confirm(accountId: string, code: string): void;
  /** Takes a code and uses it up. @throws access/totp-state, access/totp-wrong, access/totp-used */
  use(accountId: string, code: string): void;
  disable(accountId: string, code: string): void;
  /** Sends a one-time link when user and address belong together; says nothing either way. */
  requestReset(account: AccountRecord | null, email: string): void;
  /** Answers whose authenticator it was. @throws access/reset-refused */
  reset(token: string): string;
}

export function createTotp({ store, accounts, outbox, issuer, baseUrl, now }: TotpNeeds): Totp {
  migrate(store, [
    {
      name: 'access/totp-resets',
      sql: `CREATE TABLE totp_resets (digest TEXT PRIMARY KEY, account_id TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT`,
    },
  ]);
  const addReset = store.prepare<[string, string, number]>('INSERT INTO totp_resets VALUES (?, ?, ?)');
  const takeReset = store.prepare<[string], { account_id: string; expires_at: number }>(
    'DELETE FROM totp_resets WHERE digest = ? RETURNING account_id, expires_at',
  );
  const pending = new Map<string, { readonly secret: string; readonly closesAt: number }>();
  const stepOf = (secret: string, token: string): number => {
    const epoch = Math.floor(now().getTime() / 1000);
    const result = verifySync({ secret, token, epoch, epochTolerance: STEP_SECONDS });
    if (!result.valid || !('timeStep' in result)) throw new CodedError('access/totp-wrong');
    return result.timeStep;
  };
  const use = (accountId: string, code: string): void => {
    const secret = accounts.totpSecret(accountId);
    if (secret === null) throw new CodedError('access/totp-state');
    if (!accounts.useTotpStep(accountId, stepOf(secret, code))) throw new CodedError('access/totp-used');
  };
  return {
    use,
    enrol({ accountId, userId }) {
      if (accounts.totpSecret(accountId) !== null) throw new CodedError('access/totp-state');
      const secret = generateSecret();
      const closesAt = now().getTime() + QR_PAGE_MS;
      pending.set(accountId, { secret, closesAt });
      return { otpauthUrl: generateURI({ issuer, label: userId, secret }), secret, closesAt: new Date(closesAt) };
    },
    confirm(accountId, code) {
      const offer = pending.get(accountId);
      if (offer === undefined || now().getTime() > offer.closesAt) throw new CodedError('access/totp-closed');
      const step = stepOf(offer.secret, code);
      pending.delete(accountId);
      accounts.setTotpSecret(accountId, offer.secret);
      accounts.useTotpStep(accountId, step);
    },
    disable(accountId, code) {
      use(accountId, code);
      accounts.setTotpSecret(accountId, null);
    },
    requestReset(account, email) {
      if (account === null || accounts.totpSecret(account.accountId) === null) return;
      const known = accounts.email(account.accountId);
      if (known.toLowerCase() !== email.trim().toLowerCase()) return;
      const token = newToken();
      addReset.run(tokenDigest(token), account.accountId, now().getTime() + RESET_MS);
      outbox.send({
        to: known,
        subject: 'Atur ulang autentikator SPSE',
        text: 'Autentikator akun Anda akan dilepas bila tautan ini dibuka. Berlaku 30 menit, satu kali.',
        link: `${baseUrl}/totp/reset?token=${token}`,
      });
    },
    reset(token) {
      const row = takeReset.get(tokenDigest(token));
      if (row === undefined || row.expires_at <= now().getTime()) throw new CodedError('access/reset-refused');
      accounts.setTotpSecret(row.account_id, null);
      return row.account_id;
    },
  };
}
