// What the leaves of a copied log say of tenders: each leaf is read once, however often somebody looks.
import type { OpeningEvent } from '../domain/opening-view.ts';
import { openingEvents, newestLeaves } from '../policy/opening-events.ts';
import { newestPolicies, type PolicyLeaf } from '../policy/policy-issued.ts';

interface Leaves {
  readonly size: number;
  entries(size: number): readonly Uint8Array[];
}

export class LeafIndex {
  readonly #leaves: Leaves;
  readonly #events = new Map<string, readonly OpeningEvent[]>();
  readonly #newest = new Map<string, number>();
  readonly #policies = new Map<string, PolicyLeaf>();
  #read = 0;

  constructor(leaves: Leaves) {
    this.#leaves = leaves;
  }

  /** Reads what came since the last time. @throws json/malformed for a leaf that is none; the next reading stops there as well */
  read(): void {
    const from = this.#read;
    if (this.#leaves.size === from) return;
    const added = this.#leaves.entries(this.#leaves.size).slice(from);
    // First all of it: a leaf that is no leaf stops every look, instead of hiding what came with it from the next one.
    const events = openingEvents(added, from);
    const newest = newestLeaves(added, from);
    const policies = newestPolicies(added, from);
    this.#read = from + added.length;
    for (const [kdTender, more] of events) this.#events.set(kdTender, [...this.eventsOf(kdTender), ...more]);
    for (const [kdTender, index] of newest) this.#newest.set(kdTender, index);
    for (const [kdTender, policy] of policies) this.#policies.set(kdTender, policy);
  }

  /** What the log says of the openings of a tender, oldest first. */
  eventsOf(kdTender: string): readonly OpeningEvent[] {
    return this.#events.get(kdTender) ?? [];
  }

  /** Place of the newest leaf of a tender; null when there is none. While it is the same, nothing has happened to the tender. */
  newestOf(kdTender: string): number | null {
    return this.#newest.get(kdTender) ?? null;
  }

  /** The policy that was issued last for a tender, of whatever version; null before the first. */
  policyOf(kdTender: string): PolicyLeaf | null {
    return this.#policies.get(kdTender) ?? null;
  }
}
