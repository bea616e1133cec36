// May these bids be opened, and are they all there? (app/protocol/SPEC.md 7.) The closed log decides which bids there are; the KMS's
// release must cover exactly those, under its signature. An opener takes neither the LPSE's nor the KMS's word for it.
import { parseVerifierKey, verifyCheckpoint } from '../../crypto/checkpoint.ts';
import { parseCanonicalJson } from '../../crypto/canonical-json.ts';
import { verifySignedData } from '../../crypto/cms/verify-signature.ts';
import { toReport, type CheckReport } from '../domain/check-report.ts';
import { CodedError, type ProblemDetails } from '../errors/coded-error.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { TechnicalResult, type OpeningAnswer, type ReleasedHeaders } from '../protocol/openings.ts';
import type { SubmissionLeafBody } from '../protocol/receipt.ts';
import type { PolicyEnvelope } from '../protocol/policy.ts';
import { leavesOf, liveBids } from './live-set.ts';
import { isTreeOf } from './log-leaf.ts';
import { findOut, missing, notMade, runCheck, type Row } from './run-check.ts';
import { readRelease } from './read-release.ts';
import { requireSoleSigner, type PathContext } from './signed-message.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';

export interface OpeningQuestion {
  readonly answer: OpeningAnswer;
  readonly trust: LpseTrust;
  readonly versiTender: number;
  /** By the newest policy. */
  readonly closesAt: Date;
  /** Every leaf of the closed tree, in order. */
  readonly entries: readonly Uint8Array[];
  /** File II: the signed technical result and the committee of File I; null for other envelopes. */
  readonly technical: { readonly result: Uint8Array; readonly committee: PolicyEnvelope } | null;
  readonly at: Date;
  readonly path: Pick<PathContext, 'intermediates' | 'crls' | 'ocsp'>;
}

export interface OpeningVerdict {
  readonly report: CheckReport;
  /** The bids due, from the log; null unless it could be proven which they are. */
  readonly due: readonly SubmissionLeafBody[] | null;
  /** Null before the release, and unless the release is good. */
  readonly release: ReleasedHeaders | null;
}

export function checkOpening(question: OpeningQuestion): OpeningVerdict {
  const closed = runCheck('opening-closed', () => requireClosedTree(question));
  if (closed.outcome !== 'passed') {
    const rows = [closed, notMade('opening-complete'), notMade('opening-release')];
    return { report: toReport(rows), due: null, release: null };
  }
  const { row: complete, value: proven } = findOut(
    'opening-complete',
    () => requireComplete(question),
    (due) => ({ bids: due.length }),
  );
  if (proven === null) {
    return { report: toReport([closed, complete, notMade('opening-release')]), due: null, release: null };
  }
  const { row, release } = checkRelease(question, proven);
  return { report: toReport([closed, complete, row]), due: proven, release };
}

/** The entries are exactly those of the tree that the log's key signed at closing. */
function requireClosedTree({ answer, trust, entries, versiTender, closesAt }: OpeningQuestion): ProblemDetails {
  const checkpoint = verifyCheckpoint(answer.closedCheckpoint, parseVerifierKey(trust.logVerifierKey));
  if (!isTreeOf(entries, checkpoint)) {
    throw new CodedError('log/proof-invalid', { size: checkpoint.size, entries: entries.length });
  }
  const { closedAt } = leavesOf(entries, { ...answer, versiTender, closesAt });
  return { size: checkpoint.size, closedAt };
}

/** The bids on the list are those in force in the log: the same submissions, the same files, none more, none less. */
function requireComplete({
  answer,
  entries,
  technical,
  versiTender,
  closesAt,
}: OpeningQuestion): readonly SubmissionLeafBody[] {
  const live = liveBids(leavesOf(entries, { ...answer, versiTender, closesAt }).filed, answer.bodies);
  const passed = technical === null ? null : requireTechnicalResult(technical, { ...answer, versiTender });
  const due = passed === null ? live : live.filter(({ bidderId }) => passed.has(bidderId));
  const offered = new Map(answer.bids.map((bid) => [bid.submissionId, bid]));
  if (offered.size !== answer.bids.length || offered.size !== due.length) {
    throw new CodedError('trust/log-incomplete', { due: due.length, offered: answer.bids.length });
  }
  // Two bids in one place would lie in one folder, one's documents among the other's.
  if (new Set(answer.bids.map(({ n }) => n)).size !== answer.bids.length) {
    throw new CodedError('trust/log-incomplete', { why: 'places' });
  }
  for (const { submissionId, bidderId, manifestSha256, sealedSha256, size } of due) {
    const bid = offered.get(submissionId);
    const same =
      bid?.bidderId === bidderId &&
      bid.manifestSha256 === manifestSha256 &&
      bid.sealedSha256 === sealedSha256 &&
      bid.size === size;
    if (!same) throw new CodedError('trust/log-incomplete', { submissionId });
  }
  return due;
}

/** Bidders who passed File I, in a statement that a majority of its committee signed. @throws opening/technical-result-missing */
export function requireTechnicalResult(
  { result, committee }: NonNullable<OpeningQuestion['technical']>,
  tender: { readonly kdTender: string; readonly versiTender: number },
): ReadonlySet<string> {
  const signed = verifySignedData(result);
  const content = TechnicalResult.safeParse(parseCanonicalJson(signed.content));
  const members = new Set(committee.signers.map((der) => parseCertificate(Buffer.from(der, 'base64')).sha256));
  const agreeing = signed.signers.filter(({ certificate }) => members.has(certificate.sha256)).length;
  const isOurs =
    content.success && content.data.kdTender === tender.kdTender && content.data.versiTender === tender.versiTender;
  if (!isOurs || agreeing * 2 <= members.size) throw new CodedError('opening/technical-result-missing', { agreeing });
  return new Set(content.data.passed);
}

function checkRelease(
  question: OpeningQuestion,
  due: readonly SubmissionLeafBody[],
): { readonly row: Row; readonly release: ReleasedHeaders | null } {
  const { answer } = question;
  if (answer.release === null) return { row: missing('opening-release', 'opening/not-released'), release: null };
  const signed = Buffer.from(answer.release, 'base64');
  const { row, value: release } = findOut(
    'opening-release',
    () => requireRelease(question, signed, due),
    ({ bids, releasedAt }) => ({ bids: bids.length, releasedAt }),
  );
  return { row, release };
}

function requireRelease(
  question: OpeningQuestion,
  signed: Uint8Array,
  due: readonly SubmissionLeafBody[],
): ReleasedHeaders {
  const { answer, trust, versiTender, at, path } = question;
  const message = readRelease(signed);
  requireSoleSigner(message, 'trust/release-refused', { anchors: trust.kms, at, ...path, revocation: 'required' });
  const { value } = message;
  const isOurs =
    value.kdLpse === trust.kdLpse &&
    value.kdTender === answer.kdTender &&
    value.versiTender === versiTender &&
    value.envelopeId === answer.envelopeId;
  if (!isOurs) throw new CodedError('trust/release-refused', { why: 'another envelope' });
  const released = new Map(value.bids.map(({ submissionId, manifestSha256 }) => [submissionId, manifestSha256]));
  const exact =
    released.size === value.bids.length &&
    released.size === due.length &&
    due.every(({ submissionId, manifestSha256 }) => released.get(submissionId) === manifestSha256);
  if (!exact) throw new CodedError('trust/release-refused', { released: value.bids.length, due: due.length });
  return value;
}
