// Whom this computer believes, per LPSE, as its operator pinned it. Nothing an LPSE sends changes it.
import type { Certificate } from '../../crypto/x509/certificate.ts';

/** Anchors by purpose: a certificate is good for one of them only. */
export interface LpseTrust {
  readonly kdLpse: number;
  readonly name: string;
  readonly baseUrl: string;
  /** Issuer(s) of the LPSE's own signing certificate. */
  readonly lpse: readonly Certificate[];
  /** Issuer(s) of personal certificates. Never one of `lpse`. */
  readonly ams: readonly Certificate[];
  readonly kms: readonly Certificate[];
  readonly tsa: readonly Certificate[];
  /** C2SP verifier key `name+hash+key`. */
  readonly logVerifierKey: string;
  readonly pinnedAt: string;
}

export interface TrustStore {
  list(): Promise<readonly LpseTrust[]>;
  /** Null when this LPSE was never pinned. */
  forLpse(kdLpse: number): Promise<LpseTrust | null>;
  forUrl(baseUrl: string): Promise<LpseTrust | null>;
  /** An act of the operator, never of a use case that talks to a server. */
  pin(trust: LpseTrust): Promise<void>;
}
