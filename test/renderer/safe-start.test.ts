import { describe, expect, it } from 'vitest';
import { ASSUMED_BYTES_PER_SECOND, bytesToSend, safeStart } from '../../renderer/safe-start.ts';
import { sampleBid, SAMPLE_SEALED } from '../doubles/sample-bids.ts';

describe('the latest safe start', () => {
  const closesAt = '2026-11-20T10:00:00.000Z';
  const nowMs = Date.parse('2026-11-20T09:00:00.000Z');

  it('comes from the measured speed, with half as much again and five minutes', () => {
    const start = safeStart(closesAt, { sizeBytes: 60_000_000, bytesPerSecond: 100_000, nowMs });
    expect(start).toMatchObject({ measured: true, late: false });
    expect(start?.at.toISOString()).toBe('2026-11-20T09:40:00.000Z');
  });

  it('assumes a slow line while nothing was measured, and says so', () => {
    const start = safeStart(closesAt, { sizeBytes: ASSUMED_BYTES_PER_SECOND * 60, bytesPerSecond: null, nowMs });
    expect(start).toMatchObject({ measured: false, bytesPerSecond: ASSUMED_BYTES_PER_SECOND });
    expect(start?.at.toISOString()).toBe('2026-11-20T09:53:30.000Z');
  });

  it('is late when the server’s time has passed it', () => {
    const late = safeStart(closesAt, { sizeBytes: 600_000_000, bytesPerSecond: 100_000, nowMs });
    expect(late?.late).toBe(true);
    expect(safeStart('never', { sizeBytes: 1, bytesPerSecond: 1, nowMs })).toBeNull();
  });
});

describe('what is still to be sent', () => {
  it('is every document of a draft, and nothing can be said of an empty one', () => {
    const documents = [1000, 234].map((sizeBytes, index) => ({
      ...{
        index,
        sizeBytes,
        name: `${index}.pdf`,
        originalName: `${index}.pdf`,
        slot: 's',
        mediaType: 'application/pdf',
      },
    }));
    expect(bytesToSend(sampleBid({ state: 'draft', documents }))).toBe(1234);
    expect(bytesToSend(sampleBid({ state: 'draft', documents: [] }))).toBeNull();
  });

  it('is what the server does not have of the sealed file', () => {
    const sealed = { ...SAMPLE_SEALED, sizeBytes: 500 };
    expect(bytesToSend(sampleBid({ state: 'sealed', sealed, uploadedBytes: null }))).toBe(500);
    expect(bytesToSend(sampleBid({ state: 'uploading', sealed, uploadedBytes: 200 }))).toBe(300);
  });

  it.each(['received', 'receipted', 'superseded', 'withdrawn', 'refused'] as const)('is none of a %s bid', (state) => {
    expect(bytesToSend(sampleBid({ state, sealed: SAMPLE_SEALED }))).toBeNull();
  });
});
