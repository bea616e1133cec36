// The Journal port: append-only and hash-chained (policy/journal-chain.ts). Reading hands over what is there, also a broken chain,
// because a broken chain is evidence too; whoever relies on it checks it first.
import type { Journal, JournalEntry, JournalEvent } from '../../app/ports/journal.ts';
import { linkEntry } from '../../app/policy/journal-chain.ts';
import { inDatabase, type SqliteDatabase } from './sqlite-database.ts';

interface JournalRow {
  readonly sequence: number;
  readonly json: string;
}

export class SqliteJournal implements Journal {
  readonly #database: SqliteDatabase;
  readonly #now: () => Date;

  constructor(database: SqliteDatabase, now: () => Date = () => new Date()) {
    this.#database = database;
    this.#now = now;
  }

  append(event: JournalEvent): Promise<JournalEntry> {
    return inDatabase(() => {
      const appendOne = this.#database.transaction(() => {
        const last = this.#database
          .prepare<[], JournalRow>('SELECT sequence, json FROM journal ORDER BY sequence DESC LIMIT 1')
          .get();
        const entry = linkEntry(event, this.#now().toISOString(), last === undefined ? null : toEntry(last));
        this.#database
          .prepare('INSERT INTO journal (sequence, bid_id, kd_tender, json) VALUES (?, ?, ?, ?)')
          .run(entry.sequence, entry.bidId, entry.kdTender, JSON.stringify(entry));
        return entry;
      });
      return appendOne.immediate();
    });
  }

  isEmpty(): Promise<boolean> {
    return inDatabase(() => this.#database.prepare('SELECT 1 FROM journal LIMIT 1').get() === undefined);
  }

  entries(filter: { readonly bidId?: string; readonly kdTender?: string } = {}): Promise<readonly JournalEntry[]> {
    return inDatabase(() => {
      const { bidId, kdTender } = filter;
      // The columns narrow the search; what an entry itself says decides.
      return this.#database
        .prepare<{ bidId: string | null; kdTender: string | null }, JournalRow>(
          `SELECT sequence, json FROM journal
           WHERE ($bidId IS NULL OR bid_id = $bidId) AND ($kdTender IS NULL OR kd_tender = $kdTender) ORDER BY sequence`,
        )
        .all({ bidId: bidId ?? null, kdTender: kdTender ?? null })
        .map(toEntry)
        .filter(
          (entry) =>
            (bidId === undefined || entry.bidId === bidId) && (kdTender === undefined || entry.kdTender === kdTender),
        );
    });
  }
}

/** The row's number counts, not the one inside: a moved row breaks the chain. */
function toEntry({ sequence, json }: JournalRow): JournalEntry {
  try {
    // Only `append` writes the column; whatever else stands there fails the chain's check.
    return { ...(JSON.parse(json) as JournalEntry), sequence };
  } catch {
    const nothing = { bidId: null, kdTender: null, facts: {}, previousSha256: '', sha256: '' };
    return { sequence, time: '', event: 'journal.unreadable', ...nothing };
  }
}
