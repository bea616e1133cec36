// The window's event streams (`GET /events`, server-sent events). A window is gone when none has been open for a while.
import type { ServerResponse } from 'node:http';
import type { SendEvent } from '../ipc/host.ts';

export class EventStreams {
  readonly #open = new Set<ServerResponse>();
  readonly #gone = Promise.withResolvers<undefined>();
  readonly #graceMs: number;
  #met = false;
  #leaving: NodeJS.Timeout | undefined;

  /** A window that reloads comes back within `graceMs`. */
  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  /** Resolves when the last stream has been closed for the grace time; never before a first one was open. */
  get windowGone(): Promise<void> {
    return this.#gone.promise;
  }

  /** True once a window has listened. */
  get windowMet(): boolean {
    return this.#met;
  }

  add(response: ServerResponse): void {
    clearTimeout(this.#leaving);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': ready\n\n');
    this.#open.add(response);
    this.#met = true;
    // A write that meets a closing connection is no failure of ours.
    response.on('error', () => undefined);
    response.on('close', () => {
      this.#open.delete(response);
      if (this.#open.size > 0) return;
      this.#leaving = setTimeout(() => this.#gone.resolve(undefined), this.#graceMs);
    });
  }

  readonly send: SendEvent = (event, payload) => {
    for (const stream of this.#open) stream.write(`event: ${event}\ndata: ${JSON.stringify(payload)}\n\n`);
  };

  close(): void {
    for (const stream of this.#open) stream.destroy();
    clearTimeout(this.#leaving);
  }
}
