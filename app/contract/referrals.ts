// Calls about bids that did not open: the duty officer's list, the examination, the statement.
import { z } from 'zod';
import { call } from './call.ts';
import { EnvelopeId, Instant, Report, Sha256, TenderCode } from './shapes.ts';

const StatementView = z.strictObject({ canBeOpened: z.boolean(), text: z.string(), statedAt: Instant });

export const ReferralView = z.strictObject({
  referralId: z.string(),
  kdTender: TenderCode,
  namaPaket: z.string(),
  envelopeId: EnvelopeId,
  n: z.int(),
  submissionId: z.string(),
  bidderName: z.string(),
  npwp: z.string(),
  reason: z.string(),
  referredAt: Instant,
  referredBy: z.string(),
  hasEvidence: z.boolean(),
  /** Verified; null while there is none that counts. */
  statement: StatementView.nullable(),
  /** Why a statement that came does not count. */
  statementCode: z.string().nullable(),
});
export type ReferralView = z.infer<typeof ReferralView>;

export const ExaminationView = z.strictObject({
  referral: ReferralView,
  memberName: z.string().nullable(),
  receivedAt: Instant.nullable(),
  report: Report,
  /** The class that digests prove; null when they prove none. */
  proven: z.string().nullable(),
  digests: z.array(
    z.strictObject({
      of: z.enum(['sealed-file', 'header']),
      objectId: z.string().nullable(),
      expected: Sha256,
      /** Empty when the KMS released none. */
      found: z.union([Sha256, z.literal('')]),
    }),
  ),
  clientVersion: z.string().nullable(),
  /** What the member's computer received; null when it did not say. */
  observedSha256: Sha256.nullable(),
});
export type ExaminationView = z.infer<typeof ExaminationView>;

const One = z.strictObject({ referralId: z.string().max(64) });
const Word = One.extend({ canBeOpened: z.boolean(), text: z.string().min(1).max(4000) });

export const REFERRALS_CALLS = {
  'referrals.list': call(
    z.strictObject({ kdTender: TenderCode.nullable() }),
    z.strictObject({ referrals: z.array(ReferralView) }),
  ),
  /** Fetches the stored file and computes every digest; long for a large bid. */
  'referrals.examine': call(One, ExaminationView),
  /** What the LPSE will sign, but for its time: the JSON, readable. */
  'referrals.preview': call(Word, z.strictObject({ content: z.string() })),
  'referrals.state': call(Word, z.strictObject({ statement: StatementView, isOurs: z.boolean() })),
} as const;

export const REFERRALS_EVENTS = {
  'referrals.progress': z.strictObject({
    referralId: z.string(),
    step: z.enum(['fetching', 'hashing']),
    doneBytes: z.number(),
    totalBytes: z.number(),
    bytesPerSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
  }),
} as const;
