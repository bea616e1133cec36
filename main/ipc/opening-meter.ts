// How far opening all bids is, as the window gets it: every bid with its step, and the sum. Bids whose state changed are told once.
import type { BidProgress, OpeningProgress } from '../../app/contract/openings.ts';
import type { OpenBidsProgress } from '../../app/usecases/open-bids.ts';
import type { Speed, StepProgress } from './progress.ts';

const STILL: Speed = { bytesPerSecond: null, secondsLeft: null };

const PASSES_BEFORE: Readonly<Record<BidProgress['step'], number>> = {
  ...{ downloading: 0, proving: 1, intact: 1, opening: 2, done: 3 },
};

function isStep(step: OpenBidsProgress['step']): step is Exclude<BidProgress['step'], 'done'> {
  return Object.hasOwn(PASSES_BEFORE, step);
}

export class OpeningMeter {
  readonly #envelope: Pick<OpeningProgress, 'kdTender' | 'envelopeId'>;
  readonly #bids = new Map<number, BidProgress>();
  readonly #changed = new Set<number>();
  readonly #sizes = new Map<number, number>();
  #of = 0;
  #speed: Speed = STILL;

  /** Takes these two and nothing else that may come along: the window's contract knows no more. */
  constructor({ kdTender, envelopeId }: Pick<OpeningProgress, 'kdTender' | 'envelopeId'>) {
    this.#envelope = { kdTender, envelopeId };
  }

  /** Answers the sum, for speed and time left. */
  report({ n, of, step, doneBytes, totalBytes }: OpenBidsProgress): StepProgress {
    this.#of = of;
    this.#sizes.set(n, totalBytes);
    if (step !== 'waiting') this.#set({ n, step: isStep(step) ? step : 'done', doneBytes, totalBytes });
    return { step: 'open', ...this.#sum() };
  }

  /** Everything so far, for a window that comes in between. */
  whole(): OpeningProgress {
    return this.#tell([...this.#bids.values()]);
  }

  /** What changed since this was last asked. */
  changes(speed: Speed): OpeningProgress {
    this.#speed = { bytesPerSecond: speed.bytesPerSecond, secondsLeft: speed.secondsLeft };
    const bids = [...this.#changed].flatMap((n) => this.#bids.get(n) ?? []);
    this.#changed.clear();
    return this.#tell(bids);
  }

  /** Several bids are under way at once: each goes through its bytes three times (fetched, proven, opened). */
  #sum(): { readonly doneBytes: number; readonly totalBytes: number } {
    const passes = [...this.#bids.values()].map(
      ({ step, doneBytes, totalBytes }) => (PASSES_BEFORE[step] * totalBytes + (step === 'done' ? 0 : doneBytes)) / 3,
    );
    const totalBytes = [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
    return { doneBytes: Math.min(totalBytes, Math.floor(passes.reduce((sum, one) => sum + one, 0))), totalBytes };
  }

  #set(bid: BidProgress): void {
    this.#bids.set(bid.n, bid);
    this.#changed.add(bid.n);
  }

  #tell(bids: readonly BidProgress[]): OpeningProgress {
    const all = [...this.#bids.values()];
    return {
      ...this.#envelope,
      done: all.filter(({ step }) => step === 'done').length,
      of: this.#of,
      ...this.#sum(),
      ...this.#speed,
      bids: [...bids],
    };
  }
}
