// The transparency log as a screen follows it: every look asks for the head, fetches and reads only leaves that are new, and tells by
// tender what they say of openings and whether there is anything new at all.
import type { OpeningEvent } from '../domain/opening-view.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { LogCalls } from '../ports/lpse-gateway.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { LogMirror } from './log-mirror.ts';
import { requireHead, type LogNeeds } from './verify-log.ts';

export class FollowedLog {
  readonly #mirror: LogMirror;

  constructor(lpse: Pick<LogCalls, 'entries'>) {
    this.#mirror = new LogMirror(lpse);
  }

  /** @throws log/checkpoint-invalid, log/forked and every other alarm; log/proof-invalid when the leaves are not the head's */
  async look(needs: LogNeeds, about: { readonly trust: LpseTrust }, options: CallOptions = {}): Promise<void> {
    await this.#mirror.extendTo(await requireHead(needs, about, options), options);
    this.#mirror.index.read();
  }

  /** As `LeafIndex.eventsOf`. */
  eventsOf(kdTender: string): readonly OpeningEvent[] {
    return this.#mirror.index.eventsOf(kdTender);
  }

  /** As `LeafIndex.newestOf`. */
  newestOf(kdTender: string): number | null {
    return this.#mirror.index.newestOf(kdTender);
  }
}
