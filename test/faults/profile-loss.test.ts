// The database of a profile is gone, half made or beside the point: what was sealed and receipted is found by its files.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listReceipts } from '../../app/usecases/list-receipts.ts';
import { composeInstallation, composeProfile, findProfile, type ProfileNeeds } from '../../main/compose.ts';
import { openDatabase } from '../../main/adapters/sqlite-database.ts';
import { openStation, type Station } from '../app/usecases/station.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { bidIn, sealedBid, sendBid } from './bidding.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
let lpse: TemporaryLpse;
let station: Station;
/** Paths of the sealed files: replaced, receipted, never sent. */
let paths: readonly string[];
let database: string;

beforeAll(async () => {
  lpse = await startTemporaryLpse();
  station = await openStation(lpse, 'karya.nusantara');
  const ids: string[] = [];
  for (const sent of [true, true, false]) {
    const bidId = await sealedBid(station, { kdTender });
    if (sent) await sendBid(station, bidId);
    ids.push(bidId);
  }
  const [replaced = '', receipted = '', sealed = ''] = ids;
  paths = [
    (await bidIn(station, replaced, 'superseded')).sealed.path,
    (await bidIn(station, receipted, 'receipted')).sealed.path,
    (await bidIn(station, sealed, 'sealed')).sealed.path,
  ];
  const [profile = ''] = readdirSync(join(station.dir, 'profiles'));
  database = join(station.dir, 'profiles', profile, 'segel.db');
});
beforeEach(() => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${database}${suffix}`, { force: true });
});
afterAll(async () => {
  await station.close();
  await lpse.close();
});

/** The same computer, started anew. */
async function started<T>(use: (needs: ProfileNeeds & Pick<Station['needs'], 'trust'>) => Promise<T>): Promise<T> {
  const prompt = { ask: () => Promise.reject(new Error('not asked')) };
  const installation = await composeInstallation({ dataDir: station.dir, prompt });
  try {
    const profile = await composeProfile(installation, await findProfile(installation));
    return await use({ ...profile, trust: installation.trust });
  } finally {
    await installation.close();
  }
}

async function statesByPath({ bids }: ProfileNeeds): Promise<(string | undefined)[]> {
  const all = await bids.list();
  return paths.map((path) => all.find((bid) => bid.state !== 'draft' && bid.sealed.path === path)?.state);
}

describe('a profile', () => {
  it('finds every sealed file and receipt again when its database was deleted', async () => {
    expect(await started(statesByPath)).toEqual(['superseded', 'receipted', 'sealed']);
    expect(await started(async ({ bids }) => (await bids.list()).length)).toBe(3);
  });

  it('finds them also when the program died after making the new database and before looking', async () => {
    openDatabase(database).database.close();
    expect(await started(statesByPath)).toEqual(['superseded', 'receipted', 'sealed']);
  });

  it('finds them when the database is damaged, which is put aside', async () => {
    writeFileSync(database, 'this is no database '.repeat(400));
    expect(await started(statesByPath)).toEqual(['superseded', 'receipted', 'sealed']);
    const folder = join(database, '..');
    expect(readdirSync(folder).filter((name) => name.startsWith('segel.db.damaged-'))).toHaveLength(1);
  });

  it('counts no bid as receipted whose receipt was damaged, says so, and starts all the same', async () => {
    const receipts = join(database, '..', 'receipts');
    const [first = ''] = readdirSync(receipts).sort();
    writeFileSync(join(receipts, first, 'receipt.json'), '');
    const states = await started(statesByPath);
    expect(states.toSorted()).toEqual(['receipted', 'sealed', 'sealed']);
    const listed = await started((needs) => listReceipts(needs));
    expect(listed.map(({ report }) => report?.ok)).toEqual([true, false]);
  });
});
