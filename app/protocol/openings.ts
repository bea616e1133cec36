// app/protocol/SPEC.md 7: opening sessions, header release, contributions, results, referral, rehearsal.
import { z } from 'zod';
import {
  Base64,
  Decimal,
  EnvelopeId,
  Instant,
  LpseCode,
  OpaqueId,
  Sha256,
  SizeBytes,
  TenderCode,
} from './primitives.ts';
import { ReceiptBundle, SubmissionLeafBody, WithdrawalLeafBody } from './receipt.ts';

/** POST /api/openings, by a committee member or the officer, in the stage. Repeating it answers the same session. */
export const OpeningRequest = z.strictObject({ kdTender: TenderCode, envelopeId: EnvelopeId });

export const OpeningBid = z.strictObject({
  /** Place in the opening, from 1, in order of receipt. */
  n: z.int().positive(),
  submissionId: OpaqueId,
  bidderId: OpaqueId,
  bidderName: z.string(),
  npwp: z.string(),
  size: SizeBytes,
  sealedSha256: Sha256,
  manifestSha256: Sha256,
  receipt: ReceiptBundle,
  /** NON_CA: CMS registration of the device key that signed; null in CA mode. */
  deviceRegistration: Base64.nullable(),
});
export type OpeningBid = z.infer<typeof OpeningBid>;

/** A signed, logged contribution of one quorum member: CMS SignedData over this. */
export const ContributionStatement = z.strictObject({
  format: z.literal('segel-contribution/1'),
  openingId: OpaqueId,
  sessionCertificateSha256: Sha256,
  holderCertificateSha256: Sha256,
  /** SHA-256 of `sealedShare`. */
  shareSha256: Sha256,
  /** The share file as attached CMS AuthEnvelopedData to the session certificate. */
  sealedShare: Base64,
});
export type ContributionStatement = z.infer<typeof ContributionStatement>;

/** The leader's word for the session certificate: CMS SignedData over this, by a `signers` certificate of the policy. */
export const SessionStatement = z.strictObject({
  format: z.literal('segel-session/1'),
  kdTender: TenderCode,
  envelopeId: EnvelopeId,
  openingId: OpaqueId,
  /** Self-issued encryption certificate of the leading computer. */
  sessionCertificate: Base64,
});
export type SessionStatement = z.infer<typeof SessionStatement>;

/** POST /api/openings/{id}/session {session}. Needed in quorum mode and NON_CA mode. */
export const SessionRequest = z.strictObject({ session: Base64 });
/** POST /api/openings/{id}/contributions {contribution}. */
export const ContributionRequest = z.strictObject({ contribution: Base64 });

/** Content of the release request, CMS SignedData by a committee member. The LPSE adds the bodies of every leaf for the KMS. */
export const ReleaseStatement = z.strictObject({
  format: z.literal('segel-release-request/1'),
  kdLpse: LpseCode,
  kdTender: TenderCode,
  versiTender: z.int().positive(),
  envelopeId: EnvelopeId,
  openingId: OpaqueId,
  serverNonce: z.string(),
});
export type ReleaseStatement = z.infer<typeof ReleaseStatement>;
/** POST /api/openings/{id}/release */
export const ReleaseRequest = z.strictObject({ request: Base64 });

/** Of a release with its signature: 250 bids of a hundred documents each, and a little more. */
export const RELEASE_MAX_BYTES = 96 << 20;

/** Content of the KMS's signed release (CMS SignedData by the KMS): every live bid at once. */
export const ReleasedHeaders = z.strictObject({
  format: z.literal('segel-release/1'),
  kdLpse: LpseCode,
  kdTender: TenderCode,
  versiTender: z.int().positive(),
  envelopeId: EnvelopeId,
  releasedAt: Instant,
  bids: z.array(
    z.strictObject({
      submissionId: OpaqueId,
      manifestSha256: Sha256,
      objects: z.array(
        z.strictObject({
          id: z.string().regex(/^\d{4}$/),
          /** CA: digest of the lock file. NON_CA: null, the header itself is in the container. */
          lockSha256: Sha256.nullable(),
          headerSha256: Sha256,
          /** DER of the released header (CA) or of the header re-wrapped to the session certificate (NON_CA). */
          header: Base64,
        }),
      ),
    }),
  ),
});
export type ReleasedHeaders = z.infer<typeof ReleasedHeaders>;

/** GET /api/openings/{id}; also the answer of every POST to it, but for results. */
export const OpeningAnswer = z.strictObject({
  openingId: OpaqueId,
  kdTender: TenderCode,
  envelopeId: EnvelopeId,
  startedAt: Instant,
  /** Signed checkpoint taken at closing. */
  closedCheckpoint: z.string(),
  bids: z.array(OpeningBid),
  /**
   * Bodies, with their salts, of every submission and withdrawal leaf of this envelope before `closed`, replaced and withdrawn ones
   * included: with them each opener proves from the log alone that no bid is missing and none was slipped in.
   */
  bodies: z.array(z.union([SubmissionLeafBody, WithdrawalLeafBody])),
  session: Base64.nullable(),
  contributions: z.array(Base64),
  /** CMS SignedData by the KMS over `ReleasedHeaders`; null before the release. */
  release: Base64.nullable(),
  /** CMS SignedData over `ResultStatement`, every one posted so far. */
  results: z.array(Base64),
});
export type OpeningAnswer = z.infer<typeof OpeningAnswer>;

/** GET /api/openings/{id}/bids/{n}: the sealed file, with HTTP Range. */

/** Why a bid did not open, as far as it can be proven (crypto/SPEC.md 7). */
export const NOT_OPENED_REASONS = [
  'damaged-in-storage',
  'lock-release-mismatch',
  'made-wrongly',
  'wrong-or-missing-key',
  'too-early',
] as const;

/** POST /api/openings/{id}/results {result}: CMS SignedData by a member over this, one per bid. */
export const ResultStatement = z.strictObject({
  format: z.literal('segel-result/1'),
  kdTender: TenderCode,
  envelopeId: EnvelopeId,
  openingId: OpaqueId,
  submissionId: OpaqueId,
  manifestSha256: Sha256,
  outcome: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('opened'),
      innerSha256: Sha256,
      documents: z.int().nonnegative(),
      price: Decimal.nullable(),
    }),
    z.strictObject({ kind: z.literal('not-opened'), reason: z.enum(NOT_OPENED_REASONS) }),
  ]),
});
export type ResultStatement = z.infer<typeof ResultStatement>;
export const ResultRequest = z.strictObject({ result: Base64 });
/** Every result posted of this bid so far: not the whole opening, which with 250 bids has megabytes. */
export const ResultAnswer = z.strictObject({ submissionId: OpaqueId, results: z.array(Base64) });

/** POST /api/openings/{id}/bids/{n}/refer: evidence package without secrets; POST .../statement by LPSE staff. */
export const ReferralRequest = z.strictObject({
  reason: z.enum(NOT_OPENED_REASONS),
  result: Base64,
  /** The evidence package (referrals.ts); the first referral of a bid stands, with its evidence. */
  evidence: Base64.optional(),
});
export const ReferralAnswer = z.strictObject({ referralId: OpaqueId, statement: Base64.nullable() });
export const StatementRequest = z.strictObject({ canBeOpened: z.boolean(), text: z.string().max(4000) });
/** Content of the LPSE's signed statement. */
export const LpseStatement = z.strictObject({
  format: z.literal('segel-statement/1'),
  kdTender: TenderCode,
  envelopeId: EnvelopeId,
  submissionId: OpaqueId,
  canBeOpened: z.boolean(),
  text: z.string(),
  statedAt: Instant,
});

/** POST /api/packages/{kd}/rehearsal {envelopeId}: a canary in `.sampul` form, made by the KMS to the real openers. */
export const RehearsalRequest = z.strictObject({ envelopeId: EnvelopeId });
export const RehearsalAnswer = z.strictObject({
  rehearsalId: OpaqueId,
  /** The whole canary container, at most 1 MiB. */
  canary: Base64,
  manifestSha256: Sha256,
});
/**
 * POST /api/rehearsals/{id}/release. NON_CA: `session` is CMS SignedData by the officer over `SessionStatement`, whose `openingId` is
 * the rehearsal's; the headers come re-wrapped to its certificate.
 */
export const RehearsalReleaseRequest = z.strictObject({ manifestSha256: Sha256, session: Base64.nullable() });
export const RehearsalReleaseAnswer = z.strictObject({
  headers: z.array(z.strictObject({ id: z.string().regex(/^\d{4}$/), header: Base64 })),
});
/** POST /api/rehearsals/{id}/result: CMS SignedData by the member over this. Logged. */
export const RehearsalResult = z.strictObject({
  format: z.literal('segel-rehearsal/1'),
  rehearsalId: OpaqueId,
  kdTender: TenderCode,
  envelopeId: EnvelopeId,
  /** The opening certificate; the officer's signing one in NON_CA mode, where nobody else has a key to open with. */
  holderCertificateSha256: Sha256,
  opened: z.boolean(),
  innerSha256: Sha256.nullable(),
});
export type RehearsalResult = z.infer<typeof RehearsalResult>;
export const RehearsalResultRequest = z.strictObject({ result: Base64 });
/** GET /api/packages/{kd}/rehearsals: state per member. */
export const RehearsalList = z.strictObject({
  rehearsals: z.array(
    z.strictObject({
      envelopeId: EnvelopeId,
      holderCertificateSha256: Sha256,
      time: Instant,
      opened: z.boolean(),
      /** CMS SignedData by the member over `RehearsalResult`, or over `ShareConfirmation` (committee.ts). */
      result: Base64,
    }),
  ),
});

/**
 * POST /api/packages/{kd}/technical-result {result}: CMS SignedData by one member over this, identical bytes from each. With a
 * majority it goes into the log; only then a price envelope opens, and only for those who passed.
 */
export const TechnicalResult = z.strictObject({
  format: z.literal('segel-technical-result/1'),
  kdLpse: LpseCode,
  kdTender: TenderCode,
  versiTender: z.int().positive(),
  /** `bidderId` of everyone who passed File I, sorted. */
  passed: z.array(OpaqueId),
});
export type TechnicalResult = z.infer<typeof TechnicalResult>;
export const TechnicalResultRequest = z.strictObject({ result: Base64 });
/** Also GET of the same path: what members have proposed, and the majority's SignedData once there is one. */
export const TechnicalResultAnswer = z.strictObject({
  required: z.int().positive(),
  /** Canonical bytes of `TechnicalResult`, and the certificates that have signed exactly these. */
  proposals: z.array(z.strictObject({ content: Base64, signedBy: z.array(Sha256) })),
  result: Base64.nullable(),
});
