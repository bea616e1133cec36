// Calls about what is kept: receipts, certificates, activity.
import { z } from 'zod';
import { call, Nothing } from './call.ts';
import { WitnessFile, WitnessView } from './witness.ts';
import { BidId, Facts, Handle, Instant, Passphrase, Report, Sha256, TenderCode } from './shapes.ts';

export const ReceiptView = z.strictObject({
  receiptId: z.string().max(128),
  kind: z.enum(['submission', 'withdrawal']),
  bidId: BidId.nullable(),
  kdTender: TenderCode,
  namaPaket: z.string(),
  envelopeId: z.string(),
  submissionId: z.string(),
  sequence: z.int(),
  time: Instant,
  receiptSha256: Sha256,
  sealedSha256: Sha256.nullable(),
  logIndex: z.int(),
  checkpoint: z.string(),
  supersedes: z.string().nullable(),
  hasTimestamp: z.boolean(),
});
export type ReceiptView = z.infer<typeof ReceiptView>;
const One = z.strictObject({ receiptId: z.string().max(128) });

export const RECEIPTS_CALLS = {
  'receipts.list': call(Nothing, z.strictObject({ receipts: z.array(ReceiptView) })),
  'receipts.verify': call(One.extend({ offline: z.boolean() }), Report),
  /** Whether a witness saw the log that is shown here, and the one that holds this receipt. */
  'receipts.compareWitness': call(WitnessFile.extend({ receiptId: z.string().max(128) }), WitnessView),
  /** One page with facts, digests and a QR code. */
  'receipts.pdf': call(One.extend({ to: Handle }), z.strictObject({ shownAs: z.string() })),
  /** Are the files on this computer still those that were sealed? */
  'receipts.compare': call(
    One,
    z.strictObject({
      documents: z.array(z.strictObject({ name: z.string(), outcome: z.enum(['equal', 'changed', 'not-found']) })),
    }),
  ),
} as const;

export const IdentityView = z.strictObject({
  identityId: z.string(),
  subject: z.string(),
  holder: z.string(),
  organisation: z.string().nullable(),
  issuer: z.string(),
  serialHex: z.string(),
  sha256: Sha256,
  notBefore: Instant,
  notAfter: Instant,
  keyType: z.string(),
  usages: z.array(z.string()),
  expiresSoon: z.boolean(),
  expired: z.boolean(),
});
export type IdentityView = z.infer<typeof IdentityView>;

export const IDENTITIES_CALLS = {
  'identities.list': call(Nothing, z.strictObject({ identities: z.array(IdentityView) })),
  'identities.import': call(
    z.strictObject({ file: Handle, passphrase: Passphrase }),
    z.strictObject({ imported: z.array(IdentityView) }),
  ),
  'identities.remove': call(z.strictObject({ identityId: z.string().max(128) }), Nothing),
} as const;

export const ACTIVITY_CALLS = {
  'activity.list': call(
    z.strictObject({ kdTender: TenderCode.nullable() }),
    z.strictObject({
      entries: z.array(
        z.strictObject({
          sequence: z.int(),
          time: Instant,
          event: z.string(),
          kdTender: TenderCode.nullable(),
          bidId: BidId.nullable(),
          facts: Facts,
        }),
      ),
      /** False when the hash chain does not fit: somebody changed the journal. */
      unbroken: z.boolean(),
    }),
  ),
  'activity.export': call(z.strictObject({ to: Handle }), z.strictObject({ shownAs: z.string() })),
} as const;
