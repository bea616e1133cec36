// Where a bid stands on its way to the LPSE, as one of a few faces of the last step. Pure.
import type { BidView } from '../../../app/contract/bids.ts';
import type { BidProgress } from '../../bid-events.ts';

export type SendFace =
  'not-sealed' | 'ready' | 'running' | 'stopped' | 'waiting' | 'proven' | 'refused' | 'replaced' | 'withdrawn';

/** @param busy - the program works on sending this bid right now, as far as the window knows */
export function sendFace(bid: Pick<BidView, 'state'>, busy: boolean): SendFace {
  switch (bid.state) {
    case 'draft':
      return 'not-sealed';
    case 'sealed':
      return busy ? 'running' : 'ready';
    case 'uploading':
      return busy ? 'running' : 'stopped';
    case 'received':
      return busy ? 'waiting' : 'stopped';
    case 'receipted':
      return 'proven';
    case 'refused':
      return 'refused';
    case 'superseded':
      return 'replaced';
    case 'withdrawn':
      return 'withdrawn';
  }
}

/** What is done and to do in bytes: the running work knows more than the store. */
export function sentBytes(
  bid: BidView,
  progress: BidProgress | null,
): { readonly done: number; readonly total: number } {
  const total = bid.sealed?.sizeBytes ?? 0;
  if (bid.state === 'received') return { done: total, total };
  const heard = progress?.work === 'sending' && progress.step === 'uploading' ? progress.doneBytes : 0;
  return { done: Math.min(total, Math.max(heard, bid.uploadedBytes ?? 0)), total };
}
