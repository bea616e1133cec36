// Containers made by hand, step by step, so that any step can be done wrongly: what our sealer refuses to write.
import { createCipheriv, randomBytes } from 'node:crypto';
import { encodeCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import { sealAttached } from '../../../crypto/cms/attached.ts';
import { encodeAuthEnveloped } from '../../../crypto/cms/auth-enveloped-data.ts';
import { wrapContentKey } from '../../../crypto/cms/recipients.ts';
import { signContent } from '../../../crypto/cms/sign.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { SigningKey } from '../../../crypto/keys.ts';
import { ContainerWriter } from '../../../crypto/seal/container-writer.ts';
import { encName, ENTRY, headerName, MIMETYPE } from '../../../crypto/seal/entry-names.ts';
import type { InnerManifest, OuterManifest, OuterObject } from '../../../crypto/seal/manifest.ts';
import type { SealJob } from '../../../crypto/seal/seal-envelope.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { TEST_NOW } from '../../pki/cms-people.ts';
import { sealJob, type Tender } from '../../crypto/seal/sealed-bid.ts';
import { MemorySink } from '../../crypto/seal/memory-io.ts';

export interface SealedBytes {
  readonly header: Buffer;
  readonly ciphertext: Buffer;
}

export interface HandMade {
  readonly bytes: Buffer;
  readonly manifestSha256: string;
  readonly sealedSha256: string;
  /** Unlocked headers by object id. */
  readonly headers: ReadonlyMap<string, Buffer>;
}

/** One plaintext per document, and what is to be done differently; everything left out is done right. */
export interface Recipe {
  readonly documents: readonly Buffer[];
  readonly job?: Partial<SealJob>;
  readonly context?: Partial<SealJob['context']>;
  readonly seal?: (id: string, plaintext: Buffer) => SealedBytes;
  readonly lock?: (header: Buffer, id: string) => Buffer;
  readonly inner?: (manifest: InnerManifest) => Json;
  readonly innerSigner?: SigningKey;
  /** The signed inner manifest, before it becomes object 0000. */
  readonly innerCms?: (der: Buffer) => Buffer;
  readonly outer?: (manifest: OuterManifest) => Json;
  readonly outerSigner?: SigningKey;
  readonly entries?: (entries: readonly (readonly [string, Buffer])[]) => readonly (readonly [string, Buffer])[];
}

/** AES-256-GCM under a fresh key for `recipients`. */
export function sealPlaintext(plaintext: Buffer, recipients: readonly Certificate[]): SealedBytes {
  const [key, nonce] = [randomBytes(32), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const recipientInfos = recipients.map((recipient) => wrapContentKey(key, recipient));
  return {
    ciphertext,
    header: encodeAuthEnveloped({ recipientInfos, nonce, mac: cipher.getAuthTag(), encryptedContent: null }),
  };
}

/** A CA-mode container by the recipe. */
export async function makeByHand(tender: Tender, recipe: Recipe): Promise<HandMade> {
  const job = sealJob(tender, [], {
    ...(recipe.job ? { job: recipe.job } : {}),
    ...(recipe.context ? { context: recipe.context } : {}),
  });
  const seal = recipe.seal ?? ((_id, plaintext) => sealPlaintext(plaintext, job.recipients));
  const lock = recipe.lock ?? ((header) => sealAttached(header, [job.packageCertificate]));
  const ids = recipe.documents.map((_, i) => String(i + 1).padStart(4, '0'));
  const sealed = new Map<string, SealedBytes>();
  recipe.documents.forEach((plaintext, i) => sealed.set(ids[i] ?? '', seal(ids[i] ?? '', plaintext)));
  const cms = await signInner(recipe, job, ids);
  sealed.set('0000', seal('0000', cms));
  const locks = new Map([...sealed].map(([id, { header }]) => [id, lock(header, id)]));
  const objects = [...sealed].map(([id, one]) => objectLine(id, one, locks)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const outer: OuterManifest = {
    ...{ format: 'sampul/1', context: job.context, objects },
    inner: { object: '0000', sha256: sha256Hex(cms) },
  };
  const manifest = encodeCanonicalJson(recipe.outer?.(outer) ?? outer);
  const signers = [{ key: recipe.outerSigner ?? job.signer, signingTime: TEST_NOW }];
  const signature = await signContent({ content: manifest, detached: true, signers });
  const order = [...ids, '0000'].flatMap((id): [string, Buffer][] => [
    [encName(id), sealed.get(id)?.ciphertext ?? Buffer.alloc(0)],
    [headerName(id, 'CA'), locks.get(id) ?? Buffer.alloc(0)],
  ]);
  const entries: [string, Buffer][] = [
    [ENTRY.mimetype, Buffer.from(MIMETYPE)],
    ...order,
    [ENTRY.evidence, Buffer.from(job.evidence)],
    [ENTRY.manifest, manifest],
    [ENTRY.signature, signature],
  ];
  const bytes = await pack(recipe.entries?.(entries) ?? entries);
  const headers = new Map([...sealed].map(([id, { header }]) => [id, header]));
  return { bytes, headers, manifestSha256: sha256Hex(manifest), sealedSha256: sha256Hex(bytes) };
}

/** A ZIP file in our form with any entries. */
export async function pack(entries: readonly (readonly [string, Buffer])[]): Promise<Buffer> {
  const sink = new MemorySink();
  const writer = new ContainerWriter(sink);
  for (const [name, bytes] of entries) await writer.add(name, bytes);
  await writer.finish();
  return sink.bytes();
}

async function signInner(recipe: Recipe, job: SealJob, ids: readonly string[]): Promise<Buffer> {
  const documents = recipe.documents.map((bytes, i) => ({
    ...{
      name: `dokumen-${String(i + 1)}.pdf`,
      originalName: 'Dokumen.pdf',
      slot: 'teknis',
      mediaType: 'application/pdf',
    },
    ...{ size: bytes.length, sha256: sha256Hex(bytes), objects: [ids[i] ?? ''] },
  }));
  const inner: InnerManifest = {
    ...{ format: 'sampul-inner/1', context: job.context, salt: randomBytes(32).toString('base64url'), documents },
    ...(job.bidLetter === undefined ? {} : { bidLetter: job.bidLetter }),
  };
  const content = encodeCanonicalJson(recipe.inner?.(inner) ?? inner);
  const signers = [{ key: recipe.innerSigner ?? job.signer, signingTime: TEST_NOW }];
  const cms = await signContent({ content, detached: false, signers });
  return recipe.innerCms?.(cms) ?? cms;
}

function objectLine(id: string, { header, ciphertext }: SealedBytes, locks: ReadonlyMap<string, Buffer>): OuterObject {
  const lock = locks.get(id) ?? Buffer.alloc(0);
  const digests = { sha256: sha256Hex(ciphertext), headerSha256: sha256Hex(header), headerLockSha256: sha256Hex(lock) };
  return { id, size: ciphertext.length, ...digests };
}
