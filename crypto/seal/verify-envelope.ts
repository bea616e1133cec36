// Reads a sealed file again and checks everything that needs no recipient's key (SPEC.md 6): the sealer's self-check before a
// file is called sealed, and the server's check before a receipt.
import type { VerifiedSignedData } from '../cms/verify-signature.ts';
import { sha256, sha256Hex } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import type { Certificate } from '../x509/certificate.ts';
import { digestEnvelope, requireObjectDigests, type EnvelopeDigests } from './envelope-digests.ts';
import { readEnvelope, readHeaders, verifyManifestSignature, type CheckedHeader } from './envelope-parts.ts';
import type { ByteSource, JobControl, Workspace } from './io.ts';
import {
  equalContexts,
  requirePurpose,
  type OuterManifest,
  type SealContext,
  type SealMode,
  type SealPurpose,
} from './manifest.ts';

export interface VerifyRequest {
  readonly source: ByteSource;
  readonly workspace: Workspace;
  readonly control?: JobControl;
  readonly purpose: SealPurpose;
  /** The only recipient of every lock (CA) or header (NON_CA); not compared when null. */
  readonly packageCertificate: Certificate | null;
  /** Fields that the context must have; those left out are not compared. */
  readonly expectedContext?: Partial<SealContext>;
  /** Judges path, revocation or device registration of the signer; throws when it is not to be trusted. */
  readonly requireTrustedSigner?: (signed: VerifiedSignedData, manifest: OuterManifest) => void | Promise<void>;
  /** Judges `manifest.tsr` against the SHA-256 of `manifest.p7s`; throws when it is not to be trusted. */
  readonly requireTrustedTimestamp?: (timestampDer: Uint8Array, sha256: Buffer) => void | Promise<void>;
  /** Makes the CRC-32 of the whole file, too. */
  readonly wholeCrc32?: boolean;
  /** Told what the bytes are before they are compared with what the manifest says. */
  readonly onDigests?: (digests: EnvelopeDigests) => void;
}

/** Marks by which a copied lock or ciphertext is found in another bid. Empty ciphertexts have none. */
export interface ObjectFingerprint {
  readonly id: string;
  /** SHA-256 of the `.enc`. */
  readonly ciphertextSha256: string | null;
  /** SHA-256 of the encrypted content inside the lock, so that a re-encoded copy has the same; null in NON_CA mode. */
  readonly lockContentSha256: string | null;
}

export interface EnvelopeReport {
  readonly manifest: OuterManifest;
  readonly mode: SealMode;
  readonly sizeBytes: number;
  readonly sealedSha256: string;
  readonly manifestSha256: string;
  readonly signatureSha256: string;
  /** Signer, its claimed time, and what came along for building paths. */
  readonly signed: VerifiedSignedData;
  readonly signatureDer: Buffer;
  readonly timestampDer: Buffer | null;
  readonly evidenceDer: Buffer;
  readonly fingerprints: readonly ObjectFingerprint[];
}

/**
 * Everything that can be known of the file, after all of it was checked. The file is read once.
 * @throws seal/container-malformed, seal/object-damaged, seal/manifest-malformed, seal/manifest-mismatch, seal/newer-version,
 * seal/recipients-mismatch, seal/is-rehearsal, seal/not-rehearsal, cms/malformed, cms/algorithm-refused, signature/malformed,
 * signature/invalid, signature/wrong-content or signature/wrong-signer: the first rule that is broken
 */
export async function verifyEnvelope(request: VerifyRequest): Promise<EnvelopeReport> {
  const { source } = request;
  const parts = await readEnvelope(source);
  const { manifest, layout } = parts;
  requirePurpose(manifest.context, request.purpose);
  requireContext(manifest.context, request);
  const signed = verifyManifestSignature(parts, request.purpose);
  await request.requireTrustedSigner?.(signed, manifest);
  if (parts.timestampDer !== null) {
    await request.requireTrustedTimestamp?.(parts.timestampDer, sha256(parts.signatureDer));
  }
  const headers = await readHeaders(source, parts, request.packageCertificate);
  const digests = await digestEnvelope(source, layout, request);
  request.onDigests?.(digests);
  requireObjectDigests(manifest, layout, digests);
  return {
    manifest,
    mode: layout.mode,
    sizeBytes: source.sizeBytes,
    sealedSha256: digests.sealedSha256,
    manifestSha256: sha256Hex(parts.manifestBytes),
    signatureSha256: sha256Hex(parts.signatureDer),
    signed,
    signatureDer: parts.signatureDer,
    timestampDer: parts.timestampDer,
    evidenceDer: parts.evidenceDer,
    fingerprints: headers.map(fingerprint),
  };
}

function requireContext(context: SealContext, { expectedContext, packageCertificate }: VerifyRequest): void {
  if (expectedContext !== undefined && !equalContexts(context, { ...context, ...expectedContext })) {
    throw new CryptoError('seal/manifest-mismatch', 'context');
  }
  if (packageCertificate !== null && context.packageCertificateSha256 !== packageCertificate.sha256) {
    throw new CryptoError('seal/recipients-mismatch', 'package certificate');
  }
}

function fingerprint({ object, envelope }: CheckedHeader): ObjectFingerprint {
  const { id, size, sha256: ciphertextSha256 } = object;
  const { encryptedContent } = envelope;
  return {
    id,
    ciphertextSha256: size === 0 ? null : ciphertextSha256,
    lockContentSha256: encryptedContent === null ? null : sha256Hex(encryptedContent),
  };
}
