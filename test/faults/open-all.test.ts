// Opening all bids of a tender when things go wrong on the way: killed, stopped, out of disk, one file damaged and one not served.
// Afterwards every bid is opened exactly once, its result stands at the LPSE once, and the folder has one copy of each document.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CodedError } from '../../app/errors/coded-error.ts';
import { requestRelease } from '../../app/usecases/lead-opening.ts';
import { RoomFollower } from '../../app/usecases/follow-room.ts';
import { openersOfRoom } from '../../app/usecases/opening-view.ts';
import { openBids, type OpenBidsNeeds, type OpenBidsProgress } from '../../app/usecases/open-bids.ts';
import { loadOpeningResults } from '../../app/usecases/opening-results.ts';
import { exportJournal } from '../../app/usecases/export-journal.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { anyCode } from '../doubles/any-code.ts';
import { openStation, type Station } from '../app/usecases/station.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { sealedBid, sendBid } from './bidding.ts';

const kdTender = DEMO_TENDERS.constructionOneFile;
const envelopeId = 'satu';
const script = fileURLToPath(new URL('./opening-process.ts', import.meta.url));
let lpse: TemporaryLpse;
let bidders: readonly Station[];
let siti: Station;
let agus: Station;

beforeAll(async () => {
  lpse = await startTemporaryLpse();
  const users = ['karya.nusantara', 'cipta.mandiri', 'sinar.alkes'];
  bidders = await Promise.all(users.map((userId) => openStation(lpse, userId)));
  for (const [i, station] of bidders.entries()) {
    const price = `${String(3 - i)}000000`;
    await sendBid(station, await sealedBid(station, { kdTender, price, sizeBytes: 3 << 20 }));
  }
  [siti, agus] = [await openStation(lpse, 'siti.rahayu'), await openStation(lpse, 'agus.pranoto')];
  const known = (await bidders[0]?.needs.memory.policy(siti.needs.kdLpse, kdTender))?.closesAt[envelopeId];
  await lpse.management?.advanceTo(new Date(Date.parse(known ?? '') + 3_600_000));
  await requestRelease(siti.needs, await member(siti));
});
afterAll(async () => {
  for (const station of [...bidders, siti, agus]) await station.close();
  await lpse.close();
});

async function member(station: Station) {
  const identityId = station.signing?.identityId ?? '';
  return { connection: await station.connect(), kdTender, envelopeId, identityId };
}

async function open(
  station: Station,
  folder: string,
  options: { needs?: Partial<OpenBidsNeeds>; signal?: AbortSignal; onProgress?: (one: OpenBidsProgress) => void } = {},
) {
  const { needs, ...rest } = options;
  const encryptionIdentityId = station.opening?.identityId ?? null;
  const input = { ...(await member(station)), encryptionIdentityId, baseDir: join(station.dir, folder) };
  return (await openBids({ ...station.needs, ...needs }, input, rest)).bids;
}

/** Every file below `dir`, relative. */
function filesOf(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
    .toSorted();
}

interface Ran {
  readonly opened: readonly { readonly kind: string; readonly resultPosted: boolean; readonly folder: string }[];
  readonly counts: Readonly<Record<string, number>>;
}

/** The signal that ended it, or what it answered. */
function run(base: string, moment: string): Promise<string | Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, siti.dir, join(siti.dir, base), moment]);
    const said = { out: '', err: '' };
    child.stdout.on('data', (text: Buffer) => (said.out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (said.err += text.toString()));
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (signal !== null) resolve(signal);
      // Written by opening-process.ts.
      else if (code === 0) resolve(JSON.parse(said.out) as Ran);
      else reject(new Error(said.err));
    });
  });
}

describe('an opening of all bids', () => {
  it('goes on after kill -9 at any moment, and opens nothing again that lies there unchanged', async () => {
    // By a second call one bid may be through and answered: the last two moments can count on one bid only.
    const calls = ['sealer.verify:2', 'sealer.open:2', 'output.markForeign:1', 'lpse.postResult:1'];
    const moments = ['downloading', ...calls];
    for (const moment of moments) expect(await run('mati', moment), moment).toBe('SIGKILL');
    const last = await run('mati', '');
    if (typeof last === 'string') throw new Error(last);
    expect(last.opened.map(({ kind, resultPosted }) => [kind, resultPosted])).toEqual(
      Array.from({ length: 3 }, () => ['opened', true]),
    );
    expect(last.counts['sealer.open'] ?? 0).toBeLessThan(3);
    const again = await run('mati', '');
    if (typeof again === 'string') throw new Error(again);
    expect([again.counts['sealer.open'], again.counts['sealer.verify'], again.counts['lpse.postResult']]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const { results } = await siti.needs.lpse.startOpening({ kdTender, envelopeId });
    expect(results).toHaveLength(3);
    expect((await exportJournal(siti.needs, { baseDir: siti.dir, kdTender })).broken).toBeNull();
  });

  it('has written each document once, under the names of tender, bidder, envelope and slot', () => {
    const base = join(siti.dir, 'mati');
    const names = filesOf(base);
    expect(names.filter((name) => /~\d|\.part$/.test(name))).toEqual([]);
    const [tender = '', bidder = '', envelope = ''] = names[0]?.split('/') ?? [];
    expect([tender.slice(0, 12), bidder.slice(0, 3), envelope]).toEqual([`${kdTender} `, '01 ', envelopeId]);
    for (const map of names.filter((name) => basename(name) === 'nama-berkas.json')) {
      const folder = join(base, map, '..');
      const { files } = JSON.parse(readFileSync(join(base, map), 'utf8')) as {
        files: { slot: string; writtenName: string; originalName: string; sha256: string }[];
      };
      expect(files.length).toBeGreaterThan(0);
      for (const { slot, writtenName, sha256 } of files)
        expect(sha256Hex(readFileSync(join(folder, slot, writtenName)))).toBe(sha256);
    }
  });

  it('stops when asked, keeps what it has, and tells every state of every bid in order', async () => {
    const stop = new AbortController();
    const cancelled = open(agus, 'berhenti', {
      signal: stop.signal,
      onProgress: ({ step }) => {
        if (step === 'opening') stop.abort();
      },
    });
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    const told: OpenBidsProgress[] = [];
    const bids = await open(agus, 'berhenti', { onProgress: (one) => told.push(one) });
    expect(bids.map(({ outcome }) => outcome.kind)).toEqual(['opened', 'opened', 'opened']);
    const steps = new Set(told.filter(({ n }) => n === 3).map(({ step }) => step));
    const order = ['waiting', 'downloading', 'proving', 'intact', 'opening', 'opened', 'posted'] as const;
    expect([...steps]).toEqual(order.filter((step) => steps.has(step)));
    expect(told.filter(({ bid }) => bid !== null).map(({ bid }) => bid?.outcome.kind)).not.toHaveLength(0);
    expect(filesOf(join(agus.dir, 'berhenti')).filter((name) => /~\d|\.part$/.test(name))).toEqual([]);
  });

  it('stops on a full disk without blaming a bidder, and goes on when there is room', async () => {
    const { output } = agus.needs;
    let left = 2;
    const full: typeof output = {
      ...output,
      write: (...about) => {
        left -= 1;
        return left < 0 ? Promise.reject(new CodedError('storage/full')) : output.write(...about);
      },
    };
    expect(await anyCode(open(agus, 'penuh', { needs: { output: full } }))).toBe('storage/full');
    const input = { ...(await member(agus)), baseDir: join(agus.dir, 'penuh') };
    const { rows } = await loadOpeningResults(agus.needs, input);
    expect(rows.filter(({ outcome }) => outcome.kind === 'not-opened')).toEqual([]);
    expect((await open(agus, 'penuh')).every(({ outcome }) => outcome.kind === 'opened')).toBe(true);
  });

  it('lets one bid that the LPSE refuses to hand over wait, and stops for a session that has ended', async () => {
    const { downloader } = agus.needs;
    const refusing = (code: 'access/forbidden' | 'access/session-expired'): typeof downloader => ({
      download: (job, options) =>
        'n' in job && job.n === 2 ? Promise.reject(new CodedError(code)) : downloader.download(job, options),
    });
    const bids = await open(agus, 'ditolak', { needs: { downloader: refusing('access/forbidden') } });
    expect(bids.map(({ outcome }) => outcome)).toMatchObject([
      { kind: 'opened' },
      { kind: 'unproven', code: 'access/forbidden' },
      { kind: 'opened' },
    ]);
    const ended = open(agus, 'berakhir', { needs: { downloader: refusing('access/session-expired') } });
    expect(await anyCode(ended)).toBe('access/session-expired');
    expect((await open(agus, 'ditolak')).map(({ outcome }) => outcome.kind)).toEqual(['opened', 'opened', 'opened']);
  });

  it('is followed by a screen with one small question at a time, until the log has something new', async () => {
    const asked: string[] = [];
    let meanwhile = (): Promise<unknown> => Promise.resolve();
    const startOpening: typeof agus.needs.lpse.startOpening = async (...call) => {
      const answer = await agus.needs.lpse.startOpening(...call);
      await meanwhile();
      return answer;
    };
    const needs = {
      ...agus.needs,
      lpse: new Proxy(agus.needs.lpse, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name);
          if (typeof value === 'function') asked.push(String(name));
          return name === 'startOpening' ? startOpening : value;
        },
      }),
    };
    const follower = new RoomFollower(needs);
    const about = { ...(await member(agus)), ask: false };
    const first = await follower.look(about);
    expect(first.room?.due).toHaveLength(3);
    asked.length = 0;
    expect((await follower.look(about)).room).toBe(first.room);
    expect(asked).toEqual(['checkpoint']);
    const resultsOf = (room: typeof first.room) => room?.answer.results.length ?? 0;
    const maria = await openStation(lpse, 'maria.simbolon');
    // While this window enters, another of its looks reads what comes into the log: the room is older than that.
    meanwhile = async () => {
      await open(maria, 'dibuka');
      await follower.readLog(about.connection);
    };
    await follower.look({ ...about, ask: true });
    meanwhile = () => Promise.resolve();
    await maria.close();
    const next = await follower.look(about);
    expect(resultsOf(next.room)).toBe(resultsOf(first.room) + 3);
    const counts = next.room === null ? [] : openersOfRoom(next.room, needs.lpse).map(({ results }) => results);
    expect(counts).toContain(3);
    asked.length = 0;
    expect((await follower.look({ ...about, ask: true })).room).not.toBe(next.room);
    expect(asked).toContain('startOpening');
  });

  it('opens the others when one is damaged at the LPSE and one is not served, and the table says which', async () => {
    const [first] = (await bidders[0]?.needs.lpse.submissions(kdTender))?.submissions ?? [];
    lpse.management?.setFaults({ flip: { uploadId: first?.uploadId ?? '', position: 4000 } });
    const { downloader } = agus.needs;
    const partly: typeof downloader = {
      download: (job, options) =>
        'n' in job && job.n === 2
          ? Promise.reject(new CodedError('network/bad-answer', { status: 404 }))
          : downloader.download(job, options),
    };
    const bids = await open(agus, 'rusak', { needs: { downloader: partly } });
    expect(bids.map(({ outcome }) => outcome.kind)).toEqual(['not-opened', 'unproven', 'opened']);
    // What this member signed before stands at the LPSE: the different word is not sent.
    expect(bids.map(({ resultPosted }) => resultPosted)).toEqual([false, false, true]);
    const { rows } = await loadOpeningResults(agus.needs, {
      ...(await member(agus)),
      baseDir: join(agus.dir, 'rusak'),
    });
    expect(rows.map(({ outcome, price, rank }) => [outcome.kind, price, rank])).toEqual([
      ['not-opened', null, null],
      ['unproven', null, null],
      ['opened', '1000000', 1],
    ]);
    expect(rows[0]?.facts).toContain('members-disagree');
    rmSync(join(agus.dir, 'rusak'), { recursive: true });
  });
});
