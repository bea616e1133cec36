// POST /api/login/*, /api/session/refresh, /api/logout; GET and DELETE /api/sessions; GET /api/access-log.
import { z } from 'zod';
import { CodedError } from '../../../app/errors/coded-error.ts';
import {
  AccessLog,
  IdentifyAnswer,
  IdentifyRequest,
  PasswordAnswer,
  PasswordRequest,
  RefreshRequest,
  Session,
  SessionList,
  TotpRequest,
} from '../../../app/protocol/login.ts';
import { OpaqueId, toInstant } from '../../../app/protocol/primitives.ts';
import { publicRoute, sessionRoute, type Route } from '../http.ts';
import type { Access } from './access.ts';

const Done = z.strictObject({ done: z.literal(true) });
const DONE = { done: true } as const;

export function loginRoutes({ config, logins, sessions, accessLog }: Access): readonly Route[] {
  const perMinute = config.loginRequestsPerMinute;
  return [
    publicRoute(
      {
        method: 'POST',
        path: '/api/login/identify',
        summary: 'First step: user type and id; answers a captcha',
        body: IdentifyRequest,
        answer: IdentifyAnswer,
        perMinute,
      },
      ({ body }) => {
        const { loginId, captcha } = logins.identify(body.userType, body.userId);
        return { loginId, captchaSvg: captcha.svg, ...(config.testMode ? { captchaText: captcha.text } : {}) };
      },
    ),
    publicRoute(
      {
        method: 'POST',
        path: '/api/login/password',
        summary: 'Second step: password, captcha and device key',
        body: PasswordRequest,
        answer: PasswordAnswer,
        perMinute,
      },
      async ({ body, address }) => {
        const devicePublicKey = Buffer.from(body.devicePublicKey, 'base64');
        const step = await logins.password({ ...body, devicePublicKey, address });
        return 'session' in step
          ? { result: 'session' as const, session: step.session }
          : { result: 'totp-required' as const, closesAt: toInstant(step.closesAt) };
      },
    ),
    publicRoute(
      {
        method: 'POST',
        path: '/api/login/totp',
        summary: 'Third step: code of the authenticator',
        body: TotpRequest,
        answer: Session,
        perMinute,
      },
      ({ body, address }) => logins.totp({ ...body, address }),
    ),
    publicRoute(
      {
        method: 'POST',
        path: '/api/session/refresh',
        summary: 'New tokens for a refresh token and a proof by the device key',
        body: RefreshRequest,
        answer: Session,
        perMinute,
      },
      ({ body }) => sessions.refresh(body.refreshToken, Buffer.from(body.proof, 'base64')),
    ),
    sessionRoute(
      { method: 'POST', path: '/api/logout', summary: 'Ends this session', answer: Done },
      ({ caller, address }) => {
        sessions.end(caller.account.accountId, caller.sessionId);
        accessLog.note(caller.account.accountId, 'logout', address, 'ok');
        return DONE;
      },
    ),
    sessionRoute(
      { method: 'GET', path: '/api/sessions', summary: 'Own sessions', answer: SessionList },
      ({ caller }) => ({
        sessions: sessions.list(caller.account.accountId).map((row) => ({
          sessionId: row.sessionId,
          startedAt: toInstant(new Date(row.startedAt)),
          lastUsedAt: toInstant(new Date(row.lastUsedAt)),
          address: row.address,
          current: row.sessionId === caller.sessionId,
        })),
      }),
    ),
    sessionRoute(
      {
        method: 'DELETE',
        path: '/api/sessions/:sessionId',
        summary: 'Ends one of the own sessions',
        params: z.strictObject({ sessionId: OpaqueId }),
        answer: Done,
      },
      ({ caller, params, address }) => {
        const { accountId } = caller.account;
        if (!sessions.end(accountId, params.sessionId)) throw new CodedError('access/not-found');
        accessLog.note(accountId, 'session-revoked', address, 'ok');
        return DONE;
      },
    ),
    sessionRoute(
      { method: 'GET', path: '/api/access-log', summary: 'Log Akses of the own account', answer: AccessLog },
      ({ caller }) => ({ entries: accessLog.entriesOf(caller.account.accountId) }),
    ),
  ];
}
