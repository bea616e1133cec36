// Long work on bids that goes on while other screens are used: one job per bid, each with its own way to stop it.
import type { RunOptions } from '../../app/ports/call-options.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import { ProgressThrottle, type StepProgress } from './progress.ts';
import type { SendEvent } from './host.ts';

export type Work = 'sealing' | 'sending';

export interface RunningJob {
  readonly bidId: string;
  readonly work: Work;
  /** As last reported; null before the first report. */
  readonly progress: StepProgress | null;
}

interface Job {
  readonly work: Work;
  readonly stop: AbortController;
  progress: StepProgress | null;
  /** Resolves when the job is over, however it ended. */
  readonly over: Promise<void>;
}

export class Jobs {
  readonly #send: SendEvent;
  readonly #jobs = new Map<string, Job>();

  constructor(send: SendEvent) {
    this.#send = send;
  }

  /** @throws ipc/bid-busy while another job works on this bid; whatever `run` throws, an `AbortError` after `cancel` */
  async run<T>(bidId: string, work: Work, run: (options: RunOptions<StepProgress>) => Promise<T>): Promise<T> {
    this.requireIdle(bidId);
    const stop = new AbortController();
    const over = Promise.withResolvers<undefined>();
    const job: Job = { work, stop, progress: null, over: over.promise };
    this.#jobs.set(bidId, job);
    const throttle = new ProgressThrottle({
      emit: (progress) => this.#send('bids.progress', { bidId, work, ...progress }),
    });
    const onProgress = (progress: StepProgress) => {
      job.progress = progress;
      throttle.report(progress);
    };
    try {
      return await run({ signal: stop.signal, onProgress });
    } finally {
      throttle.end();
      this.#jobs.delete(bidId);
      over.resolve(undefined);
    }
  }

  /** @throws ipc/bid-busy */
  requireIdle(bidId: string): void {
    const job = this.#jobs.get(bidId);
    if (job !== undefined) throw new CodedError('ipc/bid-busy', { work: job.work });
  }

  of(bidId: string): RunningJob | null {
    const job = this.#jobs.get(bidId);
    return job === undefined ? null : { bidId, work: job.work, progress: job.progress };
  }

  running(): readonly RunningJob[] {
    return [...this.#jobs].map(([bidId, { work, progress }]) => ({ bidId, work, progress }));
  }

  /** Resolves when the job has stopped; at once when there is none. */
  async cancel(bidId: string): Promise<void> {
    const job = this.#jobs.get(bidId);
    job?.stop.abort();
    await job?.over;
  }

  /** Before another account comes in, or the program ends: no job outlives its account. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.#jobs.keys()].map((bidId) => this.cancel(bidId)));
  }
}
