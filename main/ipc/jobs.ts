// Long work that goes on while other screens are used: one job per bid or opening, each with its own way to stop it.
import type { RunOptions } from '../../app/ports/call-options.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import { ProgressThrottle, type Speed, type StepProgress } from './progress.ts';
import type { SendEvent } from './host.ts';

/** Work on a bid of this account. */
export type Work = 'sealing' | 'sending';

/** Work on what is not one bid: all bids of an envelope, or a whole tender. */
export type OtherWork = 'opening' | 'exporting';
type AnyWork = Work | OtherWork;

/** How the window is told of progress. */
export type Tell = (progress: StepProgress & Speed) => void;

export interface RunningJob {
  readonly bidId: string;
  readonly work: AnyWork;
  /** As last reported; null before the first report. */
  readonly progress: StepProgress | null;
}

interface Job {
  readonly work: AnyWork;
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
  run<T>(bidId: string, work: Work, run: (options: RunOptions<StepProgress>) => Promise<T>): Promise<T> {
    return this.#run(bidId, work, {
      run,
      tell: (progress) => this.#send('bids.progress', { bidId, work, ...progress }),
    });
  }

  /** @param key - of what is worked on; no bid's id. @throws as `run` */
  runOther<T>(
    { key, work }: { readonly key: string; readonly work: OtherWork },
    run: (options: RunOptions<StepProgress>) => Promise<T>,
    tell: Tell,
  ): Promise<T> {
    return this.#run(key, work, { run, tell });
  }

  async #run<T>(
    bidId: string,
    work: AnyWork,
    { run, tell }: { readonly run: (options: RunOptions<StepProgress>) => Promise<T>; readonly tell: Tell },
  ): Promise<T> {
    this.requireIdle(bidId);
    const stop = new AbortController();
    const over = Promise.withResolvers<undefined>();
    const job: Job = { work, stop, progress: null, over: over.promise };
    this.#jobs.set(bidId, job);
    const throttle = new ProgressThrottle({ emit: tell });
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
