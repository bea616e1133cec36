// npm run bench:audit -- [--bids 50 --size 200MiB --rounds 3 --dir DIR]: the offline audit of a whole tender, its sealed files in the
// dossier, beside `cp` of that dossier and SHA-256 of the copy; each a process of its own, in turn. Bids, receipts, log and
// dossier are made through the reference LPSE. Prints Markdown; what was found is in README.md.
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, statfsSync, statSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { exportTender } from '../../app/usecases/export-tender.ts';
import { fileDossiers } from '../../main/adapters/file-dossier.ts';
import { openStation } from '../app/usecases/station.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { Trial } from '../lpse/trial/trial.ts';
import { addBids } from './many-bids.ts';
import { measure, measureInTurn, median, type Cost } from './measure.ts';

const JOB = fileURLToPath(new URL('audit-job.ts', import.meta.url));
const AUDIT = 'audit';
const COPYING = 'cp';
/** The fastest that is at hand, and what is at hand everywhere but computes without the processor's help in some systems. */
const HASHING = ['openssl dgst', 'sha256sum'] as const;
const target = { kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu' } as const;

const { values: options } = parseArgs({
  options: {
    bids: { type: 'string', default: '50' },
    size: { type: 'string', default: '200MiB' },
    rounds: { type: 'string', default: '3' },
    dir: { type: 'string', default: tmpdir() },
  },
});
const sizeBytes = Number(options.size.replace('MiB', '')) << 20;
const bids = Number(options.bids);

requireRoom(bids * sizeBytes * 2.2);
const dir = mkdtempSync(join(options.dir, 'segel-audit-bench-'));
// The LPSE and the stations make their folders there.
process.env.TMPDIR = dir;
try {
  console.log(`${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? '?'}, ${dir}, load ${loads()}\n`);
  const setUp = performance.now();
  const paths = await makeDossier();
  const took = ((performance.now() - setUp) / 1000).toFixed(0);
  const mib = statSync(paths.dossier).size / 2 ** 20;
  console.log(
    `${bids} bids of ${options.size}, a dossier of ${mib.toFixed(0)} MiB, made in ${took} s; load ${loads()}\n`,
  );
  report(run(paths));
  console.log(`\nload afterwards ${loads()}`);
} finally {
  rmSync(dir, { recursive: true, force: true });
}

interface Paths {
  readonly dossier: string;
  readonly trustDir: string;
}

/** Everything but the dossier and the anchors is gone from the disk afterwards. */
async function makeDossier(): Promise<Paths> {
  const paths = { dossier: join(dir, 'tender.zip'), trustDir: join(dir, 'anchors') };
  const trial = await Trial.start();
  try {
    const content = randomBytes(sizeBytes);
    await addBids(trial, target, { bids, atOnce: 1, documents: () => [['dokumen.pdf', content]] });
    await trial.advanceTo(new Date(trial.closesAt(target.kdTender, target.envelopeId).getTime() + 3_600_000));
    const { trustDir } = trial.server;
    const auditor = await openStation({ dir: trial.dir, trustDir }, 'auditor');
    const connection = await auditor.connect();
    await exportTender(
      { ...auditor.needs, dossiers: fileDossiers },
      {
        ...{ connection, kdTender: target.kdTender, path: paths.dossier, workDir: join(auditor.dir, 'work') },
        ...{ withSealed: true, witnessed: [] },
      },
    );
    await auditor.close();
    cpSync(trustDir, paths.trustDir, { recursive: true });
  } finally {
    await trial.stop();
  }
  return paths;
}

function run({ dossier, trustDir }: Paths): ReadonlyMap<string, readonly Cost[]> {
  const [data, copy] = [join(dir, 'data'), join(dir, 'copy.zip')];
  mkdirSync(data);
  // All find the same page cache, as far as the memory goes.
  const warm = () => void measure({ name: 'warm', argv: ['openssl', 'dgst', '-sha256', dossier] });
  return measureInTurn(
    [
      { name: AUDIT, argv: [process.execPath, JOB, dossier, trustDir, data], before: warm },
      { name: COPYING, argv: ['cp', dossier, copy], before: warm },
      { name: HASHING[0], argv: ['openssl', 'dgst', '-sha256', copy] },
      { name: HASHING[1], argv: ['sha256sum', copy], after: () => rmSync(copy) },
    ],
    Number(options.rounds),
  );
}

function report(costs: ReadonlyMap<string, readonly Cost[]>): void {
  const [audits, seconds] = [costs.get(AUDIT) ?? [], new Map<string, readonly number[]>()];
  for (const [name, list] of costs)
    seconds.set(
      name,
      list.map((cost) => cost.seconds),
    );
  // Without the start of its process, types stripped, which a running app does not wait for.
  const jobs = audits.map(({ jobSeconds }) => jobSeconds ?? Number.NaN);
  console.log('| what | s, median | s, each round | peak RSS MiB |\n|---|---|---|---|');
  for (const [name, list] of [...seconds, [`${AUDIT}, job alone`, jobs] as const]) {
    const peak = Math.max(...(costs.get(name) ?? audits).map(({ maxRssMiB }) => maxRssMiB));
    console.log(`| ${name} | ${median(list).toFixed(1)} | ${decimals(list, 1)} | ${peak.toFixed(0)} |`);
  }
  console.log('');
  for (const hashing of HASHING) {
    const plain = (seconds.get(COPYING) ?? []).map((copying, i) => copying + (seconds.get(hashing)?.[i] ?? Number.NaN));
    for (const [name, list] of [
      [AUDIT, seconds.get(AUDIT) ?? []],
      ['its job alone', jobs],
    ] as const) {
      const ratios = list.map((one, i) => one / (plain[i] ?? Number.NaN));
      console.log(`${name} / (cp + ${hashing} of the copy): ${median(ratios).toFixed(2)} (${decimals(ratios, 2)})\n`);
    }
  }
}

function decimals(list: readonly number[], digits: number): string {
  return list.map((one) => one.toFixed(digits)).join(', ');
}

function loads(): string {
  return loadavg()
    .map((one) => one.toFixed(1))
    .join(' ');
}

function requireRoom(bytes: number): void {
  const { bavail, bsize } = statfsSync(options.dir);
  if (bavail * bsize < bytes + 4 * 2 ** 30) throw new Error(`needs ${(bytes / 2 ** 30).toFixed(0)} GiB and some more`);
}
