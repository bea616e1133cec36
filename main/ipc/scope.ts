// Databases and connections that end before the program does: with their account, or with the LPSE they belong to.
import type { Installation } from '../compose.ts';

type End = () => void | Promise<void>;

export class Scope {
  readonly #ends: End[] = [];

  /** The installation, whose newly opened things end with this scope. */
  of(installation: Installation): Installation {
    return { ...installation, onClose: (end) => void this.#ends.push(end) };
  }

  /** Last opened first. */
  async close(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
  }
}
