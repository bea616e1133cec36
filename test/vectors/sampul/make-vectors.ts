// Makes test/vectors/sampul/vectors.json anew: `node test/vectors/sampul/make-vectors.ts`. Keys are fresh each time, so the file changes
// as a whole; what must not change is the list of ids with their outcomes. With `--example` it also makes the archived container of
// version 1: done once, for a released version it is never made again.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { bytesSource } from '../../../crypto/seal/bytes-source.ts';
import { buildTimestampRequest } from '../../../crypto/timestamp.ts';
import { createTender, document, releaseHeaders, sealBid, sealJob, type Tender } from '../../crypto/seal/sealed-bid.ts';
import { TEST_NOW } from '../../pki/cms-people.ts';
import { respond } from '../../pki/timestamp-authority.ts';
import { makeByHand } from './hand-made.ts';
import { sampulVariants } from './variants.ts';
import { EXAMPLE_FACTS_URL, EXAMPLE_URL, VECTORS_URL, type Example, type VectorFile } from './vector-file.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const toBase64Record = (headers: ReadonlyMap<string, Buffer>) =>
  Object.fromEntries([...headers].map(([id, header]) => [id, base64(header)]));

/** Every vector, fresh. */
export async function makeVectors(): Promise<VectorFile> {
  const tender = await createTender(['ec-p256']);
  const vectors: VectorFile['vectors'] = [];
  for (const { id, category, recipe, damage, release, expect } of await sampulVariants(tender)) {
    const made = await makeByHand(tender, recipe);
    const recipients = recipe.job?.recipients ?? tender.members.map(({ certificate }) => certificate);
    vectors.push({
      ...{ id, category, expect, manifestSha256: made.manifestSha256 },
      container: base64(damage?.(made.bytes) ?? made.bytes),
      recipients: recipients.map(({ der }) => base64(der)),
      headers: toBase64Record(release?.(made.headers) ?? made.headers),
    });
  }
  const about = 'Made by test/vectors/sampul/make-vectors.ts. Keys are for tests only.';
  return { about, member: memberOf(tender), packageCertificate: base64(tender.packageOpener.certificate.der), vectors };
}

async function makeExample(): Promise<{ bytes: Buffer; facts: Example }> {
  const tender = await createTender(['ec-p256']);
  const tsa = await tender.people.signer('TSA Uji', { profile: 'tsa' });
  const documents = { 'harga.txt': 'Rp 1.234.567.890,50\n', 'kosong.txt': '' };
  const job = sealJob(
    tender,
    Object.entries(documents).map(([name, text]) =>
      document(name, Buffer.from(text), { mediaType: 'text/plain', slot: 'harga' }),
    ),
    {
      job: {
        timestamp: (sha256) => respond(buildTimestampRequest({ sha256 }).der, { key: tsa.key, genTime: TEST_NOW }),
      },
    },
  );
  const { bytes, result } = await sealBid(job);
  const facts = {
    about:
      'v1-example.sampul, made once by make-vectors.ts --example; every later version must open it. Keys are for tests only.',
    ...{ sealedSha256: sha256Hex(bytes), manifestSha256: result.manifestSha256, member: memberOf(tender) },
    packageCertificate: base64(tender.packageOpener.certificate.der),
    anchor: base64(tender.people.root.certificate.der),
    headers: toBase64Record(await releaseHeaders(tender, bytesSource(bytes))),
    documents,
  };
  return { bytes, facts };
}

function memberOf({ members: [member] }: Tender) {
  if (member === undefined) throw new Error('no member');
  const privateKey = base64(member.privateKey.export({ format: 'der', type: 'pkcs8' }));
  return { certificate: base64(member.certificate.der), privateKey };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(VECTORS_URL, `${JSON.stringify(await makeVectors(), null, 1)}\n`);
  if (process.argv.includes('--example')) {
    const { bytes, facts } = await makeExample();
    writeFileSync(EXAMPLE_URL, bytes);
    writeFileSync(EXAMPLE_FACTS_URL, `${JSON.stringify(facts, null, 1)}\n`);
  }
}
