// One measured job of the opening benchmark, in a process of its own: node opening-job.ts <job.json>. Prints what it cost as JSON.
import { createHash, createPrivateKey } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { queueLimits, runQueue } from '../../app/usecases/opening-queue.ts';
import { softwareDecryptionKey } from '../../crypto/keys.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { createWorkerSealer } from '../../main/adapters/worker-sealer.ts';

export interface OpeningJob {
  /** `hash` reads everything once, so that all later jobs find the same page cache. */
  readonly kind: 'open' | 'copy' | 'hash';
  readonly bids: readonly {
    readonly path: string;
    readonly expected: { readonly sealedSha256: string; readonly manifestSha256: string };
    readonly headers: readonly { readonly id: string; readonly header: string }[];
  }[];
  readonly outDir: string;
  readonly recipients: readonly string[];
  readonly key: { readonly certificate: string; readonly key: string };
}

const fromBase64 = (text: string): Buffer => Buffer.from(text, 'base64');
// Written by opening.ts.
const job = JSON.parse(await readFile(process.argv[2] ?? '', 'utf8')) as OpeningJob;
await mkdir(job.outDir, { recursive: true });
const started = performance.now();
if (job.kind === 'open') await openAll();
else for (const { path } of job.bids) await copyAndHash(path, job.kind === 'copy');
const seconds = (performance.now() - started) / 1000;
const usage = process.resourceUsage();
console.log(JSON.stringify({ seconds, maxRssMiB: usage.maxRSS / 1024, rssMiB: process.memoryUsage.rss() / 2 ** 20 }));

/** As `openBids` does with what is downloaded: hashed and verified as a whole, then opened, a few at a time. */
async function openAll(): Promise<void> {
  const sealer = createWorkerSealer();
  const certificate = parseCertificate(fromBase64(job.key.certificate));
  const privateKey = createPrivateKey({ key: fromBase64(job.key.key), format: 'der', type: 'pkcs8' });
  const key = softwareDecryptionKey(privateKey, certificate);
  const jobs = job.bids.map(({ path, expected, headers }) => ({
    sizeBytes: 0,
    fetch: () => Promise.resolve(path),
    open: async () => {
      const proven = await sealer.verify(path);
      if (proven.sealedSha256 !== expected.sealedSha256) throw new Error('another file');
      const outDir = join(job.outDir, basename(path, '.sampul'));
      await mkdir(outDir);
      const { documents } = await sealer.open({
        ...{ path, expected, key, carriesPrice: true, rehearsal: false, outDir, provenState: proven.fileState },
        headers: headers.map(({ id, header }) => ({ id, header: fromBase64(header) })),
        recipients: job.recipients.map(fromBase64),
      });
      if (documents.some(({ failure }) => failure !== null)) throw new Error('did not open');
    },
    finish: () => Promise.resolve(),
  }));
  await runQueue(jobs, queueLimits(sealer.parallel));
  await sealer.close();
}

/** What anybody would do by hand, in one pass: read, hash, write, flush. */
async function copyAndHash(path: string, write: boolean): Promise<void> {
  const source = await open(path, 'r');
  const target = write ? await open(join(job.outDir, basename(path)), 'wx', 0o600) : null;
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(1 << 20);
  for (;;) {
    const { bytesRead } = await source.read(buffer, 0, buffer.length);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    await target?.write(buffer, 0, bytesRead);
  }
  hash.digest();
  await target?.sync();
  await target?.close();
  await source.close();
}
