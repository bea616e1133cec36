// A tender that is held again under the same code (tender ulang): its second version has bids, a closing and an opening of its own, in
// one log with the first, and neither is taken for the other by KMS, committee or bidders.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawUpMinutes } from '../../../app/usecases/draw-up-minutes.ts';
import { readStandings, verifyPaper } from '../../../app/usecases/judge-minutes.ts';
import { listPackages } from '../../../app/usecases/list-packages.ts';
import { LogMirror } from '../../../app/usecases/log-mirror.ts';
import { RoomFollower } from '../../../app/usecases/follow-room.ts';
import type { WrittenFile } from '../../../app/usecases/minutes-folder.ts';
import { loadOpeningResults } from '../../../app/usecases/opening-results.ts';
import { signMinutes } from '../../../app/usecases/sign-minutes.ts';
import { watchOpening } from '../../../app/usecases/watch-opening.ts';
import { fileDossiers } from '../../../main/adapters/file-dossier.ts';
import { PAPER_ADAPTERS } from '../../../main/compose-papers.ts';
import { DEMO_TENDERS } from '../../lpse/seeds/packages.ts';
import { openAll } from './opened.ts';
import { lpseWithPeople } from './people.ts';
import type { Station } from './station.ts';

const HOUR = 3_600_000;
const target = { kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu' } as const;
const people = lpseWithPeople();
let karya: Station;
let cipta: Station;
let siti: Station;
/** Of both versions, in their order. */
const minutes: Awaited<ReturnType<typeof signedMinutes>>[] = [];

beforeAll(async () => {
  [karya, cipta, siti] = await people.all('karya.nusantara', 'cipta.mandiri', 'siti.rahayu');
});

async function reachOpening(): Promise<void> {
  const closesAt = people.lpse.context.packages.closesAt(target.kdTender, target.envelopeId);
  await people.lpse.management?.advanceTo(new Date(closesAt.getTime() + HOUR));
}

/** Released and opened by one member; prices by the order of receipts. */
async function opened(): Promise<readonly (string | null)[]> {
  const { bids } = await openAll(siti, target, { folder: 'dibuka' });
  return bids.map(({ outcome }) => (outcome.kind === 'opened' ? outcome.price : outcome.code));
}

function openedDir(): string {
  return join(siti.dir, 'dibuka');
}

async function paperOf(file: WrittenFile) {
  const identityId = siti.signing?.identityId ?? '';
  return { ...target, baseDir: openedDir(), connection: await siti.connect(), ...file, identityId };
}

/** Drawn up and signed by the member who opened. */
async function signedMinutes() {
  const baseDir = openedDir();
  const results = await loadOpeningResults(siti.needs, { ...target, connection: await siti.connect(), baseDir });
  const drawn = await drawUpMinutes(
    { ...siti.needs, ...PAPER_ADAPTERS },
    { results, zone: 'WIB', language: 'id', stage: 'final', format: 'pdf', clientVersion: '0.1.0', baseDir },
  );
  await signMinutes(siti.needs, await paperOf(drawn.file));
  return drawn;
}

async function watched(station: Station) {
  const { needs } = station;
  const connection = await station.connect();
  return watchOpening(needs, { connection, kdTender: target.kdTender, mirror: new LogMirror(needs.lpse) });
}

async function seenBy(station: Station) {
  const { envelopes } = await watched(station);
  return envelopes.map(({ report, progress, own }) => [report.ok, progress, own.map(({ fate }) => fate)]);
}

async function stateInList(): Promise<string | undefined> {
  const follower = new RoomFollower(siti.needs);
  return (await follower.look({ connection: await siti.connect(), ...target, ask: false })).opening.state;
}

describe('a tender', () => {
  it('is opened with the bids of its first version', async () => {
    await people.bid('karya.nusantara', { ...target, price: '4700000000' });
    await people.bid('cipta.mandiri', { ...target, price: '4600000000' });
    await reachOpening();
    expect(await opened()).toEqual(['4700000000', '4600000000']);
    expect(await stateInList()).toBe('opened');
    minutes.push(await signedMinutes());
  });

  it('that is held again begins without bids and without an opening', async () => {
    const closesAt = new Date(people.lpse.clock.now().getTime() + 3 * HOUR);
    await people.lpse.management?.holdAgain(target.kdTender, closesAt);
    const packages = await listPackages(karya.needs, { connection: await karya.connect() });
    const view = packages.find(({ kdTender }) => kdTender === target.kdTender);
    expect([view?.version, view?.envelopes[0]?.submissionCount]).toEqual([2, 0]);
    expect(await stateInList()).toBe('not-yet');
    expect(await seenBy(karya)).toEqual([]);
  });

  it('tells whoever bid on the first version that the bid does not count any more, and raises no alarm', async () => {
    const { earlier, hidden, waiting } = await watched(karya);
    expect(earlier).toMatchObject([{ envelopeId: 'satu', versiTender: 1, current: 2, hasNew: false }]);
    expect([hidden, waiting.length]).toEqual([[], 1]);
  });

  it('takes new bids, and the KMS releases exactly those after the second closing', async () => {
    await people.bid('karya.nusantara', { ...target, price: '4500000000' });
    await reachOpening();
    const { log } = people.lpse.context;
    const closings = log
      .entries(0, log.size)
      .filter((bytes) => bytes.includes('"type":"closed"') && bytes.includes(target.kdTender));
    expect(closings).toHaveLength(2);
    expect(await opened()).toEqual(['4500000000']);
    expect(await stateInList()).toBe('opened');
    minutes.push(await signedMinutes());
  });

  it('lies in a folder of its own on the member’s computer: no document of the first version is among those of the second', async () => {
    const folders = await readdir(openedDir());
    const ofVersion = folders
      .filter((name) => name.startsWith(target.kdTender) && !name.includes('berita acara'))
      .toSorted();
    expect(ofVersion).toEqual([
      expect.not.stringContaining('versi 2'),
      expect.stringContaining(`${target.kdTender} versi 2 `),
    ]);
    const files = await Promise.all(ofVersion.map((name) => readdir(join(openedDir(), name), { recursive: true })));
    const documents = files.map((names) => names.filter((name) => name.endsWith('.pdf')));
    expect(documents.map(({ length }) => length > 0)).toEqual([true, true]);
    expect(documents.flat().filter((name) => name.includes('~'))).toEqual([]);
  });

  it('has minutes of its own, and those of the first version stay proven by what lies beside them', async () => {
    expect(minutes.map(({ file }) => file.name.includes('-versi-2-'))).toEqual([false, true]);
    for (const [i, { folder, file }] of minutes.entries()) {
      const { report } = await verifyPaper(
        { ...siti.needs, dossiers: fileDossiers },
        { folder, name: file.name, trust: (await siti.connect()).trust, dossier: null },
      );
      expect(report.checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
      expect(report.checks[0]).toMatchObject({ outcome: 'passed', facts: { versiTender: i + 1 } });
    }
    const [first] = minutes;
    if (first === undefined) throw new Error('minutes');
    await expect(signMinutes(siti.needs, await paperOf(first.file))).rejects.toMatchObject({
      code: 'minutes/earlier-version',
    });
    const { trust } = await siti.connect();
    const { papers } = await readStandings(siti.needs, { place: { ...target, baseDir: openedDir() }, trust });
    expect(papers.map(({ standings, members }) => [standings.map(({ standing }) => standing), members])).toEqual([
      [['counted'], 3],
      [['counted'], 3],
    ]);
  });

  it('shows each bidder the bids of this version alone', async () => {
    const progress = { bids: 1, opened: 1, notOpened: 0 };
    expect(await seenBy(karya)).toEqual([[true, progress, ['opened-equal']]]);
    expect(await seenBy(cipta)).toEqual([[true, progress, []]]);
    expect((await watched(karya)).earlier).toMatchObject([{ versiTender: 1, current: 2, hasNew: true }]);
    expect((await watched(cipta)).earlier).toMatchObject([{ versiTender: 1, current: 2, hasNew: false }]);
  });
});
