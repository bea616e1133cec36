// The browser host: the same door as the Electron shell, over loopback HTTP, for one browser window of this user.
// A single-use launch code becomes an HttpOnly cookie; Host and Origin must be ours on every request (DNS rebinding, other sites).
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EventName } from '../../app/contract/channels.ts';
import type { EventPayload } from '../../app/contract/contract.ts';
import { MAX_INPUT_CHARS, type Caller, type Door } from '../ipc/door.ts';
import { securityHeaders, type AssetSource } from './assets.ts';

export interface HostServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Address for the window: works once, within a minute. */
  launchUrl(): string;
  send<E extends EventName>(event: E, payload: EventPayload<E>): void;
  /** Resolves when the window has been gone for a few seconds. */
  readonly windowClosed: Promise<void>;
  close(): Promise<void>;
}

export interface HostOptions {
  readonly door: Door;
  readonly assets: AssetSource;
  /** Takes the bytes of files the window chose; answers handles. */
  readonly receiveFile: (request: IncomingMessage, name: string, caller: Caller) => Promise<unknown>;
  /** A window that reloads comes back within this time. */
  readonly graceMs?: number;
}

const LAUNCH_LIFETIME_MS = 60_000;

export async function startHostServer({ door, assets, receiveFile, graceMs = 3000 }: HostOptions): Promise<HostServer> {
  const secret = randomBytes(32).toString('base64url');
  const launchCodes = new Map<string, number>();
  const streams = new Set<ServerResponse>();
  const ended = new AbortController();
  const caller: Caller = { windowId: randomBytes(8).toString('hex'), signal: ended.signal };
  const closed = Promise.withResolvers<undefined>();
  let leaving: NodeJS.Timeout | undefined;

  const server = createServer((request, response) => {
    handle(request, response).catch(() => {
      response.destroy();
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    const url = new URL(request.url ?? '/', origin);
    if (request.headers.host !== new URL(origin).host) return refuse(response, 421);
    if (request.headers.origin !== undefined && request.headers.origin !== origin) return refuse(response, 403);
    if (request.method === 'GET' && url.pathname === '/launch') return launch(url, response);
    if (!hasSecret(request)) return refuse(response, 403);
    if (request.method === 'GET' && url.pathname === '/events') return openStream(response);
    if (request.method === 'POST' && url.pathname.startsWith('/ipc/')) return answer(request, url, response);
    if (request.method === 'POST' && url.pathname === '/files') {
      return json(response, await receiveFile(request, url.searchParams.get('name') ?? '', caller));
    }
    if (request.method === 'GET') return asset(url, response);
    return refuse(response, 405);
  }

  function launch(url: URL, response: ServerResponse): void {
    const code = url.searchParams.get('code') ?? '';
    const expiresAt = launchCodes.get(code);
    launchCodes.delete(code);
    if (expiresAt === undefined || expiresAt < Date.now()) return refuse(response, 403);
    response.setHeader('set-cookie', `${cookieName()}=${secret}; HttpOnly; SameSite=Strict; Path=/`);
    response.writeHead(303, { location: '/' }).end();
  }

  function hasSecret(request: IncomingMessage): boolean {
    const cookies = (request.headers.cookie ?? '').split(/;\s*/);
    const given = cookies.find((cookie) => cookie.startsWith(`${cookieName()}=`))?.slice(cookieName().length + 1) ?? '';
    const [a, b] = [Buffer.from(given), Buffer.from(secret)];
    return a.length === b.length && timingSafeEqual(a, b);
  }

  // Cookies of 127.0.0.1 are shared by all ports: the port in the name keeps two windows apart.
  function cookieName(): string {
    return `segel-${portOf(server)}`;
  }

  async function answer(request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
    // A form of another site cannot send this type without asking first, and asking is refused.
    if (request.headers['content-type'] !== 'application/json') return refuse(response, 415);
    const text = await readText(request);
    if (text === null) return refuse(response, 413);
    let input: unknown;
    try {
      input = JSON.parse(text);
    } catch {
      return refuse(response, 400);
    }
    return json(response, await door(url.pathname.slice('/ipc/'.length), input, caller));
  }

  function openStream(response: ServerResponse): void {
    clearTimeout(leaving);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': ready\n\n');
    streams.add(response);
    response.on('close', () => {
      streams.delete(response);
      if (streams.size === 0) leaving = setTimeout(() => closed.resolve(undefined), graceMs);
    });
  }

  function asset(url: URL, response: ServerResponse): void {
    const found = assets.find(url.pathname === '/' ? '/index.html' : url.pathname);
    if (found === null) return refuse(response, 404);
    response.writeHead(200, { 'content-type': found.type, 'cache-control': 'no-store' }).end(found.bytes);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${portOf(server)}`;

  return {
    origin,
    launchUrl: () => {
      const code = randomBytes(32).toString('base64url');
      launchCodes.set(code, Date.now() + LAUNCH_LIFETIME_MS);
      return `${origin}/launch?code=${code}`;
    },
    send: (event, payload) => {
      for (const stream of streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(payload)}\n\n`);
    },
    windowClosed: closed.promise,
    close: async () => {
      clearTimeout(leaving);
      ended.abort();
      for (const stream of streams) stream.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portOf(server: Server): number {
  // A TCP server that listens has an AddressInfo.
  return (server.address() as AddressInfo).port;
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(String(status));
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** Null when it is longer than any form of ours. */
async function readText(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MAX_INPUT_CHARS) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
