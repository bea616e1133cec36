// POST and GET /api/submissions, withdrawal, and the auditor's view of the evidence (protocol.md 4).
import { z } from 'zod';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { OpaqueId, TenderCode } from '../../../app/protocol/primitives.ts';
import {
  EvidenceList,
  SubmissionAnswer,
  SubmissionList,
  SubmissionRequest,
  WithdrawalRequest,
} from '../../../app/protocol/submissions.ts';
import type { Caller } from '../context.ts';
import { sessionRoute, type Route } from '../http.ts';
import { acceptSubmission } from './accept.ts';
import { finalise } from './finalise.ts';
import { briefly, type SubmissionRoom } from './room.ts';
import { decisionOf, type StoredState, type Submission } from './submission-book.ts';
import { withdraw } from './withdraw.ts';

const REQUEST_MAX_BYTES = 512 << 10;
const ById = z.strictObject({ submissionId: OpaqueId });

export function submissionRoutes(room: SubmissionRoom): readonly Route[] {
  const own = ({ account }: Caller, submissionId: string): Submission => {
    const submission = room.book.find(submissionId);
    if (submission?.accountId !== account.accountId) throw new CodedError('submission/not-found');
    return submission;
  };
  return [
    sessionRoute(
      {
        method: 'POST',
        path: '/api/submissions',
        summary: 'Submit a sealed file by a signed request; the same request gets the same answer',
        roles: ['bidder'],
        body: SubmissionRequest,
        answer: SubmissionAnswer,
        bodyLimit: REQUEST_MAX_BYTES,
      },
      async ({ body, caller, address, port }) => {
        const requestDer = Buffer.from(body.request, 'base64');
        const { submissionId } = await acceptSubmission(room, { caller, requestDer, address, port });
        await briefly(finalise(room, submissionId));
        return toAnswer(room, own(caller, submissionId));
      },
    ),
    sessionRoute(
      {
        method: 'GET',
        path: '/api/submissions/:submissionId',
        summary: 'State of a submission, or its receipt: always the same one',
        roles: ['bidder'],
        params: ById,
        answer: SubmissionAnswer,
      },
      async ({ params, caller }) => {
        await room.receipts.fillTimestamps();
        return toAnswer(room, own(caller, params.submissionId));
      },
    ),
    sessionRoute(
      {
        method: 'GET',
        path: '/api/submissions',
        summary: "The caller's own submissions of a tender, oldest first",
        roles: ['bidder'],
        query: z.strictObject({ kdTender: TenderCode }),
        answer: SubmissionList,
      },
      ({ query, caller }) => ({
        submissions: room.book
          .ofAccount(caller.account.accountId, query.kdTender)
          .map((submission) => toAnswer(room, submission)),
      }),
    ),
    sessionRoute(
      {
        method: 'POST',
        path: '/api/submissions/:submissionId/withdraw',
        summary: 'Withdraw the bid in force before the deadline',
        roles: ['bidder'],
        params: ById,
        body: WithdrawalRequest,
        answer: SubmissionAnswer,
      },
      async ({ params, body, caller }) => {
        const submission = own(caller, params.submissionId);
        await withdraw(room, caller, { submission, requestDer: Buffer.from(body.request, 'base64') });
        return toAnswer(room, own(caller, params.submissionId));
      },
    ),
    evidenceRoute(room),
  ];
}

function evidenceRoute(room: SubmissionRoom): Route {
  return sessionRoute(
    {
      method: 'GET',
      path: '/api/audit/:kdTender/evidence',
      summary: 'Device records and what the LPSE observed; every look is logged',
      roles: ['auditor'],
      params: z.strictObject({ kdTender: TenderCode }),
      answer: EvidenceList,
    },
    ({ params, caller, address }) => {
      room.context.packages.require(params.kdTender);
      room.context.accessLog.note(caller.account.accountId, 'audit/evidence', address, params.kdTender);
      return {
        records: room.book.ofTender(params.kdTender).flatMap((submission) => {
          const atSealing = room.book.sealingEvidenceOf(submission.submissionId);
          if (atSealing === null) return [];
          return [
            {
              submissionId: submission.submissionId,
              bidderId: submission.bidderId,
              envelopeId: submission.envelopeId,
              atSealing: atSealing.toString('base64'),
              atSending: submission.evidence.toString('base64'),
              observedAddress: submission.address,
              observedPort: submission.port,
              observedAt: submission.acceptedAt,
            },
          ];
        }),
      };
    },
  );
}

function toAnswer(room: SubmissionRoom, submission: Submission): SubmissionAnswer {
  const { submissionId, kdTender, envelopeId, uploadId, sealedSha256, acceptedAt, refusal } = submission;
  return {
    submissionId,
    kdTender,
    envelopeId,
    uploadId,
    sealedSha256,
    state: toPublicState(submission.state),
    acceptedAt,
    receipt: decisionOf(submission) === null ? null : room.receipts.find('submission', submissionId),
    refusal: refusal?.toString('base64') ?? null,
    withdrawal: submission.state === 'withdrawn' ? room.receipts.find('withdrawal', submissionId) : null,
  };
}

/** That the place in the order is taken is not told before it is in the log. */
function toPublicState(state: StoredState): SubmissionAnswer['state'] {
  return state === 'decided' ? 'verifying' : state;
}
