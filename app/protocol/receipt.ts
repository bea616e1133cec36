// app/protocol/SPEC.md 5: receipts. The bytes of `receipt.json` are what is signed and timestamped; they travel as base64.
import { z } from 'zod';
import {
  Base64,
  Base64Url,
  EnvelopeId,
  Instant,
  LpseCode,
  OpaqueId,
  Sha256,
  SizeBytes,
  TenderCode,
} from './primitives.ts';

/** Body of a `submission-received` leaf, with the salt that hides it in the log until the opening. */
export const SubmissionLeafBody = z.strictObject({
  salt: Base64Url,
  submissionId: OpaqueId,
  bidderId: OpaqueId,
  manifestSha256: Sha256,
  signatureSha256: Sha256,
  sealedSha256: Sha256,
  size: SizeBytes,
  receivedAt: Instant,
  supersedes: OpaqueId.nullable(),
});
export type SubmissionLeafBody = z.infer<typeof SubmissionLeafBody>;

export const WithdrawalLeafBody = z.strictObject({
  salt: Base64Url,
  submissionId: OpaqueId,
  bidderId: OpaqueId,
  withdrawnAt: Instant,
});
export type WithdrawalLeafBody = z.infer<typeof WithdrawalLeafBody>;

const logPart = <B extends z.ZodType>(body: B) =>
  z.strictObject({
    origin: z.string(),
    index: z.int().nonnegative(),
    body,
    /** C2SP signed checkpoint text. */
    checkpoint: z.string(),
    /** Sibling hashes, lower-case hex, leaf to root. */
    inclusionProof: z.array(Sha256),
  });

/** Canonical content of `receipt.json`. The log leaf's `time` equals `receivedAt`. */
export const Receipt = z.strictObject({
  format: z.literal('segel-receipt/1'),
  kdLpse: LpseCode,
  kdTender: TenderCode,
  versiTender: z.int().positive(),
  envelopeId: EnvelopeId,
  submissionId: OpaqueId,
  /** Running number of receipts of this LPSE. */
  sequence: z.int().positive(),
  bidderId: OpaqueId,
  manifestSha256: Sha256,
  signatureSha256: Sha256,
  sealedSha256: Sha256,
  size: SizeBytes,
  receivedAt: Instant,
  closesAt: Instant,
  supersedes: OpaqueId.nullable(),
  /** SHA-256 of the evidence record made at sending. */
  evidenceSha256: Sha256,
  /** SHA-256 of each archived CRL or OCSP answer. */
  revocationSha256: z.array(Sha256),
  log: logPart(SubmissionLeafBody),
});
export type Receipt = z.infer<typeof Receipt>;

/** Canonical content of a withdrawal receipt. The log leaf's `time` equals `withdrawnAt`. */
export const WithdrawalReceipt = z.strictObject({
  format: z.literal('segel-withdrawal/1'),
  kdLpse: LpseCode,
  kdTender: TenderCode,
  versiTender: z.int().positive(),
  envelopeId: EnvelopeId,
  submissionId: OpaqueId,
  sequence: z.int().positive(),
  bidderId: OpaqueId,
  withdrawnAt: Instant,
  closesAt: Instant,
  revocationSha256: z.array(Sha256),
  log: logPart(WithdrawalLeafBody),
});
export type WithdrawalReceipt = z.infer<typeof WithdrawalReceipt>;

/** A receipt as it travels and as it lies beside the sealed file. */
export const ReceiptBundle = z.strictObject({
  /** Bytes of `receipt.json`. */
  receipt: Base64,
  /** `receipt.p7s`: CMS SignedData by the LPSE, detached. */
  signature: Base64,
  /** `receipt.tsr`: RFC 3161 response over `receipt.p7s`; null while the TSA is down. */
  timestamp: Base64.nullable(),
  /** CRL/OCSP answers of that moment. */
  revocation: z.array(z.strictObject({ kind: z.enum(['crl', 'ocsp']), der: Base64 })),
});
export type ReceiptBundle = z.infer<typeof ReceiptBundle>;
