// The bodies behind the leaves of one envelope, as the LPSE must show them to the KMS: every submission and every withdrawal.
import type { SubmissionLeafBody, WithdrawalLeafBody } from '../../../app/protocol/receipt.ts';
import type { EnvelopeScope } from '../context.ts';
import type { SubmissionRoom } from './room.ts';
import { decisionOf } from './submission-book.ts';
import { storedDecision } from './withdraw.ts';

export type FiledBody = SubmissionLeafBody | WithdrawalLeafBody;

export function filedBodies(room: SubmissionRoom, scope: EnvelopeScope): FiledBody[] {
  return room.book.ofEnvelope(scope).flatMap((submission) => {
    const decision = decisionOf(submission);
    if (decision === null) return [];
    return submission.state === 'withdrawn'
      ? [decision.body, storedDecision(room, submission.submissionId).body]
      : [decision.body];
  });
}
