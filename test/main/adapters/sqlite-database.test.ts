// The profile's database: migrations, a file that is no database any more, a newer program's file.
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase, type OpenedDatabase } from '../../../main/adapters/sqlite-database.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();
const opened: OpenedDatabase[] = [];
afterEach(() => opened.splice(0).forEach(({ database }) => database.close()));

function open(migrations?: readonly string[]): OpenedDatabase {
  const one =
    migrations === undefined ? openDatabase(at('p', 'segel.db')) : openDatabase(at('p', 'segel.db'), migrations);
  opened.push(one);
  return one;
}

function reopen(migrations?: readonly string[]): OpenedDatabase {
  opened.splice(0).forEach(({ database }) => database.close());
  return open(migrations);
}

const V1 = 'CREATE TABLE a (x INTEGER) STRICT';
const V2 = 'CREATE TABLE b (y INTEGER) STRICT';

describe('openDatabase', () => {
  it('makes a private database that waits for the disk', () => {
    const { database, origin } = open();
    expect(origin).toBe('made');
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('synchronous', { simple: true })).toBe(2);
    if (process.platform !== 'win32') {
      const modes = readdirSync(at('p')).map((name) => (statSync(at('p', name)).mode & 0o777).toString(8));
      expect(new Set(modes)).toEqual(new Set(['600']));
    }
    expect(reopen().origin).toBe('found');
  });

  it('migrates step by step and keeps a copy from before', () => {
    open([V1]).database.exec('INSERT INTO a VALUES (7)');
    const { database } = reopen([V1, V2]);
    expect(database.prepare('SELECT x FROM a').all()).toEqual([{ x: 7 }]);
    expect(database.pragma('user_version', { simple: true })).toBe(2);
    expect(existsSync(at('p', 'segel.db.v1.bak'))).toBe(true);
  });

  it('stays at the old version when a step fails, and goes on later', () => {
    open([V1]).database.exec('INSERT INTO a VALUES (7)');
    opened.splice(0).forEach(({ database }) => database.close());
    expect(() => openDatabase(at('p', 'segel.db'), [V1, `${V2}; broken`])).toThrow();
    const { database } = open([V1, V2]);
    expect(database.prepare('SELECT x FROM a').all()).toEqual([{ x: 7 }]);
  });

  it('refuses a file of a newer program, untouched', async () => {
    open([V1, V2]);
    opened.splice(0).forEach(({ database }) => database.close());
    expect(await anyCode(Promise.resolve().then(() => openDatabase(at('p', 'segel.db'), [V1])))).toBe('storage/failed');
    expect(reopen([V1, V2]).origin).toBe('found');
  });

  it.each([
    ['zeros', Buffer.alloc(8192)],
    ['text', Buffer.from('bukan basis data '.repeat(500))],
  ])('puts %s aside and begins anew', (_name, bytes) => {
    open();
    opened.splice(0).forEach(({ database }) => database.close());
    writeFileSync(at('p', 'segel.db'), bytes);
    const { origin, database } = open();
    expect(['damaged-set-aside', 'found']).toContain(origin);
    expect(database.prepare('SELECT count(*) AS n FROM bid').get()).toEqual({ n: 0 });
  });

  it('keeps the damaged file for whoever wants to look', () => {
    open();
    opened.splice(0).forEach(({ database }) => database.close());
    writeFileSync(at('p', 'segel.db'), 'bukan basis data '.repeat(500));
    expect(open().origin).toBe('damaged-set-aside');
    expect(readdirSync(at('p')).some((name) => name.startsWith('segel.db.damaged-'))).toBe(true);
  });
});
