// Openings as one module of the server: POST /api/openings and what follows it, technical results, rehearsals.
import { z } from 'zod';
import {
  ContributionRequest,
  OpeningAnswer,
  OpeningRequest,
  ReleaseRequest,
  ResultAnswer,
  ResultRequest,
  SessionRequest,
  TechnicalResultAnswer,
  TechnicalResultRequest,
} from '../../../app/protocol/openings.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { OpaqueId, TenderCode } from '../../../app/protocol/primitives.ts';
import type { Caller, LpseContext } from '../context.ts';
import { migrate } from '../database.ts';
import { sessionRoute, type LpseModule, type Route } from '../http.ts';
import { filedBodies } from '../submissions/filed-bodies.ts';
import type { SubmissionModule } from '../submissions/module.ts';
import { bidsOf, requireBid, toOpeningBid } from './bids.ts';
import { sendFile } from './download.ts';
import { eventRoutes } from './event-routes.ts';
import { createOpeningBook, type Opening } from './opening-book.ts';
import { publicationRoutes } from './publication.ts';
import { createReferralBook } from './referral-book.ts';
import { referralRoutes } from './referral-routes.ts';
import { rehearsalRoutes } from './rehearsals.ts';
import { OPENER_ROLES, requireOfficial, requireOpening, type OpeningRoom } from './room.ts';
import { OPENING_MIGRATIONS } from './schema.ts';
import { postContribution, postRelease, postResult, postSession, startOpening } from './steps.ts';
import { signTechnicalResult, technicalResultAnswer } from './technical-result.ts';

const ById = z.strictObject({ openingId: OpaqueId });
const ByBid = z.strictObject({ openingId: OpaqueId, n: z.coerce.number().int().positive() });
const ByTender = z.strictObject({ kdTender: TenderCode });

export function openingModule(context: LpseContext, submissions: SubmissionModule): LpseModule {
  migrate(context.stores.lpse, OPENING_MIGRATIONS);
  const room: OpeningRoom = {
    context,
    submissions: submissions.room,
    closings: submissions.closings,
    book: createOpeningBook(context.stores.lpse),
    referrals: createReferralBook(context.stores.lpse),
  };
  return {
    routes: [
      ...openingRoutes(room),
      downloadRoute(room),
      ...referralRoutes(room),
      ...technicalResultRoutes(room),
      ...rehearsalRoutes(room),
      ...publicationRoutes(room),
      ...eventRoutes(room),
    ],
  };
}

function openingRoutes(room: OpeningRoom): readonly Route[] {
  return [
    sessionRoute(
      {
        method: 'POST',
        path: '/api/openings',
        summary: 'Open an envelope in its stage; the same opening for every member',
        roles: OPENER_ROLES,
        body: OpeningRequest,
        answer: OpeningAnswer,
      },
      async ({ body, caller }) => toAnswer(room, await startOpening(room, caller, body)),
    ),
    sessionRoute(
      {
        method: 'GET',
        path: '/api/openings/:openingId',
        summary: 'State of an opening',
        roles: OPENER_ROLES,
        params: ById,
        answer: OpeningAnswer,
      },
      async ({ params, caller }) => {
        const opening = requireOpening(room, caller, params.openingId);
        await room.submissions.receipts.fillTimestamps();
        return toAnswer(room, opening);
      },
    ),
    step(room, { name: 'session', field: 'session', body: SessionRequest, run: postSession }),
    step(room, { name: 'release', field: 'request', body: ReleaseRequest, run: postRelease }),
    step(room, { name: 'contributions', field: 'contribution', body: ContributionRequest, run: postContribution }),
    resultRoute(room),
  ];
}

interface Step<F extends string> {
  readonly name: string;
  /** The one field of the body, a signed statement in base64. */
  readonly field: F;
  readonly body: z.ZodType<Record<F, string>>;
  readonly run: (room: OpeningRoom, caller: Caller, given: { opening: Opening; der: Buffer }) => void | Promise<void>;
}

/** POST of one signed statement to an opening; answers the opening. */
function step<F extends string>(room: OpeningRoom, { name, field, body, run }: Step<F>): Route {
  return sessionRoute(
    {
      method: 'POST',
      path: `/api/openings/:openingId/${name}`,
      summary: `A signed statement of a member: ${name}`,
      roles: OPENER_ROLES,
      params: ById,
      body,
      answer: OpeningAnswer,
    },
    async ({ params, body: given, caller }) => {
      const opening = requireOpening(room, caller, params.openingId);
      await run(room, caller, { opening, der: Buffer.from(given[field], 'base64') });
      return toAnswer(room, requireOpening(room, caller, params.openingId));
    },
  );
}

/** Answers that bid's results alone: with 250 bids the whole opening has megabytes. */
function resultRoute(room: OpeningRoom): Route {
  return sessionRoute(
    {
      method: 'POST',
      path: '/api/openings/:openingId/results',
      summary: 'The signed result of one bid, by a member',
      roles: OPENER_ROLES,
      params: ById,
      body: ResultRequest,
      answer: ResultAnswer,
    },
    ({ params: { openingId }, body: { result }, caller }) => {
      const opening = requireOpening(room, caller, openingId);
      const submissionId = postResult(room, caller, { opening, der: Buffer.from(result, 'base64') });
      const results = room.book.resultsOf(openingId, submissionId).map((der) => der.toString('base64'));
      return { submissionId, results };
    },
  );
}

function downloadRoute(room: OpeningRoom): Route {
  return sessionRoute(
    {
      method: 'GET',
      path: '/api/openings/:openingId/bids/:n',
      summary: 'The sealed file of a bid, with Range',
      roles: OPENER_ROLES,
      params: ByBid,
      answer: 'application/x-sampul+zip',
    },
    async ({ params, caller, request, reply }) => {
      const opening = requireOpening(room, caller, params.openingId);
      const { uploadId, sealedSha256 } = requireBid(room, opening, params.n);
      const { files, faults } = room.submissions;
      const file = { path: files.path(uploadId), sha256: sealedSha256 };
      await sendFile(request, reply, file, (end) => faults.beforeDownloading(end));
    },
  );
}

function technicalResultRoutes(room: OpeningRoom): readonly Route[] {
  const common = {
    path: '/api/packages/:kdTender/technical-result',
    roles: OPENER_ROLES,
    params: ByTender,
    answer: TechnicalResultAnswer,
  } as const;
  return [
    sessionRoute(
      { ...common, method: 'POST', summary: 'Sign the technical result of File I', body: TechnicalResultRequest },
      ({ params, body, caller }) => {
        signTechnicalResult(room, caller, { kdTender: params.kdTender, der: Buffer.from(body.result, 'base64') });
        return technicalResultAnswer(room, room.context.packages.require(params.kdTender));
      },
    ),
    sessionRoute(
      { ...common, method: 'GET', summary: 'What members have proposed, and what a majority has signed' },
      ({ params, caller }) => technicalResultAnswer(room, requireOfficial(room.context, caller, params.kdTender)),
    ),
  ];
}

function toAnswer(room: OpeningRoom, opening: Opening): OpeningAnswer {
  const { openingId, kdTender, envelopeId, startedAt } = opening;
  const closing = room.closings.find(opening);
  if (closing === null) throw new CodedError('opening/too-early');
  return {
    openingId,
    kdTender,
    envelopeId,
    startedAt,
    closedCheckpoint: closing.checkpoint,
    bids: bidsOf(room, opening).map((bid, i) => toOpeningBid(room, bid, i + 1)),
    bodies: filedBodies(room.submissions, opening),
    session: opening.session?.toString('base64') ?? null,
    contributions: room.book.contributions(opening).map((der) => der.toString('base64')),
    release: opening.release?.toString('base64') ?? null,
    results: room.book.results(openingId).map((der) => der.toString('base64')),
  };
}
