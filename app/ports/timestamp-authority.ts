// RFC 3161 over HTTP: request DER in, response DER out; judging the response is the caller's business.
import type { CallOptions } from './call-options.ts';

export interface TimestampAuthority {
  /** @throws network/* ; short timeout, since a missing timestamp never blocks */
  request(requestDer: Uint8Array, options?: CallOptions): Promise<Buffer>;
}
