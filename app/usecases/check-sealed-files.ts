// Check 16 of app/protocol/DOSSIER.md: sealed files inside a dossier, each read from the first byte to the last.
import { CodedError, type ProblemDetails } from '../errors/coded-error.ts';
import type { CheckOutcome } from '../domain/check-report.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { DossierSource } from '../ports/dossier-files.ts';
import type { Sealer } from '../ports/sealer.ts';
import type { SubmissionLeafBody } from '../protocol/receipt.ts';
import type { ProvenReceipt } from '../policy/tender/check-bids.ts';
import type { MemberResult } from '../policy/tender/check-results.ts';
import { codedFailure } from '../policy/run-check.ts';

export interface SealedFilesQuestion {
  readonly envelopeId: string;
  readonly live: readonly SubmissionLeafBody[] | null;
  readonly receipts: ReadonlyMap<string, ProvenReceipt> | null;
  readonly results: readonly MemberResult[] | null;
}

export async function checkSealedFiles(
  { source, sealer }: { readonly source: DossierSource; readonly sealer: Sealer },
  { live, receipts, results }: SealedFilesQuestion,
  options: RunOptions<ByteProgress>,
): Promise<CheckOutcome & { readonly facts?: ProblemDetails }> {
  if (!source.entries.some(({ name }) => name.startsWith('sealed/')))
    return { outcome: 'missing', code: 'audit/not-included' };
  if (live === null || receipts === null) return { outcome: 'not-made' };
  const damaged: string[] = [];
  for (const { submissionId } of live) {
    options.signal?.throwIfAborted();
    const runs = source.entries
      .filter(
        ({ name }) => name === `sealed/${submissionId}.sampul` || name.startsWith(`sealed/${submissionId}.sampul.`),
      )
      .map(({ run }) => run);
    if (runs.length === 0) return { outcome: 'failed', code: 'audit/part-missing', facts: { submissionId } };
    try {
      const sealed = await sealer.verifyInside(source.path, runs, options);
      const receipt = receipts.get(submissionId)?.receipt;
      for (const field of ['sealedSha256', 'manifestSha256', 'signatureSha256'] as const)
        if (sealed[field] !== receipt?.[field]) throw new CodedError('proof/receipt-mismatch', { field });
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') throw error;
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
