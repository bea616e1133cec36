// The steps of one opening (app/protocol/SPEC.md 7): start, session, release, contributions, results. Each is logged.
import { CodedError } from '../../../app/errors/coded-error.ts';
import {
  ContributionStatement,
  ReleaseStatement,
  ResultStatement,
  SessionStatement,
} from '../../../app/protocol/openings.ts';
import type { EnvelopeId } from '../../../app/protocol/primitives.ts';
import { parseAuthEnveloped } from '../../../crypto/cms/auth-enveloped-data.ts';
import { verifySignedData } from '../../../crypto/cms/verify-signature.ts';
import { requireRecipients } from '../../../crypto/cms/recipients.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { isCryptoError } from '../../../crypto/errors.ts';
import { parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';
import type { Caller, EnvelopeRecord, PackageRecord } from '../context.ts';
import { filedBodies } from '../submissions/filed-bodies.ts';
import { consumeNonce } from '../submissions/accept.ts';
import { readSigned } from '../signed-statement.ts';
import { bidsOf } from './bids.ts';
import type { Opening } from './opening-book.ts';
import { judgeMember, policyOf, readMemberStatement, requireOfficial, type OpeningRoom } from './room.ts';
import { passedBidders, storedResult } from './technical-result.ts';

/**
 * The opening of an envelope, in its stage and after the closed checkpoint; the same one for every member.
 * @throws opening/wrong-role, opening/too-early, opening/technical-result-missing
 */
export async function startOpening(
  room: OpeningRoom,
  caller: Caller,
  target: { readonly kdTender: string; readonly envelopeId: EnvelopeId },
): Promise<Opening> {
  const { context } = room;
  const record = requireOfficial(context, caller, target.kdTender);
  const envelope = record.envelopes.find(({ envelopeId }) => envelopeId === target.envelopeId);
  if (envelope === undefined) throw new CodedError('opening/statement-refused', { why: 'envelope' });
  requireStage(room, record, envelope);
  const { kdTender, versiTender } = record;
  const scope = { kdTender, versiTender, envelopeId: envelope.envelopeId };
  if ((await room.closings.ensure(scope)) === null) throw new CodedError('opening/too-early', { why: 'not closed' });
  if (envelope.envelopeId === 'file-2') passedBidders(room, record);
  return room.book.start(scope, context.clock.now());
}

function requireStage({ context }: OpeningRoom, record: PackageRecord, envelope: EnvelopeRecord): void {
  const now = context.clock.now();
  const { tgl_awal: opensAt } = context.packages.stage(record, envelope.openingStage);
  const closesAt = context.packages.closesAt(record.kdTender, envelope.envelopeId);
  // Deliberately no end: a stage that ran out must not keep bids sealed for ever.
  if (now < new Date(opensAt) || now < closesAt)
    throw new CodedError('opening/too-early', {
      serverTime: now.toISOString(),
      opensAt,
      closesAt: closesAt.toISOString(),
    });
}

/** A leader who does nothing for so long has lost the computer, or is not there: the others need not wait for a new certificate. */
export const LEADER_SILENT_MS = 30 * 60_000;

/** @throws opening/session-taken when another member leads; opening/signature-refused, opening/statement-refused */
export function postSession(room: OpeningRoom, caller: Caller, given: { opening: Opening; der: Buffer }): void {
  const { opening, der } = given;
  const { envelope } = policyOf(room.context, opening);
  const { statement } = readMemberStatement(room.context, caller, { der, schema: SessionStatement, envelope });
  if (!isOf(opening, statement)) throw new CodedError('opening/statement-refused', { why: 'session' });
  const { accountId } = caller.account;
  const byAnother = opening.sessionAccount !== null && opening.sessionAccount !== accountId;
  if (byAnother && leaderIsGood(room, opening)) requireSilence(room, opening);
  const certificate = requireSessionCertificate(statement.sessionCertificate);
  if (opening.sessionSha256 === certificate.sha256) {
    acted(room, caller, opening);
    return;
  }
  append(room, opening, 'opening-contribution', { leader: accountId, sessionCertificateSha256: certificate.sha256 });
  room.book.setSession(opening.openingId, { der, accountId, certificateSha256: certificate.sha256 });
  acted(room, caller, opening);
}

/** @throws opening/session-taken, with the moment from which another member may lead */
function requireSilence({ context }: OpeningRoom, { leaderActedAt }: Opening): void {
  // Sessions from before this was noted: the present moment counts as the last act.
  const last = leaderActedAt === null ? context.clock.now() : new Date(leaderActedAt);
  const until = new Date(last.getTime() + LEADER_SILENT_MS);
  if (context.clock.now() < until) throw new CodedError('opening/session-taken', { until: until.toISOString() });
}

function acted({ book, context }: OpeningRoom, { account }: Caller, { openingId }: Opening): void {
  book.acted(openingId, account.accountId, context.clock.now());
}

/** A leader whose certificate died must not keep the others out. */
function leaderIsGood({ context }: OpeningRoom, { session }: Opening): boolean {
  const [leader] = session === null ? [] : verifySignedData(session).signers;
  return leader !== undefined && judgeMember(context, leader.certificate).ok;
}

/** @throws opening/statement-refused when nothing can be sealed to it */
export function requireSessionCertificate(base64: string): Certificate {
  try {
    const certificate = parseCertificate(Buffer.from(base64, 'base64'));
    const usage = certificate.keyType.kind === 'rsa' ? 'keyEncipherment' : 'keyAgreement';
    if (certificate.keyUsage?.has(usage) === true) return certificate;
  } catch (error) {
    if (!isCryptoError(error)) throw error;
  }
  throw new CodedError('opening/statement-refused', { why: 'session certificate' });
}

/**
 * Brings request, bodies and locks to the KMS, which judges for itself. Repeating it answers the same release.
 * @throws opening/session-missing (NON_CA), opening/technical-result-missing and what the KMS gives
 */
export async function postRelease(
  room: OpeningRoom,
  caller: Caller,
  given: { readonly opening: Opening; readonly der: Buffer },
): Promise<void> {
  const { opening, der } = given;
  if (opening.release !== null) return;
  const { context, submissions } = room;
  const { policy, envelope } = policyOf(context, opening);
  const { statement } = readMemberStatement(context, caller, { der, schema: ReleaseStatement, envelope });
  const isThis =
    isOf(opening, statement) &&
    statement.kdLpse === context.config.kdLpse &&
    statement.versiTender === opening.versiTender;
  if (!isThis) throw new CodedError('opening/statement-refused', { why: 'release' });
  if (policy.mode === 'NON_CA' && opening.session === null) throw new CodedError('opening/session-missing');
  consumeNonce(context, caller.account.accountId, statement.serverNonce);
  const release = await context.kms.release({
    request: der,
    session: policy.mode === 'NON_CA' ? opening.session : null,
    technicalResult: opening.envelopeId === 'file-2' ? storedResult(room, opening) : null,
    bodies: filedBodies(submissions, opening),
    bids: bidsOf(room, opening).map(({ submissionId }) => ({
      submissionId,
      manifest: submissions.book.manifestOf(submissionId) ?? Buffer.alloc(0),
      locks: submissions.book.locksOf(submissionId),
    })),
  });
  room.book.setRelease(opening.openingId, release);
  acted(room, caller, opening);
}

/** @throws opening/session-missing, opening/signature-refused, opening/statement-refused */
export function postContribution(room: OpeningRoom, caller: Caller, given: { opening: Opening; der: Buffer }): void {
  const { opening, der } = given;
  const { envelope } = policyOf(room.context, opening);
  const read = readMemberStatement(room.context, caller, { der, schema: ContributionStatement, envelope });
  const { statement, place } = read;
  if (opening.session === null) throw new CodedError('opening/session-missing');
  const holders = envelope.openers?.kind === 'quorum' ? envelope.openers.holders : [];
  const holder = sha256Hex(Buffer.from(holders[place] ?? '', 'base64'));
  const share = Buffer.from(statement.sealedShare, 'base64');
  const isThis =
    statement.openingId === opening.openingId &&
    statement.sessionCertificateSha256 === opening.sessionSha256 &&
    statement.holderCertificateSha256 === holder &&
    statement.shareSha256 === sha256Hex(share);
  if (!isThis) throw new CodedError('opening/statement-refused', { why: 'contribution' });
  requireSealedToSession(opening, share);
  const { holderCertificateSha256, shareSha256, sessionCertificateSha256: sessionSha256 } = statement;
  append(room, opening, 'opening-contribution', { holderCertificateSha256, shareSha256, sessionSha256 });
  room.book.addContribution(opening.openingId, { sessionSha256, holderSha256: holder, der });
  acted(room, caller, opening);
}

function requireSealedToSession({ session }: Opening, share: Buffer): void {
  const codes = { signature: 'opening/session-missing', form: 'opening/session-missing' } as const;
  const { statement } = readSigned(session ?? Buffer.alloc(0), SessionStatement, codes);
  const certificate = parseCertificate(Buffer.from(statement.sessionCertificate, 'base64'));
  try {
    requireRecipients(parseAuthEnveloped(share, { maxBytes: 64 << 10 }), [certificate]);
  } catch (cause) {
    throw new CodedError('opening/statement-refused', { why: 'share' }, { cause });
  }
}

/**
 * One result per member and bid; members who differ are all kept, so that the difference shows.
 * @throws opening/not-released, opening/bid-not-found, opening/result-differs
 */
/** Answers which bid the result is of. */
export function postResult(room: OpeningRoom, caller: Caller, given: { opening: Opening; der: Buffer }): string {
  const { opening, der } = given;
  if (opening.release === null) throw new CodedError('opening/not-released');
  const { envelope } = policyOf(room.context, opening);
  const read = readMemberStatement(room.context, caller, { der, schema: ResultStatement, envelope });
  const { statement, content } = read;
  if (!isOf(opening, statement)) throw new CodedError('opening/statement-refused', { why: 'result' });
  const { submissionId } = statement;
  const bid = bidsOf(room, opening).find((candidate) => candidate.submissionId === submissionId);
  if (bid?.manifestSha256 !== statement.manifestSha256) throw new CodedError('opening/bid-not-found');
  const { accountId } = caller.account;
  const known = room.book.resultOf(opening.openingId, submissionId, accountId);
  if (known !== null) {
    if (known.content.equals(content)) return submissionId;
    throw new CodedError('opening/result-differs');
  }
  append(room, opening, 'opening-result', {
    submissionId,
    memberCertificateSha256: read.signer.sha256,
    resultSha256: sha256Hex(content),
    outcome: statement.outcome.kind,
  });
  room.book.addResult(opening.openingId, submissionId, { accountId, content, result: der });
  acted(room, caller, opening);
  return submissionId;
}

function isOf(opening: Opening, statement: { kdTender: string; envelopeId: string; openingId: string }): boolean {
  return (
    statement.kdTender === opening.kdTender &&
    statement.envelopeId === opening.envelopeId &&
    statement.openingId === opening.openingId
  );
}

function append(
  { context }: OpeningRoom,
  { openingId, kdTender, versiTender, envelopeId }: Opening,
  type: 'opening-contribution' | 'opening-result',
  facts: Record<string, string>,
): void {
  const time = context.clock.now().toISOString();
  context.log.append({ type, kdTender, versiTender, envelopeId, time, body: { openingId, ...facts } });
}
