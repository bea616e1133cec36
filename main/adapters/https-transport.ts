// One HTTPS request with limits, to one LPSE: its pinned issuers, TLS 1.2 or later, no redirects, no proxies from the
// environment, bounded time and size. What came back is judged elsewhere.
import { Agent as HttpAgent } from 'node:http';
import { Agent } from 'node:https';
import type { AxiosInstance, AxiosProxyConfig } from 'axios';
import type { CallOptions } from '../../app/ports/call-options.ts';
import { toNetworkFault, type HttpAnswer } from './network-faults.ts';

const TIMEOUT_MS = 30_000;
/** Answers of the LPSE are JSON; openings carry receipts of many bids. */
const MAX_ANSWER_BYTES = 16 << 20;

export interface TransportOptions {
  /** PEM of the issuers that count; null for the system's own list. */
  readonly tlsAnchors: string | null;
  /** `http://host:port`, as the user configured it; null for a direct connection. */
  readonly proxyUrl: string | null;
  readonly userAgent: string;
}

export interface HttpRequest extends CallOptions {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

export class HttpsTransport {
  /** For requests that cannot go through `send` (uploads, downloads). */
  readonly agent: Agent;
  /** For lines that stay open for hours: they must not take the connections of calls. */
  readonly streamAgent: Agent;
  readonly userAgent: string;
  readonly #newClient: () => Promise<AxiosInstance>;
  #client: Promise<AxiosInstance> | null = null;

  constructor(options: TransportOptions) {
    this.userAgent = options.userAgent;
    const proxyEnv = options.proxyUrl === null ? {} : { HTTP_PROXY: options.proxyUrl, HTTPS_PROXY: options.proxyUrl };
    const tls = {
      ...(options.tlsAnchors === null ? {} : { ca: options.tlsAnchors }),
      minVersion: 'TLSv1.2',
      proxyEnv,
    } as const;
    this.agent = new Agent({ ...tls, keepAlive: true, maxSockets: 4 });
    this.streamAgent = new Agent({ ...tls, keepAlive: false, maxSockets: 4 });
    this.#newClient = async () => {
      // Loaded with the first request: most commands and the window's first picture need none.
      const { default: axios } = await import('axios');
      return axios.create({
        httpsAgent: this.agent,
        // For CRLs, which are commonly served without TLS because they are signed.
        httpAgent: new HttpAgent({ keepAlive: false, proxyEnv }),
        adapter: 'http',
        // Neither axios's own reading of the environment nor redirects: both would change who is talked to.
        proxy: options.proxyUrl === null ? false : toProxy(options.proxyUrl),
        maxRedirects: 0,
        responseType: 'arraybuffer',
        validateStatus: () => true,
        transformRequest: [],
        transformResponse: [],
        decompress: false,
      });
    };
  }

  /** @throws network/* ; an `AbortError` when the caller's signal fires */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const deadline = AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS);
    try {
      const { signal } = request;
      const client = await (this.#client ??= this.#newClient());
      const answer = await client.request<Buffer>({
        method: request.method,
        url: request.url,
        headers: { 'User-Agent': this.userAgent, 'Accept-Encoding': 'identity', ...request.headers },
        ...(request.body === undefined ? {} : { data: Buffer.from(request.body) }),
        maxContentLength: request.maxBytes ?? MAX_ANSWER_BYTES,
        maxBodyLength: Infinity,
        signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
      });
      return { status: answer.status, headers: toHeaders(answer.headers), body: Buffer.from(answer.data) };
    } catch (error) {
      request.signal?.throwIfAborted();
      throw toNetworkFault(deadline.aborted ? deadline.reason : error);
    }
  }

  close(): void {
    this.agent.destroy();
    this.streamAgent.destroy();
  }
}

/** axios takes the proxy out of the agent and tunnels by itself; requests without axios use the agent's. */
function toProxy(proxyUrl: string): AxiosProxyConfig {
  const { protocol, hostname, port, username, password } = new URL(proxyUrl);
  const auth = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  const proxy = { protocol, host: hostname, port: Number(port === '' ? (protocol === 'https:' ? 443 : 80) : port) };
  return username === '' ? proxy : { ...proxy, auth };
}

function toHeaders(headers: object): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
