// Work on sealed files, done off the thread of the window: jobs are data, and the adapter carries the few callbacks (a key
// operation, a timestamp, a judgement of trust) back to where they live. `crypto/seal` does the work; what it throws comes
// through unchanged, `OpenFailure` with its class included.
import type { DecryptionKey } from '../../crypto/keys.ts';
import type { InnerDocument, InnerManifest, OuterManifest, SealMode, SealPurpose } from '../../crypto/seal/manifest.ts';
import type { OpenExpectations } from '../../crypto/seal/open-envelope.ts';
import type { OpenFailureClass } from '../../crypto/seal/open-failure.ts';
import type { SealDocument, SealJob as EnvelopeJob, SealResult } from '../../crypto/seal/seal-envelope.ts';
import type { ByteProgress, CallOptions, RunOptions } from './call-options.ts';

/** Documents are named by their path on this computer. */
export interface DocumentToSeal extends Omit<SealDocument, 'source'> {
  readonly path: string;
}

export interface SealJob extends Omit<EnvelopeJob, 'documents'> {
  readonly documents: readonly DocumentToSeal[];
  /** Nothing of this name may exist yet. */
  readonly outPath: string;
}

export type SealOutcome = SealResult;

/** The signature of `manifest.p7s`, as data: valid, and not yet judged. */
export interface ManifestSignature {
  /** DER of the signer's certificate. */
  readonly signer: Uint8Array;
  readonly signingTime: Date;
  /** DER of everything that came along. */
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}

/** What a sealed file says and what was found true without a recipient's key. */
export interface VerifiedSealed extends ManifestSignature {
  readonly sizeBytes: number;
  /** Of the whole file, computed in this very read. */
  readonly sealedSha256: string;
  readonly manifestSha256: string;
  /** Of the file `manifest.p7s`: what the timestamp is over. */
  readonly signatureSha256: string;
  readonly mode: SealMode;
  readonly manifest: OuterManifest;
  /** `manifest.tsr`, not judged; null when missing. */
  readonly timestamp: Uint8Array | null;
  /** `evidence.p7m`. */
  readonly evidence: Uint8Array;
}

/** What anybody can read off a sealed file; nothing of it is verified. */
export interface InspectedSealed {
  readonly sizeBytes: number;
  readonly mode: SealMode;
  readonly manifest: OuterManifest;
  readonly signerSubject: string;
  readonly signerSha256: string;
  readonly signingTime: Date | null;
  readonly hasTimestamp: boolean;
  readonly entries: readonly { readonly name: string; readonly sizeBytes: number }[];
}

export interface VerifyJob {
  readonly path: string;
  readonly purpose: SealPurpose;
}

export interface OpenTrust {
  /** Time of `manifest.tsr` over this SHA-256, after it was verified; what it throws ends the opening of this bid. */
  timestampTime(timestamp: Uint8Array, sha256: Uint8Array): Promise<Date>;
  readonly fallbackTime: Date;
  requireTrustedSigner(signature: ManifestSignature, manifest: OuterManifest, at: Date): Promise<void>;
}

export interface OpenJob {
  readonly path: string;
  readonly expected: OpenExpectations;
  readonly trust: OpenTrust;
  readonly key: DecryptionKey;
  /** Header DER by object id, as released; null before the release. */
  readonly releasedHeaders: ReadonlyMap<string, Uint8Array> | null;
  /** An existing folder for the documents; null opens and checks everything and keeps nothing. */
  readonly outDir: string | null;
}

export type OpenProgress =
  | ({ readonly step: 'bytes' } & ByteProgress)
  /** Signature and digests hold; nothing has been opened yet ("berkas utuh"). */
  | { readonly step: 'intact' };

export interface OpenOutcome {
  readonly manifest: OuterManifest;
  readonly inner: InnerManifest;
  readonly innerSha256: string;
  /** DER. */
  readonly signer: Uint8Array;
  readonly at: Date;
  /** `path` is null when nothing was to be kept. */
  readonly opened: readonly { readonly document: InnerDocument; readonly path: string | null }[];
  readonly failed: readonly { readonly document: InnerDocument; readonly failure: OpenFailureClass }[];
}

export interface Sealer {
  /**
   * Encrypts, signs and writes `outPath`; on failure or abort nothing of it remains.
   * @throws CryptoError as `sealEnvelope`; document/not-found, document/unreadable, storage/full, storage/failed
   */
  seal(job: SealJob, options?: RunOptions<ByteProgress>): Promise<SealOutcome>;

  /**
   * Adds `manifest.tsr` to a sealed file that has none, atomically. Never after the first submission.
   * @throws seal/container-malformed when there is one already
   */
  addTimestamp(path: string, response: Uint8Array, options?: CallOptions): Promise<void>;

  /**
   * Reads the whole file and verifies structure, digests and the signature: all that needs neither key nor trust.
   * @throws CryptoError as `verifyEnvelope`, at the first thing that is wrong
   */
  verify(job: VerifyJob, options?: RunOptions<ByteProgress>): Promise<VerifiedSealed>;

  /** Reads what is visible without a key and without hashing the objects. @throws seal/container-malformed ... */
  inspect(path: string, options?: CallOptions): Promise<InspectedSealed>;

  /**
   * Opens in the order of container.md 6. A document that fails is named in the outcome and the others go on.
   * @throws OpenFailure when the bid as a whole does not open; what `trust` throws, unchanged; storage/full, storage/failed
   */
  open(job: OpenJob, options?: RunOptions<OpenProgress>): Promise<OpenOutcome>;
}
