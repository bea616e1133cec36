// The latest moment at which sending a bid can safely begin, from the measured line or from a slow guess that is called one. Pure.
import type { BidView } from '../app/contract/bids.ts';
import { latestStart } from '../app/domain/deadline.ts';

/** Slow enough for a village office: the guess while no upload was measured. */
export const ASSUMED_BYTES_PER_SECOND = 64_000;

export interface SafeStart {
  readonly at: Date;
  readonly measured: boolean;
  readonly bytesPerSecond: number;
  /** The server's time has passed it. */
  readonly late: boolean;
}

export function safeStart(
  closesAt: string,
  about: { readonly sizeBytes: number; readonly bytesPerSecond: number | null; readonly nowMs: number | null },
): SafeStart | null {
  const measured = about.bytesPerSecond !== null && about.bytesPerSecond > 0;
  const bytesPerSecond = measured ? about.bytesPerSecond : ASSUMED_BYTES_PER_SECOND;
  const at = latestStart(new Date(closesAt), about.sizeBytes, bytesPerSecond);
  if (at === null || Number.isNaN(at.getTime())) return null;
  return { at, measured, bytesPerSecond, late: about.nowMs !== null && about.nowMs > at.getTime() };
}

/** What is still to be sent; of a draft, its documents so far. Null for a bid that needs no sending any more, or has nothing yet. */
export function bytesToSend({ state, documents, sealed, uploadedBytes }: BidView): number | null {
  switch (state) {
    case 'draft':
      return documents.length === 0 ? null : documents.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    case 'sealed':
    case 'uploading':
      return sealed === null ? null : Math.max(0, sealed.sizeBytes - (uploadedBytes ?? 0));
    case 'received':
    case 'receipted':
    case 'superseded':
    case 'withdrawn':
    case 'refused':
      return null;
  }
}
