// Progress of long work as the window gets it: at most five times a second, with the speed of the last seconds and time left.
/** What a use case reports. */
export interface StepProgress {
  readonly step: string;
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface ThrottleNeeds {
  readonly emit: (progress: StepProgress & Speed) => void;
  /** Milliseconds on a clock that never jumps. */
  readonly now?: () => number;
}

export interface Speed {
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
}

export const PROGRESS_EVERY_MS = 200;
/** A shorter measurement says more about buffers than about the line. */
const SHORTEST_MS = 500;
/** Older samples tell of another network. */
const WINDOW_MS = 5000;

/** Passes reports on; the newest one is never lost while the work goes on. */
export class ProgressThrottle {
  readonly #needs: Required<ThrottleNeeds>;
  readonly #speed = new SpeedMeter();
  #lastMs = Number.NEGATIVE_INFINITY;
  #waiting: StepProgress | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor({ emit, now = () => performance.now() }: ThrottleNeeds) {
    this.#needs = { emit, now };
  }

  report(progress: StepProgress): void {
    const nowMs = this.#needs.now();
    this.#speed.sample(progress, nowMs);
    this.#waiting = progress;
    const dueInMs = this.#lastMs + PROGRESS_EVERY_MS - nowMs;
    if (dueInMs <= 0) this.#send();
    else this.#timer ??= setTimeout(() => this.#send(), dueInMs);
  }

  /** Nothing is sent any more: what follows is the bid's new state. */
  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = null;
  }

  #send(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const progress = this.#waiting;
    if (progress === null) return;
    this.#waiting = null;
    this.#lastMs = this.#needs.now();
    this.#needs.emit({ ...progress, ...this.#speed.measure(progress) });
  }
}

/** Bytes per second of the present step over the last seconds. */
class SpeedMeter {
  #step = '';
  #samples: { readonly ms: number; readonly bytes: number }[] = [];

  sample({ step, doneBytes }: StepProgress, ms: number): void {
    const last = this.#samples.at(-1);
    if (step !== this.#step || doneBytes < (last?.bytes ?? 0)) {
      this.#step = step;
      this.#samples = [];
    }
    this.#samples.push({ ms, bytes: doneBytes });
    // The last sample before the window stays: the window is measured from it.
    while ((this.#samples[1]?.ms ?? ms) < ms - WINDOW_MS) this.#samples.shift();
  }

  measure({ doneBytes, totalBytes }: StepProgress): Speed {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    const elapsedMs = (last?.ms ?? 0) - (first?.ms ?? 0);
    if (first === undefined || last === undefined || elapsedMs < SHORTEST_MS || last.bytes === first.bytes) {
      return { bytesPerSecond: null, secondsLeft: null };
    }
    const bytesPerSecond = ((last.bytes - first.bytes) * 1000) / elapsedMs;
    return { bytesPerSecond, secondsLeft: Math.max(0, totalBytes - doneBytes) / bytesPerSecond };
  }
}
