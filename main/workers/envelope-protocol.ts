// Messages between the sealer and its thread: jobs and results as data, and calls back to where the keys live.
import type {
  InspectedSealed,
  OpenJob,
  OpenOutcome,
  SealJob,
  SealOutcome,
  VerifiedSealed,
} from '../../app/ports/sealer.ts';
import type { CryptoCode } from '../../crypto/errors.ts';
import type { ByteRun, Progress } from '../../crypto/seal/io.ts';
import type { ThreadError } from './thread-errors.ts';

/** A job without its keys, which stay with the caller; certificates travel as DER. */
export interface SealOrder extends Omit<SealJob, 'signer' | 'timestamp'> {
  readonly kind: 'seal';
  readonly signer: { readonly certificate: Uint8Array; readonly chain: readonly Uint8Array[] };
}

export interface VerifyOrder {
  readonly kind: 'verify';
  readonly path: string;
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

export interface TimestampOrder {
  readonly kind: 'timestamp';
  readonly path: string;
  readonly response: Uint8Array;
}

export interface OpenOrder extends Omit<OpenJob, 'key'> {
  readonly kind: 'open';
  readonly keyCertificate: Uint8Array;
}

export type Order = SealOrder | VerifyOrder | ExamineOrder | DigestOrder | InspectOrder | TimestampOrder | OpenOrder;

/** What each kind of order is answered with. */
export interface Replies {
  readonly seal: SealOutcome;
  readonly verify: VerifiedSealed;
  readonly examine: ExamineReply;
  readonly digest: DigestReply;
  readonly inspect: InspectedSealed;
  readonly timestamp: null;
  readonly open: OpenOutcome;
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
