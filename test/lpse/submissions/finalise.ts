// Finalising (app/protocol/SPEC.md 4.4): computes an answer that was fixed when request and last byte were durable. The server runs it by
// itself, after every upload and after every start; running it again continues where it stopped.
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { ErrorCode } from '../../../app/errors/catalogue.ts';
import { isErrorCode } from '../../../app/errors/problem.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { isCryptoError } from '../../../crypto/errors.ts';
import { newSalt, bodySha256 } from '../log/leaf.ts';
import { examineFile, type Examined } from './examine.ts';
import { logPart } from './log-part.ts';
import { turnKey, type SubmissionRoom } from './room.ts';
import { decisionOf, type Submission } from './submission-book.ts';

/** Brings a submission as far as it can go now. */
export function finalise(room: SubmissionRoom, submissionId: string): Promise<void> {
  const submission = room.book.find(submissionId);
  if (submission === null) return Promise.resolve();
  return room.turns.run(turnKey(submission), () => step(room, submissionId));
}

async function step(room: SubmissionRoom, submissionId: string): Promise<void> {
  const submission = room.book.find(submissionId);
  switch (submission?.state) {
    case 'awaiting-bytes':
      if (room.uploads.find(submission.uploadId)?.state !== 'complete') return;
      room.book.setState(submissionId, 'verifying');
      return step(room, submissionId);
    case 'verifying':
      if (room.faults.stopFinalising === 'before-verdict') return;
      await judge(room, submission);
      return step(room, submissionId);
    case 'decided':
      return complete(room, submission);
    case undefined:
    case 'receipted':
    case 'superseded':
    case 'withdrawn':
    case 'refused':
      return;
  }
}

/** verifying -> decided or refused. */
async function judge(room: SubmissionRoom, submission: Submission): Promise<void> {
  try {
    const receivedAt = receivedAtOf(room, submission);
    const closesAt = room.context.packages.closesAt(submission.kdTender, submission.envelopeId);
    if (receivedAt >= closesAt) throw new CodedError('submission/closed');
    const examined = await examineFile(room, submission);
    if (room.book.foreignMarks(submission, examined.marks)) throw new CodedError('submission/duplicate-object');
    decide(room, submission, { examined, receivedAt, closesAt });
  } catch (error) {
    const code = refusalCode(error);
    if (code === null) throw error;
    await refuseAndRemove(room, submission, code);
  }
}

/** The later of: request accepted, last byte durable. */
function receivedAtOf(room: SubmissionRoom, submission: Submission): Date {
  const completedAt = room.uploads.find(submission.uploadId)?.completedAt;
  if (completedAt === null || completedAt === undefined) throw new CodedError('upload/expired');
  return new Date(submission.acceptedAt > completedAt ? submission.acceptedAt : completedAt);
}

function decide(
  room: SubmissionRoom,
  submission: Submission,
  given: { readonly examined: Examined; readonly receivedAt: Date; readonly closesAt: Date },
): void {
  const { bidderId, submissionId, manifestSha256, signatureSha256, sealedSha256, size } = submission;
  const { examined, receivedAt, closesAt } = given;
  const crls = room.context.ams.crls().map((der) => der.toString('base64'));
  const body = {
    salt: newSalt(),
    submissionId,
    bidderId,
    manifestSha256,
    signatureSha256,
    sealedSha256,
    size,
    receivedAt: receivedAt.toISOString(),
    supersedes: room.book.liveOf(bidderId, submission)?.submissionId ?? null,
  };
  room.book.decide(
    submission,
    {
      body,
      closesAt: closesAt.toISOString(),
      policySha256: examined.policySha256,
      crls: examined.mode === 'CA' ? crls : [],
    },
    examined,
  );
}

/** decided -> receipted: leaf, receipt, and in the receipt's own transaction the end of the bid it replaces. */
async function complete(room: SubmissionRoom, submission: Submission): Promise<void> {
  const { context, book } = room;
  const decision = decisionOf(submission);
  if (decision === null) throw new CodedError('defect/unexpected');
  const { body, closesAt, crls } = decision;
  const { kdTender, versiTender, envelopeId, submissionId } = submission;
  const leaf = { type: 'submission-received', kdTender, versiTender, envelopeId, time: body.receivedAt } as const;
  const { index } = context.log.append({ ...leaf, bodySha256: bodySha256(body) }, `submission/${submissionId}`);
  if (room.faults.stopFinalising === 'before-receipt') return;
  await room.receipts.issue(
    'submission',
    {
      format: 'segel-receipt/1',
      kdLpse: context.config.kdLpse,
      kdTender,
      versiTender,
      envelopeId,
      submissionId,
      bidderId: body.bidderId,
      manifestSha256: body.manifestSha256,
      signatureSha256: body.signatureSha256,
      sealedSha256: body.sealedSha256,
      size: body.size,
      receivedAt: body.receivedAt,
      supersedes: body.supersedes,
      closesAt,
      evidenceSha256: sha256Hex(submission.evidence),
      revocationSha256: crls.map((der) => sha256Hex(Buffer.from(der, 'base64'))),
      log: logPart(context.log, index, body),
    },
    {
      crls,
      also: () => {
        book.setState(submissionId, 'receipted');
        if (body.supersedes !== null) book.setState(body.supersedes, 'superseded');
      },
    },
  );
  if (body.supersedes !== null) removeFile(room, book.find(body.supersedes)?.uploadId);
  await room.receipts.fillTimestamps();
}

/** Refuses in writing; the bytes go, the record stays. */
export async function refuseAndRemove(room: SubmissionRoom, submission: Submission, code: ErrorCode): Promise<void> {
  room.book.refuse(submission.submissionId, code, await room.signRefusal(submission, code));
  removeFile(room, submission.uploadId);
}

export function removeFile(room: SubmissionRoom, uploadId: string | undefined): void {
  if (uploadId === undefined) return;
  room.uploads.remove(uploadId, room.context.clock.now());
  room.files.remove(uploadId);
}

/** Codes that are an answer about the bid; anything else is our own trouble and is tried again. */
function refusalCode(error: unknown): ErrorCode | null {
  if (isCryptoError(error)) return 'submission/envelope-refused';
  if (error instanceof CodedError && isErrorCode(error.code) && /^(submission|upload|policy)\//.test(error.code))
    return error.code;
  return null;
}
