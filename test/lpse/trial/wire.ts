// A plain HTTPS client for trials of the server: no retries, no cleverness, so that a test sees exactly what was answered.
import { Agent, request, type RequestOptions } from 'node:https';
import type { z } from 'zod';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** Parsed body of a JSON answer, else null. */
  readonly json: unknown;
}

export interface Call {
  readonly method?: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: Uint8Array;
  /** Called with the request after the body was handed over, instead of ending it. */
  readonly hold?: (end: () => void) => void;
}

export interface Wire {
  /** Rejects only when no answer came. */
  call(path: string, call?: Call): Promise<Answer>;
  /** @throws WireProblem for every other status than 2xx */
  expect<T>(schema: z.ZodType<T>, path: string, call?: Call): Promise<T>;
  close(): void;
}

/** An answer that is no success; `code` of its problem document. */
export class WireProblem extends Error {
  readonly status: number;
  readonly code: string;

  constructor(answer: Answer) {
    const { code = '' } = (answer.json ?? {}) as { code?: string };
    super(`${answer.status} ${code}: ${answer.body.toString('utf8').slice(0, 400)}`);
    this.status = answer.status;
    this.code = code;
  }
}

export function createWire(baseUrl: string, ca: Buffer): Wire {
  const agent = new Agent({ keepAlive: true, ca });
  const call: Wire['call'] = (path, options = {}) => send(new URL(path, baseUrl), agent, options);
  return {
    call,
    async expect(schema, path, options) {
      const answer = await call(path, options);
      if (answer.status < 200 || answer.status > 299) throw new WireProblem(answer);
      return schema.parse(answer.json);
    },
    close: () => agent.destroy(),
  };
}

function send(url: URL, agent: Agent, { method, token, headers = {}, json, body, hold }: Call): Promise<Answer> {
  const bytes = json === undefined ? body : Buffer.from(JSON.stringify(json));
  const options: RequestOptions = {
    agent,
    method: method ?? (json === undefined ? 'GET' : 'POST'),
    headers: {
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(bytes === undefined ? {} : { 'content-length': String(bytes.length) }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const whole = Buffer.concat(chunks);
        const isJson = /json/.test(incoming.headers['content-type'] ?? '');
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: whole,
          json: isJson && whole.length > 0 ? (JSON.parse(whole.toString('utf8')) as unknown) : null,
        });
      });
    });
    outgoing.on('error', reject);
    if (bytes !== undefined) outgoing.write(bytes);
    if (hold === undefined) outgoing.end();
    else hold(() => outgoing.end());
  });
}
