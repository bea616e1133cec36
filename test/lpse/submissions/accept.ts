// Accepting a signed request (protocol.md 4.3): everything that can be judged without the file. When it is durable, instant (a)
// of `receivedAt` is fixed; the rest is the server's own business.
import { CodedError } from '../../../app/errors/coded-error.ts';
import { SubmissionStatement } from '../../../app/protocol/submissions.ts';
import { parseAuthEnveloped } from '../../../crypto/cms/auth-enveloped-data.ts';
import { requireRecipients } from '../../../crypto/cms/recipients.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { isCryptoError } from '../../../crypto/errors.ts';
import { parseCertificate } from '../../../crypto/x509/certificate.ts';
import { newId } from '../access/opaque.ts';
import type { Caller, LpseContext } from '../context.ts';
import { requireBidding } from '../uploads/routes.ts';
import type { SignedStatement } from '../signed-statement.ts';
import { readStatement, requireOwnSigner } from './statement.ts';
import type { SubmissionRoom } from './room.ts';
import type { Submission, SubmissionHead } from './submission-book.ts';

export interface Attempt {
  readonly caller: Caller;
  readonly requestDer: Uint8Array;
  readonly address: string;
  readonly port: number;
}

const EVIDENCE_MAX_BYTES = 128 << 10;

/**
 * The stored submission, accepted or refused; the same one for the same request, whenever it comes.
 * @throws submission/malformed, submission/signature-refused when it cannot be known what was asked for, or by whom
 */
export async function acceptSubmission(room: SubmissionRoom, attempt: Attempt): Promise<Submission> {
  const requestSha256 = sha256Hex(attempt.requestDer);
  const known = room.book.byRequest(requestSha256);
  if (known !== null) return requireSameAccount(known, attempt.caller);
  const read = readStatement(attempt.requestDer, SubmissionStatement);
  const head = headOf(room.context, attempt, { ...read, requestSha256 });
  try {
    // Nothing waits between the checks and the commit: two equal requests cannot pass each other.
    accept(room, attempt.caller, { read, head });
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const refusal = await room.signRefusal(head, error.code);
    room.book.add(head, { code: error.code, refusal });
  }
  return requireStored(room, requestSha256);
}

function accept(
  room: SubmissionRoom,
  caller: Caller,
  { read, head }: { readonly read: SignedStatement<SubmissionStatement>; readonly head: SubmissionHead },
): void {
  const { context, book, uploads } = room;
  const { statement, signer } = read;
  const { record, closesAt } = requireBidding(context, caller, statement);
  if (statement.kdLpse !== context.config.kdLpse || statement.versiTender !== record.versiTender)
    throw new CodedError('submission/wrong-context', { why: 'LPSE or version' });
  const registration = requireOwnSigner(context, caller, { record, signer });
  requireEvidence(context, statement);
  const upload = uploads.find(statement.uploadId);
  if (upload?.accountId !== head.accountId) throw new CodedError('upload/not-found');
  if (upload.state === 'removed') throw new CodedError('upload/expired');
  const isSame =
    upload.kdTender === head.kdTender && upload.envelopeId === head.envelopeId && upload.size === head.size;
  if (!isSame || book.byUpload(upload.uploadId) !== null)
    throw new CodedError('submission/wrong-context', { why: 'upload' });
  context.stores.lpse.transaction(() => {
    consumeNonce(context, head.accountId, statement.serverNonce);
    const acceptedAt = context.clock.now();
    if (acceptedAt >= closesAt) throw new CodedError('submission/closed');
    book.add({ ...head, registration, acceptedAt: acceptedAt.toISOString() }, null);
  })();
}

function headOf(
  context: LpseContext,
  { caller, address, port }: Attempt,
  read: SignedStatement<SubmissionStatement> & { readonly requestSha256: string },
): SubmissionHead {
  const { evidence, ...statement } = read.statement;
  return {
    ...statement,
    submissionId: newId(),
    requestSha256: read.requestSha256,
    accountId: caller.account.accountId,
    bidderId: caller.account.bidderId ?? '',
    evidence: Buffer.from(evidence, 'base64'),
    signerSha256: read.signer.sha256,
    registration: null,
    acceptedAt: context.clock.now().toISOString(),
    address,
    port,
  };
}

/** The record made at sending is sealed to the auditor of the policy in force, and to nobody else. */
function requireEvidence(context: LpseContext, statement: SubmissionStatement): void {
  const policy = context.policies.newest(statement.kdTender);
  if (policy === null) throw new CodedError('policy/not-published');
  try {
    const evidence = parseAuthEnveloped(Buffer.from(statement.evidence, 'base64'), { maxBytes: EVIDENCE_MAX_BYTES });
    if (evidence.encryptedContent === null) throw new CodedError('submission/evidence-refused', { why: 'content' });
    requireRecipients(evidence, [parseCertificate(Buffer.from(policy.policy.auditorCertificate, 'base64'))]);
  } catch (error) {
    if (isCryptoError(error))
      throw new CodedError('submission/evidence-refused', { why: error.code }, { cause: error });
    throw error;
  }
}

export function consumeNonce(context: LpseContext, accountId: string, nonce: string): void {
  try {
    context.nonces.consume(accountId, nonce);
  } catch (error) {
    if (error instanceof CodedError) throw new CodedError('submission/nonce-refused', {}, { cause: error });
    throw error;
  }
}

function requireSameAccount(submission: Submission, { account }: Caller): Submission {
  if (submission.accountId !== account.accountId) throw new CodedError('submission/wrong-account');
  return submission;
}

function requireStored(room: SubmissionRoom, requestSha256: string): Submission {
  const stored = room.book.byRequest(requestSha256);
  if (stored === null) throw new CodedError('defect/unexpected');
  return stored;
}
