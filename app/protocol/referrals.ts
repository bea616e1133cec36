// app/protocol/SPEC.md 10: bids that did not open, before the LPSE: the evidence package, the list, one case.
import { z } from 'zod';
import { NOT_OPENED_REASONS } from './openings.ts';
import { Base64, EnvelopeId, Instant, LpseCode, OpaqueId, Sha256, SizeBytes, TenderCode } from './primitives.ts';
import { ReceiptBundle } from './receipt.ts';

/** The evidence package may be this long; a sealed file is never in it, because the LPSE has it. */
export const MAX_EVIDENCE_BYTES = 4 << 20;

/** One case as it is listed. */
export const ReferralFacts = z.strictObject({
  referralId: OpaqueId,
  kdTender: TenderCode,
  versiTender: z.int().positive(),
  namaPaket: z.string(),
  envelopeId: EnvelopeId,
  openingId: OpaqueId,
  /** Place of the bid in the opening, from 1. */
  n: z.int().positive(),
  submissionId: OpaqueId,
  bidderId: OpaqueId,
  bidderName: z.string(),
  npwp: z.string(),
  reason: z.enum(NOT_OPENED_REASONS),
  referredAt: Instant,
  referredBy: z.string(),
  /** Null when the member's client sent none. */
  evidenceSha256: Sha256.nullable(),
  /** CMS SignedData by the LPSE over `LpseStatement`; null while it has not spoken. */
  statement: Base64.nullable(),
});
export type ReferralFacts = z.infer<typeof ReferralFacts>;

/** GET /api/referrals?kdTender=: staff see every case, an official those of the own packages. Oldest first. */
export const ReferralList = z.strictObject({ referrals: z.array(ReferralFacts) });

/** GET /api/referrals/{id}, staff: what a case is judged by. */
export const ReferralCase = ReferralFacts.extend({
  /** CMS SignedData over `ResultStatement`, of the member who referred. */
  result: Base64,
  receipt: ReceiptBundle,
  /** NON_CA: CMS registration of the device key that signed; null in CA mode. */
  deviceRegistration: Base64.nullable(),
  sealedSha256: Sha256,
  manifestSha256: Sha256,
  /** By the receipt, and as the file lies there now. */
  size: SizeBytes,
  storedSize: SizeBytes,
  /** CMS SignedData by the KMS over `ReleasedHeaders`. */
  release: Base64.nullable(),
});
export type ReferralCase = z.infer<typeof ReferralCase>;

/** GET /api/referrals/{id}/evidence (application/zip) and /bid (the stored sealed file, with Range), staff. */

/** `rujukan.json` of an evidence package. */
export const ReferralEvidence = z.strictObject({
  format: z.literal('segel-referral/1'),
  kdLpse: LpseCode,
  kdTender: TenderCode,
  envelopeId: EnvelopeId,
  openingId: OpaqueId,
  submissionId: OpaqueId,
  reason: z.enum(NOT_OPENED_REASONS),
  clientVersion: z.string().max(64),
  /** By this computer's measurement of the server's time. */
  madeAt: Instant,
  /** By the receipt. */
  receipted: z.strictObject({ sealedSha256: Sha256, manifestSha256: Sha256, size: SizeBytes }),
  /** As the member's computer received the file; null when it was not there any more. */
  observed: z.strictObject({ sealedSha256: Sha256, size: SizeBytes }).nullable(),
  /** What the KMS released for this bid, by digest; `headerSha256` is what the manifest commits to, as the release repeats it. */
  headers: z.array(
    z.strictObject({ id: z.string().regex(/^\d{4}$/), headerSha256: Sha256, releasedSha256: Sha256.nullable() }),
  ),
  /** Checks that the member's computer made: id, how it came out, code. */
  checks: z.array(
    z.strictObject({
      id: z.string().max(64),
      outcome: z.enum(['passed', 'failed', 'missing', 'not-made']),
      code: z.string().max(64).nullable(),
    }),
  ),
  /** The other files of the package. */
  files: z.array(z.strictObject({ name: z.string().max(64), size: SizeBytes, sha256: Sha256 })),
});
export type ReferralEvidence = z.infer<typeof ReferralEvidence>;
