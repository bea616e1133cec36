// The journal: in order, durable, and every kind of tampering shows.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireUnbroken } from '../../../app/policy/journal-chain.ts';
import { openDatabase, type SqliteDatabase } from '../../../main/adapters/sqlite-database.ts';
import { SqliteJournal } from '../../../main/adapters/sqlite-journal.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();
let database: SqliteDatabase;
let journal: SqliteJournal;
beforeEach(async () => {
  database = openDatabase(at('segel.db')).database;
  journal = new SqliteJournal(database, () => new Date('2026-11-20T00:00:00Z'));
  for (const n of [1, 2, 3])
    await journal.append({ event: 'test.done', bidId: n === 2 ? 'b2' : null, kdTender: null, facts: { n } });
});
afterEach(() => database.close());

describe('SqliteJournal', () => {
  it('counts from 1 and chains every entry to the one before', async () => {
    const entries = await journal.entries();
    expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(entries[0]?.previousSha256).toBe('0'.repeat(64));
    expect(entries[2]?.previousSha256).toBe(entries[1]?.sha256);
    expect(() => requireUnbroken(entries)).not.toThrow();
    expect(await journal.entries({ bidId: 'b2' })).toHaveLength(1);
  });

  it('goes on with the same chain after closing', async () => {
    database.close();
    database = openDatabase(at('segel.db')).database;
    journal = new SqliteJournal(database);
    await journal.append({ event: 'test.later', bidId: null, kdTender: null, facts: {} });
    requireUnbroken(await journal.entries());
  });

  it.each([
    ['a changed fact', `UPDATE journal SET json = replace(json, '"n":2', '"n":9') WHERE sequence = 2`],
    ['a dropped entry', 'DELETE FROM journal WHERE sequence = 2'],
    ['swapped entries', 'UPDATE journal SET sequence = CASE sequence WHEN 1 THEN 20 ELSE sequence END'],
    ['an entry that is no JSON', `UPDATE journal SET json = '{' WHERE sequence = 1`],
    ['another time', `UPDATE journal SET json = replace(json, '2026-11-20', '2026-11-19') WHERE sequence = 3`],
  ])('hands over %s so that the chain breaks', async (_name, sql) => {
    database.exec(sql);
    const entries = await journal.entries();
    expect(() => requireUnbroken(entries)).toThrow('proof/journal-broken');
  });
});
