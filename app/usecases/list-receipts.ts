// UC-12 List the receipts on this computer, found by their folders and not by the database, each judged anew.
import type { CheckReport } from '../domain/check-report.ts';
import type { ReceiptStore } from '../ports/receipt-store.ts';
import type { TrustStore } from '../ports/trust-store.ts';
import { checkReceipt, timeOf } from '../policy/check-receipt.ts';

export interface ListedReceipt {
  readonly folder: string;
  readonly kind: 'receipt' | 'withdrawal';
  readonly kdTender: string;
  readonly envelopeId: string;
  readonly submissionId: string;
  /** Null when it is not readable. */
  readonly time: string | null;
  readonly sequence: number | null;
  readonly receiptSha256: string;
  /** Null when its LPSE is not pinned here. */
  readonly report: CheckReport | null;
}

/** Newest first; unreadable ones at the end. */
export async function listReceipts(needs: {
  readonly receipts: ReceiptStore;
  readonly trust: TrustStore;
}): Promise<readonly ListedReceipt[]> {
  const pinned = await needs.trust.list();
  const stored = await needs.receipts.list();
  const listed = stored.map(({ folder, receipt: files }) => {
    const verdicts = pinned.map((trust) => checkReceipt(files.bundle, trust));
    const verdict = verdicts.find(({ report }) => report.ok) ?? verdicts[0];
    const { kind, kdTender, envelopeId, submissionId } = files;
    const receipt = verdict?.receipt ?? null;
    return {
      ...{ folder, kind, kdTender, envelopeId, submissionId },
      time: receipt === null ? null : timeOf(receipt),
      sequence: receipt?.sequence ?? null,
      receiptSha256: verdict?.receiptSha256 ?? '',
      report: verdict?.report ?? null,
    };
  });
  return listed.toSorted((a, b) => (b.time ?? '').localeCompare(a.time ?? ''));
}
