import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PROGRESS_EVERY_MS, ProgressThrottle, type Speed, type StepProgress } from '../../../main/ipc/progress.ts';

const MB = 1_000_000;
let sent: (StepProgress & Speed & { readonly atMs: number })[];
let throttle: ProgressThrottle;

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  const now = () => performance.now();
  throttle = new ProgressThrottle({ emit: (progress) => sent.push({ ...progress, atMs: now() }), now });
});
afterEach(() => {
  vi.useRealTimers();
});

function upload(doneBytes: number, totalBytes = 100 * MB): void {
  throttle.report({ step: 'uploading', doneBytes, totalBytes });
}

describe('progress', () => {
  it('is told at most five times a second, however often it is reported', () => {
    for (let i = 0; i < 3000; i++) {
      upload(i * 1000);
      vi.advanceTimersByTime(1);
    }
    expect(sent.length).toBeGreaterThan(10);
    for (const [i, { atMs }] of sent.entries())
      if (i > 0) expect(atMs - (sent[i - 1]?.atMs ?? 0)).toBeGreaterThanOrEqual(PROGRESS_EVERY_MS);
  });

  it('tells the first report at once and never loses the newest', () => {
    upload(1);
    upload(2);
    upload(3);
    expect(sent.map(({ doneBytes }) => doneBytes)).toEqual([1]);
    vi.advanceTimersByTime(PROGRESS_EVERY_MS);
    expect(sent.map(({ doneBytes }) => doneBytes)).toEqual([1, 3]);
  });

  it('tells nothing any more after the end', () => {
    upload(1);
    upload(2);
    throttle.end();
    vi.advanceTimersByTime(10 * PROGRESS_EVERY_MS);
    expect(sent).toHaveLength(1);
  });

  it('says speed and time left once half a second was measured', () => {
    for (let i = 0; i <= 20; i++) {
      upload(i * 2 * MB);
      vi.advanceTimersByTime(100);
    }
    expect(sent[0]).toMatchObject({ bytesPerSecond: null, secondsLeft: null });
    const last = sent.at(-1);
    expect(last?.bytesPerSecond).toBeCloseTo(20 * MB, -5);
    expect(last?.secondsLeft).toBeCloseTo((100 * MB - (last?.doneBytes ?? 0)) / (20 * MB), 1);
  });

  it('measures the last seconds, not the whole way', () => {
    for (let i = 0; i < 100; i++) {
      upload(i * MB);
      vi.advanceTimersByTime(100);
    }
    for (let i = 0; i < 100; i++) {
      upload(100 * MB + i * 100_000, 1000 * MB);
      vi.advanceTimersByTime(100);
    }
    expect(sent.at(-1)?.bytesPerSecond).toBeCloseTo(MB, -5);
  });

  it('begins its measurement anew with every step', () => {
    for (let i = 0; i <= 10; i++) {
      throttle.report({ step: 'sealing', doneBytes: i * MB, totalBytes: 10 * MB });
      vi.advanceTimersByTime(100);
    }
    throttle.report({ step: 'verifying', doneBytes: 0, totalBytes: 10 * MB });
    vi.advanceTimersByTime(PROGRESS_EVERY_MS);
    expect(sent.at(-1)).toMatchObject({ step: 'verifying', bytesPerSecond: null, secondsLeft: null });
  });
});
