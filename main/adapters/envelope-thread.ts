// The caller's side of the envelope thread: starts it, sends orders, answers its calls, and gives errors their class back.
import { Worker } from 'node:worker_threads';
import { CodedError, Defect } from '../../app/errors/coded-error.ts';
import { isErrorCode } from '../../app/errors/problem.ts';
import { CryptoError } from '../../crypto/errors.ts';
import type { Progress } from '../../crypto/seal/io.ts';
import { OpenFailure } from '../../crypto/seal/open-failure.ts';
import type { Callbacks, FromThread, Order, Replies, ToThread } from '../workers/envelope-protocol.ts';
import type { ThreadError } from '../workers/thread-errors.ts';
import { workerUrl } from '../workers/worker-url.ts';

/** What a running order may use and tell. */
export interface OrderOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly callbacks?: Partial<Callbacks>;
}

interface PendingOrder extends OrderOptions {
  /** What callbacks threw, by call. */
  readonly thrown: Map<number, unknown>;
  resolve(reply: Replies[keyof Replies]): void;
  reject(error: unknown): void;
}

export class EnvelopeThread {
  #worker: Worker | null = null;
  #lastId = 0;
  readonly #pending = new Map<number, PendingOrder>();

  /** Orders not yet answered. */
  get pending(): number {
    return this.#pending.size;
  }

  /**
   * Runs one order; several wait for each other.
   * @throws what the job threw, with its class and code; AbortError
   */
  async run<K extends keyof Replies>(
    order: Order & { readonly kind: K },
    options: OrderOptions = {},
  ): Promise<Replies[K]> {
    const { signal } = options;
    signal?.throwIfAborted();
    const worker = this.#started();
    const id = ++this.#lastId;
    const abort = () => post(worker, { kind: 'abort', id });
    signal?.addEventListener('abort', abort);
    worker.ref();
    try {
      const reply = await new Promise<Replies[keyof Replies]>((resolve, reject) => {
        this.#pending.set(id, { ...options, thrown: new Map(), resolve, reject });
        post(worker, { kind: 'start', id, order });
      });
      // The thread answers an order of kind K with Replies[K] (`run` in envelope-worker.ts).
      return reply as Replies[K];
    } finally {
      signal?.removeEventListener('abort', abort);
      this.#pending.delete(id);
      // An idle thread does not keep the program running.
      if (this.#pending.size === 0) worker.unref();
    }
  }

  /** Ends the thread and whatever it is doing; a later order starts a new one. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #started(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(workerUrl('../workers/envelope-worker', import.meta.url));
    worker.on('message', (message: FromThread) => this.#receive(worker, message));
    worker.on('error', (error: Error) => this.#lose(worker, error));
    worker.on('exit', () => this.#lose(worker, new Defect('the envelope thread ended')));
    this.#worker = worker;
    return worker;
  }

  #receive(worker: Worker, message: FromThread): void {
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    switch (message.kind) {
      case 'progress':
        pending.onProgress?.(message.progress);
        return;
      case 'call':
        void answer(worker, pending, message);
        return;
      case 'done':
        pending.resolve(message.reply);
        return;
      case 'failed':
        pending.reject(toError(message.error, pending));
    }
  }

  #lose(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    for (const pending of this.#pending.values()) pending.reject(error);
  }
}

async function answer(worker: Worker, pending: PendingOrder, message: FromThread & { kind: 'call' }): Promise<void> {
  const { call, method } = message;
  try {
    const callback = pending.callbacks?.[method];
    if (callback === undefined) throw new Defect(`no callback ${method}`);
    const bytes = await callback(message.bytes);
    post(worker, { kind: 'returned', call, bytes });
    // The message took a copy; what was agreed or decrypted is secret.
    if (method !== 'sign') bytes.fill(0);
  } catch (error) {
    pending.thrown.set(call, error);
    post(worker, { kind: 'threw', call });
  }
}

function toError(error: ThreadError, { thrown }: PendingOrder): unknown {
  switch (error.kind) {
    case 'callback':
      return thrown.get(error.call);
    case 'abort':
      return new DOMException('The work was aborted', 'AbortError');
    case 'crypto': {
      const detail = error.message.slice(`${error.code}: `.length);
      if (error.failure !== null) return new OpenFailure(error.failure, error.code, detail);
      return new CryptoError(error.code, detail);
    }
    case 'coded':
      return isErrorCode(error.code) ? new CodedError(error.code, error.details) : new Defect(error.code);
    case 'other': {
      const other = new Error(error.message);
      other.name = error.name;
      other.stack = error.stack;
      return other;
    }
  }
}

function post(worker: Worker, message: ToThread): void {
  worker.postMessage(message);
}
