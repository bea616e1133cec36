// UC-19 Follow the events of an opening as they happen, or read them afterwards: each must follow the one before, and counts as
// proven only when it is the leaf it names.
import { CodedError } from '../errors/coded-error.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { OpeningEvents } from '../ports/opening-events.ts';
import type { OpeningEvent } from '../protocol/watch.ts';
import { CHAIN_START, nextPlace, requireEventOfLeaf } from '../policy/event-chain.ts';
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
  try {
    for await (const event of needs.events.follow({ ...options, kdTender, after: 0 })) {
      place = nextPlace(place, event, kdTender);
      yield { event, proven: await prove(needs, input, event, options) };
    }
  } catch (error) {
    if (error instanceof CodedError && (error.code.startsWith('watch/') || error.code.startsWith('log/'))) {
      const facts = { code: error.code, sequence: place.sequence + 1 };
      await needs.journal.append({ event: 'opening.alarm', bidId: null, kdTender, facts });
    }
    throw error;
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
      // Without a line nothing is proven, and nothing refuted.
      if (!(error instanceof CodedError && error.code.startsWith('network/'))) throw error;
    }
  }
  const leaf = mirror.leaf(event.logIndex);
  if (leaf === null) return false;
  requireEventOfLeaf(event, leaf);
  return true;
}
