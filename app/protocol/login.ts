// app/protocol/SPEC.md 2: login as in SPSE 4.5, TOTP, sessions, devices.
import { z } from 'zod';
import { Base64, Instant, OpaqueId, Sha256 } from './primitives.ts';

export const UserType = z.enum(['PENYEDIA', 'NON_PENYEDIA']);
export const Role = z.enum([
  'bidder',
  'committeeMember',
  'procurementOfficer',
  'contractOfficer',
  'verifier',
  'helpdesk',
  'auditor',
  'agencyAdmin',
]);
export type Role = z.infer<typeof Role>;

/** POST /api/login/identify */
export const IdentifyRequest = z.strictObject({ userType: UserType, userId: z.string().min(1).max(64) });
export const IdentifyAnswer = z.strictObject({
  loginId: OpaqueId,
  captchaSvg: z.string(),
  /** Only in the reference LPSE's test mode. */
  captchaText: z.string().optional(),
});

/** POST /api/login/password. `devicePublicKey`: SPKI DER of the device key the session is bound to. */
export const PasswordRequest = z.strictObject({
  loginId: OpaqueId,
  password: z.string().max(256),
  captcha: z.string().max(12),
  devicePublicKey: Base64,
});

export const Account = z.strictObject({
  accountId: OpaqueId,
  userId: z.string(),
  name: z.string(),
  role: Role,
  /** Company of a bidder; work unit of an officer. */
  organisation: z.string(),
  npwp: z.string().nullable(),
  /** The id under which this account's bids are filed (`kd_penyedia`); null for officers. */
  bidderId: OpaqueId.nullable(),
  maskedEmail: z.string(),
  totpEnabled: z.boolean(),
});
export type Account = z.infer<typeof Account>;

export const Session = z.strictObject({
  accessToken: z.string(),
  accessExpiresAt: Instant,
  refreshToken: z.string(),
  refreshExpiresAt: Instant,
  sessionId: OpaqueId,
  account: Account,
});
export type Session = z.infer<typeof Session>;

export const PasswordAnswer = z.discriminatedUnion('result', [
  z.strictObject({ result: z.literal('session'), session: Session }),
  /** The page closes 56 s after the password was accepted; real time, not the movable clock. */
  z.strictObject({ result: z.literal('totp-required'), closesAt: Instant }),
]);

/** POST /api/login/totp */
export const TotpRequest = z.strictObject({ loginId: OpaqueId, code: z.string().regex(/^\d{6}$/) });

/**
 * POST /api/session/refresh. `proof`: ECDSA-SHA256 (DER) by the device key over the UTF-8 text
 * `segel-refresh/1\n<refreshToken>`. The old refresh token dies with the answer; its reuse ends the session.
 */
export const RefreshRequest = z.strictObject({ refreshToken: z.string(), proof: Base64 });

/** POST /api/totp/enrol -> secret for the QR, shown 59 s; POST /api/totp/confirm {code}; POST /api/totp/disable {code}. */
export const TotpEnrolAnswer = z.strictObject({ otpauthUrl: z.string(), secret: z.string(), closesAt: Instant });
export const TotpCode = z.strictObject({ code: z.string().regex(/^\d{6}$/) });
/** POST /api/totp/reset-request: always the same answer; the link goes by e-mail. POST /api/totp/reset {resetToken}. */
export const TotpResetRequest = z.strictObject({
  userType: UserType,
  userId: z.string().max(64),
  email: z.string().max(254),
  loginId: OpaqueId,
  captcha: z.string().max(12),
});
export const TotpReset = z.strictObject({ resetToken: z.string().max(128) });

/** GET /api/sessions; DELETE /api/sessions/{id}; POST /api/logout. */
export const SessionList = z.strictObject({
  sessions: z.array(
    z.strictObject({
      sessionId: OpaqueId,
      startedAt: Instant,
      lastUsedAt: Instant,
      address: z.string(),
      current: z.boolean(),
    }),
  ),
});

/** GET /api/access-log (own account). */
export const AccessLog = z.strictObject({
  entries: z.array(z.strictObject({ time: Instant, event: z.string(), address: z.string(), outcome: z.string() })),
});

/**
 * POST /api/devices. `proof`: ECDSA-SHA256 (DER) by the device key over `segel-device/1\n<accountId>\n<sha256 of certificate>`.
 * Answer: CMS SignedData by the LPSE over canonical JSON `DeviceRegistration`.
 */
export const DeviceRequest = z.strictObject({ certificate: Base64, proof: Base64 });
export const DeviceAnswer = z.strictObject({ registration: Base64 });
export const DeviceRegistration = z.strictObject({
  format: z.literal('segel-device/1'),
  deviceCertificateSha256: Sha256,
  accountId: OpaqueId,
  validFrom: Instant,
});
export type DeviceRegistration = z.infer<typeof DeviceRegistration>;
/** GET /api/devices; DELETE /api/devices/{sha256}. */
export const DeviceList = z.strictObject({
  devices: z.array(
    z.strictObject({ deviceCertificateSha256: Sha256, validFrom: Instant, revokedAt: Instant.nullable() }),
  ),
});

/** POST /api/nonces: one-time value for a signed request. */
export const NonceAnswer = z.strictObject({ nonce: z.string().regex(/^[A-Za-z0-9_-]{22,64}$/), expiresAt: Instant });

/** POST /api/tokens/resolve: a pasted or clicked package token (app/protocol/SPEC.md 3), bound to user, package, role and stage. */
export const TokenRequest = z.strictObject({ token: z.string().max(256) });
export const TokenAnswer = z.strictObject({ kdTender: z.string(), role: Role, stage: z.string(), expiresAt: Instant });
