// Routes of bids that did not open: referred by a member, examined and answered by the LPSE's staff.
import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { CodedError } from '../../../app/errors/coded-error.ts';
import {
  NOT_OPENED_REASONS,
  ReferralAnswer,
  ReferralRequest,
  StatementRequest,
} from '../../../app/protocol/openings.ts';
import { OpaqueId, TenderCode } from '../../../app/protocol/primitives.ts';
import { ReferralCase, ReferralList, type ReferralFacts } from '../../../app/protocol/referrals.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { Caller } from '../context.ts';
import { sessionRoute, type Route } from '../http.ts';
import { bidsOf, toOpeningBid } from './bids.ts';
import { sendFile } from './download.ts';
import type { Referral } from './referral-book.ts';
import { refer, state } from './referrals.ts';
import { OPENER_ROLES, requireOpening, type OpeningRoom } from './room.ts';

/** LPSE staff who state whether a referred bid can be opened. */
const STAFF_ROLES = ['helpdesk', 'agencyAdmin'] as const;
const ByBid = z.strictObject({ openingId: OpaqueId, n: z.coerce.number().int().positive() });
const ById = z.strictObject({ referralId: OpaqueId });
/** An evidence package in base64, and the rest. */
const REFER_LIMIT = 8 << 20;

export function referralRoutes(room: OpeningRoom): readonly Route[] {
  return [...filingRoutes(room), ...readingRoutes(room)];
}

function filingRoutes(room: OpeningRoom): readonly Route[] {
  const path = '/api/openings/:openingId/bids/:n';
  return [
    sessionRoute(
      {
        method: 'POST',
        path: `${path}/refer`,
        summary: 'Refer a bid that does not open to the LPSE',
        roles: OPENER_ROLES,
        params: ByBid,
        body: ReferralRequest,
        bodyLimit: REFER_LIMIT,
        answer: ReferralAnswer,
      },
      ({ params: { openingId, n }, body, caller }) => {
        const opening = requireOpening(room, caller, openingId);
        const result = Buffer.from(body.result, 'base64');
        const evidence = body.evidence === undefined ? null : Buffer.from(body.evidence, 'base64');
        return toAnswer(refer(room, caller, { opening, n, reason: body.reason, result, evidence }));
      },
    ),
    sessionRoute(
      {
        method: 'POST',
        path: `${path}/statement`,
        summary: "The LPSE's signed statement on a referred bid",
        roles: STAFF_ROLES,
        params: ByBid,
        body: StatementRequest,
        answer: ReferralAnswer,
      },
      async ({ params: { openingId, n }, body, caller, address }) => {
        const opening = room.book.find(openingId);
        if (opening === null) throw new CodedError('opening/not-found');
        room.context.accessLog.note(caller.account.accountId, 'referral/statement', address, openingId);
        return toAnswer(await state(room, { opening, n, ...body }));
      },
    ),
  ];
}

function readingRoutes(room: OpeningRoom): readonly Route[] {
  const look = ({ account }: Caller, address: string, referral: Referral): void =>
    room.context.accessLog.note(account.accountId, 'referral/examined', address, referral.referralId);
  return [
    sessionRoute(
      {
        method: 'GET',
        path: '/api/referrals',
        summary: 'Bids that were referred; staff see all, officials those of their packages',
        roles: [...STAFF_ROLES, ...OPENER_ROLES],
        query: z.strictObject({ kdTender: TenderCode.optional() }),
        answer: ReferralList,
      },
      ({ caller, query }) => ({
        referrals: room.referrals
          .all()
          .map((referral) => toFacts(room, referral))
          .filter(({ kdTender }) => (query.kdTender ?? kdTender) === kdTender && maySee(room, caller, kdTender)),
      }),
    ),
    sessionRoute(
      {
        method: 'GET',
        path: '/api/referrals/:referralId',
        summary: 'One referred bid with everything it is judged by; every look is logged',
        roles: STAFF_ROLES,
        params: ById,
        answer: ReferralCase,
      },
      async ({ params, caller, address }) => {
        const referral = requireReferral(room, params.referralId);
        look(caller, address, referral);
        return toCase(room, referral);
      },
    ),
    sessionRoute(
      {
        method: 'GET',
        path: '/api/referrals/:referralId/evidence',
        summary: 'The evidence package of the member who referred',
        roles: STAFF_ROLES,
        params: ById,
        answer: 'application/zip',
      },
      ({ params }) => {
        const { evidence } = requireReferral(room, params.referralId);
        if (evidence === null) throw new CodedError('referral/not-found');
        return evidence;
      },
    ),
    sessionRoute(
      {
        method: 'GET',
        path: '/api/referrals/:referralId/bid',
        summary: 'The sealed file as it lies here now, with Range; every look is logged',
        roles: STAFF_ROLES,
        params: ById,
        answer: 'application/x-sampul+zip',
      },
      async ({ params, caller, address, request, reply }) => {
        const referral = requireReferral(room, params.referralId);
        look(caller, address, referral);
        const { submission } = caseOf(room, referral);
        const path = room.submissions.files.path(submission.uploadId);
        await sendFile(request, reply, { path, sha256: submission.sealedSha256 });
      },
    ),
  ];
}

/** @throws referral/not-found */
function requireReferral(room: OpeningRoom, referralId: string): Referral {
  const referral = room.referrals.find(referralId);
  if (referral === null) throw new CodedError('referral/not-found');
  return referral;
}

function maySee({ context }: OpeningRoom, { account }: Caller, kdTender: string): boolean {
  const isStaff = STAFF_ROLES.some((role) => role === account.role);
  return isStaff || context.packages.find(kdTender)?.officials.includes(account.accountId) === true;
}

function caseOf(room: OpeningRoom, { openingId, submissionId }: Referral) {
  const opening = room.book.find(openingId);
  const bids = opening === null ? [] : bidsOf(room, opening);
  const submission = bids.find((bid) => bid.submissionId === submissionId);
  if (opening === null || submission === undefined) throw new CodedError('referral/not-found');
  return { opening, submission, n: bids.indexOf(submission) + 1 };
}

function toFacts(room: OpeningRoom, referral: Referral): ReferralFacts {
  const { opening, submission, n } = caseOf(room, referral);
  const { referralId, openingId, submissionId, reason, referredAt, referredBy, evidence, statement } = referral;
  const { bidderName, npwp, bidderId } = toOpeningBid(room, submission, n);
  const { kdTender, versiTender, envelopeId } = opening;
  return {
    ...{ referralId, kdTender, versiTender, envelopeId, openingId, n, submissionId, bidderId, bidderName, npwp },
    namaPaket: room.context.packages.require(kdTender).fields.nama_paket,
    reason: z.enum(NOT_OPENED_REASONS).parse(reason),
    ...{ referredAt, referredBy },
    evidenceSha256: evidence === null ? null : sha256Hex(evidence),
    statement: statement?.toString('base64') ?? null,
  };
}

async function toCase(room: OpeningRoom, referral: Referral): Promise<ReferralCase> {
  const { opening, submission, n } = caseOf(room, referral);
  const { receipt, deviceRegistration, sealedSha256, manifestSha256, size } = toOpeningBid(room, submission, n);
  const { size: storedSize } = await stat(room.submissions.files.path(submission.uploadId));
  return {
    ...toFacts(room, referral),
    result: referral.result.toString('base64'),
    ...{ receipt, deviceRegistration, sealedSha256, manifestSha256, size, storedSize },
    release: opening.release?.toString('base64') ?? null,
  };
}

function toAnswer({ referralId, statement }: Referral): z.infer<typeof ReferralAnswer> {
  return { referralId, statement: statement?.toString('base64') ?? null };
}
