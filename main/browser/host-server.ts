// The browser host: the same door as the Electron shell, over loopback HTTP, for one browser window of this user. Every request
// must name our own host (DNS rebinding), come from our own page (other sites, other local servers) and bring the secret.
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MAX_INPUT_CHARS, type Caller, type Door } from '../ipc/door.ts';
import type { SendEvent } from '../ipc/host.ts';
import { securityHeaders, type AssetSource } from './assets.ts';
import { EventStreams } from './event-streams.ts';
import { LaunchGate } from './launch-gate.ts';
import { peerOwner } from './peer-owner.ts';

export interface HostServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Address for the window; works once. `lifetimeMs` is a minute unless a person has to copy it. */
  launchUrl(lifetimeMs?: number): string;
  readonly send: SendEvent;
  /** Resolves when the window has been gone for a few seconds. */
  readonly windowClosed: Promise<void>;
  /** True once a window has come in and listens. */
  windowMet(): boolean;
  close(): Promise<void>;
}

export interface HostOptions {
  readonly door: Door;
  readonly assets: AssetSource;
  /** Takes the bytes of one file that the window chose; answers a Result. */
  readonly receive: (bytes: AsyncIterable<Buffer>, name: string, caller: Caller) => Promise<unknown>;
  readonly graceMs?: number;
  readonly now?: () => number;
}

type Answer = (request: IncomingMessage, response: ServerResponse, url: URL) => void | Promise<void>;

export async function startHostServer(options: HostOptions): Promise<HostServer> {
  const { door, assets, receive, graceMs = 3000, now = Date.now } = options;
  const gate = new LaunchGate(now);
  const streams = new EventStreams(graceMs);
  const ended = new AbortController();
  const caller: Caller = { windowId: randomBytes(8).toString('hex'), signal: ended.signal };

  const launch: Answer = async (request, response, url) => {
    const ours = await isOurUser(request, port);
    if (!gate.redeem(url.searchParams.get('code') ?? '') || !ours) {
      refuse(response, 403);
      return;
    }
    response.writeHead(303, { location: '/', 'set-cookie': gate.setCookie(port) }).end();
  };

  const call: Answer = async (request, response, url) => {
    // A form of another site cannot send this type without asking first, and asking is refused.
    if (request.headers['content-type'] !== 'application/json') {
      refuse(response, 415);
      return;
    }
    const text = await readText(request);
    const input = text === null ? undefined : parseJson(text);
    if (input === undefined) refuse(response, text === null ? 413 : 400);
    else json(response, await door(url.pathname.slice('/ipc/'.length), input, caller));
  };

  const file: Answer = async (request, response, url) => {
    json(response, await receive(bytesOf(request), url.searchParams.get('name') ?? '', caller));
    // The rest of a refused file: a browser reads the answer only after it has sent everything.
    request.resume();
  };

  const asset: Answer = (_request, response, url) => {
    const found = assets.find(url.pathname === '/' ? '/index.html' : url.pathname);
    if (found === null) refuse(response, 404);
    else response.writeHead(200, { 'content-type': found.type, 'cache-control': 'no-store' }).end(found.bytes);
  };

  function routeOf(method: string | undefined, path: string): Answer | null {
    if (method === 'POST') return path === '/files' ? file : path.startsWith('/ipc/') ? call : null;
    if (method !== 'GET') return null;
    return path === '/events' ? (_request, response) => streams.add(response) : asset;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    const url = URL.parse(request.url ?? '', origin);
    if (url === null) refuse(response, 400);
    else if (request.headers.host !== `127.0.0.1:${port}`) refuse(response, 421);
    else if (request.method === 'GET' && url.pathname === '/launch') await launch(request, response, url);
    else if (!fromOwnPage(request, origin) || !gate.knows(request.headers.cookie, port)) refuse(response, 403);
    else {
      const route = routeOf(request.method, url.pathname);
      if (route === null) refuse(response, 405);
      else await route(request, response, url);
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  // A large file may take longer than Node's five minutes.
  server.requestTimeout = 0;
  const port = await listen(server);
  const origin = `http://127.0.0.1:${port}`;

  return {
    origin,
    launchUrl: (lifetimeMs = 60_000) => `${origin}/launch?code=${gate.issueCode(lifetimeMs)}`,
    send: streams.send,
    windowClosed: streams.windowGone,
    windowMet: () => streams.windowMet,
    close: async () => {
      ended.abort();
      streams.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // A TCP server that listens has an AddressInfo.
  return (server.address() as AddressInfo).port;
}

/** Browsers send Origin with every POST; Sec-Fetch-Site tells a GET of our page (`none`: typed or started) from a stranger's. */
function fromOwnPage({ method, headers }: IncomingMessage, origin: string): boolean {
  if (headers.origin !== undefined || method !== 'GET') return headers.origin === origin;
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}

async function isOurUser({ socket }: IncomingMessage, port: number): Promise<boolean> {
  const owner = await peerOwner(socket.remotePort ?? 0, port);
  return owner === null || owner === process.getuid?.();
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(String(status));
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

/** Leaving the loop early must not close the connection: the answer has yet to be sent. */
function bytesOf(request: IncomingMessage): AsyncIterable<Buffer> {
  // Without an encoding a request gives Buffers.
  return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
}

/** Null when it is longer than any form of ours. */
async function readText(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of bytesOf(request)) {
    length += part.length;
    if (length > MAX_INPUT_CHARS) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Undefined for anything that is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
