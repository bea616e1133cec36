// POST /api/totp/*: enrol, confirm, disable, and the reset by a link sent to the known address.
import { z } from 'zod';
import { TotpCode, TotpEnrolAnswer, TotpReset, TotpResetRequest } from '../../../app/protocol/login.ts';
import { toInstant } from '../../../app/protocol/primitives.ts';
import { publicRoute, sessionRoute, type Route } from '../http.ts';
import type { Access } from './access.ts';

const Done = z.strictObject({ done: z.literal(true) });
const DONE = { done: true } as const;

export function totpRoutes({ config, accounts, logins, totp, accessLog }: Access): readonly Route[] {
  const perMinute = config.loginRequestsPerMinute;
  return [
    sessionRoute(
      { method: 'POST', path: '/api/totp/enrol', summary: 'Secret for the QR, shown 59 s', answer: TotpEnrolAnswer },
      ({ caller }) => {
        const { closesAt, ...offer } = totp.enrol(caller.account);
        return { ...offer, closesAt: toInstant(closesAt) };
      },
    ),
    sessionRoute(
      {
        method: 'POST',
        path: '/api/totp/confirm',
        summary: 'First code of the new authenticator',
        body: TotpCode,
        answer: Done,
        perMinute,
      },
      ({ caller, body, address }) => {
        totp.confirm(caller.account.accountId, body.code);
        accessLog.note(caller.account.accountId, 'totp-enrolled', address, 'ok');
        return DONE;
      },
    ),
    sessionRoute(
      {
        method: 'POST',
        path: '/api/totp/disable',
        summary: 'Removes the authenticator',
        body: TotpCode,
        answer: Done,
        perMinute,
      },
      ({ caller, body, address }) => {
        totp.disable(caller.account.accountId, body.code);
        accessLog.note(caller.account.accountId, 'totp-disabled', address, 'ok');
        return DONE;
      },
    ),
    publicRoute(
      {
        method: 'POST',
        path: '/api/totp/reset-request',
        summary: 'Mails a reset link; the answer is always the same',
        body: TotpResetRequest,
        answer: Done,
        perMinute,
      },
      ({ body }) => {
        logins.spendCaptcha(body.loginId, body.captcha);
        totp.requestReset(accounts.findUser(body.userType, body.userId), body.email);
        return DONE;
      },
    ),
    publicRoute(
      {
        method: 'POST',
        path: '/api/totp/reset',
        summary: 'Removes the authenticator by the mailed one-time token',
        body: TotpReset,
        answer: Done,
        perMinute,
      },
      ({ body, address }) => {
        accessLog.note(totp.reset(body.resetToken), 'totp-reset', address, 'ok');
        return DONE;
      },
    ),
  ];
}
