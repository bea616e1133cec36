// One measured job of the product, in a process of its own: node job.mjs <build> <job.json>. Prints what it cost as JSON.
// Plain JavaScript over the compiled product, because that is what users run: stripping types costs 20 MB per thread.
import { Buffer } from 'node:buffer';
import { createHash, createPrivateKey } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const [, , build, jobPath] = process.argv;
const load = (path) => import(pathToFileURL(join(build, path)).href);
const job = JSON.parse(await readFile(jobPath, 'utf8'));
const fromBase64 = (text) => Buffer.from(text, 'base64');
const privateKey = (text) => createPrivateKey({ key: fromBase64(text), format: 'der', type: 'pkcs8' });

const { parseCertificate } = await load('crypto/x509/certificate.js');
const { softwareSigningKey, softwareDecryptionKey } = await load('crypto/keys.js');
const certificate = (text) => parseCertificate(fromBase64(text));

let startedMs = performance.now();
const details = (await run()) ?? {};
const seconds = (performance.now() - startedMs) / 1000;
const usage = process.resourceUsage();
const facts = { seconds, maxRssMiB: usage.maxRSS / 1024, rssMiB: process.memoryUsage.rss() / 2 ** 20, ...details };
console.log(JSON.stringify(facts));

function run() {
  switch (job.kind) {
    case 'seal':
      return withSealer((sealer) => sealer.seal(sealJob(job.out)));
    case 'seal-many':
      return withSealer(async (sealer) => {
        for (let i = 0; i < job.times; i++) {
          await sealer.seal(sealJob(job.out));
          await rm(job.out);
        }
      });
    case 'verify':
      return withSealer(async (sealer) => {
        // The self-check comes right after sealing: its threads are there.
        await sealer.inspect(job.sealed);
        startedMs = performance.now();
        await sealer.verify(job.sealed);
      });
    case 'open-hash-first':
      return withSealer((sealer) => sealer.open(openJob()));
    case 'open-one-pass':
      return openInOnePass();
    case 'sha256':
      return sha256(job.source);
    default:
      throw new Error(`unknown job ${job.kind}`);
  }
}

async function withSealer(use) {
  const { createWorkerSealer } = await load('main/adapters/worker-sealer.js');
  const sealer = createWorkerSealer();
  try {
    await use(sealer);
    // While the threads still live: their memory counts.
    return { rssMiB: process.memoryUsage.rss() / 2 ** 20 };
  } finally {
    await sealer.close();
  }
}

function sealJob(outPath) {
  const { signer, documents, recipients, packageCertificate, evidence, ...rest } = job.seal;
  return {
    ...rest,
    documents,
    recipients: recipients.map(fromBase64),
    packageCertificate: fromBase64(packageCertificate),
    evidence: fromBase64(evidence),
    signer: softwareSigningKey(privateKey(signer.key), certificate(signer.certificate)),
    outPath,
  };
}

function openJob() {
  const { key, headers, recipients, expected } = job.open;
  return {
    path: job.sealed,
    expected,
    headers: headers.map(({ id, header }) => ({ id, header: fromBase64(header) })),
    recipients: recipients.map(fromBase64),
    key: softwareDecryptionKey(privateKey(key.key), certificate(key.certificate)),
    carriesPrice: true,
    rehearsal: false,
    outDir: job.outDir,
  };
}

async function openInOnePass() {
  const { openEnvelope } = await load('crypto/seal/open-envelope.js');
  const { createThreadWorkspace } = await load('main/workers/digest-lanes.js');
  const { openFileSource, createFileSink } = await load('main/adapters/file-io.js');
  const { key, headers, recipients, expected } = openJob();
  const workspace = createThreadWorkspace();
  const source = await openFileSource(job.sealed);
  await openEnvelope({
    source,
    workspace,
    hashFirst: false,
    expected: {
      purpose: 'bid',
      context: {},
      recipients: recipients.map((der) => parseCertificate(der)),
      packageCertificate: null,
      carriesPrice: true,
      receipt: expected,
    },
    key,
    releasedHeaders: new Map(headers.map(({ id, header }) => [id, header])),
    createSink: (name) => createFileSink(join(job.outDir, name)),
  });
  await source.close();
  await workspace.close();
}

/** What the same runtime needs for SHA-256 of the file alone: one thread, the next read under way. */
async function sha256(path) {
  const hash = createHash('sha256');
  const file = await open(path);
  let [buffer, spare] = [Buffer.alloc(1 << 20), Buffer.alloc(1 << 20)];
  let next = file.read(buffer, 0, buffer.length, null);
  for (;;) {
    const { bytesRead } = await next;
    if (bytesRead === 0) break;
    const full = buffer.subarray(0, bytesRead);
    [buffer, spare] = [spare, buffer];
    next = file.read(buffer, 0, buffer.length, null);
    hash.update(full);
  }
  await file.close();
  return { sha256: hash.digest('hex') };
}
