// Calls about an opening as somebody sees it who is not in the room: one's own bid, the proofs, the events.
import { z } from 'zod';
import { OWN_FATES } from '../domain/own-bid.ts';
import { call, Nothing } from './call.ts';
import { BidId, Decimal, EnvelopeId, Facts, Instant, Report, Sha256, TenderCode } from './shapes.ts';

export const WatchSummary = z.strictObject({
  kdTender: TenderCode,
  namaPaket: z.string(),
  envelopeId: EnvelopeId,
  receivedAt: Instant,
  sequence: z.int(),
  /** As last looked at; null before anybody looked. */
  fate: z.enum(OWN_FATES).nullable(),
});
export type WatchSummary = z.infer<typeof WatchSummary>;

export const MemberWordView = z.strictObject({
  name: z.string(),
  opened: z.boolean(),
  /** Why not; null when it opened. */
  reason: z.string().nullable(),
  price: Decimal.nullable(),
  innerSha256: Sha256.nullable(),
});

export const OwnBidView = z.strictObject({
  bidId: BidId,
  submissionId: z.string(),
  sequence: z.int(),
  logIndex: z.int(),
  innerSha256: Sha256.nullable(),
  fate: z.enum(OWN_FATES),
  report: Report,
  members: z.array(MemberWordView),
  statement: z.strictObject({ canBeOpened: z.boolean(), text: z.string(), statedAt: Instant }).nullable(),
});
export type OwnBidView = z.infer<typeof OwnBidView>;

export const WatchedEnvelopeView = z.strictObject({
  envelopeId: EnvelopeId,
  closedAt: Instant.nullable(),
  startedAt: Instant.nullable(),
  releasedAt: Instant.nullable(),
  /** The log has more of this opening than its closing. */
  beganInLog: z.boolean(),
  progress: z.strictObject({ bids: z.int(), opened: z.int(), notOpened: z.int() }).nullable(),
  report: Report,
  own: z.array(OwnBidView),
});
export type WatchedEnvelopeView = z.infer<typeof WatchedEnvelopeView>;

/** An opening that the log has and the LPSE does not show: what the log alone says of it. */
export const HiddenOpeningView = z.strictObject({
  envelopeId: EnvelopeId,
  closedAt: Instant.nullable(),
  releasedAt: Instant.nullable(),
  results: z.int(),
  logIndex: z.int(),
  report: Report,
  own: z.array(OwnBidView),
});
export type HiddenOpeningView = z.infer<typeof HiddenOpeningView>;

export const WaitingEnvelopeView = z.strictObject({
  envelopeId: EnvelopeId,
  /** By the verified policy. */
  closesAt: Instant,
  /** Long past, and the log has not even its closing. */
  overdue: z.boolean(),
});

/** An own bid for an earlier version of a tender that is held again. */
export const EarlierBidView = z.strictObject({
  bidId: BidId,
  envelopeId: EnvelopeId,
  sequence: z.int(),
  versiTender: z.int(),
  current: z.int(),
  /** A new bid for the version that runs now has its receipt. */
  hasNew: z.boolean(),
});
export type EarlierBidView = z.infer<typeof EarlierBidView>;

export const WatchEventView = z.strictObject({
  sequence: z.int(),
  logIndex: z.int(),
  time: Instant,
  envelopeId: EnvelopeId,
  kind: z.string(),
  /** Its leaf is in a tree that this computer has compared with a signed checkpoint. */
  proven: z.boolean(),
  /** A member whom the policy names; null when the event names none. */
  who: z.string().nullable(),
  /** Place of the bid it is about, in order of receipt; null when it is about none. */
  place: z.int().nullable(),
  mine: z.boolean(),
  facts: Facts,
});
export type WatchEventView = z.infer<typeof WatchEventView>;

export const WatchView = z.strictObject({
  kdTender: TenderCode,
  namaPaket: z.string(),
  lookedAt: Instant,
  /** Whether events arrive as they happen now. */
  live: z.boolean(),
  /** Code of what ended the stream: a broken chain, an event the log refutes; null while all is well. */
  alarm: z.string().nullable(),
  /** Codes of what the LPSE keeps back, and of a log that gives no proof. */
  alarms: z.array(z.string()),
  /** The log gives no proof: all below is as it was proven before. */
  silence: z.strictObject({ since: Instant, looks: z.int() }).nullable(),
  /** Envelopes whose hour has come. */
  envelopes: z.array(WatchedEnvelopeView),
  hidden: z.array(HiddenOpeningView),
  waiting: z.array(WaitingEnvelopeView),
  earlier: z.array(EarlierBidView),
  events: z.array(WatchEventView),
});
export type WatchView = z.infer<typeof WatchView>;

export const WATCH_CALLS = {
  /** Own bids with a receipt, newest first; needs no network. */
  'watch.list': call(Nothing, z.strictObject({ bids: z.array(WatchSummary) })),
  /** Looks anew, and follows the events from now on until nobody asks any more. */
  'watch.load': call(z.strictObject({ kdTender: TenderCode }), WatchView),
} as const;

export const NewFate = z.strictObject({
  envelopeId: EnvelopeId,
  sequence: z.int(),
  fate: z.enum(OWN_FATES),
  /** The LPSE's word on a bid that did not open; null while there is none. */
  canBeOpened: z.boolean().nullable(),
});
export type NewFate = z.infer<typeof NewFate>;

export const WATCH_EVENTS = {
  /** An event arrived, or the fate of an own bid changed: then `fates` has the new one. */
  'watch.changed': z.strictObject({ kdTender: TenderCode, fates: z.array(NewFate) }),
} as const;
