// app/protocol/SPEC.md 8: certificates. Keys are made on the user's device; the AMS never sees one.
import { z } from 'zod';
import { Base64, Instant, OpaqueId } from './primitives.ts';

export const CertificateProfile = z.enum(['bidder', 'member-signing', 'member-encryption', 'auditor-encryption']);
export type CertificateProfile = z.infer<typeof CertificateProfile>;

/** POST /ams/enrolments (logged in). The subject is checked against the account, in person by a verifier. */
export const EnrolmentRequest = z.strictObject({
  profile: CertificateProfile,
  csr: Base64,
  phone: z.string().max(32),
  recommendationLetter: z.strictObject({ name: z.string().max(200), sha256: z.string(), content: Base64 }).nullable(),
});
export const EnrolmentAnswer = z.strictObject({
  enrolmentId: OpaqueId,
  profile: CertificateProfile,
  state: z.enum(['pending', 'approved', 'rejected']),
  requestedAt: Instant,
  reason: z.string().nullable(),
  certificate: Base64.nullable(),
  chain: z.array(Base64),
});
export type EnrolmentAnswer = z.infer<typeof EnrolmentAnswer>;
/** GET /ams/enrolments (verifier: all pending; others: own). */
export const EnrolmentList = z.strictObject({
  enrolments: z.array(EnrolmentAnswer.extend({ subject: z.string(), account: z.string() })),
});
/** POST /ams/enrolments/{id}/decision (verifier). */
export const EnrolmentDecision = z.strictObject({ approve: z.boolean(), reason: z.string().max(500) });

/** POST /ams/revocations by the holder, the verifier or the agency admin. Reasons of RFC 5280 5.3.1. */
export const RevocationRequest = z.strictObject({
  serialHex: z.string().regex(/^[0-9a-f]+$/),
  reason: z.enum(['unspecified', 'keyCompromise', 'affiliationChanged', 'superseded', 'cessationOfOperation']),
});
export const RevocationAnswer = z.strictObject({ serialHex: z.string(), revokedAt: Instant });

/** POST /ocsp (application/ocsp-request), GET /crl/*.crl (application/pkix-crl): DER, no JSON. */
