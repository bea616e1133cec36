// app/protocol/SPEC.md 9: what everybody who takes part may see of an opening after the hour, and the events while it runs.
import { z } from 'zod';
import { Base64, EnvelopeId, Instant, OpaqueId, Sha256, TenderCode } from './primitives.ts';
import { SubmissionLeafBody, WithdrawalLeafBody } from './receipt.ts';

/** One envelope that was closed. Nothing of a bid's content but what members state in their signed results. */
export const PublishedOpening = z.strictObject({
  envelopeId: EnvelopeId,
  /** Null before somebody started the opening. */
  openingId: OpaqueId.nullable(),
  startedAt: Instant.nullable(),
  /** Signed checkpoint taken at closing. */
  closedCheckpoint: z.string(),
  /** Bodies, with their salts, of every submission and withdrawal leaf of this envelope before `closed`. */
  bodies: z.array(z.union([SubmissionLeafBody, WithdrawalLeafBody])),
  /** Digest of the KMS's signed release, as its `headers-released` leaf names it; null before. The headers stay with the openers. */
  release: z.strictObject({ releaseSha256: Sha256, releasedAt: Instant }).nullable(),
  /** CMS SignedData over `ResultStatement`, every one posted so far. */
  results: z.array(Base64),
  /** CMS SignedData by the LPSE over `LpseStatement`, on bids that were referred. */
  statements: z.array(Base64),
});
export type PublishedOpening = z.infer<typeof PublishedOpening>;

/** GET /api/packages/{kdTender}/openings: only envelopes whose hour has come. */
export const PublishedOpenings = z.strictObject({
  kdTender: TenderCode,
  openings: z.array(PublishedOpening),
  /** CMS SignedData over `TechnicalResult` with the majority's signatures; null without File I, and before. */
  technicalResult: Base64.nullable(),
});
export type PublishedOpenings = z.infer<typeof PublishedOpenings>;

/** Types of leaves that are events of an opening. */
export const OPENING_EVENT_KINDS = [
  'closed',
  'release-requested',
  'headers-released',
  'opening-contribution',
  'opening-result',
  'technical-result',
  'bid-referred',
  'bid-stated',
] as const;

/**
 * GET /api/packages/{kdTender}/events: server-sent events; `id` is `sequence`, `data` the canonical JSON of this. Each event is one
 * leaf of the log: kind, version, envelope and time are the leaf's, `facts` its body.
 */
export const OpeningEvent = z.strictObject({
  format: z.literal('segel-opening-event/1'),
  kdTender: TenderCode,
  versiTender: z.int().positive(),
  /** From 1, without gaps. */
  sequence: z.int().positive(),
  /** SHA-256 of the canonical JSON of the event before; 64 zeros for the first. */
  previousSha256: Sha256,
  logIndex: z.int().nonnegative(),
  kind: z.enum(OPENING_EVENT_KINDS),
  envelopeId: EnvelopeId,
  time: Instant,
  facts: z.record(z.string(), z.json()),
});
export type OpeningEvent = z.infer<typeof OpeningEvent>;
