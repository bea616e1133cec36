// app/protocol/SPEC.md 4: uploads, signed submissions, refusals, withdrawal.
import { z } from 'zod';
import { Base64, EnvelopeId, Instant, LpseCode, OpaqueId, Sha256, SizeBytes, TenderCode } from './primitives.ts';
import { ReceiptBundle } from './receipt.ts';

/** POST /api/uploads: reserves quota, answers the tus URL (absolute path). */
export const UploadRequest = z.strictObject({ kdTender: TenderCode, envelopeId: EnvelopeId, size: SizeBytes });
export const UploadAnswer = z.strictObject({ uploadId: OpaqueId, uploadUrl: z.string(), expiresAt: Instant });

/** Content of the CMS SignedData in POST /api/submissions, by the bidder's certificate (CA) or the device key (NON_CA). */
export const SubmissionStatement = z.strictObject({
  format: z.literal('segel-submission/1'),
  kdLpse: LpseCode,
  kdTender: TenderCode,
  versiTender: z.int().positive(),
  envelopeId: EnvelopeId,
  uploadId: OpaqueId,
  size: SizeBytes,
  sealedSha256: Sha256,
  manifestSha256: Sha256,
  signatureSha256: Sha256,
  declarationAccepted: z.literal(true),
  /** The record made at sending, CMS AuthEnvelopedData to the auditor. */
  evidence: Base64,
  serverNonce: z.string(),
});
export type SubmissionStatement = z.infer<typeof SubmissionStatement>;

/** POST /api/submissions. Repeating the same request returns the same answer. */
export const SubmissionRequest = z.strictObject({ request: Base64 });

export const SubmissionState = z.enum([
  'awaiting-bytes',
  'verifying',
  'receipted',
  'superseded',
  'withdrawn',
  'refused',
]);

/** Content of a signed refusal (CMS SignedData by the LPSE). */
export const RefusalStatement = z.strictObject({
  format: z.literal('segel-refusal/1'),
  kdLpse: LpseCode,
  kdTender: TenderCode,
  envelopeId: EnvelopeId,
  submissionId: OpaqueId.nullable(),
  requestSha256: Sha256,
  /** Catalogue code. */
  code: z.string(),
  serverTime: Instant,
});
export type RefusalStatement = z.infer<typeof RefusalStatement>;

/** POST /api/submissions, GET /api/submissions/{id}. */
export const SubmissionAnswer = z.strictObject({
  submissionId: OpaqueId,
  kdTender: TenderCode,
  envelopeId: EnvelopeId,
  uploadId: OpaqueId,
  sealedSha256: Sha256,
  state: SubmissionState,
  /** When the signed request was durably accepted. */
  acceptedAt: Instant,
  receipt: ReceiptBundle.nullable(),
  /** CMS SignedData over `RefusalStatement`. */
  refusal: Base64.nullable(),
  withdrawal: ReceiptBundle.nullable(),
});
export type SubmissionAnswer = z.infer<typeof SubmissionAnswer>;

/** GET /api/submissions?kdTender=...: the caller's own, oldest first. */
export const SubmissionList = z.strictObject({ submissions: z.array(SubmissionAnswer) });

/** POST /api/submissions/{id}/withdraw: CMS SignedData over this; answers `SubmissionAnswer`. */
export const WithdrawalStatement = z.strictObject({
  format: z.literal('segel-withdrawal-request/1'),
  kdLpse: LpseCode,
  kdTender: TenderCode,
  versiTender: z.int().positive(),
  envelopeId: EnvelopeId,
  submissionId: OpaqueId,
  serverNonce: z.string(),
});
export type WithdrawalStatement = z.infer<typeof WithdrawalStatement>;
export const WithdrawalRequest = z.strictObject({ request: Base64 });

/** GET /api/audit/{kdTender}/evidence (auditor; access logged). Both records, and what the LPSE itself observed. */
export const EvidenceList = z.strictObject({
  records: z.array(
    z.strictObject({
      submissionId: OpaqueId,
      bidderId: OpaqueId,
      envelopeId: EnvelopeId,
      atSealing: Base64,
      atSending: Base64,
      observedAddress: z.string(),
      observedPort: z.int(),
      observedAt: Instant,
    }),
  ),
});
