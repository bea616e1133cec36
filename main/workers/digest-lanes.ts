// A workspace whose lanes are threads: hashing runs beside the cipher. Memory and threads are made once and reused, because
// V8 frees shared memory late and a thread costs tens of milliseconds to start (test/bench/README.md).
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { IO_BYTES, type DigestLane, type LaneDigests, type LaneOptions, type Workspace } from '../../crypto/seal/io.ts';
import type { LaneAnswer, LaneMessage } from './digest-protocol.ts';
import { workerUrl } from './worker-url.ts';

const SLOTS = 4;

/** A workspace and its end. */
export interface ThreadWorkspace extends Workspace {
  /** Stops the threads. */
  close(): Promise<void>;
}

/** Starts two lanes. The workspace serves one job at a time, any number of jobs one after the other. */
export function createThreadWorkspace(): ThreadWorkspace {
  const memory = new SharedArrayBuffer(2 * SLOTS * IO_BYTES);
  const slots = Array.from({ length: 2 * SLOTS }, (_, i) => Buffer.from(memory, i * IO_BYTES, IO_BYTES));
  const lanes = [new ThreadLane(memory), new ThreadLane(memory)] as const;
  return {
    inputs: slots.slice(0, SLOTS),
    outputs: slots.slice(SLOTS),
    lanes,
    close: async () => {
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}

interface Waiter<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}

class ThreadLane implements DigestLane {
  readonly #memory: SharedArrayBuffer;
  readonly #worker: Worker;
  /** Updates not yet acknowledged, oldest first. */
  readonly #updates: Waiter<undefined>[] = [];
  /** Digests asked for, oldest first. */
  readonly #finishes: Waiter<LaneDigests>[] = [];
  #failure: Error | null = null;

  constructor(memory: SharedArrayBuffer) {
    this.#memory = memory;
    this.#worker = new Worker(workerUrl('./digest-worker', import.meta.url), {
      workerData: memory,
      resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 16 },
    });
    this.#worker.on('message', (answer: LaneAnswer) => this.#settle(answer));
    this.#worker.on('error', (error: Error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('digest thread ended')));
  }

  begin(options: LaneOptions = {}): void {
    this.#post({ kind: 'begin', crc32: options.crc32 ?? false, blockBytes: options.blockBytes ?? 0 });
  }

  update(bytes: Uint8Array): Promise<void> {
    if (bytes.buffer !== this.#memory) return Promise.reject(new TypeError('bytes outside the workspace'));
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#updates.push({ resolve, reject });
      this.#post({ kind: 'update', offset: bytes.byteOffset, length: bytes.length });
    });
  }

  finish(): Promise<LaneDigests> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#finishes.push({ resolve, reject });
      this.#post({ kind: 'finish' });
    });
  }

  async close(): Promise<void> {
    const ended = once(this.#worker, 'exit');
    await this.#worker.terminate();
    await ended;
  }

  #post(message: LaneMessage): void {
    this.#worker.postMessage(message);
  }

  #settle(answer: LaneAnswer): void {
    if (answer === null) {
      this.#updates.shift()?.resolve(undefined);
      return;
    }
    const blocks = answer.blocks.map((block) => Buffer.from(block));
    this.#finishes.shift()?.resolve({ sha256: Buffer.from(answer.sha256), crc32: answer.crc32, blocks });
  }

  /** Nobody may wait for ever on a thread that is gone. */
  #fail(error: Error): void {
    this.#failure ??= error;
    for (const waiter of [...this.#updates.splice(0), ...this.#finishes.splice(0)]) waiter.reject(error);
  }
}
