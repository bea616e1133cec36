// How fast bytes reach the LPSE from here, as uploads showed it: what "start no later than" is reckoned from.

/** One measurement. */
export interface Uplink {
  readonly bytesPerSecond: number;
  /** RFC 3339, this computer's clock: only told, never reckoned with. */
  readonly measuredAt: string;
}

/** Less says more about buffers and round trips than about the line. */
const FEWEST_BYTES = 1 << 20;
const SHORTEST_MS = 250;
/** Nothing acknowledged for so long: the line or the server was away, and that time is not speed. */
const AWAY_MS = 60_000;

/** Adds up what the server acknowledged during one upload, resumed or not. */
export class UplinkMeter {
  #last: { readonly bytes: number; readonly ms: number } | null = null;
  #bytes = 0;
  #ms = 0;

  /** @param doneBytes - acknowledged by the server so far @param nowMs - on a clock that never jumps */
  acknowledged(doneBytes: number, nowMs: number): void {
    const before = this.#last;
    this.#last = { bytes: doneBytes, ms: nowMs };
    // The first report is where an upload goes on: nothing of it was sent now. A smaller offset begins anew.
    if (before === null || doneBytes < before.bytes || nowMs - before.ms > AWAY_MS) return;
    this.#bytes += doneBytes - before.bytes;
    this.#ms += nowMs - before.ms;
  }

  /** Null while too little was sent to say anything. */
  bytesPerSecond(): number | null {
    return this.#bytes < FEWEST_BYTES || this.#ms < SHORTEST_MS ? null : (this.#bytes * 1000) / this.#ms;
  }
}
