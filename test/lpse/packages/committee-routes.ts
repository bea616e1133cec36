// A committee before the opening (app/protocol/SPEC.md 3): who sits in it, replacing a member, dealing a quorum key again.
import { z } from 'zod';
import { CodedError } from '../../../app/errors/coded-error.ts';
import {
  CommitteeAnswer,
  DealingWithdrawalRequest,
  RedealContributionRequest,
  RedealSessionRequest,
  ReplacementRequest,
  ReplacementStatement,
  ShareConfirmationRequest,
} from '../../../app/protocol/committee.ts';
import { EnvelopeId, TenderCode } from '../../../app/protocol/primitives.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { Caller, LpseConfig, NonceService, PackageRecord, PersonProfile } from '../context.ts';
import { sessionRoute, type Route } from '../http.ts';
import { exchangeMember, type CommitteeNeeds } from './committee.ts';
import { readOfficialStatement } from './official-statement.ts';
import { confirmShare, giveShare, startRedealing, type RedealNeeds } from './redealings.ts';
import { withdrawDealing, type WithdrawalNeeds } from './withdrawals.ts';

export interface CommitteeRouteNeeds extends CommitteeNeeds, RedealNeeds, WithdrawalNeeds {
  readonly nonces: NonceService;
  readonly config: LpseConfig;
}

const ROLES = ['committeeMember', 'procurementOfficer'] as const;
const Tender = z.strictObject({ kdTender: TenderCode });
const TenderEnvelope = z.strictObject({ kdTender: TenderCode, envelopeId: EnvelopeId });

export function committeeRoutes(needs: CommitteeRouteNeeds): Route[] {
  return [...memberRoutes(needs), ...shareRoutes(needs)];
}

function memberRoutes(needs: CommitteeRouteNeeds): Route[] {
  return [
    sessionRoute(
      {
        method: 'GET',
        path: '/api/packages/:kdTender/committee',
        summary: 'Members with their certificates, candidates, dealings',
        params: Tender,
        answer: CommitteeAnswer,
        roles: ROLES,
      },
      ({ caller, params }) => committeeOf(needs, requireOfficial(needs, caller, params.kdTender)),
    ),
    sessionRoute(
      {
        method: 'POST',
        path: '/api/packages/:kdTender/members/replacements',
        summary: 'A member asks, signed and with a reason, for another in the place of one',
        params: Tender,
        body: ReplacementRequest,
        answer: CommitteeAnswer,
        roles: ROLES,
      },
      async ({ caller, params, body }) => {
        const record = requireOfficial(needs, caller, params.kdTender);
        const der = Buffer.from(body.request, 'base64');
        const change = readReplacement(needs, record, { caller, der });
        return committeeOf(needs, await exchangeMember(needs, record, { ...change, requestSha256: sha256Hex(der) }));
      },
    ),
    sessionRoute(
      {
        method: 'POST',
        path: '/api/packages/:kdTender/dealings/withdrawal',
        summary: 'The leader takes a dealing back, before a policy names the quorum',
        params: Tender,
        body: DealingWithdrawalRequest,
        answer: CommitteeAnswer,
        roles: ROLES,
      },
      ({ caller, params, body }) => {
        const record = requireOfficial(needs, caller, params.kdTender);
        const given = { accountId: caller.account.accountId, der: Buffer.from(body.request, 'base64') };
        return committeeOf(needs, withdrawDealing(needs, record, given));
      },
    ),
  ];
}

function readReplacement(
  needs: CommitteeRouteNeeds,
  { kdTender, versiTender }: PackageRecord,
  { caller, der }: { readonly caller: Caller; readonly der: Buffer },
): { readonly leaving: string; readonly joining: string; readonly alasan: string } {
  const code = 'package/committee-refused';
  const { accountId } = caller.account;
  const statement = readOfficialStatement(needs, accountId, { der, schema: ReplacementStatement, code });
  const isThis =
    statement.kdLpse === needs.config.kdLpse &&
    statement.kdTender === kdTender &&
    statement.versiTender === versiTender;
  if (!isThis) throw new CodedError(code, { why: 'another package' });
  needs.nonces.consume(accountId, statement.serverNonce);
  return { leaving: statement.remove, joining: statement.add, alasan: statement.alasan };
}

function shareRoutes(needs: CommitteeRouteNeeds): Route[] {
  const route = <B>(
    path: string,
    { body, summary }: { readonly body: z.ZodType<B>; readonly summary: string },
    work: (record: PackageRecord, given: { accountId: string; envelopeId: EnvelopeId; body: B }) => void,
  ): Route =>
    sessionRoute(
      {
        method: 'POST',
        path: `/api/packages/:kdTender/envelopes/:envelopeId/${path}`,
        summary,
        params: TenderEnvelope,
        body,
        answer: CommitteeAnswer,
        roles: ROLES,
      },
      ({ caller, params, body: given }) => {
        const record = requireOfficial(needs, caller, params.kdTender);
        work(record, { accountId: caller.account.accountId, envelopeId: params.envelopeId, body: given });
        return committeeOf(needs, record);
      },
    );
  return [
    route(
      'redealing',
      { body: RedealSessionRequest, summary: "The leader's computer asks the holders for their shares" },
      (record, { body, ...given }) =>
        startRedealing(needs, record, { ...given, der: Buffer.from(body.session, 'base64') }),
    ),
    route(
      'redealing/contributions',
      { body: RedealContributionRequest, summary: "A holder's share, sealed to the dealing computer" },
      (record, { body, ...given }) =>
        giveShare(needs, record, { ...given, der: Buffer.from(body.contribution, 'base64') }),
    ),
    route(
      'dealing/confirmations',
      { body: ShareConfirmationRequest, summary: 'A holder says whether the own share opens' },
      (record, { body, ...given }) =>
        confirmShare(needs, record, { ...given, der: Buffer.from(body.confirmation, 'base64') }),
    ),
  ];
}

function requireOfficial({ packages }: CommitteeRouteNeeds, { account }: Caller, kdTender: string): PackageRecord {
  const record = packages.require(kdTender);
  if (!record.officials.includes(account.accountId)) throw new CodedError('access/forbidden');
  return record;
}

function committeeOf(needs: CommitteeRouteNeeds, record: PackageRecord): CommitteeAnswer {
  const { accounts } = needs;
  const [leader = ''] = record.officials;
  const { committee } = accounts.find(leader) ?? { committee: null };
  const candidates = accounts
    .all()
    .filter((one) => committee !== null && one.committee === committee && !record.officials.includes(one.accountId));
  return {
    kdTender: record.kdTender,
    threshold: record.quorumThreshold,
    members: record.officials.map((accountId) => ({
      accountId,
      name: accounts.find(accountId)?.name ?? '',
      signing: certificateOf(needs, accountId, 'member-signing'),
      opening: record.mode === 'CA' ? certificateOf(needs, accountId, 'member-encryption') : null,
    })),
    candidates: candidates.map(({ accountId, name }) => ({ accountId, name })),
    dealings: record.envelopes.flatMap(({ envelopeId }) => dealingOf(needs, record, envelopeId)),
  };
}

function dealingOf(
  { dealings, redealings }: CommitteeRouteNeeds,
  { kdTender, versiTender }: PackageRecord,
  envelopeId: EnvelopeId,
): CommitteeAnswer['dealings'] {
  const found = dealings.latest({ kdTender, versiTender, envelopeId });
  if (found === null) return [];
  const session = redealings.session(sha256Hex(found.dealing));
  const contributions = session === null ? [] : redealings.contributions(session.sessionSha256);
  return [
    {
      envelopeId,
      dealing: found.dealing.toString('base64'),
      certificate: found.certificate.der.toString('base64'),
      session: session?.der.toString('base64') ?? null,
      contributions: contributions.map((der) => der.toString('base64')),
    },
  ];
}

function certificateOf({ ams, clock }: CommitteeRouteNeeds, accountId: string, profile: PersonProfile): string | null {
  return ams.currentOf(accountId, profile, clock.now())?.certificate.der.toString('base64') ?? null;
}
