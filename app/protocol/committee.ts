// app/protocol/SPEC.md 3: a committee before the opening: who sits in it, its quorum dealings, and the replacement of a member.
import { z } from 'zod';
import { Base64, EnvelopeId, LpseCode, OpaqueId, Sha256, TenderCode } from './primitives.ts';

const Person = z.strictObject({ accountId: OpaqueId, name: z.string() });

/** The newest dealing of an envelope, and what was given for the next one. */
export const DealingState = z.strictObject({
  envelopeId: EnvelopeId,
  /** CMS SignedData over `Dealing`. */
  dealing: Base64,
  /** The quorum certificate that the AMS issued. */
  certificate: Base64,
  /** CMS SignedData by the leader over `RedealSession`; null unless holders are asked for their shares. */
  session: Base64.nullable(),
  /** CMS SignedData over `RedealContribution`, one for each holder. */
  contributions: z.array(Base64),
});
export type DealingState = z.infer<typeof DealingState>;

/**
 * GET /api/packages/{kd}/committee (its members and its officer). A list, not a proof: every certificate is judged against the
 * AMS's anchor, and nothing of it counts before a policy under a majority says so.
 */
export const CommitteeAnswer = z.strictObject({
  kdTender: TenderCode,
  /** Shares that open; null while any one member opens, and in NON_CA mode. */
  threshold: z.int().min(2).nullable(),
  /** Leader first; certificates are the newest valid ones, null where there is none. */
  members: z.array(Person.extend({ signing: Base64.nullable(), opening: Base64.nullable() })).min(1),
  /** Officials of the same committee who could take a place. */
  candidates: z.array(Person),
  dealings: z.array(DealingState),
});
export type CommitteeAnswer = z.infer<typeof CommitteeAnswer>;

/**
 * POST /api/packages/{kd}/members/replacements {request}: CMS SignedData over this by one of the present members, before the
 * deadline. The answer is the changed committee; the change counts with the next policy.
 */
export const ReplacementStatement = z.strictObject({
  format: z.literal('segel-replacement/1'),
  kdLpse: LpseCode,
  kdTender: TenderCode,
  versiTender: z.int().positive(),
  remove: OpaqueId,
  add: OpaqueId,
  alasan: z.string().min(1).max(500),
  serverNonce: z.string(),
});
export type ReplacementStatement = z.infer<typeof ReplacementStatement>;
export const ReplacementRequest = z.strictObject({ request: Base64 });

/**
 * POST /api/packages/{kd}/envelopes/{envelopeId}/redealing {session}: CMS SignedData by the leader over this. Holders of the dealing
 * it names then seal their shares to the certificate, as in an opening.
 */
export const RedealSession = z.strictObject({
  format: z.literal('segel-redeal-session/1'),
  kdTender: TenderCode,
  envelopeId: EnvelopeId,
  /** Of the CMS whose shares are asked for. */
  dealingSha256: Sha256,
  /** Self-issued encryption certificate of the dealing computer. */
  sessionCertificate: Base64,
});
export type RedealSession = z.infer<typeof RedealSession>;
export const RedealSessionRequest = z.strictObject({ session: Base64 });

/** POST .../redealing/contributions {contribution}: CMS SignedData by a holder over this. */
export const RedealContribution = z.strictObject({
  format: z.literal('segel-redeal-contribution/1'),
  kdTender: TenderCode,
  envelopeId: EnvelopeId,
  dealingSha256: Sha256,
  sessionCertificateSha256: Sha256,
  holderCertificateSha256: Sha256,
  /** SHA-256 of `sealedShare`. */
  shareSha256: Sha256,
  sealedShare: Base64,
});
export type RedealContribution = z.infer<typeof RedealContribution>;
export const RedealContributionRequest = z.strictObject({ contribution: Base64 });

/**
 * POST /api/packages/{kd}/dealings/withdrawal {request}: CMS SignedData by the leader over this, before a policy that names the quorum
 * is published. The answer is the committee without a quorum. It names what it withdraws, so that repeating it harms no later dealing.
 */
export const DealingWithdrawal = z.strictObject({
  format: z.literal('segel-dealing-withdrawal/1'),
  kdTender: TenderCode,
  /** The newest dealing of every envelope that has one. */
  dealings: z.array(z.strictObject({ envelopeId: EnvelopeId, dealingSha256: Sha256 })).min(1),
});
export type DealingWithdrawal = z.infer<typeof DealingWithdrawal>;
export const DealingWithdrawalRequest = z.strictObject({ request: Base64 });

/**
 * POST .../dealing/confirmations {confirmation}: CMS SignedData by a holder over this: the rehearsal of a quorum, in which the own
 * share is opened on the own computer and nothing of it leaves. Listed with the rehearsals.
 */
export const ShareConfirmation = z.strictObject({
  format: z.literal('segel-share-confirmation/1'),
  kdTender: TenderCode,
  envelopeId: EnvelopeId,
  dealingSha256: Sha256,
  holderCertificateSha256: Sha256,
  opened: z.boolean(),
});
export type ShareConfirmation = z.infer<typeof ShareConfirmation>;
export const ShareConfirmationRequest = z.strictObject({ confirmation: Base64 });
