// Calls about packages. Mirrors `app/domain/package-view.ts`.
import { z } from 'zod';
import { call, Nothing } from './call.ts';
import { BidId, Decimal, EnvelopeId, Instant, Report, TenderCode } from './shapes.ts';

const EnvelopeView = z.strictObject({
  envelopeId: EnvelopeId,
  name: z.string(),
  slots: z.array(z.strictObject({ slot: z.string(), name: z.string(), required: z.boolean() })),
  carriesPrice: z.boolean(),
  closesAt: Instant,
  opensAtStage: z.string(),
  submissionCount: z.int(),
});

export const OpeningRuleView = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('members'), members: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('quorum'), threshold: z.int(), holders: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('single-lock'), officers: z.array(z.string()) }),
]);

export const PackageSummary = z.strictObject({
  kdTender: TenderCode,
  rupCode: z.string(),
  name: z.string(),
  version: z.int(),
  lpseName: z.string(),
  workUnit: z.string(),
  agency: z.string(),
  procurementType: z.string(),
  method: z.string(),
  mode: z.enum(['CA', 'NON_CA']),
  ownerEstimate: Decimal,
  budgetCeiling: Decimal,
  currentStage: z.string(),
  status: z.string(),
  role: z.enum(['participant', 'committee', 'officer', 'auditor', 'none']),
  envelopes: z.array(EnvelopeView),
  limits: z.strictObject({ maxUploadBytes: z.int(), maxDocuments: z.int(), maxNameLength: z.int() }),
});
export type PackageSummary = z.infer<typeof PackageSummary>;

export const PackageDetail = PackageSummary.extend({
  schedule: z.array(
    z.strictObject({
      name: z.string(),
      startsAt: Instant,
      endsAt: Instant,
      changes: z.array(z.strictObject({ time: Instant, reason: z.string() })),
    }),
  ),
  createdAt: Instant,
  fiscalYear: z.int(),
  contractType: z.string(),
  businessQualification: z.string(),
  qualificationTerms: z.string(),
  workLocation: z.string(),
  fundingSource: z.string(),
  evaluationMethod: z.string(),
  qualificationMethod: z.string(),
  /** Null before a sealing policy is published. */
  policy: z
    .strictObject({
      serial: z.int(),
      sha256: z.string(),
      /** After the deadline: the time of its issue, as of which it was judged. Null while it is judged at now. */
      judgedAsOf: Instant.nullable(),
      report: Report,
      openingRules: z.record(z.string(), OpeningRuleView),
    })
    .nullable(),
});
export type PackageDetail = z.infer<typeof PackageDetail>;

/** A change since the user last looked, tied to a draft where there is one. */
export const PackageChange = z.strictObject({
  kdTender: TenderCode,
  name: z.string(),
  kind: z.enum(['schedule', 'policy', 'version']),
  text: z.string(),
  time: Instant,
  bidId: BidId.nullable(),
});

export const PACKAGES_CALLS = {
  'packages.list': call(
    Nothing,
    z.strictObject({ packages: z.array(PackageSummary), changes: z.array(PackageChange) }),
  ),
  'packages.load': call(z.strictObject({ kdTender: TenderCode }), PackageDetail),
  'packages.resolveToken': call(
    z.strictObject({ token: z.string().max(512) }),
    z.strictObject({ kdTender: TenderCode, stage: z.string(), expiresAt: Instant }),
  ),
} as const;

export const PACKAGES_EVENTS = { 'packages.changed': z.strictObject({ kdTender: TenderCode }) } as const;
