// How much to send in one request: small on a link that breaks, since a broken chunk is sent again, large on a good one
// (trust.md 7.3).
const MIN_BYTES = 64 << 10;
const START_BYTES = 1 << 20;
const MAX_BYTES = 8 << 20;
/** A chunk faster than this may be followed by a larger one. */
const FAST_MS = 2000;

export class ChunkSize {
  #bytes = START_BYTES;
  #since = performance.now();

  get bytes(): number {
    return this.#bytes;
  }

  succeeded(): void {
    const now = performance.now();
    if (now - this.#since < FAST_MS) this.#bytes = Math.min(MAX_BYTES, this.#bytes * 2);
    this.#since = now;
  }

  failed(): void {
    this.#bytes = Math.max(MIN_BYTES, this.#bytes / 2);
    this.#since = performance.now();
  }
}
