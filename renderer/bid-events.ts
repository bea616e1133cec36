// Progress of sealing and sending, kept outside of the screens so that it goes on while other screens are used (ux.md 9).
import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { EventPayload } from '../app/contract/contract.ts';
import { useBridgeEvent } from './query.ts';

export type BidProgress = EventPayload<'bids.progress'>;

const running = new Map<string, BidProgress>();
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The last progress of a bid's running work; null when nothing was heard since its state changed. */
export function useBidProgress(bidId: string): BidProgress | null {
  return useSyncExternalStore(subscribe, () => running.get(bidId) ?? null);
}

/** Forgets the progress of a bid: its work ended, or was cancelled. */
export function endProgress(bidId: string): void {
  if (running.delete(bidId)) tell();
}

/** Turns the program's events into fresh answers; called once, by the frame. */
export function useBidEvents(): void {
  const client = useQueryClient();
  useBridgeEvent('bids.progress', (progress) => {
    running.set(progress.bidId, progress);
    tell();
  });
  useBridgeEvent('lpse.uplink', (uplink) => client.setQueryData(['lpse.uplink', null], uplink));
  useBridgeEvent('bids.changed', (bid) => {
    client.setQueryData(['bids.load', { bidId: bid.bidId }], bid);
    for (const key of ['bids.list', 'bids.history', 'receipts.list', 'activity.list']) {
      void client.invalidateQueries({ queryKey: [key] });
    }
    if (bid.state !== 'uploading' && bid.state !== 'draft') endProgress(bid.bidId);
  });
  useBridgeEvent('packages.changed', ({ kdTender }) => {
    void client.invalidateQueries({ queryKey: ['packages.list'] });
    void client.invalidateQueries({ queryKey: ['packages.load', { kdTender }] });
  });
  useBridgeEvent('watch.changed', ({ kdTender }) => {
    void client.invalidateQueries({ queryKey: ['watch.list'] });
    void client.invalidateQueries({ queryKey: ['watch.load', { kdTender }] });
  });
}
