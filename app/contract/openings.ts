// Calls about an opening: the room, opening all bids, the technical result, results. Mirrors `app/domain/opening-view.ts`.
import { z } from 'zod';
import { RESULT_FACTS } from '../domain/opening-results.ts';
import { OPENING_EVENTS, OPENING_STATES } from '../domain/opening-view.ts';
import { call, Nothing } from './call.ts';
import { OpeningRuleView } from './packages.ts';
import { Decimal, EnvelopeId, Instant, Passphrase, Report, Sha256, TenderCode } from './shapes.ts';

const One = z.strictObject({ kdTender: TenderCode, envelopeId: EnvelopeId });
const IdentityId = z.string().max(128);
const Signing = One.extend({ identityId: IdentityId, passphrase: Passphrase.nullable() });
/** Where a second certificate opens: its passphrase, null when it is the same. */
const Unlocking = Signing.extend({ encryptionPassphrase: Passphrase.nullable() });

export const OpeningSummary = z.strictObject({
  kdTender: TenderCode,
  packageName: z.string(),
  method: z.string(),
  mode: z.enum(['CA', 'NON_CA']),
  envelopeId: EnvelopeId,
  envelopeName: z.string(),
  carriesPrice: z.boolean(),
  closesAt: Instant,
  opensAt: Instant,
  stageName: z.string(),
  submissionCount: z.int(),
  state: z.enum(OPENING_STATES),
});
export type OpeningSummary = z.infer<typeof OpeningSummary>;

export const OpenerView = z.strictObject({
  name: z.string(),
  /** Of the signing certificate. */
  certificateSha256: Sha256,
  /** One of this account's certificates. */
  mine: z.boolean(),
  leads: z.boolean(),
  /** Gave a valid share to the present leading computer; always false without a quorum. */
  contributed: z.boolean(),
  /** Bids this member has posted a signed result for. */
  results: z.int(),
});
export type OpenerView = z.infer<typeof OpenerView>;

export const OpeningEventView = z.strictObject({
  /** Place in the transparency log, from 0. */
  index: z.int(),
  time: Instant,
  event: z.enum(OPENING_EVENTS),
  /** Whose signature it is; null when nobody of the committee. */
  who: z.string().nullable(),
  bidderName: z.string().nullable(),
  count: z.int().nullable(),
  sha256: Sha256.nullable(),
});
export type OpeningEventView = z.infer<typeof OpeningEventView>;

export const RoomBid = z.strictObject({
  n: z.int(),
  submissionId: z.string(),
  bidderId: z.string(),
  bidderName: z.string(),
  npwp: z.string(),
  receiptSequence: z.int().nullable(),
  receivedAt: Instant.nullable(),
  sizeBytes: z.int(),
  sealedSha256: Sha256,
});
export type RoomBid = z.infer<typeof RoomBid>;

const BidStep = z.enum(['downloading', 'proving', 'intact', 'opening', 'done']);
export const BidProgress = z.strictObject({
  n: z.int(),
  step: BidStep,
  doneBytes: z.int(),
  totalBytes: z.int(),
});
export type BidProgress = z.infer<typeof BidProgress>;

export const OpeningProgress = z.strictObject({
  kdTender: TenderCode,
  envelopeId: EnvelopeId,
  done: z.int(),
  of: z.int(),
  doneBytes: z.int(),
  totalBytes: z.int(),
  bytesPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  /** Bids whose state changed since the last report. */
  bids: z.array(BidProgress),
});
export type OpeningProgress = z.infer<typeof OpeningProgress>;

export const EnteredRoom = z.strictObject({
  openingId: z.string(),
  startedAt: Instant,
  report: Report,
  /** Null unless the log has proven which bids are in force. */
  dueCount: z.int().nullable(),
  bids: z.array(RoomBid),
  tombstones: z.array(
    z.strictObject({
      submissionId: z.string(),
      bidderId: z.string(),
      receivedAt: Instant,
      sealedSha256: Sha256,
      fate: z.enum(['superseded', 'withdrawn']),
    }),
  ),
  /** Bidder ids whose File II stays sealed. */
  staysSealed: z.array(z.string()),
  openers: z.array(OpenerView),
  /** Valid shares given to the present leading computer. */
  contributions: z.int(),
  session: z.strictObject({ certificateSha256: Sha256, leader: z.string(), here: z.boolean() }).nullable(),
  releasedAt: Instant.nullable(),
  events: z.array(OpeningEventView),
});
export type EnteredRoom = z.infer<typeof EnteredRoom>;

export const RoomView = z.strictObject({
  opening: OpeningSummary,
  ownerEstimate: Decimal,
  budgetCeiling: Decimal,
  /** Null before a good sealing policy is published. */
  rule: OpeningRuleView.nullable(),
  /** Folder on this computer below which the bids are opened, for people. */
  folder: z.string(),
  /** Null before the opening's stage, and while File II waits for the technical result. */
  entered: EnteredRoom.nullable(),
  /** Opening all bids is under way on this computer. */
  running: OpeningProgress.nullable(),
});
export type RoomView = z.infer<typeof RoomView>;

const Statement = z.strictObject({ canBeOpened: z.boolean(), text: z.string(), statedAt: Instant });
export const ReferralView = z.strictObject({ referralId: z.string(), statement: Statement.nullable() });
export type ReferralView = z.infer<typeof ReferralView>;

export const ResultRowView = z.strictObject({
  n: z.int(),
  submissionId: z.string(),
  bidderId: z.string(),
  bidderName: z.string(),
  npwp: z.string(),
  receiptSequence: z.int().nullable(),
  receivedAt: Instant,
  sizeBytes: z.int(),
  sealedSha256: Sha256,
  manifestSha256: Sha256,
  outcome: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('waiting') }),
    z.strictObject({ kind: z.literal('stays-sealed') }),
    z.strictObject({ kind: z.literal('opened'), innerSha256: Sha256, documents: z.int() }),
    z.strictObject({ kind: z.literal('not-opened'), reason: z.string(), code: z.string() }),
    z.strictObject({ kind: z.literal('unproven'), code: z.string() }),
  ]),
  price: Decimal.nullable(),
  validityDays: z.int().nullable(),
  schedule: z
    .strictObject({
      rows: z.int(),
      rowsThatDiffer: z.array(z.int()),
      computedTotal: z.string(),
      statedTotal: z.string(),
    })
    .nullable(),
  rank: z.int().nullable(),
  facts: z.array(z.enum(RESULT_FACTS)),
  members: z.array(z.strictObject({ name: z.string(), certificateSha256: Sha256, agrees: z.boolean().nullable() })),
  referral: ReferralView.nullable(),
});
export type ResultRowView = z.infer<typeof ResultRowView>;

export const TechnicalView = z.strictObject({
  /** Signatures that make a majority. */
  required: z.int(),
  committee: z.array(z.strictObject({ name: z.string(), certificateSha256: Sha256, mine: z.boolean() })),
  candidates: z.array(z.strictObject({ bidderId: z.string(), bidderName: z.string(), npwp: z.string() })),
  proposals: z.array(z.strictObject({ passed: z.array(z.string()), signedBy: z.array(z.string()), mine: z.boolean() })),
  /** Bidder ids who passed, once a majority has signed; null before. */
  adopted: z.array(z.string()).nullable(),
});
export type TechnicalView = z.infer<typeof TechnicalView>;

export const OPENINGS_CALLS = {
  /** Envelopes of the tenders this account opens, the next hour first. */
  'openings.list': call(Nothing, z.strictObject({ openings: z.array(OpeningSummary) })),
  /** @param ask - also before the hour, so that the LPSE itself says no */
  'openings.room': call(One.extend({ ask: z.boolean() }), RoomView),
  /** Offers this computer as the leading one (quorum, NON_CA). */
  'openings.lead': call(Signing, RoomView),
  /** Asks the KMS, through the LPSE, for its lock on all bids at once. */
  'openings.release': call(Signing, RoomView),
  'openings.contribute': call(
    Unlocking.extend({ encryptionIdentityId: IdentityId, sessionCertificateSha256: Sha256 }),
    RoomView,
  ),
  /** Opens every bid; repeated, it goes on where it stopped. Answers when it is over. */
  'openings.open': call(Unlocking.extend({ encryptionIdentityId: IdentityId.nullable() }), RoomView),
  /** Stops opening after what is being written; what is opened stays. */
  'openings.cancel': call(One, Nothing),
  /** What the opening brought, by the log, the members' signed results and this computer's own. */
  'openings.results': call(One, z.strictObject({ rows: z.array(ResultRowView) })),
  /** Sends the LPSE this member's signed result of a bid that did not open; later, brings its statement. */
  'openings.refer': call(One.extend({ submissionId: z.string().max(64), identityId: IdentityId }), ReferralView),
  /**
   * Shows the folder of what was opened here in the system's file manager; which folder that is, the program knows. False where the
   * system has no file manager to show it with.
   */
  'openings.showFolder': call(One, z.strictObject({ shown: z.boolean() })),
  'openings.technicalResult': call(z.strictObject({ kdTender: TenderCode }), TechnicalView),
  'openings.signTechnicalResult': call(
    z.strictObject({
      kdTender: TenderCode,
      passed: z.array(z.string().max(64)).max(1000),
      identityId: IdentityId,
      passphrase: Passphrase.nullable(),
    }),
    TechnicalView,
  ),
} as const;

export const OPENINGS_EVENTS = {
  'openings.progress': OpeningProgress,
  'openings.changed': One,
} as const;
