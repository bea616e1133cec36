// The requests of tus-js-client over our own agent: the LPSE's pinned issuers, a SHA-256 for every chunk (tus checksum
// extension), a stall detector, bounded answers, and the TLS peer told to whoever keeps the journal.
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest, type Agent } from 'node:https';
import { TLSSocket } from 'node:tls';
import type { HttpRequest, HttpResponse, HttpStack } from 'tus-js-client';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { HttpAnswer } from './network-faults.ts';

/** Nothing sent or received for so long means a dead link (trust.md N02). */
const STALL_MS = 20_000;
const MAX_ANSWER_BYTES = 64 << 10;

export interface TlsPeer {
  readonly subject: string;
  readonly certificateSha256: string;
}

export interface StackOptions {
  readonly agent: Agent;
  readonly userAgent: string;
  readonly authorization: () => Promise<string>;
  readonly onPeer: (peer: TlsPeer) => void;
  readonly stallMs?: number;
}

export class TusHttpStack implements HttpStack {
  readonly #options: StackOptions;

  constructor(options: StackOptions) {
    this.#options = options;
  }

  createRequest(method: string, url: string): HttpRequest {
    return new TusRequest(method, url, this.#options);
  }

  getName(): string {
    return 'segel';
  }
}

/** An answer in tus-js-client's form; `answer` is ours. */
export class TusResponse implements HttpResponse {
  readonly answer: HttpAnswer;

  constructor(answer: HttpAnswer) {
    this.answer = answer;
  }

  getStatus(): number {
    return this.answer.status;
  }

  getHeader(header: string): string | undefined {
    return this.answer.headers[header.toLowerCase()];
  }

  getBody(): string {
    return this.answer.body.toString('utf8');
  }

  getUnderlyingObject(): unknown {
    return this.answer;
  }
}

class TusRequest implements HttpRequest {
  readonly #method: string;
  readonly #url: string;
  readonly #options: StackOptions;
  readonly #headers: Record<string, string> = {};
  readonly #stop = new AbortController();

  constructor(method: string, url: string, options: StackOptions) {
    this.#method = method;
    this.#url = url;
    this.#options = options;
  }

  getMethod(): string {
    return this.#method;
  }

  getURL(): string {
    return this.#url;
  }

  setHeader(header: string, value: string): void {
    this.#headers[header] = value;
  }

  getHeader(header: string): string | undefined {
    return this.#headers[header];
  }

  /** Progress is what the server has acknowledged, so bytes handed to the system do not count. */
  setProgressHandler(): void {
    return;
  }

  async send(body: unknown): Promise<HttpResponse> {
    this.#headers.Authorization = await this.#options.authorization();
    this.#headers['User-Agent'] = this.#options.userAgent;
    const bytes = Buffer.isBuffer(body) ? body : null;
    if (bytes !== null) {
      this.#headers['Upload-Checksum'] = `sha256 ${createHash('sha256').update(bytes).digest('base64')}`;
      this.#headers['Content-Length'] = String(bytes.length);
    }
    return new TusResponse(await this.#exchange(bytes));
  }

  abort(): Promise<void> {
    this.#stop.abort();
    return Promise.resolve();
  }

  getUnderlyingObject(): unknown {
    return null;
  }

  #exchange(bytes: Buffer | null): Promise<HttpAnswer> {
    const { agent, onPeer, stallMs = STALL_MS } = this.#options;
    return new Promise((resolve, reject) => {
      const options = { method: this.#method, headers: this.#headers, agent, signal: this.#stop.signal };
      const request = httpsRequest(this.#url, options, (response) => {
        const peer = peerOf(response);
        if (peer !== null) onPeer(peer);
        readAnswer(response).then(resolve, reject);
      });
      const stalled = Object.assign(new Error('stalled'), { code: 'ETIMEDOUT' });
      request.setTimeout(stallMs, () => request.destroy(stalled));
      request.on('error', reject);
      request.end(bytes ?? undefined);
    });
  }
}

async function readAnswer(response: IncomingMessage): Promise<HttpAnswer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MAX_ANSWER_BYTES) throw new CodedError('network/answer-too-large');
    parts.push(part);
  }
  const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(parts),
  };
}

function peerOf({ socket }: IncomingMessage): TlsPeer | null {
  if (!(socket instanceof TLSSocket)) return null;
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return null;
  return {
    subject: certificate.subject.replaceAll('\n', ', ').slice(0, 300),
    certificateSha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
  };
}
