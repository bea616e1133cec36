// Work on sealed files, done off the thread of the window: jobs are data plus keys, and the adapter carries key operations
// back to where the key lives. `crypto/seal` does the work; trust in signers, times and receipts is judged by the use cases.
import type { CryptoCode } from '../../crypto/errors.ts';
import type { ByteRun } from '../../crypto/seal/io.ts';
import type { DecryptionKey, SigningKey } from '../../crypto/keys.ts';
import type { BidLetter, InnerManifest, OuterManifest, SealContext, SealMode } from '../../crypto/seal/manifest.ts';
import type { OpenFailureClass } from '../../crypto/seal/open-failure.ts';
import type { ByteProgress, CallOptions, RunOptions } from './call-options.ts';

export interface DocumentToSeal {
  readonly path: string;
  readonly name: string;
  readonly originalName: string;
  readonly slot: string;
  readonly mediaType: string;
}

export interface SealJob {
  readonly mode: SealMode;
  readonly context: SealContext;
  readonly documents: readonly DocumentToSeal[];
  readonly letter: BidLetter | null;
  /** DER of every certificate in `context.recipients`, same order. */
  readonly recipients: readonly Uint8Array[];
  readonly packageCertificate: Uint8Array;
  /** `evidence.p7m`: the device record, sealed to the auditor. */
  readonly evidence: Uint8Array;
  readonly padding: '1MiB' | null;
  readonly signer: SigningKey;
  /** RFC 3161 response over this SHA-256 of `manifest.p7s`; null when there is none to be had now. */
  readonly timestamp: (sha256: Uint8Array) => Promise<Uint8Array | null>;
  /** Nothing of this name may exist yet. */
  readonly outPath: string;
}

export interface SealOutcome {
  readonly sizeBytes: number;
  readonly manifestSha256: string;
  /** In the order of the job. */
  readonly documents: readonly { readonly name: string; readonly sizeBytes: number; readonly sha256: string }[];
}

/** What a sealed file says and what was found true without a recipient's key. */
export interface VerifiedSealed {
  readonly sizeBytes: number;
  /** Of the whole file, computed in this very read. */
  readonly sealedSha256: string;
  readonly manifestSha256: string;
  /** SHA-256 of `manifest.p7s`. */
  readonly signatureSha256: string;
  readonly mode: SealMode;
  readonly manifest: OuterManifest;
  /** DER of the signer of `manifest.p7s` and of the other certificates in it. */
  readonly signer: Uint8Array;
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly signingTime: Date;
  readonly signature: Uint8Array;
  /** `manifest.tsr`, not yet judged; null when missing. */
  readonly timestamp: Uint8Array | null;
  readonly evidence: Uint8Array;
  /** The file as the disk had it during this read: while it has this state, nobody has written to it. */
  readonly fileState: string;
}

/** What some bytes of a file are. */
export interface RunDigest {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly crc32: number;
}

/** A sealed file inside another: what its runs are, and its digests once all that needs no key was found true. */
export interface ExaminedSealed {
  readonly runs: readonly RunDigest[];
  readonly sealed:
    Pick<VerifiedSealed, 'sealedSha256' | 'manifestSha256' | 'signatureSha256'> | { readonly code: CryptoCode };
}

/** One fact about a sealed file that anybody can read. */
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

export interface OpenJob {
  readonly path: string;
  /** Digests from the receipt, checked before anything is opened; null for the canary of a rehearsal. */
  readonly expected: { readonly sealedSha256: string; readonly manifestSha256: string } | null;
  /**
   * `fileState` of the read that proved these very digests. While the file has it, it is not hashed once more; what is opened is
   * held against tag and digests either way.
   */
  readonly provenState?: string | null;
  /** CA: released headers by object id. NON_CA: headers re-wrapped to `key`. */
  readonly headers: readonly { readonly id: string; readonly header: Uint8Array }[];
  /** DER of the certificates the headers must be for, exactly: the policy's openers, or the session certificate (NON_CA). */
  readonly recipients: readonly Uint8Array[];
  readonly key: DecryptionKey;
  /** The price belongs into this envelope, or must not be there. */
  readonly carriesPrice: boolean;
  /** True for the canary of a rehearsal, false for a bid; the other kind is refused. */
  readonly rehearsal: boolean;
  /** Folder for the documents, which must exist; null opens and checks everything and keeps nothing. */
  readonly outDir: string | null;
}

export interface OpenedDocument {
  readonly name: string;
  readonly originalName: string;
  readonly slot: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Null when it failed, or when nothing was to be kept. */
  readonly path: string | null;
  /** What can be told about why it did not open; null when it did. */
  readonly failure: OpenFailureClass | null;
}

export interface OpenOutcome {
  readonly inner: InnerManifest;
  /** SHA-256 of object 0000's plaintext (the inner CMS), as the outer manifest commits to it. */
  readonly innerSha256: string;
  /** Object 0000's plaintext without padding. */
  readonly innerSignature: Uint8Array;
  readonly documents: readonly OpenedDocument[];
}

export interface Sealer {
  /** Jobs that run at once; more wait for each other. */
  readonly parallel: number;

  /**
   * Encrypts, signs and writes `outPath`; on failure or abort nothing of it remains.
   * @throws seal/document-changed, seal/document-too-large, document/not-found, document/unreadable, storage/full, storage/failed
   */
  seal(job: SealJob, options?: RunOptions<ByteProgress>): Promise<SealOutcome>;

  /**
   * Adds `manifest.tsr` to a sealed file that has none, atomically. Never after the first submission.
   * @throws seal/container-malformed when there is one already
   */
  addTimestamp(path: string, response: Uint8Array, options?: CallOptions): Promise<void>;

  /**
   * Reads the whole file and verifies structure, digests and the signature: all that needs neither key nor trust.
   * @throws seal/*, cms/*, signature/*, asn1/* at the first thing that is wrong
   */
  verify(path: string, options?: RunOptions<ByteProgress>): Promise<VerifiedSealed>;

  /**
   * As `verify`, for a sealed file inside another, whose bytes are `runs` of that file, in order. What is wrong with it is part of the
   * answer, because the digests of the runs are wanted in any case; both come from one read.
   */
  examineInside(path: string, runs: readonly ByteRun[], options?: RunOptions<ByteProgress>): Promise<ExaminedSealed>;

  /** Digests of runs of a file, in their order, and of all of them together. */
  digestInside(
    path: string,
    runs: readonly ByteRun[],
    options?: RunOptions<ByteProgress>,
  ): Promise<{ readonly runs: readonly RunDigest[]; readonly sha256: string }>;

  /** Reads what is visible without a key and without hashing the objects. @throws seal/container-malformed ... */
  inspect(path: string, options?: CallOptions): Promise<InspectedSealed>;

  /**
   * Opens in the order of crypto/SPEC.md 7: digests first, then locks, inner manifest, documents. A document that fails is named
   * in the outcome and the others go on. Signer and time were judged before by the caller, on the very bytes that `expected` names.
   * @throws OpenFailure, with its class, when the bid as a whole does not open; storage/full, storage/failed
   */
  open(job: OpenJob, options?: RunOptions<ByteProgress>): Promise<OpenOutcome>;
}
