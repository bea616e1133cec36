// The rule of the journal's chain: each entry carries the digest of the one before, so that none can be changed, dropped or
// slipped in without every later digest changing.
import { encodeCanonicalJson, type Json } from '../../crypto/canonical-json.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import type { JournalEntry, JournalEvent } from '../ports/journal.ts';
import { CodedError } from '../errors/coded-error.ts';

/** `previousSha256` of the first entry. */
export const CHAIN_START = '0'.repeat(64);

/** The entry that follows `previous` (null for the first). `time`: RFC 3339 UTC. */
export function linkEntry(event: JournalEvent, time: string, previous: JournalEntry | null): JournalEntry {
  const unsigned = {
    sequence: (previous?.sequence ?? 0) + 1,
    time,
    event: event.event,
    bidId: event.bidId,
    kdTender: event.kdTender,
    facts: event.facts,
    previousSha256: previous?.sha256 ?? CHAIN_START,
  };
  return { ...unsigned, sha256: digestOf(unsigned) };
}

/**
 * Checks a whole journal, oldest entry first.
 * @throws proof/journal-broken with the number of the first entry that does not fit
 */
export function requireUnbroken(entries: readonly JournalEntry[]): void {
  let previous: JournalEntry | null = null;
  for (const entry of entries) {
    const { sha256, ...unsigned } = entry;
    const fits =
      entry.sequence === (previous?.sequence ?? 0) + 1 &&
      entry.previousSha256 === (previous?.sha256 ?? CHAIN_START) &&
      sha256 === digestOf(unsigned);
    if (!fits) throw new CodedError('proof/journal-broken', { sequence: entry.sequence });
    previous = entry;
  }
}

function digestOf(unsigned: Omit<JournalEntry, 'sha256'>): string {
  const { sequence, time, event, bidId, kdTender, facts, previousSha256 } = unsigned;
  const value: Json = { sequence, time, event, bidId, kdTender, facts, previousSha256 };
  return sha256Hex(encodeCanonicalJson(value));
}
