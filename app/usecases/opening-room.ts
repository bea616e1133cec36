// UC-18 Enter the opening of an envelope: start or join the session, prove from the closed log that every bid is there, and
// judge the KMS's release. Every step of an opening starts from this view, so none acts on an unproven list.
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import type { CheckReport } from '../domain/check-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { Clock } from '../ports/clock.ts';
import type { LogCalls, OpeningCalls, PackageCalls, TechnicalResultCalls } from '../ports/lpse-gateway.ts';
import { SessionStatement, type OpeningAnswer, type ReleasedHeaders } from '../protocol/openings.ts';
import { EnvelopeId } from '../protocol/primitives.ts';
import type { SubmissionLeafBody } from '../protocol/receipt.ts';
import type { ProcurementPackage } from '../protocol/packages.ts';
import type { PolicyEnvelope, SealingPolicy } from '../protocol/policy.ts';
import { checkOpening, type OpeningQuestion } from '../policy/check-opening.ts';
import { readSigned } from '../policy/signed-message.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';
import { loadIssuedPolicy } from './issued-policy.ts';
import { loadPolicy, requireEnvelope, requirePolicy, type PolicyNeeds } from './load-policy.ts';
import { readTree } from './log-tree.ts';
import { requireSameLog } from './verify-log.ts';

export interface OpeningNeeds extends PolicyNeeds {
  readonly lpse: OpeningCalls & LogCalls & TechnicalResultCalls & Pick<PackageCalls, 'policy' | 'package'>;
  readonly clock: Clock;
}

/** A signer and the certificates that came along. */
export interface VerifiedSigner {
  readonly certificate: Certificate;
  readonly chain: readonly Certificate[];
}

export interface OpeningInput {
  readonly connection: LpseConnection;
  readonly kdTender: string;
  readonly envelopeId: string;
}

export interface OpeningRoom {
  readonly answer: OpeningAnswer;
  readonly package: ProcurementPackage;
  /** The newest policy, verified as of when it was issued: whom it names may act, each with a certificate that is good now. */
  readonly policy: SealingPolicy;
  readonly policySha256: string;
  readonly envelope: PolicyEnvelope;
  readonly report: CheckReport;
  /** The bids in force; null unless proven. */
  readonly due: readonly SubmissionLeafBody[] | null;
  /** Null before the KMS released the headers, and unless that is proven. */
  readonly release: ReleasedHeaders | null;
  /** File II: the signed result of File I, judged with the rest; null for every other envelope. */
  readonly technical: Buffer | null;
  /** The leaves of the closed tree. */
  readonly entries: readonly Uint8Array[];
  /** Certificate of the leading computer; null before somebody leads. Signed by a member. */
  readonly sessionCertificate: Certificate | null;
}

/**
 * Safe to repeat.
 * @throws opening/too-early, opening/wrong-role, opening/technical-result-missing; trust/* when the policy is not good
 * @throws log/forked, log/checkpoint-invalid when the closed log is not part of the log that this computer knows
 */
export async function enterOpening(
  needs: OpeningNeeds,
  input: OpeningInput,
  options: RunOptions<ByteProgress> = {},
): Promise<OpeningRoom> {
  const { connection, kdTender } = input;
  const found = await needs.lpse.package(kdTender, options);
  const { versi_tender: versiTender } = found;
  const envelopeId = EnvelopeId.safeParse(input.envelopeId);
  if (!envelopeId.success) throw new CodedError('draft/no-such-envelope', { envelopeId: input.envelopeId });
  const answer = await needs.lpse.startOpening({ kdTender, envelopeId: envelopeId.data }, options);
  if (answer.kdTender !== kdTender || answer.envelopeId !== input.envelopeId) {
    throw new CodedError('network/bad-answer', { why: 'another opening' });
  }
  const closed = await requireSameLog(needs.lpse, { connection, note: answer.closedCheckpoint }, options);
  const { entries, holds } = await readTree(needs.lpse, closed, options);
  const wanted = { connection, kdTender, versiTender };
  // Leaves that do not hold say nothing about the policy either; the report names them.
  const loaded = holds
    ? await loadIssuedPolicy(needs, { ...wanted, known: entries }, options)
    : await loadPolicy(needs, wanted, options);
  const policy = requirePolicy(loaded);
  const envelope = requireEnvelope(policy, input.envelopeId);
  const { intermediates } = connection;
  const question: OpeningQuestion = {
    ...{ answer, trust: connection.trust, versiTender, entries },
    closesAt: new Date(envelope.closesAt),
    technical: await technicalResult(needs, policy, answer, options),
    at: timeAt(connection, needs.clock),
    path: { intermediates, ...loaded.revocation },
  };
  const verdict = checkOpening(question);
  const { policySha256 } = loaded;
  const technical = question.technical === null ? null : Buffer.from(question.technical.result);
  const sessionCertificate = readSession(answer, envelope)?.certificate ?? null;
  return { answer, package: found, policy, policySha256, envelope, entries, technical, ...verdict, sessionCertificate };
}

/** @throws the first failed check of the opening, when it may not go on */
export function requireDue(room: OpeningRoom): readonly SubmissionLeafBody[] {
  const failure = room.report.checks.find((check) => check.outcome === 'failed');
  if (failure?.outcome === 'failed') throw new CodedError(failure.code, failure.facts);
  if (room.due === null) throw new CodedError('trust/log-incomplete');
  return room.due;
}

/** File II opens only for those who passed File I. */
async function technicalResult(
  { lpse }: OpeningNeeds,
  policy: SealingPolicy,
  { envelopeId, kdTender }: OpeningAnswer,
  options: RunOptions<ByteProgress>,
): Promise<OpeningQuestion['technical']> {
  if (envelopeId !== 'file-2') return null;
  const { result } = await lpse.technicalResult(kdTender, options);
  if (result === null) throw new CodedError('opening/technical-result-missing');
  return { result: Buffer.from(result, 'base64'), committee: requireEnvelope(policy, 'file-1') };
}

/**
 * The leading computer's certificate counts only under the signature of a member; null before somebody leads.
 * @throws opening/signature-refused
 */
export function readSession(
  answer: OpeningAnswer,
  envelope: PolicyEnvelope,
): { readonly certificate: Certificate; readonly leader: VerifiedSigner } | null {
  if (answer.session === null) return null;
  const message = readSigned(Buffer.from(answer.session, 'base64'), SessionStatement);
  const members = new Set(envelope.signers.map((der) => parseCertificate(Buffer.from(der, 'base64')).sha256));
  const [signer] = message.signers;
  const { openingId, kdTender, envelopeId } = message.value;
  const ours = openingId === answer.openingId && kdTender === answer.kdTender && envelopeId === answer.envelopeId;
  const byMember = message.signers.length === 1 && members.has(signer?.certificate.sha256 ?? '');
  if (!ours || !byMember || signer === undefined) throw new CodedError('opening/signature-refused', { why: 'session' });
  const certificate = parseCertificate(Buffer.from(message.value.sessionCertificate, 'base64'));
  return { certificate, leader: { certificate: signer.certificate, chain: message.certificates } };
}
