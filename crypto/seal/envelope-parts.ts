// A container's small parts in memory, and the checks on them that need no key: structure, manifest, signature, headers.
import { parseAuthEnveloped, type AuthEnveloped } from '../cms/auth-enveloped-data.ts';
import { requireRecipients } from '../cms/recipients.ts';
import { verifySignedData, type VerifiedSignedData } from '../cms/verify-signature.ts';
import { sha256Hex } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import type { Certificate } from '../x509/certificate.ts';
import { readContainer, readPart, type ContainerLayout } from './container-reader.ts';
import { encName, ENTRY, headerName } from './entry-names.ts';
import type { ByteSource } from './io.ts';
import { modeOf, parseOuterManifest, type OuterManifest, type OuterObject, type SealPurpose } from './manifest.ts';
import { requireBidderSigner } from './signer-rule.ts';

export interface EnvelopeParts {
  readonly layout: ContainerLayout;
  readonly manifest: OuterManifest;
  /** `manifest.json` as it stands in the file. */
  readonly manifestBytes: Buffer;
  /** `manifest.p7s`. */
  readonly signatureDer: Buffer;
  /** `manifest.tsr`, when there is one. */
  readonly timestampDer: Buffer | null;
  /** `evidence.p7m`. */
  readonly evidenceDer: Buffer;
}

const EVIDENCE_MAX_BYTES = 1 << 20;

/**
 * Reads structure and manifest, and insists that they tell of the same objects.
 * @throws seal/container-malformed or seal/object-damaged when the file is not a container
 * @throws seal/manifest-malformed or seal/newer-version as `parseOuterManifest`
 * @throws seal/manifest-mismatch when the manifest lists other objects, sizes or evidence than the file holds
 */
export async function readEnvelope(source: ByteSource): Promise<EnvelopeParts> {
  const layout = await readContainer(source);
  const part = (name: string) => readPart(source, layout.entry(name));
  const manifestBytes = await part(ENTRY.manifest);
  const manifest = parseOuterManifest(manifestBytes);
  const parts = {
    layout,
    manifest,
    manifestBytes,
    signatureDer: await part(ENTRY.signature),
    timestampDer: layout.timestamped ? await part(ENTRY.timestamp) : null,
    evidenceDer: await part(ENTRY.evidence),
  };
  requireSameObjects(parts);
  return parts;
}

function requireSameObjects({ manifest, layout, evidenceDer }: EnvelopeParts): void {
  if (manifest.objects.length !== layout.documentObjects + 1) throw mismatch('number of objects');
  if (modeOf(manifest) !== layout.mode) throw mismatch('mode');
  for (const { id, size } of manifest.objects) {
    if (layout.entry(encName(id)).sizeBytes !== size) throw mismatch(`size of ${id}`);
  }
  if (sha256Hex(evidenceDer) !== manifest.context.evidenceSha256) throw mismatch('evidence');
  parseAuthEnveloped(evidenceDer, { maxBytes: EVIDENCE_MAX_BYTES });
}

/**
 * The bidder's signature over the manifest: one signer, the one whom the context names. Path and revocation are the caller's.
 * @throws signature/malformed, signature/invalid or signature/wrong-content as `verifySignedData`
 * @throws signature/wrong-signer when it is somebody else's, or of the wrong kind for the mode
 */
export function verifyManifestSignature(parts: EnvelopeParts, purpose: SealPurpose): VerifiedSignedData {
  const { manifest, manifestBytes, signatureDer } = parts;
  const signed = verifySignedData(signatureDer, manifestBytes);
  requireOnlySigner(signed, manifest.context.bidder.certificateSha256);
  const [signer] = signed.signers;
  if (signer !== undefined && purpose === 'bid') requireBidderSigner(signer.certificate, modeOf(manifest));
  return signed;
}

/** @throws signature/wrong-signer unless exactly this certificate signed */
export function requireOnlySigner({ signers }: VerifiedSignedData, certificateSha256: string): void {
  const others = signers.some(({ certificate }) => certificate.sha256 !== certificateSha256);
  if (others || signers.length !== 1) throw new CryptoError('signature/wrong-signer');
}

/** A header entry (NON_CA: the header, CA: its lock), checked. */
export interface CheckedHeader {
  readonly object: OuterObject;
  readonly der: Buffer;
  readonly envelope: AuthEnveloped;
}

/**
 * Reads every header entry and checks digest, structure and, if the package certificate is given, its recipient.
 * @throws seal/object-damaged when a digest differs from the manifest
 * @throws cms/malformed, cms/algorithm-refused or seal/recipients-mismatch when one is made wrongly
 */
export async function readHeaders(
  source: ByteSource,
  { layout, manifest }: EnvelopeParts,
  packageCertificate: Certificate | null,
): Promise<CheckedHeader[]> {
  const headers: CheckedHeader[] = [];
  for (const object of manifest.objects) {
    const name = headerName(object.id, layout.mode);
    const der = await readPart(source, layout.entry(name));
    if (sha256Hex(der) !== (object.headerLockSha256 ?? object.headerSha256)) throw damaged(name);
    const envelope = parseAuthEnveloped(der, { maxBytes: LOCK_MAX_BYTES });
    if ((envelope.encryptedContent === null) === (layout.mode === 'CA')) throw mismatch(`content of ${name}`);
    if (packageCertificate !== null) requireRecipients(envelope, [packageCertificate]);
    headers.push({ object, der, envelope });
  }
  return headers;
}

const LOCK_MAX_BYTES = 512 << 10;

function mismatch(detail: string): CryptoError {
  return new CryptoError('seal/manifest-mismatch', detail);
}

function damaged(name: string): CryptoError {
  return new CryptoError('seal/object-damaged', name);
}
