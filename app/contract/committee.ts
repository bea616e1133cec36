// Calls about the committee before the opening: policy, rehearsal, quorum, members. Mirrors `app/domain/committee-*.ts`.
import { z } from 'zod';
import { call, Nothing } from './call.ts';
import { OpeningRuleView } from './packages.ts';
import { EnvelopeId, Instant, Passphrase, Report, Sha256, TenderCode } from './shapes.ts';

const Key = z.strictObject({
  sha256: Sha256,
  notAfter: Instant,
  state: z.enum(['good', 'expires-before-opening', 'expired', 'revoked', 'unknown', 'refused']),
});
const Outcome = z.enum(['opened', 'failed', 'none']);

export const MemberView = z.strictObject({
  accountId: z.string(),
  name: z.string(),
  leader: z.boolean(),
  me: z.boolean(),
  signing: Key.nullable(),
  opening: Key.nullable(),
  rehearsals: z.array(z.strictObject({ envelopeId: EnvelopeId, outcome: Outcome, time: Instant.nullable() })),
  alarms: z.array(
    z.strictObject({
      kind: z.enum([
        'no-certificate',
        'expires-before-opening',
        'expired',
        'revoked',
        'unknown',
        'refused',
        'failed',
        'not-rehearsed',
      ]),
      key: z.enum(['signing', 'opening']),
      envelopeId: EnvelopeId.nullable(),
    }),
  ),
});
export type MemberView = z.infer<typeof MemberView>;

export const CommitteeTenderView = z.strictObject({
  kdTender: TenderCode,
  name: z.string(),
  mode: z.enum(['CA', 'NON_CA']),
  currentStage: z.string(),
  envelopes: z.array(
    z.strictObject({
      envelopeId: EnvelopeId,
      name: z.string(),
      closesAt: Instant,
      opensAtStage: z.string(),
      opensAt: Instant,
      submissionCount: z.int(),
    }),
  ),
  policy: z.strictObject({
    state: z.enum(['published', 'waiting', 'incomplete']),
    serial: z.int().nullable(),
    signed: z.int(),
    required: z.int(),
    signedByMe: z.boolean(),
    code: z.string().nullable(),
  }),
  way: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('members'), total: z.int() }),
    z.strictObject({ kind: z.literal('quorum'), threshold: z.int(), total: z.int() }),
    z.strictObject({ kind: z.literal('single-lock') }),
  ]),
  members: z.array(MemberView),
});
export type CommitteeTenderView = z.infer<typeof CommitteeTenderView>;

const Named = z.strictObject({ name: z.string(), sha256: z.string() });

export const CommitteeDetailView = z.strictObject({
  tender: CommitteeTenderView,
  /** What I would sign; null when nothing waits. */
  draft: z
    .strictObject({
      policySha256: Sha256,
      serial: z.int(),
      report: Report,
      envelopes: z.array(
        z.strictObject({
          envelopeId: EnvelopeId,
          name: z.string(),
          closesAt: Instant,
          opensAtStage: z.string(),
          rule: OpeningRuleView,
          openers: z.array(Named),
          signers: z.array(Named.extend({ signed: z.boolean() })),
        }),
      ),
    })
    .nullable(),
  quorum: z.array(
    z.strictObject({
      envelopeId: EnvelopeId,
      threshold: z.int(),
      holders: z.array(Named.extend({ confirmed: Outcome, given: z.boolean(), me: z.boolean(), dealt: z.boolean() })),
      dealingSha256: Sha256,
      dealerLeft: z.boolean(),
      /** The computer that asks for shares to deal the key again. */
      sessionSha256: Sha256.nullable(),
      outdated: z.boolean(),
    }),
  ),
  choices: z.strictObject({ least: z.int(), most: z.int(), advised: z.int() }).nullable(),
  /** No policy names the quorum yet: the leader can take it back. */
  canWithdraw: z.boolean(),
  candidates: z.array(z.strictObject({ accountId: z.string(), name: z.string() })),
  closed: z.boolean(),
});
export type CommitteeDetailView = z.infer<typeof CommitteeDetailView>;

const Identity = z.string().max(128);
/** The signing certificate and its passphrase. */
const Signing = z.strictObject({ kdTender: TenderCode, identityId: Identity, passphrase: Passphrase });
/** With the encryption certificate, whose passphrase is the same unless given. */
const Opening = Signing.extend({
  encryptionIdentityId: Identity.nullable(),
  encryptionPassphrase: Passphrase.nullable(),
});

export const COMMITTEE_CALLS = {
  /** My tenders; one that cannot be loaded stands there with its code. */
  'committee.overview': call(
    Nothing,
    z.strictObject({
      tenders: z.array(CommitteeTenderView),
      unavailable: z.array(z.strictObject({ kdTender: TenderCode, name: z.string(), code: z.string() })),
    }),
  ),
  'committee.load': call(z.strictObject({ kdTender: TenderCode }), CommitteeDetailView),
  'committee.signPolicy': call(
    Signing.extend({ policySha256: Sha256 }),
    z.strictObject({ published: z.boolean(), signed: z.int(), required: z.int() }),
  ),
  'committee.rehearse': call(
    Opening.extend({ envelopeId: EnvelopeId }),
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('opened') }),
      z.strictObject({ kind: z.literal('share-readable'), x: z.int() }),
      z.strictObject({ kind: z.literal('not-opened'), code: z.string() }),
    ]),
  ),
  'committee.deal': call(Signing.extend({ threshold: z.int() }), z.strictObject({ envelopes: z.int() })),
  /** @param dealingSha256 - what the screen showed, so that nothing newer is taken back */
  'committee.withdrawDealing': call(Signing.extend({ dealingSha256: z.array(Sha256).min(1) }), Nothing),
  'committee.askForShares': call(Signing, z.strictObject({ sessionSha256: z.array(Sha256) })),
  'committee.giveShares': call(Opening.extend({ sessionSha256: z.array(Sha256).min(1) }), Nothing),
  'committee.redeal': call(Signing, z.strictObject({ envelopes: z.int() })),
  'committee.replaceMember': call(
    Signing.extend({ remove: z.string().max(64), add: z.string().max(64), reason: z.string().max(500) }),
    Nothing,
  ),
} as const;
