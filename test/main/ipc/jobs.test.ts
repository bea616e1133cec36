import { describe, expect, it } from 'vitest';
import { Jobs } from '../../../main/ipc/jobs.ts';

/** A job that ends when it is told to, or when it is stopped. */
function endless(jobs: Jobs, bidId: string) {
  const done = Promise.withResolvers<string>();
  const ended: string[] = [];
  const result = jobs.run(bidId, 'sending', ({ signal, onProgress }) => {
    onProgress?.({ step: 'uploading', doneBytes: 3, totalBytes: 9 });
    signal?.addEventListener('abort', () => done.reject(new DOMException('stopped', 'AbortError')));
    return done.promise.finally(() => ended.push(bidId));
  });
  return { result, done, ended };
}

describe('jobs', () => {
  it('let one job at a time work on a bid, and others on other bids', async () => {
    const jobs = new Jobs(() => undefined);
    const first = endless(jobs, 'a');
    await expect(jobs.run('a', 'sealing', () => Promise.resolve(1))).rejects.toMatchObject({ code: 'ipc/bid-busy' });
    expect(() => jobs.requireIdle('a')).toThrow(expect.objectContaining({ code: 'ipc/bid-busy' }));
    expect(await jobs.run('b', 'sealing', () => Promise.resolve(2))).toBe(2);
    first.done.resolve('sent');
    expect(await first.result).toBe('sent');
    jobs.requireIdle('a');
  });

  it('know how far each of them is', async () => {
    const jobs = new Jobs(() => undefined);
    const job = endless(jobs, 'a');
    const progress = { step: 'uploading', doneBytes: 3, totalBytes: 9 };
    expect(jobs.running()).toEqual([{ bidId: 'a', work: 'sending', progress }]);
    job.done.resolve('');
    await job.result;
    expect(jobs.running()).toEqual([]);
    expect(jobs.of('a')).toBeNull();
  });

  it('are stopped by the time `cancel` returns; cancelling nothing does nothing', async () => {
    const jobs = new Jobs(() => undefined);
    await jobs.cancel('a');
    const job = endless(jobs, 'a');
    const rejected = expect(job.result).rejects.toMatchObject({ name: 'AbortError' });
    await jobs.cancel('a');
    expect(job.ended).toEqual(['a']);
    expect(jobs.of('a')).toBeNull();
    await rejected;
  });

  it('all stop before another account comes in', async () => {
    const jobs = new Jobs(() => undefined);
    const both = ['a', 'b'].map((bidId) => endless(jobs, bidId));
    const rejected = both.map(({ result }) => expect(result).rejects.toMatchObject({ name: 'AbortError' }));
    await jobs.stopAll();
    expect(jobs.running()).toEqual([]);
    await Promise.all(rejected);
  });
});
