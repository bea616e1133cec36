import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessLog, IdentifyAnswer, PasswordAnswer, Session, SessionList } from '../../../app/protocol/login.ts';
import { createDeviceKey, LpseClient, passwordStep, signIn, signInBidder } from '../client.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../temporary-lpse.ts';
import { MAX_FAILURES } from './lock-out.ts';

const BIDDER = { userType: 'PENYEDIA', userId: 'karya.nusantara' } as const;

let lpse: TemporaryLpse;
let stranger: LpseClient;
beforeAll(async () => {
  lpse = await startTemporaryLpse();
  stranger = new LpseClient(lpse);
});
afterAll(() => lpse.close());

describe('login', () => {
  it('answers a captcha without its text in the picture, and the text in test mode only', async () => {
    const answer = await stranger.read(IdentifyAnswer, stranger.post('/api/login/identify', BIDDER));
    expect(answer.captchaText).toMatch(/^[A-Z0-9]{6}$/);
    expect(answer.captchaSvg).toContain('<svg');
    expect(answer.captchaSvg).not.toContain('<text');
    expect(answer.captchaSvg).not.toContain(answer.captchaText);
  });

  it('gives a session for the right password and captcha', async () => {
    const answer = await stranger.read(PasswordAnswer, passwordStep(stranger, BIDDER));
    expect(answer).toMatchObject({
      result: 'session',
      session: { account: { userId: BIDDER.userId, bidderId: '701001', maskedEmail: 'ka******@penyedia.example' } },
    });
  });

  it('takes the captcha in small letters', async () => {
    const identified = await stranger.read(IdentifyAnswer, stranger.post('/api/login/identify', BIDDER));
    const answer = await stranger.post('/api/login/password', {
      loginId: identified.loginId,
      password: 'Segel#Demo2026',
      captcha: identified.captchaText?.toLowerCase(),
      devicePublicKey: createDeviceKey().spki.toString('base64'),
    });
    expect(answer.status).toBe(200);
  });

  it('refuses a wrong captcha and does not count the password', async () => {
    for (let i = 0; i <= MAX_FAILURES; i++) {
      const answer = await passwordStep(stranger, { ...BIDDER, captcha: 'WRONG1', password: 'x' });
      expect(answer.code).toBe('access/captcha-wrong');
    }
    expect((await passwordStep(stranger, BIDDER)).status).toBe(200);
  });

  it('takes each login step once', async () => {
    const { loginId } = await passwordStep(stranger, BIDDER);
    const devicePublicKey = createDeviceKey().spki.toString('base64');
    const again = await stranger.post('/api/login/password', { loginId, password: 'x', captcha: 'x', devicePublicKey });
    expect(again).toMatchObject({ status: 401, code: 'access/login-expired' });
  });

  it('refuses a wrong password, an unknown user and the wrong user type with one answer', async () => {
    const wrong = await passwordStep(stranger, { ...BIDDER, password: 'Salah#2026x' });
    const unknown = await passwordStep(stranger, { ...BIDDER, userId: 'nobody' });
    const otherType = await passwordStep(stranger, { ...BIDDER, userType: 'NON_PENYEDIA' });
    for (const answer of [wrong, unknown, otherType]) {
      expect(answer).toMatchObject({ status: 401, code: 'access/wrong-credentials', details: {} });
    }
    await passwordStep(stranger, BIDDER);
  });

  it('refuses a device key that is not on P-256', async () => {
    const device = { ...createDeviceKey(), spki: Buffer.from('no key') };
    expect((await passwordStep(stranger, { ...BIDDER, device })).code).toBe('access/device-refused');
  });

  it.each(['helpdesk', 'ghost'])('locks %s after five wrong passwords and says until when', async (userId) => {
    const who = { userType: 'NON_PENYEDIA', userId } as const;
    for (let i = 0; i < MAX_FAILURES; i++) {
      expect((await passwordStep(stranger, { ...who, password: 'x' })).code).toBe('access/wrong-credentials');
    }
    const locked = await passwordStep(stranger, who);
    expect(locked).toMatchObject({ status: 423, code: 'access/locked' });
    expect(Date.parse(String(locked.details.until))).toBeGreaterThan(Date.now());
  });

  it('refuses a body with a field too many', async () => {
    const answer = await stranger.post('/api/login/identify', { ...BIDDER, admin: true });
    expect(answer).toMatchObject({ status: 400, code: 'access/malformed-request' });
  });
});

describe('a session', () => {
  it('is needed, and an invented token is none', async () => {
    expect((await stranger.get('/api/sessions')).code).toBe('access/session-expired');
    const invented = await stranger.get('/api/sessions', { token: 'a'.repeat(43) });
    expect(invented).toMatchObject({ status: 401, code: 'access/session-expired' });
  });

  it('is refused before the body is read', async () => {
    const answer = await stranger.send('POST', '/api/devices', { bytes: Buffer.from('{broken') });
    expect(answer.code).toBe('access/session-expired');
  });

  it('renews with a proof by its device key', async () => {
    const { session, device } = await signIn(lpse, 'siti.rahayu');
    const proof = device.prove(`segel-refresh/1\n${session.refreshToken}`);
    const body = { refreshToken: session.refreshToken, proof };
    const renewed = await stranger.read(Session, stranger.post('/api/session/refresh', body));
    expect(renewed.sessionId).toBe(session.sessionId);
    expect(renewed.refreshToken).not.toBe(session.refreshToken);
    expect((await stranger.get('/api/sessions', { token: renewed.accessToken })).status).toBe(200);
  });

  it('refuses the proof of a foreign device key and stays as it was', async () => {
    const { session, device } = await signIn(lpse, 'siti.rahayu');
    const text = `segel-refresh/1\n${session.refreshToken}`;
    const { refreshToken } = session;
    const foreign = await stranger.post('/api/session/refresh', { refreshToken, proof: createDeviceKey().prove(text) });
    expect(foreign).toMatchObject({ status: 403, code: 'access/device-proof-wrong' });
    const own = await stranger.post('/api/session/refresh', { refreshToken, proof: device.prove(text) });
    expect(own.status).toBe(200);
  });

  it('ends for everyone when a refresh token is used twice', async () => {
    const { session, device } = await signIn(lpse, 'agus.pranoto');
    const { refreshToken } = session;
    const body = { refreshToken, proof: device.prove(`segel-refresh/1\n${refreshToken}`) };
    const renewed = await stranger.read(Session, stranger.post('/api/session/refresh', body));
    expect((await stranger.post('/api/session/refresh', body)).code).toBe('access/refresh-reused');
    expect((await stranger.get('/api/sessions', { token: renewed.accessToken })).code).toBe('access/session-expired');
    const proof = device.prove(`segel-refresh/1\n${renewed.refreshToken}`);
    const late = await stranger.post('/api/session/refresh', { refreshToken: renewed.refreshToken, proof });
    expect(late.code).toBe('access/session-expired');
  });

  it('is listed, revoked by its owner, and by nobody else', async () => {
    const here = await signInBidder(lpse, 'sinar.alkes');
    const there = await signInBidder(lpse, 'sinar.alkes');
    const other = await signInBidder(lpse, 'cipta.mandiri');
    const { sessions } = await here.client.read(SessionList, here.client.get('/api/sessions'));
    expect(sessions.map(({ sessionId }) => sessionId)).toContain(there.session.sessionId);
    expect(sessions.filter(({ current }) => current)).toMatchObject([{ sessionId: here.session.sessionId }]);

    const path = `/api/sessions/${there.session.sessionId}`;
    expect((await other.client.delete(path)).code).toBe('access/not-found');
    expect((await here.client.delete(path)).status).toBe(200);
    expect((await there.client.get('/api/sessions')).code).toBe('access/session-expired');
  });

  it('ends at logout', async () => {
    const { client } = await signIn(lpse, 'maria.simbolon');
    expect((await client.post('/api/logout')).status).toBe(200);
    expect((await client.get('/api/sessions')).code).toBe('access/session-expired');
  });

  it('leaves what happened in the access log of its own account', async () => {
    await passwordStep(stranger, { userType: 'NON_PENYEDIA', userId: 'nur.aini', password: 'x' });
    const { client } = await signIn(lpse, 'nur.aini');
    const { entries } = await client.read(AccessLog, client.get('/api/access-log'));
    expect(entries.map(({ event, outcome }) => `${event} ${outcome}`)).toEqual(['login ok', 'login wrong-password']);
  });
});

describe('limits', () => {
  it('slow down a flood of login steps and say until when', async () => {
    const small = await startTemporaryLpse({ seed: false, knobs: { loginRequestsPerMinute: 3 } });
    try {
      const client = new LpseClient(small);
      const answers = [];
      for (let i = 0; i < 4; i++) answers.push(await client.post('/api/login/identify', BIDDER));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
      expect(answers[3]).toMatchObject({ code: 'access/rate-limited' });
      expect(Date.parse(String(answers[3]?.details.until))).toBeGreaterThan(Date.now());
    } finally {
      await small.close();
    }
  });

  it('end an access token by real time', async () => {
    const small = await startTemporaryLpse({ knobs: { accessTokenMs: 1 } });
    try {
      const { client } = await signIn(small, 'auditor');
      expect((await client.get('/api/sessions')).code).toBe('access/session-expired');
    } finally {
      await small.close();
    }
  });
});
