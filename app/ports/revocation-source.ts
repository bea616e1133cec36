// Fetches revocation answers: DER as served, bounded in size, cached by the adapter until `nextUpdate`.
import type { CallOptions } from './call-options.ts';

export interface RevocationSource {
  /** GET of a CRL. @throws network/* */
  crl(url: string, options?: CallOptions): Promise<Buffer>;
  /** POST of an OCSPRequest. @throws network/* */
  ocsp(url: string, requestDer: Uint8Array, options?: CallOptions): Promise<Buffer>;
}
