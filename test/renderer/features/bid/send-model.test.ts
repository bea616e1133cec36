import { describe, expect, it } from 'vitest';
import type { BidView } from '../../../../app/contract/bids.ts';
import { sendFace, sentBytes } from '../../../../renderer/features/bid/send-model.ts';
import type { BidProgress } from '../../../../renderer/bid-events.ts';
import { sampleBid, SAMPLE_SEALED } from '../../../doubles/sample-bids.ts';

function progress(change: Partial<BidProgress> = {}): BidProgress {
  const speeds = { bytesPerSecond: 1000, secondsLeft: 5 };
  return {
    bidId: sampleBid().bidId,
    work: 'sending',
    step: 'uploading',
    doneBytes: 50,
    totalBytes: 100,
    ...speeds,
    ...change,
  };
}

describe('the face of the last step', () => {
  it.each([
    ['draft', false, 'not-sealed'],
    ['sealed', false, 'ready'],
    ['sealed', true, 'running'],
    ['uploading', true, 'running'],
    ['uploading', false, 'stopped'],
    ['received', true, 'waiting'],
    ['received', false, 'stopped'],
    ['receipted', false, 'proven'],
    ['refused', false, 'refused'],
    ['superseded', false, 'replaced'],
    ['withdrawn', false, 'withdrawn'],
  ] as const)('of a %s bid (busy: %s) is %s', (state: BidView['state'], busy, face) => {
    expect(sendFace({ state }, busy)).toBe(face);
  });
});

describe('sent bytes', () => {
  const sealed = { ...SAMPLE_SEALED, sizeBytes: 100 };

  it('are the larger of what the store and the running work know, never above the whole', () => {
    const bid = sampleBid({ state: 'uploading', sealed, uploadedBytes: 30 });
    expect(sentBytes(bid, null)).toEqual({ done: 30, total: 100 });
    expect(sentBytes(bid, progress())).toEqual({ done: 50, total: 100 });
    expect(sentBytes(bid, progress({ doneBytes: 500 }))).toEqual({ done: 100, total: 100 });
  });

  it('are not those of sealing, nor of another step', () => {
    const bid = sampleBid({ state: 'uploading', sealed, uploadedBytes: 0 });
    expect(sentBytes(bid, progress({ work: 'sealing', step: 'sealing' })).done).toBe(0);
    expect(sentBytes(bid, progress({ step: 'preparing' })).done).toBe(0);
  });

  it('are all of them once the server has received', () => {
    expect(sentBytes(sampleBid({ state: 'received', sealed }), null).done).toBe(100);
  });
});
