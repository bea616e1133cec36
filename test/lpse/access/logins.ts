// Logins in progress: user id, then password and captcha, then the authenticator. They live in memory: after a restart
// people begin again. Unknown users go through the same steps at the same cost.
import { createPublicKey } from 'node:crypto';
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { Session } from '../../../app/protocol/login.ts';
import { equalConstantTime } from '../../../crypto/encoding.ts';
import type { AccessLogWriter, AccountRecord } from '../context.ts';
import type { AccountStore } from './accounts.ts';
import { createCaptcha, type Captcha } from './captcha.ts';
import type { LockOut } from './lock-out.ts';
import { newId } from './opaque.ts';
import type { SessionStore } from './sessions.ts';
import type { Totp } from './totp.ts';

const LOGIN_MS = 5 * 60_000;
/** app/README.md: the page for the code closes after about 56 s. */
export const TOTP_PAGE_MS = 56_000;
const MAX_OPEN_LOGINS = 10_000;

export interface LoginNeeds {
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  readonly lockOut: LockOut;
  readonly totp: Totp;
  readonly accessLog: AccessLogWriter;
  readonly now: () => Date;
}

export interface PasswordStep {
  readonly loginId: string;
  readonly password: string;
  readonly captcha: string;
  readonly devicePublicKey: Buffer;
  readonly address: string;
}

export interface Logins {
  identify(userType: string, userId: string): { readonly loginId: string; readonly captcha: Captcha };
  /** @throws access/login-expired, access/locked, access/captcha-wrong, access/wrong-credentials, access/device-refused */
  password(step: PasswordStep): Promise<{ readonly session: Session } | { readonly closesAt: Date }>;
  /** @throws access/login-expired, access/totp-closed, access/totp-wrong, access/totp-used, access/locked */
  totp(step: { readonly loginId: string; readonly code: string; readonly address: string }): Session;
  /** Uses up the captcha of a login. @throws access/login-expired, access/captcha-wrong */
  spendCaptcha(loginId: string, captcha: string): { readonly userType: string; readonly userId: string };
}

interface Login {
  readonly userType: string;
  readonly userId: string;
  readonly captcha: string;
  readonly expiresAt: number;
  /** Set when password and captcha were right and the code is still missing. */
  awaiting: { readonly account: AccountRecord; readonly devicePublicKey: Buffer; readonly closesAt: number } | null;
}

export function createLogins(needs: LoginNeeds): Logins {
  const { accounts, sessions, lockOut, totp, accessLog, now } = needs;
  const open = new Map<string, Login>();
  const take = (loginId: string): Login => {
    const login = open.get(loginId);
    if (login === undefined || login.expiresAt < now().getTime()) throw new CodedError('access/login-expired');
    return login;
  };
  const spendCaptcha = (loginId: string, captcha: string): Login => {
    const login = take(loginId);
    if (login.awaiting !== null) throw new CodedError('access/login-expired');
    // One try for each captcha, right or wrong.
    open.delete(loginId);
    const typed = Buffer.from(captcha.trim().toUpperCase());
    if (!equalConstantTime(typed, Buffer.from(login.captcha))) throw new CodedError('access/captcha-wrong');
    return login;
  };
  return {
    identify(userType, userId) {
      forgetOldest(open);
      const loginId = newId();
      const captcha = createCaptcha();
      const expiresAt = now().getTime() + LOGIN_MS;
      open.set(loginId, { userType, userId, captcha: captcha.text, expiresAt, awaiting: null });
      return { loginId, captcha };
    },
    spendCaptcha,
    async password({ loginId, password, captcha, devicePublicKey, address }) {
      requireDeviceKey(devicePublicKey);
      const login = spendCaptcha(loginId, captcha);
      const user = userOf(login);
      lockOut.requireUnlocked(user);
      const account = accounts.findUser(login.userType, login.userId);
      const isRight = await accounts.checkPassword(account, password);
      if (account === null || !isRight) {
        lockOut.noteFailure(user);
        if (account !== null) accessLog.note(account.accountId, 'login', address, 'wrong-password');
        throw new CodedError('access/wrong-credentials');
      }
      if (accounts.totpSecret(account.accountId) !== null) {
        const closesAt = now().getTime() + TOTP_PAGE_MS;
        open.set(loginId, {
          ...login,
          expiresAt: closesAt + LOGIN_MS,
          awaiting: { account, devicePublicKey, closesAt },
        });
        return { closesAt: new Date(closesAt) };
      }
      lockOut.noteSuccess(user);
      accessLog.note(account.accountId, 'login', address, 'ok');
      return { session: sessions.start(account, devicePublicKey, address) };
    },
    totp({ loginId, code, address }) {
      const login = take(loginId);
      const { awaiting } = login;
      if (awaiting === null) throw new CodedError('access/login-expired');
      if (now().getTime() > awaiting.closesAt) {
        open.delete(loginId);
        throw new CodedError('access/totp-closed');
      }
      const { account, devicePublicKey } = awaiting;
      lockOut.requireUnlocked(userOf(login));
      try {
        totp.use(account.accountId, code);
      } catch (error) {
        lockOut.noteFailure(userOf(login));
        accessLog.note(account.accountId, 'login', address, 'wrong-code');
        throw error;
      }
      open.delete(loginId);
      lockOut.noteSuccess(userOf(login));
      accessLog.note(account.accountId, 'login', address, 'ok');
      return sessions.start(account, devicePublicKey, address);
    },
  };
}

function userOf({ userType, userId }: Login): string {
  return `${userType}:${userId.toLowerCase()}`;
}

/** A map keeps insertion order: the first key is the oldest login. */
function forgetOldest(open: Map<string, Login>): void {
  if (open.size < MAX_OPEN_LOGINS) return;
  const [oldest] = open.keys();
  if (oldest !== undefined) open.delete(oldest);
}

/** P-256 SubjectPublicKeyInfo. */
function requireDeviceKey(spki: Buffer): void {
  try {
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return;
  } catch (cause) {
    throw new CodedError('access/device-refused', {}, { cause });
  }
  throw new CodedError('access/device-refused');
}
