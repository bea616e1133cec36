// What the answers of an LPSE say of its clock in passing (the `Date` header). It is believed for nothing: it only tells that the signed
// time should be asked for anew, because the clock there, or here, was set.

/** Whole seconds, and the way of the answer, make up for this much by themselves. */
const UNUSUAL_MS = 3_000;

/** A server's header may be wrong for ever, behind a proxy with a clock of its own: only a change tells anything. */
export class ClockHints {
  #usualMs: number | null = null;

  /** @param differenceMs - the header's time minus the LPSE's as last measured @returns true when it should be measured anew */
  heard(differenceMs: number): boolean {
    if (!Number.isFinite(differenceMs)) return false;
    this.#usualMs ??= differenceMs;
    return Math.abs(differenceMs - this.#usualMs) > UNUSUAL_MS;
  }

  /** After a measurement: what is heard next is the usual. */
  reset(): void {
    this.#usualMs = null;
  }
}
