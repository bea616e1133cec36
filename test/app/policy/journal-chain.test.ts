// The journal's chain: nothing can be changed, dropped or slipped in.
import { describe, expect, it } from 'vitest';
import { linkEntry, requireUnbroken } from '../../../app/policy/journal-chain.ts';
import type { JournalEntry } from '../../../app/ports/journal.ts';

function journal(count: number): JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (let i = 0; i < count; i++) {
    const event = { event: 'test.done', bidId: null, kdTender: null, facts: { i } };
    entries.push(linkEntry(event, `2026-11-20T00:00:0${String(i)}.000Z`, entries.at(-1) ?? null));
  }
  return entries;
}

describe('a journal', () => {
  it('holds when it is whole', () => {
    expect(() => requireUnbroken(journal(4))).not.toThrow();
    expect(() => requireUnbroken([])).not.toThrow();
  });

  it.each<[string, (entries: JournalEntry[]) => JournalEntry[], number]>([
    ['changed fact', (all) => all.map((entry) => (entry.sequence === 2 ? { ...entry, facts: { i: 9 } } : entry)), 2],
    ['changed time', (all) => all.map((entry) => (entry.sequence === 3 ? { ...entry, time: 'x' } : entry)), 3],
    ['dropped entry', (all) => all.filter(({ sequence }) => sequence !== 2), 3],
    ['dropped beginning', (all) => all.slice(1), 2],
    ['swapped entries', ([a, b, ...rest]) => [b, a, ...rest].filter((entry) => entry !== undefined), 2],
  ])('is broken by a %s', (_, break_, sequence) => {
    expect(() => requireUnbroken(break_(journal(4)))).toThrow(
      expect.objectContaining({ code: 'proof/journal-broken', details: { sequence } }) as Error,
    );
  });
});
