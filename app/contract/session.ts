// Calls of the login, as in SPSE 4.5.
import { z } from 'zod';
import { AccessLog, Account, SessionList, TotpCode, TotpEnrolAnswer, UserType } from '../protocol/login.ts';
import { call, Nothing } from './call.ts';
import { Instant } from './shapes.ts';

const LoginStep = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('in'), account: Account }),
  z.strictObject({ step: z.literal('totp'), closesAt: Instant }),
]);

export const SESSION_CALLS = {
  'session.current': call(Nothing, Account.nullable()),
  'session.identify': call(
    z.strictObject({ userType: UserType, userId: z.string().min(1).max(64) }),
    z.strictObject({ loginId: z.string(), captchaSvg: z.string(), captchaText: z.string().nullable() }),
  ),
  'session.password': call(
    z.strictObject({ loginId: z.string().max(64), password: z.string().max(256), captcha: z.string().max(12) }),
    LoginStep,
  ),
  'session.totp': call(z.strictObject({ loginId: z.string().max(64), code: TotpCode.shape.code }), LoginStep),
  'session.logout': call(Nothing, Nothing),
  'session.enrolTotp': call(Nothing, TotpEnrolAnswer.extend({ qrSvg: z.string() })),
  'session.confirmTotp': call(TotpCode, Nothing),
  'session.disableTotp': call(TotpCode, Nothing),
  'session.requestTotpReset': call(
    z.strictObject({
      userType: UserType,
      userId: z.string().max(64),
      email: z.string().max(254),
      loginId: z.string().max(64),
      captcha: z.string().max(12),
    }),
    Nothing,
  ),
  'session.list': call(Nothing, SessionList),
  'session.revoke': call(z.strictObject({ sessionId: z.string().max(64) }), Nothing),
  'session.accessLog': call(Nothing, AccessLog),
} as const;
