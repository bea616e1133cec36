// A bid as every screen shows it: without paths, keys and signed bytes.
import { z } from 'zod';
import { BidId, Decimal, EnvelopeId, Instant, Sha256, TenderCode } from './shapes.ts';

export const Letter = z.strictObject({ price: Decimal, currency: z.string(), validityDays: z.int() });

export const BidDocumentView = z.strictObject({
  index: z.int().nonnegative(),
  name: z.string(),
  originalName: z.string(),
  slot: z.string(),
  mediaType: z.string(),
  sizeBytes: z.int(),
  madeBy: z.literal('price-table').exactOptional(),
});

/** A bid without paths: what every bid screen shows. */
export const BidView = z.strictObject({
  bidId: BidId,
  kdTender: TenderCode,
  versiTender: z.int(),
  namaPaket: z.string(),
  envelopeId: EnvelopeId,
  mode: z.enum(['CA', 'NON_CA']),
  revision: z.int(),
  updatedAt: Instant,
  state: z.enum(['draft', 'sealed', 'uploading', 'received', 'receipted', 'superseded', 'withdrawn', 'refused']),
  /** The one colour of the truth bar; only a verified receipt is green. */
  truth: z.enum(['grey', 'red', 'amber', 'green']),
  documents: z.array(BidDocumentView),
  letter: Letter.nullable(),
  sealed: z
    .strictObject({
      sizeBytes: z.int(),
      sealedSha256: Sha256,
      manifestSha256: Sha256,
      signerName: z.string(),
      sealedAt: Instant,
      timestampAt: Instant.nullable(),
      policySerial: z.int(),
    })
    .nullable(),
  uploadedBytes: z.int().nullable(),
  receipt: z
    .strictObject({
      submissionId: z.string(),
      sequence: z.int(),
      receivedAt: Instant,
      receiptSha256: Sha256,
      logIndex: z.int(),
      timestampAt: Instant.nullable(),
    })
    .nullable(),
  supersededBy: z.string().nullable(),
  withdrawnAt: Instant.nullable(),
  refusal: z.strictObject({ code: z.string(), serverTime: Instant }).nullable(),
});
export type BidView = z.infer<typeof BidView>;
