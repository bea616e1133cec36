// Events of an opening as a reader judges them (app/protocol/SPEC.md 9): each must follow the one before, and be the leaf it names.
import { encodeCanonicalJson } from '../../crypto/canonical-json.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { OpeningEvent } from '../protocol/watch.ts';

/** Where a chain stands after an event. */
export interface ChainPlace {
  readonly sequence: number;
  readonly sha256: string;
  readonly logIndex: number;
}

export const CHAIN_START: ChainPlace = { sequence: 0, sha256: '0'.repeat(64), logIndex: -1 };

/** @throws watch/chain-broken unless the event is the next one after `place`, of this package */
export function nextPlace(place: ChainPlace, event: OpeningEvent, kdTender: string): ChainPlace {
  const follows =
    event.kdTender === kdTender &&
    event.sequence === place.sequence + 1 &&
    event.previousSha256 === place.sha256 &&
    event.logIndex > place.logIndex;
  if (!follows) throw new CodedError('watch/chain-broken', { sequence: place.sequence + 1, got: event.sequence });
  const { sequence, logIndex } = event;
  return { sequence, logIndex, sha256: sha256Hex(encodeCanonicalJson(event)) };
}

/**
 * @param leaf - bytes of the leaf at the event's index, in a tree under a verified checkpoint
 * @throws watch/event-refuted when the event says anything else than that leaf
 */
export function requireEventOfLeaf(event: OpeningEvent, leaf: Uint8Array): void {
  const { kind: type, kdTender, versiTender, envelopeId, time, facts: body, logIndex } = event;
  const told = encodeCanonicalJson({ type, kdTender, versiTender, envelopeId, time, body });
  if (!told.equals(leaf)) throw new CodedError('watch/event-refuted', { index: logIndex });
}
