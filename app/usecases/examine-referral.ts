// UC-28 The duty officer examines a bid that did not open: everything is verified anew and every digest of the stored file is
// computed, so that the class of reason is proven or said to be unproven. Nothing here needs a key, and nothing is decided.
import { sha256Hex } from '../../crypto/encoding.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { toReport, type CheckReport } from '../domain/check-report.ts';
import { CodedError, type ProblemDetails } from '../errors/coded-error.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { Downloader } from '../ports/downloader.ts';
import type { Journal } from '../ports/journal.ts';
import type { LogCalls, PackageCalls, ReferralCalls } from '../ports/lpse-gateway.ts';
import type { OutputStore } from '../ports/output-store.ts';
import { type ReleasedHeaders, ResultStatement } from '../protocol/openings.ts';
import type { PolicyEnvelope } from '../protocol/policy.ts';
import type { Receipt } from '../protocol/receipt.ts';
import type { ReferralCase, ReferralEvidence } from '../protocol/referrals.ts';
import { checkReceipt } from '../policy/check-receipt.ts';
import { readPackage } from '../policy/referral-package.ts';
import { findOut, missing, runCheck, type Row } from '../policy/run-check.ts';
import { readRelease } from '../policy/read-release.ts';
import { readSigned, requireSoleSigner } from '../policy/signed-message.ts';
import { signerName } from './choose-signer.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';
import { withStatement, type StatedReferral } from './list-referrals.ts';
import { loadIssuedPolicy, type IssuedPolicyNeeds } from './issued-policy.ts';
import { judgeStoredBid, type ComparedDigest, type StoredNeeds } from './judge-stored-bid.ts';
import { requireEnvelope, requirePolicy } from './load-policy.ts';
import type { NotOpenedReason } from './open-bid.ts';

export interface ExamineNeeds extends IssuedPolicyNeeds, StoredNeeds {
  readonly lpse: ReferralCalls & LogCalls & Pick<PackageCalls, 'policy'>;
  readonly downloader: Downloader;
  readonly output: OutputStore;
  readonly journal: Journal;
}

export type ExamineProgress = ByteProgress & { readonly step: 'fetching' | 'hashing' };

export interface Examination {
  readonly referral: StatedReferral;
  /** Who signed the result that the case rests on. */
  readonly memberName: string | null;
  readonly receivedAt: string | null;
  readonly report: CheckReport;
  /** What the digests prove; null when they prove no class, because it depends on the second lock. */
  readonly proven: NotOpenedReason | null;
  readonly digests: readonly ComparedDigest[];
  /** What the member's computer saw; null without an evidence package that holds. */
  readonly evidence: ReferralEvidence | null;
}

/**
 * Safe to repeat. The stored file is fetched into `folder`, which must exist, and removed afterwards.
 * @throws referral/not-found, access/forbidden, network/*, storage/*, trust/* when the policy is not good
 */
export async function examineReferral(
  needs: ExamineNeeds,
  input: { readonly connection: LpseConnection; readonly referralId: string; readonly folder: string },
  options: RunOptions<ExamineProgress> = {},
): Promise<Examination> {
  const { connection, referralId } = input;
  const { trust } = connection;
  const found = await needs.lpse.referral(referralId, calls(options));
  const verdict = checkReceipt(found.receipt, trust);
  const receipt = verdict.receipt?.format === 'segel-receipt/1' ? verdict.receipt : null;
  const bound = runCheck('referral-receipt', () => requireSameBid(found, receipt));
  const { kdTender, versiTender } = found;
  const policy = requirePolicy(await loadIssuedPolicy(needs, { connection, kdTender, versiTender }, calls(options)));
  const envelope = requireEnvelope(policy, found.envelopeId);
  const result = checkResult(envelope, found);
  const { row: packed, evidence } = await checkEvidence(needs, found, options);
  const { row: released, value: release } = findOut(
    'referral-release',
    () => requireRelease(found, connection, timeAt(connection, needs.clock)),
    ({ releasedAt }) => ({ releasedAt }),
  );
  // Only the receipt of this very bid can say what its file was.
  const about = { found, verdict, receipt: bound.outcome === 'passed' ? receipt : null, release, envelope, connection };
  const stored = await withStored(needs, { ...input, found }, options, (path) =>
    judgeStoredBid(needs, { ...about, path }, step(options, 'hashing')),
  );
  const rows = [...verdict.report.checks, bound, result.row, packed, released, ...stored.rows];
  const facts = { referralId, proven: stored.proven };
  await needs.journal.append({ event: 'referral.examined', bidId: null, kdTender: found.kdTender, facts });
  return {
    referral: withStatement(found, trust, timeAt(connection, needs.clock)),
    memberName: result.name,
    receivedAt: receipt?.receivedAt ?? null,
    report: toReport(rows),
    proven: stored.proven,
    digests: stored.digests,
    evidence,
  };
}

function calls({ signal }: RunOptions<ExamineProgress>) {
  return signal === undefined ? {} : { signal };
}

/** The receipt is of the bid that was referred. */
function requireSameBid(found: ReferralCase, receipt: Receipt | null): ProblemDetails {
  if (receipt === null) throw new CodedError('proof/receipt-malformed');
  for (const field of [
    'submissionId',
    'kdTender',
    'envelopeId',
    'bidderId',
    'sealedSha256',
    'manifestSha256',
  ] as const) {
    if (receipt[field] !== found[field]) throw new CodedError('proof/receipt-mismatch', { field });
  }
  return { submissionId: receipt.submissionId };
}

/** The case rests on a result that a member of this envelope's committee signed, about this bid, with this reason. */
function checkResult(
  { signers: members }: PolicyEnvelope,
  found: ReferralCase,
): { readonly row: Row; readonly name: string | null } {
  const certificates = members.map((der) => parseCertificate(Buffer.from(der, 'base64')));
  const { row, value } = findOut(
    'referral-result',
    () => {
      const { value: statement, signers } = readSigned(Buffer.from(found.result, 'base64'), ResultStatement);
      const signer = signers.length === 1 ? signers[0]?.certificate : undefined;
      const member = certificates.find(({ sha256 }) => sha256 === signer?.sha256);
      if (member === undefined) throw new CodedError('opening/signature-refused', { why: 'not a member' });
      const { outcome } = statement;
      const isThis =
        statement.submissionId === found.submissionId &&
        statement.openingId === found.openingId &&
        statement.manifestSha256 === found.manifestSha256 &&
        outcome.kind === 'not-opened' &&
        outcome.reason === found.reason;
      if (!isThis) throw new CodedError('opening/statement-refused', { why: 'another bid or reason' });
      return member;
    },
    (member) => ({ certificateSha256: member.sha256 }),
  );
  return { row, name: value === null ? null : signerName(value) };
}

async function checkEvidence(
  { lpse }: ExamineNeeds,
  found: ReferralCase,
  options: RunOptions<ExamineProgress>,
): Promise<{ readonly row: Row; readonly evidence: ReferralEvidence | null }> {
  const { evidenceSha256, referralId, submissionId, openingId, reason } = found;
  if (evidenceSha256 === null) return { row: missing('referral-evidence', 'referral/not-found'), evidence: null };
  const zip = await lpse.referralEvidence(referralId, calls(options));
  const { row, value } = findOut(
    'referral-evidence',
    () => {
      if (sha256Hex(zip) !== evidenceSha256) throw new CodedError('referral/evidence-refused', { why: 'digest' });
      const { evidence, files } = readPackage(zip);
      const isThis =
        evidence.submissionId === submissionId &&
        evidence.openingId === openingId &&
        evidence.reason === reason &&
        files.get('result.p7m')?.toString('base64') === found.result;
      if (!isThis) throw new CodedError('referral/evidence-refused', { why: 'another bid' });
      return evidence;
    },
    ({ files, clientVersion }) => ({ files: files.length, clientVersion, evidenceSha256 }),
  );
  return { row, evidence: value };
}

function requireRelease(found: ReferralCase, { trust, intermediates }: LpseConnection, at: Date): ReleasedHeaders {
  if (found.release === null) throw new CodedError('opening/not-released');
  const message = readRelease(Buffer.from(found.release, 'base64'));
  const path = { anchors: trust.kms, at, intermediates, revocation: 'if-available' } as const;
  requireSoleSigner(message, 'trust/release-refused', path);
  const { value } = message;
  const isOurs =
    value.kdTender === found.kdTender &&
    value.versiTender === found.versiTender &&
    value.envelopeId === found.envelopeId;
  if (!isOurs) throw new CodedError('trust/release-refused', { why: 'another envelope' });
  return value;
}

/** Fetches the file as it lies at the LPSE now, and removes it after `work`. */
async function withStored<T>(
  { downloader, output }: ExamineNeeds,
  about: { readonly referralId: string; readonly folder: string; readonly found: ReferralCase },
  options: RunOptions<ExamineProgress>,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const path = output.pathIn(about.folder, `${about.found.submissionId}.sampul`);
  await output.remove(path);
  const job = { referralId: about.referralId, path, sizeBytes: about.found.storedSize };
  try {
    await downloader.download(job, step(options, 'fetching'));
    return await work(path);
  } finally {
    await output.remove(path);
  }
}

function step({ onProgress, signal }: RunOptions<ExamineProgress>, name: ExamineProgress['step']) {
  return {
    ...(signal === undefined ? {} : { signal }),
    onProgress: (progress: ByteProgress) => onProgress?.({ ...progress, step: name }),
  };
}
