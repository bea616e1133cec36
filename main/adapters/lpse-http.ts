// JSON over HTTPS with one LPSE: paths in, values checked by the protocol's schemas out, sessions added where asked for.
import type { z } from 'zod';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { CallOptions } from '../../app/ports/call-options.ts';
import type { Device } from '../../app/ports/device.ts';
import type { SessionStore } from '../../app/ports/session-store.ts';
import { Session } from '../../app/protocol/login.ts';
import type { HttpRequest, HttpsTransport } from './https-transport.ts';
import { LpseSession } from './lpse-session.ts';
import { isHtml, requireSuccess, type HttpAnswer } from './network-faults.ts';

export interface LpseHttpNeeds {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly transport: HttpsTransport;
  readonly sessions: SessionStore;
  readonly device: Pick<Device, 'key'>;
  /** Told of the `Date` of every answer, in ms: unsigned, so a hint and no more. */
  readonly onServerDate?: (serverMs: number) => void;
}

/** One call: `GET` unless there is a body. */
export interface LpseCall {
  readonly path: string;
  readonly method?: HttpRequest['method'];
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  /** Default: with a session. */
  readonly session?: boolean;
  /** Longest answer; the transport's own limit without it. */
  readonly maxBytes?: number;
  /** From the request to the last byte of the answer; the transport's own limit without it. */
  readonly timeoutMs?: number;
}

export class LpseHttp {
  readonly baseUrl: string;
  readonly transport: HttpsTransport;
  readonly #session: LpseSession;
  readonly #onServerDate: (serverMs: number) => void;

  constructor(needs: LpseHttpNeeds) {
    this.baseUrl = needs.baseUrl;
    this.#onServerDate = needs.onServerDate ?? (() => undefined);
    this.transport = needs.transport;
    this.#session = new LpseSession({
      ...needs,
      refresh: (body) => this.json(Session, { path: '/api/session/refresh', body, session: false }),
    });
  }

  /** @throws network/* and every code of the LPSE */
  async json<T>(schema: z.ZodType<T>, call: LpseCall, options: CallOptions = {}): Promise<T> {
    const answer = await this.#send(call, options);
    if (!(answer.headers['content-type'] ?? '').startsWith('application/json')) throw notAnLpse(answer);
    const parsed = schema.safeParse(parseJson(answer.body));
    if (!parsed.success)
      throw new CodedError('network/bad-answer', { at: whereOf(parsed.error) }, { cause: parsed.error });
    return parsed.data;
  }

  async text(call: LpseCall, options: CallOptions = {}): Promise<string> {
    const answer = await this.#send(call, options);
    if (!(answer.headers['content-type'] ?? '').startsWith('text/plain')) throw notAnLpse(answer);
    return answer.body.toString('utf8');
  }

  /** Bytes of this media type, as they came. */
  async bytes(mediaType: string, call: LpseCall, options: CallOptions = {}): Promise<Buffer> {
    const answer = await this.#send(call, options);
    if (!(answer.headers['content-type'] ?? '').startsWith(mediaType)) throw notAnLpse(answer);
    return answer.body;
  }

  /** For calls whose answer says nothing but that it was done. */
  async done(call: LpseCall, options: CallOptions = {}): Promise<void> {
    const answer = await this.#send(call, options);
    if (isHtml(answer)) throw notAnLpse(answer);
  }

  /** `Bearer ...` for requests made elsewhere. @param stale - a value that the server has just refused */
  async authorization(stale?: string): Promise<string> {
    return `Bearer ${await this.#session.accessToken(stale?.replace(/^Bearer /, ''))}`;
  }

  /** An absolute URL of this LPSE. A path stays on it; an absolute URL of another origin is refused. */
  url(path: string): string {
    const url = new URL(path, `${this.baseUrl}/`);
    if (url.origin !== new URL(this.baseUrl).origin) throw new CodedError('network/redirected');
    return url.href;
  }

  async #send(call: LpseCall, options: CallOptions): Promise<HttpAnswer> {
    if (call.session === false) return requireSuccess(await this.#once(call, options));
    const first = await this.authorization();
    const answer = await this.#once(call, options, first);
    if (answer.status !== 401) return requireSuccess(answer);
    // The token has run out: once more with a new one.
    return requireSuccess(await this.#once(call, options, await this.authorization(first)));
  }

  async #once(call: LpseCall, options: CallOptions, authorization?: string): Promise<HttpAnswer> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(call.query ?? {})) query.set(name, String(value));
    const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
    const answer = await this.transport.send({
      ...options,
      method: call.method ?? (body === undefined ? 'GET' : 'POST'),
      url: `${this.baseUrl}${call.path}${query.size === 0 ? '' : `?${query.toString()}`}`,
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(authorization === undefined ? {} : { Authorization: authorization }),
      },
      ...(body === undefined ? {} : { body }),
      ...(call.maxBytes === undefined ? {} : { maxBytes: call.maxBytes }),
      ...(call.timeoutMs === undefined ? {} : { timeoutMs: call.timeoutMs }),
    });
    this.#onServerDate(Date.parse(answer.headers.date ?? ''));
    return answer;
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new CodedError('network/bad-answer', {}, { cause });
  }
}

function notAnLpse({ status, headers }: HttpAnswer): CodedError {
  return new CodedError('network/not-an-lpse', { status, contentType: (headers['content-type'] ?? '').slice(0, 80) });
}

/** Place of the first complaint, without the value. */
function whereOf(error: z.ZodError): string {
  return error.issues[0]?.path.map(String).join('.').slice(0, 120) ?? '';
}
