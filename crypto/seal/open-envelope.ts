// Opens a bid (SPEC.md 7), in one fixed order: first everything about the file and its signature, then the locks, then what is
// inside. Whether signer and timestamp are trusted is asked of the caller.
import type { VerifiedSignedData } from '../cms/verify-signature.ts';
import { sha256, sha256Hex } from '../encoding.ts';
import { CryptoError, isCryptoError, type CryptoCode } from '../errors.ts';
import type { DecryptionKey } from '../keys.ts';
import type { Certificate } from '../x509/certificate.ts';
import { toSafeNames } from './document-name.ts';
import { digestEnvelope, requireObjectDigests } from './envelope-digests.ts';
import { readEnvelope, readHeaders, verifyManifestSignature, type EnvelopeParts } from './envelope-parts.ts';
import type { ByteSource, JobControl, NamedSink, Workspace } from './io.ts';
import {
  equalContexts,
  requirePurpose,
  type InnerDocument,
  type InnerManifest,
  type OuterManifest,
  type SealContext,
  type SealPurpose,
} from './manifest.ts';
import { openDocument } from './open-document.ts';
import { madeWrongly, OpenFailure, type OpenFailureClass } from './open-failure.ts';
import { openInner } from './open-inner.ts';
import { requireWorkingKey, type ObjectOpener } from './open-object.ts';

/** Digests of the receipt, lower-case hex. */
export interface ReceiptedDigests {
  readonly sealedSha256: string;
  readonly manifestSha256: string;
}

/** What the opener knows before it looks. */
export interface OpenExpectations {
  readonly purpose: SealPurpose;
  /** Fields that the manifest must have; those left out are not compared. */
  readonly context: Partial<SealContext>;
  /** CA: the openers of the policy that the manifest names, or its quorum certificate. NON_CA: the session certificate. */
  readonly recipients: readonly Certificate[];
  /** The only recipient of every lock (CA) or original header (NON_CA); null when the caller has compared it. */
  readonly packageCertificate: Certificate | null;
  readonly carriesPrice: boolean;
  /** Null only for the canary of a rehearsal. */
  readonly receipt: ReceiptedDigests | null;
}

/** Judgements that need anchors, revocation answers or registrations. What they throw passes through unchanged. */
export interface OpenTrust {
  /** Time of `manifest.tsr` over this SHA-256 of `manifest.p7s`, after it was verified. */
  timestampTime(timestampDer: Uint8Array, sha256: Buffer): Promise<Date>;
  /** When the file has no timestamp: `receipt.tsr`'s time or `receivedAt`. */
  readonly fallbackTime: Date;
  requireTrustedSigner(signed: VerifiedSignedData, manifest: OuterManifest, at: Date): Promise<void>;
}

export interface OpenRequest {
  readonly source: ByteSource;
  readonly workspace: Workspace;
  readonly control?: JobControl;
  readonly expected: OpenExpectations;
  /** Absent when the caller has judged signer and time of the very bytes that `expected.receipt` names. */
  readonly trust?: OpenTrust;
  /** The member's, the quorum's or the session's. */
  readonly key: DecryptionKey;
  /** Header DER by object id, as the KMS released them; null before the release. */
  readonly releasedHeaders: ReadonlyMap<string, Uint8Array> | null;
  /** False: digests are checked while opening, in one pass. The formal act states "intact" before anything is opened. */
  readonly hashFirst?: boolean;
  /** True when the caller has hashed this very file, unchanged since, and found it to be the one that `expected.receipt` names. */
  readonly intact?: boolean;
  /** Called after signature and digests hold and before anything is opened. */
  readonly onIntact?: (manifest: OuterManifest) => void;
  /** Length of a document's safe name in UTF-8; default: what file systems take. */
  readonly maxNameBytes?: number;
  /** A new file of this safe name that has no name yet. */
  readonly createSink: (name: string, document: InnerDocument) => Promise<NamedSink>;
}

export interface OpenedDocument {
  readonly document: InnerDocument;
  readonly savedAs: string;
}

export interface FailedDocument {
  readonly document: InnerDocument;
  readonly failure: OpenFailureClass;
  readonly code: CryptoCode;
}

/** A bid counts as opened when `failed` is empty. */
export interface OpenResult {
  readonly manifest: OuterManifest;
  readonly inner: InnerManifest;
  readonly innerSha256: string;
  /** The inner manifest as its bidder signed it, without padding. */
  readonly innerSignature: Buffer;
  readonly signer: Certificate;
  readonly opened: readonly OpenedDocument[];
  readonly failed: readonly FailedDocument[];
}

/**
 * Opens every document that can be opened. A document that fails leaves nothing behind and does not stop the others: the
 * committee may not reject a bid, and what an LPSE must judge is the one file, not all of them.
 * @throws OpenFailure when the bid as a whole does not open, with the class that can be told
 * @throws seal/newer-version when only a newer program can judge the file
 * @throws AbortError, and the errors of sinks and trust callbacks, unchanged
 */
export async function openEnvelope(request: OpenRequest): Promise<OpenResult> {
  const { parts, signed } = await checkSealed(request);
  const { manifest } = parts;
  request.onIntact?.(manifest);
  const opener = await createOpener(request, parts);
  const { inner, der } = await classified(request, () => openInner(opener, manifest, request.expected));
  const names = toSafeNames(
    inner.documents.map((document) => document.name),
    request.maxNameBytes,
  );
  const opened: OpenedDocument[] = [];
  const failed: FailedDocument[] = [];
  for (const [i, document] of inner.documents.entries()) {
    const savedAs = names[i] ?? document.sha256;
    const sink = await request.createSink(savedAs, document);
    try {
      await classified(request, () => openDocument(opener, manifest, document, sink));
      opened.push({ document, savedAs });
    } catch (error) {
      if (!(error instanceof OpenFailure)) throw error;
      failed.push({ document, failure: error.failure, code: error.code });
    }
  }
  const signer = signerOf(signed);
  return { manifest, inner, innerSha256: manifest.inner.sha256, innerSignature: der, signer, opened, failed };
}

/** Receipt, outer signature, timestamp, digests, recipients: the steps before any key is used. */
async function checkSealed(request: OpenRequest) {
  const { source, expected, trust } = request;
  const parts = await classified(request, async () => {
    const read = await readEnvelope(source);
    if (expected.receipt !== null && sha256Hex(read.manifestBytes) !== expected.receipt.manifestSha256) throw damaged();
    return read;
  });
  const signed = await classified(request, () => {
    requirePurpose(parts.manifest.context, expected.purpose);
    return verifyManifestSignature(parts, expected.purpose);
  });
  if (trust !== undefined) await judge(trust, parts, signed);
  await classified(request, async () => {
    if ((request.hashFirst ?? true) && request.intact !== true) await requireIntact(request, parts);
    requireExpected(parts, expected);
  });
  return { parts, signed };
}

async function requireIntact(request: OpenRequest, { layout, manifest }: EnvelopeParts): Promise<void> {
  const { receipt } = request.expected;
  const digests = await digestEnvelope(request.source, layout, request);
  if (receipt !== null && digests.sealedSha256 !== receipt.sealedSha256) throw damaged();
  requireObjectDigests(manifest, layout, digests);
}

async function judge(trust: OpenTrust, parts: EnvelopeParts, signed: VerifiedSignedData): Promise<void> {
  const { timestampDer, signatureDer, manifest } = parts;
  const at = timestampDer === null ? trust.fallbackTime : await trust.timestampTime(timestampDer, sha256(signatureDer));
  await trust.requireTrustedSigner(signed, manifest, at);
}

function requireExpected({ manifest, layout }: EnvelopeParts, expected: OpenExpectations): void {
  const { context } = manifest;
  if (!equalContexts(context, { ...context, ...expected.context })) {
    throw new CryptoError('seal/manifest-mismatch', 'context');
  }
  const { packageCertificate } = expected;
  if (packageCertificate !== null && context.packageCertificateSha256 !== packageCertificate.sha256) {
    throw new CryptoError('seal/recipients-mismatch', 'package certificate');
  }
  // NON_CA: the manifest names the package certificate alone (manifest.ts), and the session came later.
  const recipients = expected.recipients.map((certificate) => certificate.sha256).toSorted();
  if (layout.mode === 'CA' && context.recipients.toSorted().join() !== recipients.join()) {
    throw new CryptoError('seal/recipients-mismatch', 'policy');
  }
}

async function createOpener(request: OpenRequest, parts: EnvelopeParts): Promise<ObjectOpener> {
  const { source, workspace, key, releasedHeaders, expected, control } = request;
  const headers = await classified(request, () => readHeaders(source, parts, expected.packageCertificate));
  if (releasedHeaders === null) throw new OpenFailure({ kind: 'too-early' }, 'seal/not-released');
  await requireWorkingKey(key);
  const { layout, manifest } = parts;
  const totalBytes = manifest.objects.reduce((sum, object) => sum + object.size, 0);
  let doneBytes = 0;
  return {
    source,
    layout,
    workspace,
    key,
    recipients: expected.recipients,
    releasedHeaders,
    originalHeaders: new Map(layout.mode === 'CA' ? [] : headers.map(({ object, der }) => [object.id, der])),
    checkCiphertext: request.hashFirst === false,
    onBytes: (count) => {
      doneBytes += count;
      control?.onProgress?.({ doneBytes, totalBytes });
    },
    signal: control?.signal,
  };
}

/** Gives a failure of the format its class. What has one, and what is not about the format, passes unchanged. */
async function classified<T>(request: OpenRequest, step: () => T | Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!isCryptoError(error) || error.code === 'seal/newer-version') throw error;
    if (error instanceof OpenFailure) throw (await isBlamedWrongly(request, error)) ? damaged(error) : error;
    throw (await isDamaged(request, error)) ? damaged(error) : madeWrongly(error.code, error);
  }
}

/** Nobody is blamed for a file that is not the one that was receipted, whatever it looks like. */
async function isDamaged({ source, workspace, expected }: OpenRequest, error: CryptoError): Promise<boolean> {
  if (expected.receipt === null)
    return error.code === 'seal/object-damaged' || error.code === 'seal/container-malformed';
  const { sealedSha256 } = await digestEnvelope(source, null, { workspace });
  return sealedSha256 !== expected.receipt.sealedSha256;
}

/** The file was whole when it was hashed; a disk that changed it since must not make it the bidder's fault. */
function isBlamedWrongly(request: OpenRequest, error: OpenFailure): Promise<boolean> {
  const canTell = error.failure.kind === 'made-wrongly' && request.expected.receipt !== null;
  return canTell ? isDamaged(request, error) : Promise.resolve(false);
}

function damaged(cause?: unknown): OpenFailure {
  return new OpenFailure({ kind: 'damaged-in-storage' }, 'seal/object-damaged', '', { cause });
}

function signerOf({ signers }: VerifiedSignedData): Certificate {
  const [signer] = signers;
  if (signer === undefined) throw new CryptoError('signature/malformed', 'no signer');
  return signer.certificate;
}
