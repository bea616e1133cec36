// GET /api/packages, policies, drafts and their signatures, dealings (app/protocol/SPEC.md 3).
import { z } from 'zod';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { PackageList, ProcurementPackage } from '../../../app/protocol/packages.ts';
import {
  DealingAnswer,
  DealingRequest,
  PolicyAnswer,
  PolicyDraft,
  PolicySignatureAnswer,
  PolicySignatureRequest,
} from '../../../app/protocol/policy.ts';
import { EnvelopeId, Sha256, TenderCode, toInstant } from '../../../app/protocol/primitives.ts';
import type { AccountRecord, LpseHooks, PackageRecord, PublishedPolicy } from '../context.ts';
import { sessionRoute, type LpseModule, type Route } from '../http.ts';
import { committeeRoutes, type CommitteeRouteNeeds } from './committee-routes.ts';
import { acceptDealing, type StoredDealing } from './dealings.ts';
import { currentStage, stageOf } from './package-store.ts';
import type { PolicyStore } from './policy-store.ts';

const OFFICIALS = ['committeeMember', 'procurementOfficer'] as const;
const Tender = z.strictObject({ kdTender: TenderCode });
const TenderEnvelope = z.strictObject({ kdTender: TenderCode, envelopeId: EnvelopeId });
const DEALING_LIMIT = 1 << 20;

export interface PackageRouteNeeds extends CommitteeRouteNeeds {
  readonly policies: PolicyStore;
  readonly hooks: LpseHooks;
}

export function packageModule(needs: PackageRouteNeeds): LpseModule {
  return {
    routes: [...readingRoutes(needs), ...draftRoutes(needs), ...dealingRoutes(needs), ...committeeRoutes(needs)],
  };
}

function readingRoutes(needs: PackageRouteNeeds): Route[] {
  const { packages, policies } = needs;
  return [
    sessionRoute(
      {
        method: 'GET',
        path: '/api/packages',
        summary: 'Packages; with `role` only those in which the caller has this part',
        query: z.strictObject({ role: z.string().max(40).optional() }),
        answer: PackageList,
      },
      ({ caller, query }) => {
        const all = packages.all().map((record) => toPackage(needs, record, caller.account));
        return { packages: all.filter(({ peran }) => query.role === undefined || peran === query.role) };
      },
    ),
    sessionRoute(
      {
        method: 'GET',
        path: '/api/packages/:kdTender',
        summary: 'One package with schedule and envelopes',
        params: Tender,
        answer: ProcurementPackage,
      },
      ({ caller, params }) => toPackage(needs, packages.require(params.kdTender), caller.account),
    ),
    sessionRoute(
      {
        method: 'GET',
        path: '/api/packages/:kdTender/policy',
        summary: 'Newest sealing policy',
        params: Tender,
        answer: PolicyAnswer,
      },
      ({ params }) => toPolicyAnswer(params.kdTender, policies.newest(packages.require(params.kdTender).kdTender)),
    ),
    sessionRoute(
      {
        method: 'GET',
        path: '/api/packages/:kdTender/policies/:policySha256',
        summary: 'An earlier policy, by its digest',
        params: Tender.extend({ policySha256: Sha256 }),
        answer: PolicyAnswer,
      },
      ({ params }) => toPolicyAnswer(params.kdTender, policies.bySha256(params.policySha256)),
    ),
  ];
}

function draftRoutes({ packages, policyService }: PackageRouteNeeds): Route[] {
  return [
    sessionRoute(
      {
        method: 'GET',
        path: '/api/packages/:kdTender/policy/draft',
        summary: 'The next policy, waiting for signatures',
        params: Tender,
        answer: PolicyDraft,
        roles: OFFICIALS,
      },
      async ({ caller, params }) => {
        requireOfficial(packages.require(params.kdTender), caller.account);
        const { draft, signedBy, required } = await policyService.draft(params.kdTender);
        const { content, policySha256 } = draft;
        return { content: content.toString('base64'), policySha256, signedBy: [...signedBy], required };
      },
    ),
    sessionRoute(
      {
        method: 'POST',
        path: '/api/packages/:kdTender/policy/signatures',
        summary: "One member's signature over the draft; published with a majority",
        params: Tender,
        body: PolicySignatureRequest,
        answer: PolicySignatureAnswer,
        roles: OFFICIALS,
      },
      async ({ caller, params, body }) => {
        requireOfficial(packages.require(params.kdTender), caller.account);
        const der = Buffer.from(body.signature, 'base64');
        const { published, signedBy, required } = await policyService.sign(
          params.kdTender,
          caller.account.accountId,
          der,
        );
        return { published, signedBy: [...signedBy], required };
      },
    ),
  ];
}

function dealingRoutes(needs: PackageRouteNeeds): Route[] {
  const { packages, policies, dealings } = needs;
  return [
    sessionRoute(
      {
        method: 'POST',
        path: '/api/packages/:kdTender/envelopes/:envelopeId/dealing',
        summary: 'The leader deals the quorum key; the AMS certifies it',
        params: TenderEnvelope,
        body: DealingRequest,
        answer: DealingAnswer,
        roles: OFFICIALS,
        bodyLimit: DEALING_LIMIT,
      },
      ({ caller, params, body }) => {
        const record = packages.require(params.kdTender);
        const { accountId } = caller.account;
        const der = Buffer.from(body.dealing, 'base64');
        return toDealingAnswer(acceptDealing(needs, record, { accountId, envelopeId: params.envelopeId, der }));
      },
    ),
    sessionRoute(
      {
        method: 'GET',
        path: '/api/packages/:kdTender/envelopes/:envelopeId/dealing',
        summary: 'The dealing, for its holders',
        params: TenderEnvelope,
        answer: DealingAnswer,
        roles: OFFICIALS,
      },
      ({ caller, params }) => {
        requireOfficial(packages.require(params.kdTender), caller.account);
        const policy = policies.newest(params.kdTender)?.policy ?? null;
        // Until a version that is held again has a policy, the shares are those of the one before.
        const { versiTender } = policy ?? packages.require(params.kdTender);
        const dealing = dealings.inForce({ ...params, versiTender }, policy);
        if (dealing === null) throw new CodedError('access/not-found');
        return toDealingAnswer(dealing);
      },
    ),
  ];
}

function toPackage(
  { packages, hooks, clock }: PackageRouteNeeds,
  record: PackageRecord,
  account: AccountRecord,
): ProcurementPackage {
  const { kdTender, versiTender, mode, fields, stages } = record;
  return {
    ...fields,
    kd_tender: kdTender,
    versi_tender: versiTender,
    mode,
    tahap_saat_ini: currentStage(record, clock.now()),
    jadwal: [...stages],
    sampul: record.envelopes.map(({ envelopeId, nama, slots, carriesPrice, openingStage }) => ({
      envelopeId,
      nama,
      slots: [...slots],
      carriesPrice,
      closesAt: toInstant(packages.closesAt(kdTender, envelopeId)),
      opensAtStage: stageOf(record, openingStage).nama_tahapan,
      submissionCount: hooks.submissionCount({ kdTender, versiTender, envelopeId }),
    })),
    peran: partOf(record, account),
    kd_peserta: packages.participant(record, account.bidderId)?.kdPeserta ?? null,
  };
}

function partOf(record: PackageRecord, { accountId, bidderId, role }: AccountRecord): ProcurementPackage['peran'] {
  if (record.officials.includes(accountId)) return role === 'procurementOfficer' ? 'officer' : 'committee';
  if (record.participants.some((item) => item.bidderId === bidderId)) return 'participant';
  return role === 'auditor' ? 'auditor' : 'none';
}

function requireOfficial({ officials }: PackageRecord, { accountId }: AccountRecord): void {
  if (!officials.includes(accountId)) throw new CodedError('access/forbidden');
}

function toPolicyAnswer(kdTender: string, published: PublishedPolicy | null): z.infer<typeof PolicyAnswer> {
  if (published?.kdTender !== kdTender) throw new CodedError('policy/not-published', { kdTender });
  return { policy: published.der.toString('base64'), policySha256: published.policySha256 };
}

function toDealingAnswer({ dealing, certificate }: StoredDealing): z.infer<typeof DealingAnswer> {
  return { dealing: dealing.toString('base64'), certificate: certificate.der.toString('base64') };
}
