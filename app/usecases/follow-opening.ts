// UC-29 Follow the events of an opening as they happen, or read them afterwards: each must follow the one before, and counts as
// proven only when it is the leaf it names.
import { CodedError } from '../errors/coded-error.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { OpeningEvents } from '../ports/opening-events.ts';
import type { LogLeaf } from '../protocol/log.ts';
import { OPENING_EVENT_KINDS, type OpeningEvent } from '../protocol/watch.ts';
import { readLeaf } from '../policy/live-set.ts';
import { CHAIN_START, nextPlace, requireEventOfLeaf } from '../policy/event-chain.ts';
import { isSilence } from './log-silence.ts';
import { catchUp, type WatchInput, type WatchNeeds } from './watch-opening.ts';

export interface FollowedEvent {
  readonly event: OpeningEvent;
  /** False while its leaf is not in a tree that this computer has proven. */
  readonly proven: boolean;
}

export interface FollowOptions extends RunOptions<ByteProgress> {
  readonly onLine?: (isThere: boolean) => void;
}

/**
 * Every event from the first, then the new ones, until the caller stops.
 * @throws watch/chain-broken, watch/event-refuted, log/forked: alarms, written to the journal
 * @throws access/*, network/bad-answer; an `AbortError` when stopped
 */
export async function* followOpening(
  needs: Pick<WatchNeeds, 'lpse' | 'memory' | 'journal'> & { readonly events: OpeningEvents },
  input: WatchInput,
  options: FollowOptions = {},
): AsyncGenerator<FollowedEvent> {
  const { kdTender } = input;
  let place = CHAIN_START;
  const told = new ToldLeaves(input);
  try {
    for await (const event of needs.events.follow({ ...options, kdTender, after: 0 })) {
      place = nextPlace(place, event, kdTender);
      const proven = await prove(needs, input, event, options);
      told.add(event);
      if (proven) told.requireNoneLeftOut(event);
      yield { event, proven };
    }
  } catch (error) {
    if (error instanceof CodedError && (error.code.startsWith('watch/') || error.code.startsWith('log/'))) {
      const facts = { code: error.code, sequence: place.sequence + 1 };
      await needs.journal.append({ event: 'opening.alarm', bidId: null, kdTender, facts });
    }
    throw error;
  }
}

/** What the log has of a package's openings, against what was told: a chain has no gap where an event was never told of. */
class ToldLeaves {
  readonly #input: Pick<WatchInput, 'kdTender' | 'mirror'>;
  readonly #told = new Set<number>();
  readonly #closed = new Set<string>();
  #next = 0;

  constructor(input: Pick<WatchInput, 'kdTender' | 'mirror'>) {
    this.#input = input;
  }

  add({ logIndex }: OpeningEvent): void {
    this.#told.add(logIndex);
  }

  /** @throws watch/chain-broken when a leaf before the event's own was an event, as far as the leaves are here */
  requireNoneLeftOut({ logIndex, sequence }: OpeningEvent): void {
    for (; this.#next <= logIndex; this.#next++) {
      const bytes = this.#input.mirror.leaf(this.#next);
      if (bytes === null) return;
      if (this.#isEvent(readLeaf(bytes)) && !this.#told.has(this.#next))
        throw new CodedError('watch/chain-broken', { sequence, got: sequence, index: this.#next });
    }
  }

  #isEvent({ type, kdTender, versiTender, envelopeId, body }: LogLeaf): boolean {
    if (kdTender !== this.#input.kdTender || envelopeId === null || body === undefined) return false;
    const envelope = `${String(versiTender)}/${envelopeId}`;
    if (type === 'closed') this.#closed.add(envelope);
    return this.#closed.has(envelope) && OPENING_EVENT_KINDS.some((kind) => kind === type);
  }
}

/** @throws watch/event-refuted when the log has another leaf there */
async function prove(
  needs: Pick<WatchNeeds, 'lpse' | 'memory' | 'journal'>,
  input: WatchInput,
  event: OpeningEvent,
  options: RunOptions<ByteProgress>,
): Promise<boolean> {
  const { mirror } = input;
  if (mirror.leaf(event.logIndex) === null) {
    try {
      await catchUp(needs, input, options);
    } catch (error) {
      // Without a line, or from a log that is silent, nothing is proven and nothing refuted.
      if (!isSilence(error)) throw error;
    }
  }
  const leaf = mirror.leaf(event.logIndex);
  if (leaf === null) return false;
  requireEventOfLeaf(event, leaf);
  return true;
}
