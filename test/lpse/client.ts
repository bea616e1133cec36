// A small HTTPS client for tests: trusts the server's own CA, nothing else, and keeps problems as they came.
import { createPublicKey, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import type { z } from 'zod';
import { IdentifyAnswer, PasswordAnswer, type Session } from '../../app/protocol/login.ts';
import { ProblemDocument } from '../../app/protocol/problem.ts';
import { DEMO_PASSWORD } from './seeds/people.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  readonly json: unknown;
  /** Catalogue code of a problem, else null. */
  readonly code: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface RequestOptions {
  readonly body?: unknown;
  readonly bytes?: Uint8Array;
  readonly contentType?: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export class LpseClient {
  readonly url: string;
  readonly #ca: Buffer;
  readonly #token: string | undefined;

  constructor(server: { readonly url: string; readonly caPem: string }, token?: string) {
    this.url = server.url;
    this.#ca = readFileSync(server.caPem);
    this.#token = token;
  }

  get(path: string, options: RequestOptions = {}): Promise<Answer> {
    return this.send('GET', path, options);
  }

  post(path: string, body?: unknown, options: RequestOptions = {}): Promise<Answer> {
    return this.send('POST', path, { ...options, body });
  }

  delete(path: string, options: RequestOptions = {}): Promise<Answer> {
    return this.send('DELETE', path, options);
  }

  /** The parsed answer. @throws Error naming the code when the server refuses */
  async read<T>(schema: z.ZodType<T>, answer: Promise<Answer>): Promise<T> {
    const { status, json, code } = await answer;
    if (status !== 200) throw new Error(`status ${status} ${code ?? ''}`);
    return schema.parse(json);
  }

  send(method: string, path: string, options: RequestOptions): Promise<Answer> {
    const json = options.body === undefined ? undefined : Buffer.from(JSON.stringify(options.body));
    const payload = options.bytes ?? json;
    const token = options.token ?? this.#token;
    const headers = {
      ...(payload === undefined
        ? {}
        : { 'content-type': options.contentType ?? 'application/json', 'content-length': String(payload.length) }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...options.headers,
    };
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.url), { method, headers, ca: this.#ca, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve(toAnswer(response.statusCode ?? 0, response.headers, Buffer.concat(chunks))));
      });
      sent.on('error', reject);
      sent.end(payload);
    });
  }
}

function toAnswer(status: number, headers: Answer['headers'], bytes: Buffer): Answer {
  // An answer to HEAD has the type but not the bytes.
  const isJson = bytes.length > 0 && String(headers['content-type']).includes('json');
  const json: unknown = isJson ? JSON.parse(bytes.toString('utf8')) : null;
  const problem = status >= 400 ? ProblemDocument.safeParse(json) : null;
  const { code = null, details = {} } = problem?.success ? problem.data : {};
  return { status, headers, bytes, json, code, details };
}

/** A P-256 key as a device has one. */
export interface DeviceKey {
  readonly privateKey: KeyObject;
  readonly spki: Buffer;
  /** ECDSA-SHA256, DER, base64. */
  prove(text: string | Uint8Array): string;
}

export function createDeviceKey(): DeviceKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    privateKey,
    spki: createPublicKey(privateKey).export({ format: 'der', type: 'spki' }),
    prove: (text) => createSign('sha256').update(text).sign(privateKey, 'base64'),
  };
}

export interface LoginParts {
  readonly userType: 'PENYEDIA' | 'NON_PENYEDIA';
  readonly userId: string;
  readonly password?: string;
  readonly captcha?: string;
  readonly device?: DeviceKey;
}

/** First and second step; whatever the server answers. */
export async function passwordStep(
  client: LpseClient,
  { userType, userId, password = DEMO_PASSWORD, captcha, device = createDeviceKey() }: LoginParts,
): Promise<Answer & { readonly loginId: string }> {
  const identified = await client.read(IdentifyAnswer, client.post('/api/login/identify', { userType, userId }));
  const { loginId, captchaText = '' } = identified;
  const devicePublicKey = device.spki.toString('base64');
  const body = { loginId, password, captcha: captcha ?? captchaText, devicePublicKey };
  return { ...(await client.post('/api/login/password', body)), loginId };
}

export interface SignedIn {
  readonly client: LpseClient;
  readonly session: Session;
  readonly device: DeviceKey;
}

/** Signs a demo person in. @throws Error when the server refuses or asks for a code */
export async function signIn(
  server: { readonly url: string; readonly caPem: string },
  userId: string,
  { userType = 'NON_PENYEDIA', device = createDeviceKey() }: Partial<Pick<LoginParts, 'userType' | 'device'>> = {},
): Promise<SignedIn> {
  const stranger = new LpseClient(server);
  const answer = await stranger.read(PasswordAnswer, passwordStep(stranger, { userType, userId, device }));
  if (answer.result !== 'session') throw new Error('authenticator asked for');
  return { client: new LpseClient(server, answer.session.accessToken), session: answer.session, device };
}

export function signInBidder(server: { url: string; caPem: string }, userId: string): Promise<SignedIn> {
  return signIn(server, userId, { userType: 'PENYEDIA' });
}
