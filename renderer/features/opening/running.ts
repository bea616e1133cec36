// Opening all bids as it goes: the program tells what changed, the screen keeps every bid's last step.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BidProgress, OpeningProgress, RoomView } from '../../../app/contract/openings.ts';
import { useBridgeEvent } from '../../query.ts';

export interface Running {
  /** Without its list of bids. */
  readonly sum: OpeningProgress;
  readonly bids: ReadonlyMap<number, BidProgress>;
}

/** Null while nothing is being opened on this computer. */
export function useRunning(room: RoomView | undefined, kdTender: string, envelopeId: string): Running | null {
  const client = useQueryClient();
  const [heard, setHeard] = useState<Running | null>(null);
  useBridgeEvent('openings.progress', (progress) => {
    if (progress.kdTender !== kdTender || progress.envelopeId !== envelopeId) return;
    setHeard((before) => joined(before, progress));
  });
  useBridgeEvent('openings.changed', (about) => {
    void client.invalidateQueries({ queryKey: ['openings.list'] });
    if (about.kdTender !== kdTender) return;
    setHeard(null);
    for (const key of ['openings.room', 'openings.results', 'openings.technicalResult'])
      void client.invalidateQueries({ queryKey: [key] });
  });
  if (heard !== null) return heard;
  const known = room?.running ?? null;
  return known === null ? null : joined(null, known);
}

function joined(before: Running | null, sum: OpeningProgress): Running {
  const bids = new Map(before?.bids ?? []);
  for (const bid of sum.bids) bids.set(bid.n, bid);
  return { sum, bids };
}
