// Messages to and from the thread that reads a PKCS#12 file. Keys cross as KeyObjects, which both threads share.
import type { KeyObject } from 'node:crypto';
import type { CryptoCode } from '../../crypto/errors.ts';

export interface Pkcs12Request {
  readonly bytes: Uint8Array;
  /** Transferred, not copied; the thread wipes it. */
  readonly passphrase: Uint8Array<ArrayBuffer>;
}

export type Pkcs12Answer =
  | {
      readonly ok: true;
      readonly identities: readonly {
        readonly privateKey: KeyObject;
        /** DER. */
        readonly certificate: Uint8Array;
        readonly chain: readonly Uint8Array[];
        readonly friendlyName: string | null;
      }[];
    }
  | { readonly ok: false; readonly code: CryptoCode };
