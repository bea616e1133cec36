// What is remembered of an LPSE, per log, per tender, per account.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type SqliteDatabase } from '../../../main/adapters/sqlite-database.ts';
import { SqliteLpseMemory } from '../../../main/adapters/sqlite-lpse-memory.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();
let database: SqliteDatabase;
beforeEach(() => void (database = openDatabase(at('a.db')).database));
afterEach(() => database.close());

describe('SqliteLpseMemory', () => {
  it('remembers the newest of each and nothing of others', async () => {
    const memory = new SqliteLpseMemory(database);
    expect(await memory.checkpoint('log')).toBeNull();
    await memory.rememberCheckpoint('log', 'satu');
    await memory.rememberCheckpoint('log', 'dua');
    expect([await memory.checkpoint('log'), await memory.checkpoint('lain')]).toEqual(['dua', null]);

    const silence = { since: '2026-11-20T02:00:00.000Z', lastAt: '2026-11-20T02:01:00.000Z', looks: 2 };
    expect(await memory.silence('log')).toBeNull();
    await memory.rememberSilence('log', silence);
    expect([await memory.silence('log'), await memory.silence('lain')]).toEqual([silence, null]);
    await memory.rememberSilence('log', null);
    expect(await memory.silence('log')).toBeNull();

    const policy = { kdTender: 't', serial: 2, policySha256: 'x', closesAt: { satu: 'T' }, policy: 'cms' };
    await memory.rememberPolicy(906, policy);
    expect([await memory.policy(906, 't'), await memory.policy(907, 't')]).toEqual([policy, null]);

    await memory.rememberDeviceRegistration(906, 'akun-1', 'cms');
    expect(await memory.deviceRegistration(906, 'akun-1')).toBe('cms');
    expect(await memory.deviceRegistration(906, 'akun-2')).toBeNull();
  });
});
