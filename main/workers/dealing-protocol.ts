// Messages to and from the thread that deals a quorum key.
import type { Quorum } from '../../crypto/quorum-key.ts';
import type { ThreadError } from './thread-errors.ts';

export interface DealingRequest {
  readonly threshold: number;
  /** DER. */
  readonly holders: readonly Uint8Array[];
  readonly commonName: string;
  readonly again: {
    readonly quorum: Quorum;
    /** Transferred, not copied; the thread wipes them. */
    readonly shares: readonly { readonly x: number; readonly bytes: Uint8Array<ArrayBuffer> }[];
  } | null;
}

export type DealingReply =
  | {
      readonly ok: true;
      readonly quorum: Quorum;
      readonly csrDer: Uint8Array;
      readonly sealedShares: readonly Uint8Array[];
    }
  | { readonly ok: false; readonly error: ThreadError };
