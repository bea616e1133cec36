// Receipts as the history of an envelope: which one counts, which were replaced or withdrawn. Pure.
import type { ReceiptView } from '../../../app/contract/records.ts';

/** `current`: in force. `replaced`, `withdrawn`: a tombstone. `withdrawal`: the receipt of a withdrawal itself. */
export type ReceiptStanding = 'current' | 'replaced' | 'withdrawn' | 'withdrawal';

export interface HistoryEntry {
  readonly receipt: ReceiptView;
  readonly standing: ReceiptStanding;
  /** The submission that took its place. */
  readonly replacedBy: string | null;
  readonly withdrawnAt: string | null;
}

export interface EnvelopeHistory {
  readonly kdTender: string;
  readonly namaPaket: string;
  readonly envelopeId: string;
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
}

/** Groups by tender and envelope; the group with the newest receipt first. */
export function historyOf(receipts: readonly ReceiptView[]): readonly EnvelopeHistory[] {
  const groups = Map.groupBy(receipts, ({ kdTender, envelopeId }) => `${kdTender} ${envelopeId}`);
  return [...groups.values()]
    .map((group) => group.toSorted(newestFirst))
    .toSorted(([a], [b]) => (a === undefined || b === undefined ? 0 : newestFirst(a, b)))
    .flatMap((group) => {
      const [newest] = group;
      if (newest === undefined) return [];
      const { kdTender, namaPaket, envelopeId } = newest;
      return [{ kdTender, namaPaket, envelopeId, entries: group.map((receipt) => toEntry(receipt, group)) }];
    });
}

export function findEntry(receipts: readonly ReceiptView[], receiptId: string): HistoryEntry | null {
  const all = historyOf(receipts).flatMap(({ entries }) => entries);
  return all.find(({ receipt }) => receipt.receiptId === receiptId) ?? null;
}

function toEntry(receipt: ReceiptView, group: readonly ReceiptView[]): HistoryEntry {
  if (receipt.kind === 'withdrawal') {
    return { receipt, standing: 'withdrawal', replacedBy: null, withdrawnAt: receipt.time };
  }
  const { submissionId } = receipt;
  const successor = group.find((one) => one.kind === 'submission' && one.supersedes === submissionId);
  const withdrawal = group.find((one) => one.kind === 'withdrawal' && one.submissionId === submissionId);
  if (withdrawal !== undefined) {
    return { receipt, standing: 'withdrawn', replacedBy: null, withdrawnAt: withdrawal.time };
  }
  return {
    receipt,
    standing: successor === undefined ? 'current' : 'replaced',
    replacedBy: successor?.submissionId ?? null,
    withdrawnAt: null,
  };
}

function newestFirst(a: ReceiptView, b: ReceiptView): number {
  return b.time.localeCompare(a.time) || b.sequence - a.sequence;
}
