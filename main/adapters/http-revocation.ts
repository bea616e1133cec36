// The RevocationSource port: CRLs and OCSP answers as served, bounded in size and time. CRLs are kept in memory until the
// `nextUpdate` they state, an hour at most.
import type { CallOptions } from '../../app/ports/call-options.ts';
import type { RevocationSource } from '../../app/ports/revocation-source.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import { parseCrl } from '../../crypto/x509/crl.ts';
import type { HttpsTransport } from './https-transport.ts';
import { requireSuccess } from './network-faults.ts';

const MAX_CRL_BYTES = 32 << 20;
const MAX_OCSP_BYTES = 256 << 10;
const TIMEOUT_MS = 10_000;
const LONGEST_MS = 3_600_000;

export class HttpRevocationSource implements RevocationSource {
  readonly #transport: HttpsTransport;
  readonly #cache = new Map<string, { readonly der: Buffer; readonly until: number }>();

  constructor(transport: HttpsTransport) {
    this.#transport = transport;
  }

  async crl(
    url: string,
    { fresh = false, ...options }: CallOptions & { readonly fresh?: boolean } = {},
  ): Promise<Buffer> {
    const kept = this.#cache.get(url);
    if (!fresh && kept !== undefined && kept.until > Date.now()) return kept.der;
    const request = { method: 'GET' as const, url: webUrl(url), timeoutMs: TIMEOUT_MS, maxBytes: MAX_CRL_BYTES };
    const { body } = requireSuccess(await this.#transport.send({ ...options, ...request }));
    this.#cache.set(url, { der: body, until: Math.min(nextUpdateOf(body), Date.now() + LONGEST_MS) });
    return body;
  }

  async ocsp(url: string, requestDer: Uint8Array, options: CallOptions = {}): Promise<Buffer> {
    const answer = await this.#transport.send({
      ...options,
      method: 'POST',
      url: webUrl(url),
      headers: { 'Content-Type': 'application/ocsp-request', Accept: 'application/ocsp-response' },
      body: requestDer,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_OCSP_BYTES,
    });
    return requireSuccess(answer).body;
  }
}

/** Addresses stand in certificates; anything but the web is refused. */
function webUrl(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) throw new CodedError('network/unreachable');
  return parsed.href;
}

/** 0 for what is no CRL: it is not kept, and the caller will say what is wrong with it. */
function nextUpdateOf(der: Buffer): number {
  try {
    return parseCrl(der).nextUpdate?.getTime() ?? 0;
  } catch {
    return 0;
  }
}
