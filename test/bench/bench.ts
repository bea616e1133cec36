// npm run bench [-- --size 1GiB,4GiB --rounds 5 --dir /dev/shm/segel-bench]: sealing, re-reading and opening beside age, openssl,
// gpg and cp, paired in one run. Prints Markdown; targets and findings are in README.md.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure, measureInTurn, median, pairedRatio, type Command, type Cost } from './measure.ts';
import { createWorkbench, writeJobs, writeRandom, writeReleasedHeader, type Workbench } from './prepare.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BUILD = join(ROOT, 'out', 'bench');
const JOB = fileURLToPath(new URL('job.mjs', import.meta.url));
const GIB = 2 ** 30;
/** openssl keeps attached content in memory and fails above about 1.5 GB. */
const ATTACHED_MAX_BYTES = 1.4 * GIB;
/** Above this, only what a target is about is measured: on tmpfs every output is memory. */
const EXTRAS_MAX_BYTES = 2 * GIB;

/** Targets as ratios of times: [ours, theirs, at most, of whole processes or of the jobs in a running one]. */
const TARGETS: readonly (readonly [string, string, number, 'process' | 'job'])[] = [
  ['seal', 'age -r', 1.5, 'process'],
  ['seal', 'openssl cms -encrypt', 1.9, 'process'],
  ['re-read', 'SHA-256 in Node', 1.3, 'job'],
  ['open, one pass', 'age -d', 1.5, 'process'],
  ['open, hash first', 'age -d', 1.9, 'process'],
  ['open, hash first', 'openssl cms -decrypt, attached', 0.45, 'process'],
];
const MAX_RSS_MIB = 150;
const MAX_RSS_AFTER_50_MIB = 180;

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '1GiB' },
    rounds: { type: 'string', default: '5' },
    dir: { type: 'string' },
  },
});

await main();

async function main(): Promise<void> {
  buildProduct();
  const dir = mkdtempSync(join(options.dir ?? defaultDir(), 'segel-bench-'));
  try {
    console.log(`${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? '?'}, ${dir}\n`);
    for (const size of options.size.split(',').map(parseSize)) await benchSize(dir, size);
    await benchFifty(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Measured is what users run: compiled, without type stripping. */
function buildProduct(): void {
  // Type errors are for `npm run typecheck`; the output is the same.
  spawnSync(process.execPath, [
    join(ROOT, 'node_modules/typescript/bin/tsc'),
    ...['-p', join(ROOT, 'tsconfig.build.json'), '--outDir', BUILD],
  ]);
}

function defaultDir(): string {
  try {
    return statfsSync('/dev/shm').bfree > 0 ? '/dev/shm' : tmpdir();
  } catch {
    return tmpdir();
  }
}

function parseSize(text: string): number {
  const [, count = '', unit = ''] = /^(\d+)(MiB|GiB)$/.exec(text) ?? [];
  if (count === '') throw new Error(`no size: ${text}`);
  return Number(count) * (unit === 'GiB' ? GIB : 1 << 20);
}

async function benchSize(parent: string, sizeBytes: number): Promise<void> {
  const dir = mkdtempSync(join(parent, 'size-'));
  const bench = await createWorkbench(dir);
  writeRandom(bench.path('source'), sizeBytes);
  const jobs = await writeJobs(bench, bench.path('source'), bench.path('bid.sampul'));
  writeReleasedHeader(bench, jobs);
  const commands = [...productCommands(bench, jobs), ...otherCommands(bench, sizeBytes)];
  // The first touch of memory is slow on virtual machines: once, unmeasured, for everybody.
  for (const command of commands) measure(command);
  const costs = measureInTurn(commands, Number(options.rounds));
  report(sizeBytes, costs);
  rmSync(dir, { recursive: true, force: true });
}

function productCommands({ path }: Workbench, jobs: ReadonlyMap<string, string>): Command[] {
  const argv = (kind: string) => [process.execPath, JOB, BUILD, jobs.get(kind) ?? ''];
  const emptied = {
    before: () => mkdirSync(path('opened')),
    after: () => rmSync(path('opened'), { recursive: true }),
  };
  return [
    { name: 'seal', argv: argv('seal'), after: () => rmSync(path('again.sampul')) },
    { name: 're-read', argv: argv('verify') },
    { name: 'SHA-256 in Node', argv: argv('sha256') },
    { name: 'open, one pass', argv: argv('open-one-pass'), ...emptied },
    { name: 'open, hash first', argv: argv('open-hash-first'), ...emptied },
  ];
}

function otherCommands(bench: Workbench, sizeBytes: number): Command[] {
  const { path } = bench;
  const remove = (name: string) => ({ after: () => rmSync(path(name)) });
  const recipient = ['-recip', path('member.pem'), '-inkey', path('member.key')];
  const encrypt = ['openssl', 'cms', '-encrypt', '-stream', '-binary', '-aes-256-gcm', '-outform', 'DER'];
  const oaep = ['-recip', path('member.pem'), '-keyopt', 'rsa_padding_mode:oaep'];
  const commands: Command[] = [
    { name: 'cp', argv: ['cp', path('source'), path('copy')], ...remove('copy') },
    {
      name: 'openssl cms -encrypt',
      argv: [...encrypt, '-in', path('source'), '-out', path('o.cms'), ...oaep],
      ...remove('o.cms'),
    },
    ...(sizeBytes <= EXTRAS_MAX_BYTES ? [detachedDecrypt(bench, sizeBytes, recipient)] : []),
    ...(sizeBytes <= ATTACHED_MAX_BYTES
      ? [attachedDecrypt(bench, [...encrypt, '-in', path('source'), ...oaep], recipient)]
      : []),
    ...ageCommands(bench),
    ...(sizeBytes <= EXTRAS_MAX_BYTES ? gpgCommands(bench) : []),
  ];
  return commands.filter(({ argv }) => hasProgram(argv[0] ?? ''));
}

function ageCommands({ path }: Workbench): Command[] {
  if (!hasProgram('age')) return [];
  execFileSync('age-keygen', ['-o', path('age.key')], { stdio: 'ignore' });
  const recipient = execFileSync('age-keygen', ['-y', path('age.key')], { encoding: 'utf8' }).trim();
  const encrypt = ['age', '-r', recipient, '-o', path('s.age'), path('source')];
  return [
    { name: 'age -r', argv: encrypt },
    {
      name: 'age -d',
      argv: ['age', '-d', '-i', path('age.key'), '-o', path('s.plain'), path('s.age')],
      after: () => ['s.age', 's.plain'].forEach((name) => rmSync(path(name))),
    },
  ];
}

function gpgCommands({ path }: Workbench): Command[] {
  if (!hasProgram('gpg')) return [];
  mkdirSync(path('gnupg'), { mode: 0o700 });
  const gpg = ['gpg', '--homedir', path('gnupg'), '--batch', '--quiet', '--yes', '--trust-model', 'always'];
  execFileSync('gpg', [...gpg.slice(1), '--passphrase', '', '--quick-generate-key', 'bench', 'rsa3072', 'encr']);
  const encrypt = ['-r', 'bench', '--cipher-algo', 'AES256', '-z', '0', '-o', path('s.gpg'), '-e', path('source')];
  return [{ name: 'gpg -e', argv: [...gpg, ...encrypt], after: () => rmSync(path('s.gpg')) }];
}

/** Our own ciphertexts by our released headers: what an auditor does. */
function detachedDecrypt({ path }: Workbench, sizeBytes: number, recipient: readonly string[]): Command {
  const parts = Math.max(1, Math.ceil(sizeBytes / GIB));
  const ids = Array.from({ length: parts }, (_, i) => String(i + 1).padStart(4, '0'));
  const decrypt = `openssl cms -decrypt -binary -inform DER -in "$0/$1.p7m" -content "$0/$1.enc" -out "$0/$1.plain"`;
  const script = ids.map((id) => `set -- ${id} && ${decrypt} ${recipient.join(' ')}`).join(' && ');
  return {
    name: 'openssl cms -decrypt, detached',
    argv: ['sh', '-c', script, path('.')],
    before: () => {
      for (const id of ids) {
        spawnSync('sh', ['-c', `unzip -p "$0" objects/${id}.enc > "$1"`, path('bid.sampul'), path(`${id}.enc`)]);
      }
    },
    after: () => {
      for (const id of ids) [`${id}.enc`, `${id}.plain`].forEach((name) => rmSync(path(name)));
    },
  };
}

function attachedDecrypt({ path }: Workbench, encrypt: readonly string[], recipient: readonly string[]): Command {
  const [program = '', ...rest] = encrypt;
  return {
    name: 'openssl cms -decrypt, attached',
    argv: [
      'openssl',
      'cms',
      '-decrypt',
      '-binary',
      '-inform',
      'DER',
      '-in',
      path('a.cms'),
      '-out',
      path('a.plain'),
      ...recipient,
    ],
    before: () => void execFileSync(program, [...rest, '-out', path('a.cms')]),
    after: () => ['a.cms', 'a.plain'].forEach((name) => rmSync(path(name))),
  };
}

function hasProgram(name: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
}

function report(sizeBytes: number, costs: ReadonlyMap<string, readonly Cost[]>): void {
  const gib = sizeBytes / GIB;
  console.log(`## ${gib} GiB, ${options.rounds} rounds, medians\n`);
  console.log('| what | wall s | GiB/s | job alone s | peak RSS MiB |\n|---|---|---|---|---|');
  for (const [name, list] of costs) {
    const seconds = median(list.map((cost) => cost.seconds));
    const job = list.flatMap(({ jobSeconds }) => jobSeconds ?? []);
    const alone = job.length > 0 ? median(job).toFixed(2) : '';
    const rss = Math.max(...list.map(({ maxRssMiB }) => maxRssMiB));
    console.log(`| ${name} | ${seconds.toFixed(2)} | ${(gib / seconds).toFixed(2)} | ${alone} | ${rss.toFixed(0)} |`);
  }
  console.log('\n| ratio, paired | measured | at most | |\n|---|---|---|---|');
  for (const [ours, theirs, atMost, what] of TARGETS) {
    const [a, b] = [costs.get(ours), costs.get(theirs)];
    if (a === undefined || b === undefined) continue;
    row(`${ours} / ${theirs}`, pairedRatio(a, b, what), atMost);
  }
  const ours = ['seal', 're-read', 'open, one pass', 'open, hash first'].flatMap((name) => costs.get(name) ?? []);
  row('peak RSS MiB, worst of ours', Math.max(...ours.map(({ maxRssMiB }) => maxRssMiB)), MAX_RSS_MIB);
  console.log('');
}

/** Memory of one process that seals again and again, as the app does. */
async function benchFifty(parent: string): Promise<void> {
  const dir = mkdtempSync(join(parent, 'fifty-'));
  const bench = await createWorkbench(dir);
  writeRandom(bench.path('source'), 32 << 20);
  const jobs = await writeJobs(bench, bench.path('source'), bench.path('bid.sampul'));
  const cost = measure({ name: '50 seals', argv: [process.execPath, JOB, BUILD, jobs.get('seal-many') ?? ''] });
  console.log('| 50 seals of 32 MiB in one process | measured | at most | |\n|---|---|---|---|');
  row('peak RSS MiB', cost.maxRssMiB, MAX_RSS_AFTER_50_MIB);
  row('RSS afterwards MiB', cost.rssAfterMiB ?? Number.NaN, MAX_RSS_AFTER_50_MIB);
  console.log(`\n${((cost.jobSeconds ?? 0) * 20).toFixed(0)} ms each.`);
}

function row(what: string, measured: number, atMost: number): void {
  const digits = atMost < 10 ? 2 : 0;
  console.log(`| ${what} | ${measured.toFixed(digits)} | ${atMost} | ${measured <= atMost ? 'ok' : '**over**'} |`);
}
