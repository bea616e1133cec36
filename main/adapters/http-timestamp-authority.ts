// The TimestampAuthority port over HTTP (RFC 3161 3.4).
import { CodedError } from '../../app/errors/coded-error.ts';
import type { CallOptions } from '../../app/ports/call-options.ts';
import type { TimestampAuthority } from '../../app/ports/timestamp-authority.ts';
import type { HttpsTransport } from './https-transport.ts';
import { requireSuccess } from './network-faults.ts';

const MAX_BYTES = 256 << 10;
const TIMEOUT_MS = 10_000;

/** @param url - asked for at each request: the LPSE's discovery names it */
export function httpTimestampAuthority(
  transport: HttpsTransport,
  url: (options: CallOptions) => Promise<string>,
): TimestampAuthority {
  return {
    async request(requestDer, options = {}) {
      const answer = await transport.send({
        ...options,
        method: 'POST',
        url: await url(options),
        headers: { 'Content-Type': 'application/timestamp-query', Accept: 'application/timestamp-reply' },
        body: requestDer,
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_BYTES,
      });
      const { body, headers } = requireSuccess(answer);
      if (!(headers['content-type'] ?? '').startsWith('application/timestamp-reply'))
        throw new CodedError('network/bad-answer');
      return body;
    },
  };
}
