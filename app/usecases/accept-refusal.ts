// A refusal counts only under the LPSE's signature: then it is the state of the bid and evidence for its owner.
import { sha256Hex } from '../../crypto/encoding.ts';
import { refusedWith, type ReceivedBid, type RefusedBid, type UploadingBid } from '../domain/bid.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import { RefusalStatement, type SubmissionAnswer } from '../protocol/submissions.ts';
import { readSigned, requireSoleSigner } from '../policy/signed-message.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';

/** The refused bid, not yet saved. @throws trust/answer-refused unless the LPSE signed it about this very request; the bid then stays as it is */
export async function acceptRefusal(
  needs: { readonly journal: Journal; readonly clock: Clock },
  input: {
    readonly bid: ReceivedBid | UploadingBid;
    readonly answer: SubmissionAnswer;
    readonly connection: LpseConnection;
  },
): Promise<RefusedBid> {
  const { bid, answer, connection } = input;
  const refusal = answer.refusal ?? '';
  const message = readSigned(Buffer.from(refusal, 'base64'), RefusalStatement);
  requireSoleSigner(message, 'trust/answer-refused', {
    anchors: connection.trust.lpse,
    at: timeAt(connection, needs.clock),
    intermediates: connection.intermediates,
    revocation: 'if-available',
  });
  const { kdTender, envelopeId, requestSha256, code, serverTime } = message.value;
  const ours = sha256Hex(Buffer.from(bid.upload.request ?? '', 'base64'));
  if (kdTender !== bid.kdTender || envelopeId !== bid.envelopeId || requestSha256 !== ours) {
    throw new CodedError('trust/answer-refused', { why: 'another request' });
  }
  const { submissionId } = answer;
  const refused = refusedWith(bid, { submissionId, refusalCode: code, serverTime, refusal });
  const facts = { submissionId, code, serverTime, refusal };
  await needs.journal.append({ event: 'submission.refused', bidId: bid.bidId, kdTender, facts });
  return { ...refused, updatedAt: needs.clock.now().toISOString() };
}
