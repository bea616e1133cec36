// A bidder whose program seals as it likes: the real file, with one thing changed and signed again by the bidder, so that everything
// that can be seen without a key of the openers is in order.
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import type { Sealer, SealJob, SealOutcome } from '../../app/ports/sealer.ts';
import { encodeAuthEnveloped, MAC_BYTES, NONCE_BYTES } from '../../crypto/cms/auth-enveloped-data.ts';
import { sealAttached } from '../../crypto/cms/attached.ts';
import { CONTENT_KEY_BYTES, wrapContentKey } from '../../crypto/cms/recipients.ts';
import { signContent } from '../../crypto/cms/sign.ts';
import { sha256, sha256Hex } from '../../crypto/encoding.ts';
import { bytesSource } from '../../crypto/seal/bytes-source.ts';
import { readPart } from '../../crypto/seal/container-reader.ts';
import { ContainerWriter } from '../../crypto/seal/container-writer.ts';
import { ENTRY, headerName } from '../../crypto/seal/entry-names.ts';
import { readEnvelope } from '../../crypto/seal/envelope-parts.ts';
import { encodeOuterManifest, type OuterManifest } from '../../crypto/seal/manifest.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import type { Station } from '../app/usecases/station.ts';
import { createMemorySink } from '../lpse/memory-sink.ts';

/** What is changed about the first object and the manifest. */
export type HostileChange = (
  manifest: OuterManifest,
  job: SealJob,
) => { readonly manifest: OuterManifest; readonly lock: Buffer | null };

/** The lock holds another header than the one that the bidder committed to. */
export const uncommittedHeader: HostileChange = (manifest) => ({
  manifest: withFirst(manifest, { headerSha256: randomBytes(32).toString('hex') }),
  lock: null,
});

/** Everything fits, but what is inside is not what the bidder committed to. */
export const wrongInnerDigest: HostileChange = (manifest) => ({
  manifest: { ...manifest, inner: { ...manifest.inner, sha256: randomBytes(32).toString('hex') } },
  lock: null,
});

/** The right openers, each of whom finds a key that opens nothing. */
export const wrongKeyWrapped: HostileChange = (manifest, job) => relocked(manifest, job, openersOf(job));

/** The header names one opener less than the bid says: whoever is left out cannot open. */
export const openerLeftOut: HostileChange = (manifest, job) => relocked(manifest, job, openersOf(job).slice(1));

/** Wrapped for a certificate of which no opener has the key. */
export const sealedForAnother: HostileChange = (manifest, job) =>
  relocked(manifest, job, [parseCertificate(Buffer.from(job.packageCertificate))]);

/** The station with a program that seals with this change. */
export function hostile(station: Station, change: HostileChange): Station {
  const { sealer } = station.needs;
  const changed: Sealer = Object.assign(Object.create(sealer) as Sealer, {
    seal: async (job: SealJob, options: Parameters<Sealer['seal']>[1]): Promise<SealOutcome> => {
      const outcome = await sealer.seal(job, options);
      const bytes = await rewrite(await readFile(job.outPath), job, change);
      await writeFile(job.outPath, bytes.file);
      return { ...outcome, sizeBytes: bytes.file.length, manifestSha256: sha256Hex(bytes.manifest) };
    },
  });
  return { ...station, needs: { ...station.needs, sealer: changed } };
}

async function rewrite(file: Buffer, job: SealJob, change: HostileChange) {
  const source = bytesSource(file);
  const parts = await readEnvelope(source);
  const { manifest, lock } = change(parts.manifest, job);
  const content = encodeOuterManifest(manifest);
  const signers = [{ key: job.signer, signingTime: new Date(job.context.createdAt) }];
  const signature = await signContent({ content, detached: true, signers });
  const timestamp = await job.timestamp(sha256(signature));
  const target = createMemorySink();
  const writer = new ContainerWriter(target.sink);
  const others = new Map<string, Uint8Array | null>([
    [ENTRY.manifest, content],
    [ENTRY.signature, signature],
    [ENTRY.timestamp, timestamp],
    ...(lock === null ? [] : ([[headerName('0000', 'CA'), lock]] as const)),
  ]);
  for (const entry of parts.layout.entries) {
    const other = others.get(entry.name);
    if (other !== null) await writer.add(entry.name, other ?? (await readPart(source, entry)));
  }
  await writer.finish();
  return { file: target.bytes(), manifest: content };
}

function relocked(manifest: OuterManifest, job: SealJob, openers: readonly Certificate[]) {
  const recipientInfos = openers.map((opener) => wrapContentKey(randomBytes(CONTENT_KEY_BYTES), opener));
  const [nonce, mac] = [randomBytes(NONCE_BYTES), randomBytes(MAC_BYTES)];
  const header = encodeAuthEnveloped({ recipientInfos, nonce, mac, encryptedContent: null });
  const lock = sealAttached(header, [parseCertificate(Buffer.from(job.packageCertificate))]);
  const digests = { headerSha256: sha256Hex(header), headerLockSha256: sha256Hex(lock) };
  return { manifest: withFirst(manifest, digests), lock };
}

function withFirst(manifest: OuterManifest, change: Partial<OuterManifest['objects'][number]>): OuterManifest {
  const objects = manifest.objects.map((object) => (object.id === '0000' ? { ...object, ...change } : object));
  return { ...manifest, objects };
}

function openersOf({ recipients }: SealJob): readonly Certificate[] {
  return recipients.map((der) => parseCertificate(Buffer.from(der)));
}
