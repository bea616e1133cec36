// Messages between the sealer and its thread: jobs and results as data, and calls back to where the keys live.
import type { CryptoCode } from '../../crypto/errors.ts';
import type { ByteRun, Progress } from '../../crypto/seal/io.ts';
import type { BidLetter, InnerManifest, OuterManifest, SealContext, SealMode } from '../../crypto/seal/manifest.ts';
import type { ReceiptedDigests } from '../../crypto/seal/open-envelope.ts';
import type { OpenFailureClass } from '../../crypto/seal/open-failure.ts';
import type { SealDocument } from '../../crypto/seal/seal-envelope.ts';
import type { ThreadError } from './thread-errors.ts';

/** Certificates travel as DER. */
export interface SealOrder {
  readonly kind: 'seal';
  readonly mode: SealMode;
  readonly context: SealContext;
  readonly documents: readonly (Omit<SealDocument, 'source'> & { readonly path: string })[];
  readonly letter: BidLetter | null;
  readonly recipients: readonly Uint8Array[];
  readonly packageCertificate: Uint8Array;
  readonly evidence: Uint8Array;
  readonly padding: '1MiB' | null;
  readonly signer: { readonly certificate: Uint8Array; readonly chain: readonly Uint8Array[] };
  readonly outPath: string;
}

export interface SealReply {
  readonly sizeBytes: number;
  readonly manifestSha256: string;
  readonly documents: readonly { readonly name: string; readonly sizeBytes: number; readonly sha256: string }[];
}

export interface VerifyOrder {
  readonly kind: 'verify';
  readonly path: string;
}

export interface VerifyReply {
  readonly sizeBytes: number;
  readonly sealedSha256: string;
  readonly manifestSha256: string;
  readonly signatureSha256: string;
  readonly mode: SealMode;
  readonly manifest: OuterManifest;
  readonly signer: Uint8Array;
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly signingTime: Date;
  readonly signature: Uint8Array;
  readonly timestamp: Uint8Array | null;
  readonly evidence: Uint8Array;
  readonly fileState: string;
}

export interface ExamineOrder {
  readonly kind: 'examine';
  readonly path: string;
  /** Runs of the file, in order. */
  readonly runs: readonly ByteRun[];
}

export interface ExamineReply {
  readonly runs: readonly { readonly sha256: string; readonly crc32: number }[];
  readonly sealed:
    | { readonly sealedSha256: string; readonly manifestSha256: string; readonly signatureSha256: string }
    | { readonly code: CryptoCode };
}

export interface DigestOrder {
  readonly kind: 'digest';
  readonly path: string;
  readonly runs: readonly ByteRun[];
}

export interface DigestReply {
  readonly runs: ExamineReply['runs'];
  /** Of all runs, one after the other. */
  readonly sha256: string;
}

export interface InspectOrder {
  readonly kind: 'inspect';
  readonly path: string;
}

export interface InspectReply {
  readonly sizeBytes: number;
  readonly mode: SealMode;
  readonly manifest: OuterManifest;
  readonly signerSubject: string;
  readonly signerSha256: string;
  readonly signingTime: Date | null;
  readonly hasTimestamp: boolean;
  readonly entries: readonly { readonly name: string; readonly sizeBytes: number }[];
}

export interface TimestampOrder {
  readonly kind: 'timestamp';
  readonly path: string;
  readonly response: Uint8Array;
}

export interface OpenOrder {
  readonly kind: 'open';
  readonly path: string;
  readonly expected: ReceiptedDigests | null;
  readonly provenState?: string | null;
  readonly headers: readonly { readonly id: string; readonly header: Uint8Array }[];
  readonly recipients: readonly Uint8Array[];
  readonly keyCertificate: Uint8Array;
  readonly carriesPrice: boolean;
  readonly rehearsal: boolean;
  readonly outDir: string | null;
}

export interface OpenReply {
  readonly inner: InnerManifest;
  readonly innerSha256: string;
  readonly innerSignature: Uint8Array;
  readonly documents: readonly {
    readonly name: string;
    readonly originalName: string;
    readonly slot: string;
    readonly sizeBytes: number;
    readonly sha256: string;
    readonly path: string | null;
    readonly failure: OpenFailureClass | null;
  }[];
}

export type Order = SealOrder | VerifyOrder | ExamineOrder | DigestOrder | InspectOrder | TimestampOrder | OpenOrder;

/** What each kind of order is answered with. */
export interface Replies {
  readonly seal: SealReply;
  readonly verify: VerifyReply;
  readonly examine: ExamineReply;
  readonly digest: DigestReply;
  readonly inspect: InspectReply;
  readonly timestamp: null;
  readonly open: OpenReply;
}

/** What the thread asks of its caller while a job runs: private keys may live in a token, and the network is not its business. */
export interface Callbacks {
  sign(data: Uint8Array): Promise<Uint8Array>;
  decryptOaep(ciphertext: Uint8Array): Promise<Uint8Array>;
  agree(point: Uint8Array): Promise<Uint8Array>;
  /** RFC 3161 response over this SHA-256; empty when there is none to be had. */
  timestamp(sha256: Uint8Array): Promise<Uint8Array>;
}

export type ToThread =
  | { readonly kind: 'start'; readonly id: number; readonly order: Order }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'returned'; readonly call: number; readonly bytes: Uint8Array }
  /** The error itself stays with the caller, who gets it back when the job fails because of it. */
  | { readonly kind: 'threw'; readonly call: number };

export type FromThread =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly call: number;
      readonly method: keyof Callbacks;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'done'; readonly id: number; readonly reply: Replies[keyof Replies] }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ThreadError };
