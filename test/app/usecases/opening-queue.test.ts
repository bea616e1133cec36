import fc from 'fast-check';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runQueue, type QueueLimits } from '../../../app/usecases/opening-queue.ts';

/** Jobs that take some turns each, and the most that ran at once. */
function watchedJobs(sizes: readonly number[], fail: ReadonlySet<number> = new Set()) {
  const now = { downloads: 0, openings: 0, finishings: 0, bytes: 0 };
  const most = { downloads: 0, openings: 0, finishings: 0, bytes: 0 };
  const done: number[] = [];
  const enter = (what: 'downloads' | 'openings' | 'finishings', count: number) => {
    now[what] += count;
    most[what] = Math.max(most[what], now[what]);
  };
  const jobs = sizes.map((sizeBytes, i) => ({
    sizeBytes,
    fetch: async ({ signal }: { signal?: AbortSignal }) => {
      enter('downloads', 1);
      now.bytes += sizeBytes;
      most.bytes = Math.max(most.bytes, now.bytes);
      await wait(i % 3);
      enter('downloads', -1);
      signal?.throwIfAborted();
      return i;
    },
    open: async (fetched: number, { signal }: { signal?: AbortSignal }) => {
      enter('openings', 1);
      await wait((sizes.length - i) % 4);
      enter('openings', -1);
      signal?.throwIfAborted();
      if (fail.has(i)) throw new RangeError(`job ${String(i)}`);
      return fetched;
    },
    finish: async (fetched: number, { signal }: { signal?: AbortSignal }) => {
      enter('finishings', 1);
      await wait(i % 2);
      enter('finishings', -1);
      now.bytes -= sizeBytes;
      signal?.throwIfAborted();
      done.push(fetched);
      return `bid ${String(fetched)}`;
    },
  }));
  return { jobs, most, done };
}

const limits: QueueLimits = { downloads: 2, openings: 3, finishings: 4, aheadBytes: 100 };

describe('runQueue', () => {
  it('keeps within its limits and answers in order, whatever the sizes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 25 }), async (sizes) => {
        const { jobs, most } = watchedJobs(sizes);
        expect(await runQueue(jobs, limits)).toEqual(sizes.map((_, i) => `bid ${String(i)}`));
        expect(most.downloads).toBeLessThanOrEqual(2);
        expect(most.openings).toBeLessThanOrEqual(3);
        expect(most.finishings).toBeLessThanOrEqual(4);
        expect(most.bytes).toBeLessThanOrEqual(100);
      }),
      { numRuns: 30 },
    );
  });

  it('lets a bid that is larger than the bound go alone', async () => {
    const { jobs, done } = watchedJobs([10, 5000, 10]);
    await runQueue(jobs, limits);
    expect(done.toSorted()).toEqual([0, 1, 2]);
  });

  it('stops all others at the first failure, and throws that one', async () => {
    const { jobs, done } = watchedJobs(
      Array.from({ length: 40 }, () => 10),
      new Set([4]),
    );
    await expect(runQueue(jobs, limits)).rejects.toThrow('job 4');
    expect(done.length).toBeLessThan(20);
  });

  it('ends with an AbortError when it is stopped, also before it begins', async () => {
    const stop = new AbortController();
    const { jobs, done } = watchedJobs(Array.from({ length: 40 }, () => 10));
    const running = runQueue(jobs, limits, { signal: stop.signal });
    setTimeout(() => stop.abort(), 5);
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(done.length).toBeLessThan(40);
    await expect(runQueue(watchedJobs([1]).jobs, limits, { signal: stop.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
