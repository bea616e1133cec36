// Withdrawal (app/protocol/SPEC.md 4.6): signed, with a nonce, before the deadline, of the bid in force; with a receipt of its own.
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { WithdrawalLeafBody } from '../../../app/protocol/receipt.ts';
import { WithdrawalStatement } from '../../../app/protocol/submissions.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { Caller } from '../context.ts';
import { bodySha256, newSalt } from '../log/leaf.ts';
import { requireBidding } from '../uploads/routes.ts';
import { consumeNonce } from './accept.ts';
import { logPart } from './log-part.ts';
import { removeFile } from './finalise.ts';
import { turnKey, type SubmissionRoom } from './room.ts';
import { readStatement, requireOwnSigner } from './statement.ts';
import type { Submission } from './submission-book.ts';

interface Withdrawal {
  readonly body: WithdrawalLeafBody;
  readonly closesAt: string;
  readonly crls: readonly string[];
}

/**
 * Idempotent for the same request.
 * @throws submission/closed, submission/not-live, submission/wrong-context, submission/nonce-refused and what the signature gives
 */
export function withdraw(
  room: SubmissionRoom,
  caller: Caller,
  given: { readonly submission: Submission; readonly requestDer: Uint8Array },
): Promise<void> {
  return room.turns.run(turnKey(given.submission), async () => {
    const submission = room.book.find(given.submission.submissionId) ?? given.submission;
    const requestSha256 = sha256Hex(given.requestDer);
    if (storedRequest(room, submission.submissionId) !== requestSha256) {
      accept(room, caller, { submission, requestDer: given.requestDer, requestSha256 });
    }
    await completeWithdrawal(room, submission);
  });
}

/** After a restart: withdrawals that were accepted and have no receipt yet. */
export async function resumeWithdrawals(room: SubmissionRoom): Promise<void> {
  const open = room.context.stores.lpse
    .prepare<[], string>(
      `SELECT submission_id FROM withdrawals w WHERE NOT EXISTS
         (SELECT 1 FROM receipts r WHERE r.kind = 'withdrawal' AND r.submission_id = w.submission_id)`,
    )
    .pluck()
    .all();
  for (const submissionId of open) {
    const submission = room.book.find(submissionId);
    if (submission !== null) await room.turns.run(turnKey(submission), () => completeWithdrawal(room, submission));
  }
}

function accept(
  room: SubmissionRoom,
  caller: Caller,
  given: { readonly submission: Submission; readonly requestDer: Uint8Array; readonly requestSha256: string },
): void {
  const { context, book } = room;
  const { submission, requestSha256 } = given;
  const { statement, signer } = readStatement(given.requestDer, WithdrawalStatement);
  const { record, closesAt } = requireBidding(context, caller, submission);
  requireOwnSigner(context, caller, { record, signer });
  const isThis =
    statement.kdLpse === context.config.kdLpse &&
    statement.kdTender === submission.kdTender &&
    statement.versiTender === submission.versiTender &&
    statement.envelopeId === submission.envelopeId &&
    statement.submissionId === submission.submissionId;
  if (!isThis) throw new CodedError('submission/wrong-context', { why: 'statement' });
  if (submission.state !== 'receipted') throw new CodedError('submission/not-live', { state: submission.state });
  const crls = record.mode === 'CA' ? context.ams.crls().map((der) => der.toString('base64')) : [];
  context.stores.lpse.transaction(() => {
    consumeNonce(context, caller.account.accountId, statement.serverNonce);
    const withdrawnAt = context.clock.now();
    if (withdrawnAt >= closesAt) throw new CodedError('submission/closed');
    const { submissionId, bidderId } = submission;
    const body = { salt: newSalt(), submissionId, bidderId, withdrawnAt: withdrawnAt.toISOString() };
    const decision: Withdrawal = { body, closesAt: closesAt.toISOString(), crls };
    context.stores.lpse
      .prepare('INSERT INTO withdrawals VALUES (?, ?, ?)')
      .run(submissionId, requestSha256, JSON.stringify(decision));
    // From this commit on the bid is out, whatever happens to the process.
    book.setState(submissionId, 'withdrawn');
  })();
}

async function completeWithdrawal(room: SubmissionRoom, submission: Submission): Promise<void> {
  const { context } = room;
  const { submissionId, kdTender, versiTender, envelopeId } = submission;
  const decision = storedDecision(room, submissionId);
  const { body, closesAt, crls } = decision;
  const leaf = { type: 'submission-withdrawn', kdTender, versiTender, envelopeId, time: body.withdrawnAt } as const;
  const { index } = context.log.append({ ...leaf, bodySha256: bodySha256(body) }, `withdrawal/${submissionId}`);
  await room.receipts.issue(
    'withdrawal',
    {
      format: 'segel-withdrawal/1',
      kdLpse: context.config.kdLpse,
      kdTender,
      versiTender,
      envelopeId,
      submissionId,
      bidderId: body.bidderId,
      withdrawnAt: body.withdrawnAt,
      closesAt,
      revocationSha256: crls.map((der) => sha256Hex(Buffer.from(der, 'base64'))),
      log: logPart(context.log, index, body),
    },
    { crls, also: () => undefined },
  );
  removeFile(room, submission.uploadId);
  await room.receipts.fillTimestamps();
}

function storedRequest(room: SubmissionRoom, submissionId: string): string | undefined {
  return room.context.stores.lpse
    .prepare<[string], string>('SELECT request_sha256 FROM withdrawals WHERE submission_id = ?')
    .pluck()
    .get(submissionId);
}

export function storedDecision(room: SubmissionRoom, submissionId: string): Withdrawal {
  const text = room.context.stores.lpse
    .prepare<[string], string>('SELECT decision FROM withdrawals WHERE submission_id = ?')
    .pluck()
    .get(submissionId);
  if (text === undefined) throw new CodedError('submission/not-found');
  // Written by `accept` above.
  return JSON.parse(text) as Withdrawal;
}
