import { generateSync } from 'otplib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { IdentifyAnswer, PasswordAnswer, TotpEnrolAnswer } from '../../../app/protocol/login.ts';
import { LpseClient, passwordStep, signIn } from '../client.ts';
import type { Mail } from '../context.ts';
import { openStore, type Store } from '../database.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../temporary-lpse.ts';
import { createAtRestCipher } from '../trust/at-rest.ts';
import { createAccessLog } from './access-log.ts';
import { createAccountStore, type AccountStore } from './accounts.ts';
import { createLockOut } from './lock-out.ts';
import { createLogins, TOTP_PAGE_MS, type Logins } from './logins.ts';
import { createSessionStore } from './sessions.ts';
import { createTotp, QR_PAGE_MS, type Totp } from './totp.ts';
import { createDeviceKey } from '../client.ts';

const codeAt = (secret: string, ms: number): string => generateSync({ secret, epoch: Math.floor(ms / 1000) });

describe('an authenticator over HTTPS', () => {
  const WHO = { userType: 'NON_PENYEDIA', userId: 'siti.rahayu' } as const;
  let lpse: TemporaryLpse;
  let stranger: LpseClient;
  let secret: string;

  beforeAll(async () => {
    lpse = await startTemporaryLpse();
    stranger = new LpseClient(lpse);
    const { client } = await signIn(lpse, WHO.userId);
    const offer = await client.read(TotpEnrolAnswer, client.post('/api/totp/enrol'));
    secret = offer.secret;
    expect(offer.otpauthUrl).toMatch(/^otpauth:\/\/totp\//);
    expect((await client.post('/api/totp/confirm', { code: '000000' })).code).toBe('access/totp-wrong');
    expect((await client.post('/api/totp/confirm', { code: codeAt(secret, Date.now()) })).status).toBe(200);
  });
  afterAll(() => lpse.close());

  it('is asked for at the next login, and its code works once', async () => {
    const first = await passwordStep(stranger, WHO);
    expect(PasswordAnswer.parse(first.json)).toMatchObject({ result: 'totp-required' });
    // The next step's code: the one for this step was used up by enrolling.
    const code = codeAt(secret, Date.now() + 30_000);
    expect((await stranger.post('/api/login/totp', { loginId: first.loginId, code: '000000' })).code).toBe(
      'access/totp-wrong',
    );
    expect((await stranger.post('/api/login/totp', { loginId: first.loginId, code })).status).toBe(200);

    const second = await passwordStep(stranger, WHO);
    const replay = await stranger.post('/api/login/totp', { loginId: second.loginId, code });
    expect(replay).toMatchObject({ status: 401, code: 'access/totp-used' });
  });

  it('cannot be enrolled twice', async () => {
    const { client } = await signIn(lpse, 'agus.pranoto');
    const offer = await client.read(TotpEnrolAnswer, client.post('/api/totp/enrol'));
    await client.post('/api/totp/confirm', { code: codeAt(offer.secret, Date.now()) });
    expect((await client.post('/api/totp/enrol')).code).toBe('access/totp-state');
  });

  it('keeps its secret out of every file of the server', () => {
    const folder = join(lpse.dir, 'db');
    for (const file of readdirSync(folder)) {
      expect(readFileSync(join(folder, file)).includes(secret), file).toBe(false);
    }
  });

  const requestReset = async (email: string, userId: string = WHO.userId) => {
    const { loginId, captchaText } = await stranger.read(
      IdentifyAnswer,
      stranger.post('/api/login/identify', { userType: 'NON_PENYEDIA', userId }),
    );
    return stranger.post('/api/totp/reset-request', {
      userType: 'NON_PENYEDIA',
      userId,
      email,
      loginId,
      captcha: captchaText,
    });
  };
  const resetMails = (): Mail[] =>
    lpse.context.outbox.all().filter(({ link }) => link?.includes('/totp/reset') === true);

  it('is reset by a mailed link, once, and strangers learn nothing', async () => {
    const answers = [
      await requestReset('someone@else.example'),
      await requestReset('x@y.example', 'nobody'),
      await requestReset('SITI.RAHAYU@nusantararaya.example'),
    ];
    expect(new Set(answers.map(({ bytes }) => bytes.toString()))).toEqual(new Set(['{"done":true}']));
    const mails = resetMails();
    expect(mails).toHaveLength(1);
    const resetToken = new URL(mails[0]?.link ?? '').searchParams.get('token');
    expect((await stranger.post('/api/totp/reset', { resetToken })).status).toBe(200);
    expect((await stranger.post('/api/totp/reset', { resetToken })).code).toBe('access/reset-refused');
    expect(PasswordAnswer.parse((await passwordStep(stranger, WHO)).json)).toMatchObject({ result: 'session' });
  });
});

describe('the windows of an authenticator', () => {
  let store: Store;
  let accounts: AccountStore;
  let totp: Totp;
  let logins: Logins;
  let now: number;
  const device = createDeviceKey();

  beforeEach(async () => {
    now = Date.parse('2026-03-10T10:00:00.000Z');
    store = openStore(':memory:');
    const clock = { now: () => new Date(now), real: () => new Date(now) };
    const real = (): Date => clock.real();
    const atRest = createAtRestCipher(randomBytes(32));
    accounts = await createAccountStore({ store, atRest, scryptCost: 1024 });
    await accounts.create({
      accountId: 'a1',
      userType: 'PENYEDIA',
      userId: 'a',
      name: 'A',
      role: 'bidder',
      organisation: 'PT A',
      npwp: null,
      bidderId: 'b1',
      committee: null,
      email: 'a@a.example',
      password: 'Rahasia#1',
    });
    const outbox = { send: () => undefined, all: () => [] };
    totp = createTotp({ store, accounts, outbox, issuer: 'Segel', baseUrl: 'https://127.0.0.1', now: real });
    const sessions = createSessionStore({ store, accounts, now: real, accessTokenMs: 60_000 });
    const lockOut = createLockOut(store, { now: real, lockMs: 900_000 });
    logins = createLogins({ accounts, sessions, lockOut, totp, accessLog: createAccessLog(store, clock), now: real });
  });
  afterEach(() => void store.close());

  const enrol = (): string => {
    const account = accounts.find('a1');
    if (account === null) throw new Error('no account');
    return totp.enrol(account).secret;
  };
  const login = async (): Promise<string> => {
    const { loginId, captcha } = logins.identify('PENYEDIA', 'a');
    await logins.password({
      loginId,
      password: 'Rahasia#1',
      captcha: captcha.text,
      devicePublicKey: device.spki,
      address: '127.0.0.1',
    });
    return loginId;
  };

  it('keep the QR open for 59 s', () => {
    const secret = enrol();
    now += QR_PAGE_MS + 1;
    expect(() => totp.confirm('a1', codeAt(secret, now))).toThrow('access/totp-closed');
    const again = enrol();
    now += QR_PAGE_MS;
    totp.confirm('a1', codeAt(again, now));
    expect(accounts.totpSecret('a1')).toBe(again);
  });

  it('keep the page for the code open for 56 s', async () => {
    const secret = enrol();
    totp.confirm('a1', codeAt(secret, now));
    now += 30_000;
    const late = await login();
    now += TOTP_PAGE_MS + 1;
    expect(() => logins.totp({ loginId: late, code: codeAt(secret, now), address: '' })).toThrow('access/totp-closed');
    const intime = await login();
    now += TOTP_PAGE_MS;
    expect(logins.totp({ loginId: intime, code: codeAt(secret, now), address: '' }).account.userId).toBe('a');
  });

  it('take the code of the step before, and none from two steps before', () => {
    const secret = enrol();
    totp.confirm('a1', codeAt(secret, now));
    now += 120_000;
    expect(() => totp.use('a1', codeAt(secret, now - 60_000))).toThrow('access/totp-wrong');
    totp.use('a1', codeAt(secret, now - 30_000));
    expect(() => totp.use('a1', codeAt(secret, now - 30_000))).toThrow('access/totp-used');
  });

  it('are given up with a right code only', () => {
    const secret = enrol();
    totp.confirm('a1', codeAt(secret, now));
    now += 60_000;
    expect(() => totp.disable('a1', '000000')).toThrow('access/totp-wrong');
    totp.disable('a1', codeAt(secret, now));
    expect(accounts.totpSecret('a1')).toBeNull();
  });

  it('lock the account after five wrong codes', async () => {
    const secret = enrol();
    totp.confirm('a1', codeAt(secret, now));
    const loginId = await login();
    for (let i = 0; i < 5; i++) {
      expect(() => logins.totp({ loginId, code: '000000', address: '' })).toThrow('access/totp-wrong');
    }
    expect(() => logins.totp({ loginId, code: codeAt(secret, now + 30_000), address: '' })).toThrow('access/locked');
  });

  it('come with a password of eight characters in four classes', async () => {
    const weak = { accountId: 'a2', userType: 'PENYEDIA', userId: 'b', name: 'B', role: 'bidder' } as const;
    const rest = { organisation: 'PT B', npwp: null, bidderId: 'b2', committee: null, email: 'b@b.example' };
    for (const password of ['Aa#4567', 'aaaaaaa#1', 'AAAAAAA#1', 'Aaaaaaa##', 'Aaaaaaa11']) {
      await expect(accounts.create({ ...weak, ...rest, password })).rejects.toThrow('access/weak-password');
    }
  });
});
