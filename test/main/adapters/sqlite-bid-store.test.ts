// The bids of one account: one version at a time, all or nothing, nobody else's.
import { existsSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DraftBid } from '../../../app/domain/bid.ts';
import { SqliteBidStore } from '../../../main/adapters/sqlite-bid-store.ts';
import { openDatabase, type SqliteDatabase } from '../../../main/adapters/sqlite-database.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();
let database: SqliteDatabase;
let store: SqliteBidStore;
beforeEach(() => {
  database = openDatabase(at('segel.db')).database;
  store = new SqliteBidStore(database, { accountId: 'akun-1', sealedFolder: at('sealed') });
});
afterEach(() => database.close());

const draft = (change: Partial<DraftBid> = {}): DraftBid => ({
  ...{ bidId: 'b1', kdLpse: 906, kdTender: '10092474000', versiTender: 1, namaPaket: 'Gedung', envelopeId: 'satu' },
  ...{ mode: 'CA', accountId: 'akun-1', revision: 1, supersedes: null, storedVersion: 0, updatedAt: '' },
  ...{ state: 'draft', documents: [], letter: null },
  ...change,
});

describe('SqliteBidStore', () => {
  it('gives back what was saved, with its version', async () => {
    const [saved] = await store.save(draft());
    expect(saved.storedVersion).toBe(1);
    expect(await store.load('b1')).toEqual(saved);
    expect(await store.load('b2')).toBeNull();
  });

  it('refuses to overwrite what somebody else has saved since', async () => {
    const [first] = await store.save(draft());
    await store.save({ ...first, namaPaket: 'baru' });
    expect(await anyCode(store.save(first))).toBe('storage/changed-meanwhile');
    expect(await anyCode(store.save(draft()))).toBe('storage/changed-meanwhile');
    expect((await store.load('b1'))?.namaPaket).toBe('baru');
  });

  it('saves all or nothing', async () => {
    const [one] = await store.save(draft());
    await store.save(one);
    expect(await anyCode(store.save(draft({ bidId: 'b2' }), one))).toBe('storage/changed-meanwhile');
    expect(await store.load('b2')).toBeNull();
  });

  it('takes no bid of another account', async () => {
    expect(await anyCode(store.save(draft({ accountId: 'akun-2' })))).toBe('draft/wrong-account');
    expect(await store.list()).toEqual([]);
  });

  it('lists by tender, envelope and state, the newest change first', async () => {
    await store.save(draft());
    await store.save(draft({ bidId: 'b2', envelopeId: 'file-1' }));
    await store.save(draft({ bidId: 'b3', kdTender: '10092481000' }));
    expect((await store.list({ kdTender: '10092474000' })).map(({ bidId }) => bidId).sort()).toEqual(['b1', 'b2']);
    expect((await store.list({ envelopeId: 'file-1' })).map(({ bidId }) => bidId)).toEqual(['b2']);
    expect(await store.list({ state: 'sealed' })).toEqual([]);
    const [, second] = await store.save(draft({ bidId: 'b4' }), draft({ bidId: 'b5', revision: 2 }));
    expect((await store.list())[0]?.bidId).toBe(second.bidId);
  });

  it('saves a bid and those that it replaced at one moment, so that their revisions order them', async () => {
    const revisions = Array.from({ length: 300 }, (_, i) => 300 - i);
    await store.save(...revisions.map((revision) => draft({ bidId: `b${revision}`, revision })));
    const listed = await store.list();
    expect(new Set(listed.map(({ updatedAt }) => updatedAt)).size).toBe(1);
    expect(listed.map(({ revision }) => revision)).toEqual(revisions);
  });

  it('survives closing and opening the file', async () => {
    const [saved] = await store.save(draft());
    database.close();
    database = openDatabase(at('segel.db')).database;
    const again = new SqliteBidStore(database, { accountId: 'akun-1', sealedFolder: at('sealed') });
    expect(await again.load('b1')).toEqual(saved);
  });

  it('names a place of its own for each sealing, and removes files only there', async () => {
    const path = await store.newSealedPath(draft());
    expect(path.replace(/[0-9a-f]{8}\.sampul$/, '*')).toBe(at('sealed', '10092474000-satu-r1-*'));
    // Before anything is written: two windows may seal the same draft at once.
    expect(await store.newSealedPath(draft())).not.toBe(path);
    writeFileSync(path, 'x');
    writeFileSync(at('outside'), 'x');
    expect(await anyCode(store.removeSealed(at('outside')))).toBe('storage/unsafe-target');
    expect(await anyCode(store.removeSealed(at('sealed', '..', 'outside')))).toBe('storage/unsafe-target');
    await store.removeSealed(path);
    expect([existsSync(path), existsSync(at('outside'))]).toEqual([false, true]);
  });
});
