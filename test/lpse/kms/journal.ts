// What the KMS did and what it refused, each entry bound to the one before it: a removed or changed line breaks the chain.
import { encodeCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { Store } from '../database.ts';

export interface JournalEntry {
  readonly seq: number;
  readonly time: string;
  readonly event: string;
  readonly facts: string;
  readonly previous: string;
  readonly hash: string;
}

export interface Journal {
  /** Durable when it returns. */
  write(event: string, facts: Readonly<Record<string, Json>>): void;
  entries(): readonly JournalEntry[];
  /** True when every entry still follows from the one before. */
  isWhole(): boolean;
}

const START = '0'.repeat(64);

export function createJournal(store: Store, now: () => Date): Journal {
  const last = store.prepare<[], { hash: string }>('SELECT hash FROM kms_journal ORDER BY seq DESC LIMIT 1');
  const insert = store.prepare<[string, string, string, string, string]>(
    'INSERT INTO kms_journal (time, event, facts, previous, hash) VALUES (?, ?, ?, ?, ?)',
  );
  const all = store.prepare<[], JournalEntry>('SELECT * FROM kms_journal ORDER BY seq');
  return {
    write: store.transaction((event: string, facts: Readonly<Record<string, Json>>) => {
      const time = now().toISOString();
      const text = encodeCanonicalJson(facts).toString('utf8');
      const previous = last.get()?.hash ?? START;
      insert.run(time, event, text, previous, chainHash({ time, event, facts: text, previous }));
    }),
    entries: () => all.all(),
    isWhole() {
      let previous = START;
      return all.all().every((entry) => {
        const follows = entry.previous === previous && entry.hash === chainHash(entry);
        previous = entry.hash;
        return follows;
      });
    },
  };
}

function chainHash(entry: Pick<JournalEntry, 'time' | 'event' | 'facts' | 'previous'>): string {
  const { time, event, facts, previous } = entry;
  return sha256Hex(encodeCanonicalJson({ time, event, facts, previous }));
}
