// npm run bench:opening -- [--bids 50 --size 200MiB --rounds 3 --dir DIR]: the local part of opening a tender (files already
// downloaded) beside plain copying plus SHA-256 of the same bytes, each in a process of its own, in turn. Then 250 small bids.
// Prints Markdown; what was found is in README.md.
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createWorkerSealer } from '../../main/adapters/worker-sealer.ts';
import { openFileSource } from '../../main/adapters/file-io.ts';
import { createTender, releaseHeaders, sealJob, type Tender } from '../crypto/seal/sealed-bid.ts';
import { measure, measureInTurn, median, pairedRatio, type Cost } from './measure.ts';
import type { OpeningJob } from './opening-job.ts';
import { writeRandom } from './prepare.ts';

const JOB = fileURLToPath(new URL('opening-job.ts', import.meta.url));
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
/** Sealed anew; the others are copies of these under other names, which costs the opening the same. */
const DISTINCT = 5;

const { values: options } = parseArgs({
  options: {
    bids: { type: 'string', default: '50' },
    size: { type: 'string', default: '200MiB' },
    rounds: { type: 'string', default: '3' },
    small: { type: 'string', default: '250' },
    dir: { type: 'string', default: tmpdir() },
  },
});

const dir = mkdtempSync(join(options.dir, 'segel-opening-bench-'));
try {
  const sizeBytes = Number(options.size.replace('MiB', '')) << 20;
  const bids = Number(options.bids);
  requireRoom(bids * sizeBytes * 2.2);
  console.log(
    `${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? '?'}, ${dir}, load ${loadavg().join(' ')}\n`,
  );
  await bench('large', { bids, sizeBytes, documents: 1, rounds: Number(options.rounds) });
  await bench('small', { bids: Number(options.small), sizeBytes: 64 << 10, documents: 4, rounds: 1 });
  console.log(`\nload afterwards ${loadavg().join(' ')}`);
} finally {
  rmSync(dir, { recursive: true, force: true });
}

interface Size {
  readonly bids: number;
  readonly sizeBytes: number;
  readonly documents: number;
  readonly rounds: number;
}

async function bench(name: string, { bids, sizeBytes, documents, rounds }: Size): Promise<void> {
  const place = join(dir, name);
  mkdirSync(place);
  const tender = await createTender(['rsa-3072', 'ec-p256', 'ec-p384']);
  const job = await prepare(tender, { place, bids, sizeBytes, documents });
  const argv = (kind: OpeningJob['kind']) => {
    const path = join(place, `${kind}.json`);
    writeFileSync(path, JSON.stringify({ ...job, kind }), { mode: 0o600 });
    return [process.execPath, JOB, path];
  };
  const emptied = { after: () => rmSync(join(place, 'out'), { recursive: true, force: true }) };
  const commands = [
    { name: 'open, hash first', argv: argv('open'), ...emptied },
    { name: 'copy + SHA-256', argv: argv('copy'), ...emptied },
  ];
  measure({ name: 'warm', argv: argv('hash') });
  const costs = measureInTurn(commands, rounds);
  report(`${bids} bids of ${Math.round((sizeBytes * documents) / 1024)} KiB, ${rounds} rounds`, costs);
  rmSync(place, { recursive: true, force: true });
}

function report(title: string, costs: ReadonlyMap<string, readonly Cost[]>): void {
  console.log(`## ${title}\n\n| what | job s, median | peak RSS MiB |\n|---|---|---|`);
  for (const [name, list] of costs) {
    const seconds = median(list.flatMap(({ jobSeconds }) => jobSeconds ?? []));
    console.log(
      `| ${name} | ${seconds.toFixed(1)} | ${Math.max(...list.map(({ maxRssMiB }) => maxRssMiB)).toFixed(0)} |`,
    );
  }
  const [ours, plain] = [costs.get('open, hash first') ?? [], costs.get('copy + SHA-256') ?? []];
  console.log(`\nratio of jobs, paired: ${pairedRatio(ours, plain, 'job').toFixed(2)}\n`);
}

async function prepare(
  tender: Tender,
  { place, bids, sizeBytes, documents }: Omit<Size, 'rounds'> & { readonly place: string },
): Promise<Omit<OpeningJob, 'kind'>> {
  const sealer = createWorkerSealer(1);
  const { context, mode, padding, recipients, packageCertificate, evidence, bidLetter, signer } = sealJob(tender, []);
  const sealed: OpeningJob['bids'][number][] = [];
  for (let i = 0; i < Math.min(bids, DISTINCT); i++) {
    const sources = Array.from({ length: documents }, (_, d) => join(place, `source-${d}.pdf`));
    for (const source of sources) {
      if (sizeBytes < 1 << 20) writeFileSync(source, randomBytes(sizeBytes));
      else writeRandom(source, sizeBytes);
    }
    const path = join(place, `bid-${i}.sampul`);
    await sealer.seal({
      ...{ context, mode, padding, letter: bidLetter ?? null, evidence, signer, outPath: path },
      documents: sources.map((source, d) => ({
        ...{ path: source, name: `dokumen-${d}.pdf`, originalName: `dokumen-${d}.pdf` },
        ...{ slot: 'teknis', mediaType: 'application/pdf' },
      })),
      recipients: recipients.map(({ der }) => der),
      packageCertificate: packageCertificate.der,
      timestamp: () => Promise.resolve(null),
    });
    for (const source of sources) rmSync(source);
    const { sealedSha256, manifestSha256 } = await sealer.verify(path);
    const file = await openFileSource(path);
    const headers = [...(await releaseHeaders(tender, file))].map(([id, header]) => ({ id, header: base64(header) }));
    await file.close();
    sealed.push({ path, expected: { sealedSha256, manifestSha256 }, headers });
  }
  await sealer.close();
  const copies = Array.from({ length: bids - sealed.length }, (_, i) => {
    const of = sealed[i % sealed.length];
    if (of === undefined) throw new Error('nothing sealed');
    const path = join(place, `copy-${i}.sampul`);
    copyFileSync(of.path, path);
    return { ...of, path };
  });
  const [member] = tender.members;
  if (member === undefined) throw new Error('no member');
  return {
    bids: [...sealed, ...copies],
    outDir: join(place, 'out'),
    recipients: tender.members.map(({ certificate }) => base64(certificate.der)),
    key: {
      certificate: base64(member.certificate.der),
      key: base64(member.privateKey.export({ format: 'der', type: 'pkcs8' })),
    },
  };
}

function requireRoom(bytes: number): void {
  const { bavail, bsize } = statfsSync(options.dir);
  if (bavail * bsize < bytes + 4 * 2 ** 30) throw new Error(`needs ${(bytes / 2 ** 30).toFixed(0)} GiB and some more`);
}
