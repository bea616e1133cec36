// How much key derivation one file may ask for, counted in hash iterations before any of them runs.
import { CryptoError } from '../errors.ts';

/** NSS writes 600 000 for each of three derivations; ten million keep a file below about ten seconds. */
export const MAX_ITERATIONS = 10_000_000;

export class WorkBudget {
  #left: number;
  #spent = 0;

  constructor(iterations = MAX_ITERATIONS) {
    this.#left = iterations;
  }

  /** Iterations spent so far. */
  get spent(): number {
    return this.#spent;
  }

  /**
   * Takes `iterations` out of the budget; called before the work.
   * @throws identity/too-expensive when there are not that many left
   */
  spend(iterations: number): void {
    if (iterations > this.#left) throw new CryptoError('identity/too-expensive', `${iterations} iterations`);
    this.#left -= iterations;
    this.#spent += iterations;
  }
}
