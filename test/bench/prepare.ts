// Everything a run of the benchmark needs on disk: random input, keys, and the job files of the product's processes.
import { randomFillSync } from 'node:crypto';
import { openSync, writeSync, closeSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWorkerSealer } from '../../main/adapters/worker-sealer.ts';
import { encodePem } from '../../crypto/encoding.ts';
import { releaseHeaders, sealJob, createTender, type Tender } from '../crypto/seal/sealed-bid.ts';
import { openFileSource } from '../../main/adapters/file-io.ts';

export interface Workbench {
  readonly dir: string;
  readonly tender: Tender;
  readonly path: (name: string) => string;
}

export async function createWorkbench(dir: string): Promise<Workbench> {
  const tender = await createTender(['rsa-3072', 'ec-p256', 'ec-p384']);
  const bench = { dir, tender, path: (name: string) => join(dir, name) };
  const [member] = tender.members;
  if (member === undefined) throw new Error('no member');
  writeFileSync(bench.path('member.pem'), encodePem('CERTIFICATE', member.certificate.der));
  writeFileSync(bench.path('member.key'), member.privateKey.export({ format: 'pem', type: 'pkcs8' }));
  return bench;
}

/** Random bytes: nothing on the way can be compressed or shared. */
export function writeRandom(path: string, sizeBytes: number): void {
  const file = openSync(path, 'w', 0o600);
  const buffer = Buffer.alloc(16 << 20);
  for (let done = 0; done < sizeBytes; done += buffer.length) {
    randomFillSync(buffer);
    writeSync(file, buffer, 0, Math.min(buffer.length, sizeBytes - done));
  }
  closeSync(file);
}

/** Seals `source` once to `sealed` and writes the job files; returns their paths by kind. */
export async function writeJobs(
  bench: Workbench,
  source: string,
  sealed: string,
): Promise<ReadonlyMap<string, string>> {
  const { tender } = bench;
  const sealing = sealing64(tender, source);
  const sealer = createWorkerSealer();
  const { context, mode, padding, recipients, packageCertificate, evidence, bidLetter, signer } = sealJob(tender, []);
  const letter = bidLetter ?? null;
  await sealer.seal({
    ...{ context, mode, padding, letter, evidence, signer, documents: sealing.documents, outPath: sealed },
    recipients: recipients.map(({ der }) => der),
    packageCertificate: packageCertificate.der,
  });
  const { sealedSha256, manifestSha256 } = await sealer.verify(sealed);
  await sealer.close();
  const opening = await opening64(tender, sealed, { sealedSha256, manifestSha256 });
  const jobs = new Map<string, object>([
    ['seal', { seal: sealing, out: bench.path('again.sampul') }],
    ['seal-many', { seal: sealing, out: bench.path('many.sampul'), times: 50 }],
    ['verify', { sealed }],
    ['open-hash-first', { sealed, open: opening, outDir: bench.path('opened') }],
    ['open-one-pass', { sealed, open: opening, outDir: bench.path('opened') }],
    ['sha256', { source: sealed }],
  ]);
  return new Map(
    [...jobs].map(([kind, job]) => {
      const path = bench.path(`${kind}.json`);
      writeFileSync(path, JSON.stringify({ kind, ...job }), { mode: 0o600 });
      return [kind, path];
    }),
  );
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

function sealing64(tender: Tender, source: string) {
  const { context, mode, padding, recipients, packageCertificate, evidence, bidLetter } = sealJob(tender, []);
  const name = 'teknis.pdf';
  return {
    ...{ context, mode, padding, letter: bidLetter ?? null, evidence: base64(evidence) },
    documents: [{ path: source, name, originalName: name, slot: 'teknis', mediaType: 'application/pdf' }],
    recipients: recipients.map(({ der }) => base64(der)),
    packageCertificate: base64(packageCertificate.der),
    signer: {
      certificate: base64(tender.bidder.certificate.der),
      key: base64(tender.bidder.privateKey.export({ format: 'der', type: 'pkcs8' })),
    },
  };
}

async function opening64(tender: Tender, sealed: string, expected: object) {
  const [member] = tender.members;
  if (member === undefined) throw new Error('no member');
  const source = await openFileSource(sealed);
  const headers = await releaseHeaders(tender, source);
  await source.close();
  return {
    expected,
    headers: [...headers].map(([id, header]) => ({ id, header: base64(header) })),
    recipients: tender.members.map(({ certificate }) => base64(certificate.der)),
    key: {
      certificate: base64(member.certificate.der),
      key: base64(member.privateKey.export({ format: 'der', type: 'pkcs8' })),
    },
  };
}

/** Header of the first object, as openssl reads it. */
export function writeReleasedHeader(bench: Workbench, jobs: ReadonlyMap<string, string>): void {
  const job = JSON.parse(readFileSync(jobs.get('open-one-pass') ?? '', 'utf8')) as {
    open: { headers: { id: string; header: string }[] };
  };
  for (const { id, header } of job.open.headers) writeFileSync(bench.path(`${id}.p7m`), Buffer.from(header, 'base64'));
}
