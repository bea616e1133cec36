// Check 16 of app/protocol/DOSSIER.md: sealed files inside a dossier, each of which was read from the first byte to the last.
import { CodedError, type ProblemDetails } from '../../errors/coded-error.ts';
import type { CheckOutcome } from '../../domain/check-report.ts';
import type { ExaminedSealed } from '../../ports/sealer.ts';
import type { SubmissionLeafBody } from '../../protocol/receipt.ts';
import { codedFailure, toErrorCode } from '../run-check.ts';
import type { ProvenReceipt } from './check-bids.ts';
import type { MemberResult } from './check-results.ts';

export interface SealedFilesQuestion {
  readonly live: readonly SubmissionLeafBody[] | null;
  readonly receipts: ReadonlyMap<string, ProvenReceipt> | null;
  readonly results: readonly MemberResult[] | null;
  /** Whether a submission, of whatever state, is of this envelope. */
  readonly ofEnvelope: (submissionId: string) => boolean;
}

/** By submission. */
export type SealedFiles = ReadonlyMap<string, ExaminedSealed['sealed']>;

export function checkSealedFiles(
  files: SealedFiles,
  { live, receipts, results, ofEnvelope }: SealedFilesQuestion,
): CheckOutcome & { readonly facts?: ProblemDetails } {
  if (files.size === 0) return { outcome: 'missing', code: 'audit/not-included' };
  if (live === null || receipts === null) return { outcome: 'not-made' };
  const inForce = new Set(live.map(({ submissionId }) => submissionId));
  const other = [...files.keys()].find((submissionId) => !inForce.has(submissionId) && ofEnvelope(submissionId));
  if (other !== undefined)
    return { outcome: 'failed', code: 'audit/dossier-malformed', facts: { why: 'not in force', submissionId: other } };
  const damaged: string[] = [];
  for (const { submissionId } of live) {
    const sealed = files.get(submissionId);
    if (sealed === undefined) return { outcome: 'failed', code: 'audit/part-missing', facts: { submissionId } };
    try {
      requireReceipted(sealed, receipts.get(submissionId)?.receipt);
    } catch (error) {
      const { code, details } = codedFailure(error);
      const ofBid = (results ?? []).filter((result) => result.submissionId === submissionId);
      const said =
        ofBid.length > 0 &&
        ofBid.every(({ outcome }) => outcome.kind === 'not-opened' && outcome.reason === 'damaged-in-storage');
      if (!said) return { outcome: 'failed', code, facts: { ...details, submissionId } };
      damaged.push(submissionId);
    }
  }
  const facts = { files: live.length, ...(damaged.length === 0 ? {} : { damaged: damaged.join(' ') }) };
  return damaged.length === 0
    ? { outcome: 'passed', facts }
    : { outcome: 'missing', code: 'audit/damaged-as-found', facts };
}

function requireReceipted(sealed: ExaminedSealed['sealed'], receipt: ProvenReceipt['receipt'] | undefined): void {
  if ('code' in sealed) throw new CodedError(toErrorCode(sealed.code));
  for (const field of ['sealedSha256', 'manifestSha256', 'signatureSha256'] as const)
    if (sealed[field] !== receipt?.[field]) throw new CodedError('proof/receipt-mismatch', { field });
}
