// Fetches revocation answers: DER as served, bounded in size, cached by the adapter until `nextUpdate`.
import type { CallOptions } from './call-options.ts';

export interface RevocationSource {
  /** GET of a CRL; `fresh` past the cache, where a revocation of minutes ago matters. @throws network/* */
  crl(url: string, options?: CallOptions & { readonly fresh?: boolean }): Promise<Buffer>;
  /** POST of an OCSPRequest. @throws network/* */
  ocsp(url: string, requestDer: Uint8Array, options?: CallOptions): Promise<Buffer>;
}
