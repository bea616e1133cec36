// Seals a bid into one file (SPEC.md 6): every document in one pass, then the manifests that bind everything.
import { randomBytes } from 'node:crypto';
import { signContent } from '../cms/sign.ts';
import { sha256, sha256Hex } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import type { SigningKey } from '../keys.ts';
import type { Certificate } from '../x509/certificate.ts';
import { bytesSource } from './bytes-source.ts';
import { ContainerWriter } from './container-writer.ts';
import { foldName, isSafeName } from './document-name.ts';
import { ENTRY, MIMETYPE } from './entry-names.ts';
import type { ByteSink, DocumentSource, JobControl, Workspace } from './io.ts';
import {
  encodeInnerManifest,
  encodeOuterManifest,
  equalContexts,
  INNER_FORMAT,
  MAX_OBJECTS,
  objectIdOf,
  OUTER_FORMAT,
  PADDED_BYTES,
  partSizes,
  requirePurpose,
  type BidLetter,
  type InnerDocument,
  type OuterManifest,
  type OuterObject,
  type SealContext,
  type SealMode,
  type SealPurpose,
} from './manifest.ts';
import { sealObject, type ObjectSealer } from './seal-object.ts';
import { requireBidderSigner } from './signer-rule.ts';

/** A document to seal. `name` must be safe (`toSafeName` makes it so); `originalName` is kept for people. */
export interface SealDocument {
  readonly name: string;
  readonly originalName: string;
  readonly slot: string;
  readonly mediaType: string;
  readonly source: DocumentSource;
}

export interface SealJob {
  /** Complete; the digests in it must be those of the certificates and the evidence below. `createdAt` is the signing time. */
  readonly context: SealContext;
  readonly purpose: SealPurpose;
  readonly mode: SealMode;
  /** CA: the openers' encryption certificates, or the one quorum certificate. NON_CA: the package certificate alone. */
  readonly recipients: readonly Certificate[];
  readonly packageCertificate: Certificate;
  readonly padding: '1MiB' | null;
  readonly carriesPrice: boolean;
  readonly documents: readonly SealDocument[];
  /** Present exactly when `carriesPrice`. */
  readonly bidLetter?: BidLetter;
  /** The device record, already sealed to the auditor (CMS AuthEnvelopedData, attached). */
  readonly evidence: Uint8Array;
  readonly signer: SigningKey;
  /** Asks for an RFC 3161 response over this SHA-256 of `manifest.p7s`; null when no authority answers. */
  readonly timestamp?: (sha256: Buffer) => Promise<Uint8Array | null>;
}

export interface SealIo {
  readonly sink: ByteSink;
  readonly workspace: Workspace;
  readonly control?: JobControl;
}

export interface SealResult {
  readonly manifest: OuterManifest;
  readonly documents: readonly InnerDocument[];
  readonly manifestSha256: string;
  /** Bytes of `manifest.p7s`. */
  readonly signatureDer: Buffer;
  readonly innerSha256: string;
  readonly sizeBytes: number;
  readonly timestamped: boolean;
}

const INNER_PADDING_BYTES = 64 << 10;

/**
 * Writes the whole container to `io.sink` and flushes it. Nothing about the file is trusted until `verifyEnvelope` has read it
 * again; an aborted or failed run leaves the sink for the caller to remove, and a new run uses new keys.
 * @throws seal/document-changed when a document is not what it was when it was opened
 * @throws seal/document-too-large when the documents need more than 9999 objects
 * @throws seal/made-wrongly when names, price or recipients break a rule of the format
 * @throws certificate/wrong-usage, certificate/weak-algorithm or cms/algorithm-refused when a recipient cannot be one
 * @throws AbortError when the signal was aborted
 */
export async function sealEnvelope(job: SealJob, io: SealIo): Promise<SealResult> {
  requireSealable(job);
  const writer = new ContainerWriter(io.sink);
  const sealer = objectSealer(job, io, writer);
  await writer.add(ENTRY.mimetype, Buffer.from(MIMETYPE));
  const objects: OuterObject[] = [];
  const documents: InnerDocument[] = [];
  for (const document of job.documents) {
    const lines = await sealDocument(sealer, document, objects.length + 1, job.padding);
    objects.push(...lines.objects);
    documents.push(lines.document);
  }
  const inner = await signInner(job, documents);
  const paddingBytes = job.padding === null ? 0 : -inner.length & (INNER_PADDING_BYTES - 1);
  const range = { source: bytesSource(inner), position: 0, lengthBytes: inner.length, paddingBytes, lane: null };
  objects.unshift(await sealObject({ ...sealer, onBytes: undefined }, objectIdOf(0), range));
  const innerSha256 = sha256Hex(inner);
  const outer = {
    format: OUTER_FORMAT,
    context: job.context,
    objects,
    inner: { object: '0000', sha256: innerSha256 },
  } as const;
  const tail = await writeTail(job, writer, outer);
  const sizeBytes = await writer.finish();
  await io.sink.sync();
  return { manifest: outer, documents, innerSha256, sizeBytes, ...tail };
}

/** Everything that can be known before the first byte is read. */
function requireSealable(job: SealJob): void {
  requirePurpose(job.context, job.purpose);
  requireContext(job);
  // A canary is signed by whoever rehearses; the caller trusts that signer or not.
  if (job.purpose === 'bid') requireBidderSigner(job.signer.certificate, job.mode);
  if (job.carriesPrice !== (job.bidLetter !== undefined)) throw wrong('bid letter');
  const names = job.documents.map((document) => document.name);
  if (!names.every(isSafeName)) throw wrong('unsafe document name');
  if (new Set(names.map(foldName)).size !== names.length) throw wrong('document names repeat');
  const objects = job.documents.reduce((sum, { source }) => sum + partSizes(source.sizeBytes).length, 0);
  if (objects > MAX_OBJECTS) throw new CryptoError('seal/document-too-large', `${String(objects)} objects`);
  encodeOuterManifest(draftOuter(job));
  encodeInnerManifest(innerManifest(job, job.documents.map(draftDocument)));
}

function requireContext({ context, recipients, packageCertificate, evidence, signer }: SealJob): void {
  const derived = {
    bidder: { ...context.bidder, certificateSha256: signer.certificate.sha256 },
    recipients: recipients.map((certificate) => certificate.sha256),
    packageCertificateSha256: packageCertificate.sha256,
    evidenceSha256: sha256Hex(evidence),
  };
  if (!equalContexts(context, { ...context, ...derived })) throw wrong('context names other certificates or evidence');
}

/** The shape that will be written, with digests still unknown: a bad field is found before an hour of work, not after. */
function draftOuter({ mode, context }: SealJob): OuterManifest {
  const digest = '0'.repeat(64);
  const lock = mode === 'CA' ? { headerLockSha256: digest } : {};
  const object = { id: objectIdOf(0), size: 0, sha256: digest, headerSha256: digest, ...lock };
  return { format: OUTER_FORMAT, context, objects: [object], inner: { object: '0000', sha256: digest } };
}

function draftDocument(document: SealDocument, i: number): InnerDocument {
  return documentLine(document, '0'.repeat(64), [objectIdOf(i + 1)]);
}

function objectSealer(job: SealJob, { workspace, control }: SealIo, writer: ContainerWriter): ObjectSealer {
  const totalBytes = job.documents.reduce((sum, { source }) => sum + paddedSize(source.sizeBytes, job.padding), 0);
  let doneBytes = 0;
  return {
    writer,
    workspace,
    mode: job.mode,
    recipients: job.recipients,
    packageCertificate: job.packageCertificate,
    onBytes: (count) => {
      doneBytes += count;
      control?.onProgress?.({ doneBytes, totalBytes });
    },
    signal: control?.signal,
  };
}

function paddedSize(sizeBytes: number, padding: SealJob['padding']): number {
  return padding === null ? sizeBytes : Math.max(sizeBytes, PADDED_BYTES);
}

async function sealDocument(
  sealer: ObjectSealer,
  document: SealDocument,
  firstId: number,
  padding: SealJob['padding'],
) {
  const { source } = document;
  const [lane] = sealer.workspace.lanes;
  lane.begin();
  const objects: OuterObject[] = [];
  let position = 0;
  for (const lengthBytes of partSizes(source.sizeBytes)) {
    sealer.signal?.throwIfAborted();
    const paddingBytes = paddedSize(source.sizeBytes, padding) - source.sizeBytes;
    const id = objectIdOf(firstId + objects.length);
    objects.push(await sealObject(sealer, id, { source, position, lengthBytes, paddingBytes, lane }));
    position += lengthBytes;
  }
  const { sha256: digest } = await lane.finish();
  // After the last byte: whatever was written to the file while we read it shows here.
  await source.requireUnchanged();
  const ids = objects.map((object) => object.id);
  return { objects, document: documentLine(document, digest.toString('hex'), ids) };
}

function documentLine(document: SealDocument, digest: string, objects: string[]): InnerDocument {
  const { name, originalName, slot, mediaType, source } = document;
  return { name, originalName, slot, mediaType, size: source.sizeBytes, sha256: digest, objects };
}

function innerManifest({ bidLetter, context }: SealJob, documents: InnerDocument[]) {
  // The salt keeps a guessed price from being confirmed by the digest in the outer manifest.
  const salt = randomBytes(32).toString('base64url');
  const letter = bidLetter === undefined ? {} : { bidLetter };
  return { format: INNER_FORMAT, context, salt, ...letter, documents } as const;
}

function signInner(job: SealJob, documents: InnerDocument[]): Promise<Buffer> {
  const content = encodeInnerManifest(innerManifest(job, documents));
  return signContent({ content, detached: false, signers: signersOf(job) });
}

async function writeTail(job: SealJob, writer: ContainerWriter, outer: OuterManifest) {
  const manifest = encodeOuterManifest(outer);
  const signatureDer = await signContent({ content: manifest, detached: true, signers: signersOf(job) });
  const timestamp = (await job.timestamp?.(sha256(signatureDer))) ?? null;
  await writer.add(ENTRY.evidence, job.evidence);
  await writer.add(ENTRY.manifest, manifest);
  await writer.add(ENTRY.signature, signatureDer);
  if (timestamp !== null) await writer.add(ENTRY.timestamp, timestamp);
  return { manifestSha256: sha256Hex(manifest), signatureDer, timestamped: timestamp !== null };
}

function signersOf({ signer, context }: SealJob) {
  return [{ key: signer, signingTime: new Date(context.createdAt) }];
}

function wrong(detail: string): CryptoError {
  return new CryptoError('seal/made-wrongly', detail);
}
