// The order of work in an opening: downloads run ahead of opening, both a few at a time, and what lies fetched but not yet opened is
// bounded, so that forty bids or 250 need no more memory, sockets or patience of the disk than a handful.
import type { CallOptions } from '../ports/call-options.ts';

export interface QueueLimits {
  /** Downloads at once. */
  readonly downloads: number;
  /** Bids proven and opened at once. */
  readonly openings: number;
  /** Opened bids being written down and answered at once: that waits for disk and network, not for the processor. */
  readonly finishings: number;
  /** Bytes downloaded or under way that are not yet opened; one bid that is larger goes alone. */
  readonly aheadBytes: number;
}

/** Downloads share four connections with everything else; a tender's worth of small bids may wait on the disk. */
export function queueLimits(openings: number): QueueLimits {
  return { downloads: 2, openings: Math.max(1, openings), finishings: 8, aheadBytes: 2 ** 31 };
}

/** One bid's way through the queue. */
export interface QueueJob<F, O, T> {
  readonly sizeBytes: number;
  /** Fetches. */
  readonly fetch: (options: CallOptions) => Promise<F>;
  /** Proves and opens what was fetched. */
  readonly open: (fetched: F, options: CallOptions) => Promise<O>;
  /** Writes down what came out, and tells it. */
  readonly finish: (opened: O, options: CallOptions) => Promise<T>;
}

/**
 * Runs every job and answers in their order. The first failure stops all others, is waited for, and is thrown: jobs that can fail
 * for themselves answer that as a value.
 */
export async function runQueue<F, O, T>(
  jobs: readonly QueueJob<F, O, T>[],
  limits: QueueLimits,
  { signal }: CallOptions = {},
): Promise<readonly T[]> {
  const stop = new AbortController();
  const all = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]);
  const [downloads, openings] = [new Gate(limits.downloads), new Gate(limits.openings)];
  const ahead = new Gate(limits.aheadBytes);
  const finishings = new Gate(limits.finishings);
  const run = async ({ sizeBytes, fetch, open, finish }: QueueJob<F, O, T>): Promise<T> => {
    const weight = Math.min(sizeBytes, limits.aheadBytes);
    return ahead.hold(weight, all, async () => {
      const fetched = await downloads.hold(1, all, () => fetch({ signal: all }));
      const opened = await openings.hold(1, all, () => open(fetched, { signal: all }));
      return finishings.hold(1, all, () => finish(opened, { signal: all }));
    });
  };
  let first: { readonly error: unknown } | null = null;
  const results = await Promise.allSettled(
    jobs.map(async (job) => {
      try {
        return await run(job);
      } catch (error) {
        first ??= { error };
        stop.abort();
        throw error;
      }
    }),
  );
  signal?.throwIfAborted();
  return results.map((result) => {
    if (result.status === 'fulfilled') return result.value;
    throw first === null ? result.reason : first.error;
  });
}

interface Waiter {
  readonly weight: number;
  readonly go: () => void;
}

/** Lets in as much as there is room for, first come, first served. */
class Gate {
  #room: number;
  readonly #waiting: Waiter[] = [];

  constructor(room: number) {
    this.#room = room;
  }

  async hold<T>(weight: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#enter(weight, signal);
    try {
      return await work();
    } finally {
      this.#room += weight;
      this.#admit();
    }
  }

  #enter(weight: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const waiter = {
        weight,
        go: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(asError(signal.reason));
        this.#admit();
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiter);
      this.#admit();
    });
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined && next.weight <= this.#room; next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#room -= next.weight;
      next.go();
    }
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new DOMException('The work was aborted', 'AbortError');
}
