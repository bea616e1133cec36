// How far opening all bids is, as the window gets it: every bid with its step, and the sum. Bids whose state changed are told once.
import type { BidProgress, OpeningProgress } from '../../app/contract/openings.ts';
import type { OpenBidsProgress } from '../../app/usecases/open-bids.ts';
import type { Speed, StepProgress } from './progress.ts';

const STILL: Speed = { bytesPerSecond: null, secondsLeft: null };

export class OpeningMeter {
  readonly #envelope: Pick<OpeningProgress, 'kdTender' | 'envelopeId'>;
  readonly #bids = new Map<number, BidProgress>();
  readonly #changed = new Set<number>();
  #of = 0;
  #speed: Speed = STILL;

  constructor(envelope: Pick<OpeningProgress, 'kdTender' | 'envelopeId'>) {
    this.#envelope = { ...envelope };
  }

  /** Answers the sum, for speed and time left. */
  report({ n, of, step, doneBytes, totalBytes }: OpenBidsProgress): StepProgress {
    this.#of = of;
    // One after the other: whoever came before is done.
    for (const [other, bid] of this.#bids) if (other !== n && bid.step !== 'done') this.#set({ ...bid, step: 'done' });
    this.#set({ n, step, doneBytes, totalBytes });
    return { step: String(n), doneBytes, totalBytes };
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

  #set(bid: BidProgress): void {
    this.#bids.set(bid.n, bid);
    this.#changed.add(bid.n);
  }

  #tell(bids: readonly BidProgress[]): OpeningProgress {
    const all = [...this.#bids.values()];
    const current = all.find(({ step }) => step !== 'done');
    return {
      ...this.#envelope,
      done: all.filter(({ step }) => step === 'done').length,
      of: this.#of,
      doneBytes: current?.doneBytes ?? 0,
      totalBytes: current?.totalBytes ?? 0,
      ...this.#speed,
      bids: [...bids],
    };
  }
}
