// Work that no call waits for. It is remembered, so that the program ends after it, and its failures are only noted.
export class Background {
  readonly #onFailure: (what: string, error: unknown) => void;
  readonly #running = new Set<Promise<void>>();
  readonly #stop = new AbortController();

  constructor(onFailure: (what: string, error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  /** Fires when the program ends. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  run(what: string, work: (signal: AbortSignal) => Promise<unknown>): void {
    if (this.signal.aborted) return;
    const running = this.#run(what, work).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  async #run(what: string, work: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
    try {
      await work(this.signal);
    } catch (error) {
      if (!this.signal.aborted) this.#onFailure(what, error);
    }
  }
}
