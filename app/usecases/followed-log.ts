// The transparency log as a screen follows it: every look asks for the head, fetches and reads only leaves that are new, and tells by
// tender what they say of openings and whether there is anything new at all.
import type { OpeningEvent } from '../domain/opening-view.ts';
import { firstFailure } from '../domain/check-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { LogCalls } from '../ports/lpse-gateway.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { newestLeaves, openingEvents } from '../policy/opening-events.ts';
import { LogMirror } from './log-mirror.ts';
import { verifyLog, type LogNeeds } from './verify-log.ts';

export class FollowedLog {
  readonly #mirror: LogMirror;
  readonly #events = new Map<string, readonly OpeningEvent[]>();
  readonly #newest = new Map<string, number>();
  #read = 0;

  constructor(lpse: Pick<LogCalls, 'entries'>) {
    this.#mirror = new LogMirror(lpse);
  }

  /** @throws log/checkpoint-invalid, log/forked and every other alarm; log/proof-invalid when the leaves are not the head's */
  async look(needs: LogNeeds, about: { readonly trust: LpseTrust }, options: CallOptions = {}): Promise<void> {
    const { report, checkpoint } = await verifyLog(needs, about, options);
    const failure = firstFailure(report);
    if (failure !== null || checkpoint === null)
      throw new CodedError(failure?.code ?? 'log/checkpoint-invalid', failure?.facts ?? {});
    const { origin, size, rootSha256 } = checkpoint;
    await this.#mirror.extendTo({ origin, size, root: Buffer.from(rootSha256, 'hex') }, options);
    this.#readNew();
  }

  /** What the log says of the openings of a tender, oldest first. */
  eventsOf(kdTender: string): readonly OpeningEvent[] {
    return this.#events.get(kdTender) ?? [];
  }

  /** Place of the newest leaf of a tender; null when there is none. While it is the same, nothing has happened to the tender. */
  newestOf(kdTender: string): number | null {
    return this.#newest.get(kdTender) ?? null;
  }

  #readNew(): void {
    const from = this.#read;
    const added = this.#mirror.entries(this.#mirror.size).slice(from);
    // First all of it: a leaf that is no leaf stops every look, instead of hiding what came with it from the next one.
    const events = openingEvents(added, from);
    const newest = newestLeaves(added, from);
    this.#read = from + added.length;
    for (const [kdTender, more] of events) this.#events.set(kdTender, [...this.eventsOf(kdTender), ...more]);
    for (const [kdTender, index] of newest) this.#newest.set(kdTender, index);
  }
}
