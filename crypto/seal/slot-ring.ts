// Buffers used in turn: one is handed out again only when everybody has finished with it. This is the pipeline's
// back-pressure, and its bound on memory.

/** A promise that may be looked at later: a failure in between is not an unhandled one. */
export function watched<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

export class SlotRing {
  readonly #slots: readonly { readonly bytes: Uint8Array; free: Promise<unknown> }[];
  #next = 0;

  constructor(buffers: readonly Uint8Array[]) {
    this.#slots = buffers.map((bytes) => ({ bytes, free: Promise.resolve() }));
  }

  /** The next buffer, when it is free. @throws whatever its last user failed with */
  async take(): Promise<Uint8Array> {
    const slot = this.#slots[this.#next++ % this.#slots.length];
    if (slot === undefined) throw new RangeError('a ring of no buffers');
    await slot.free;
    return slot.bytes;
  }

  /** Says until when the buffer taken last is in use. */
  holdLast(until: Promise<unknown>): void {
    const slot = this.#slots[(this.#next - 1) % this.#slots.length];
    if (slot !== undefined) slot.free = watched(until);
  }

  /** Waits for every use to end. @throws what one of them failed with */
  async drain(): Promise<void> {
    const ends = await Promise.allSettled(this.#slots.map((slot) => slot.free));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}
