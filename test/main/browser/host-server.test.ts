import { get } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import type { AssetSource } from '../../../main/browser/assets.ts';
import { startHostServer, type HostOptions, type HostServer } from '../../../main/browser/host-server.ts';
import { createDoor, MAX_INPUT_CHARS } from '../../../main/ipc/door.ts';
import { fakeHandlers } from '../../doubles/handlers.ts';
import { rawRequest } from './raw-request.ts';

const preferences = { language: 'id', theme: 'dark' };
const assets: AssetSource = {
  find: (path) =>
    path === '/index.html' ? { type: 'text/html; charset=utf-8', bytes: Buffer.from('<!doctype html>page') } : null,
};
const JSON_BODY = { 'content-type': 'application/json' };

let server: HostServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function start(options: Partial<HostOptions> = {}): Promise<HostServer> {
  const handlers = fakeHandlers({ 'app.preferences': () => preferences, 'app.savePreferences': (input) => input });
  server = await startHostServer({
    door: createDoor(handlers, () => undefined),
    assets,
    receive: async (bytes, name) => {
      let sizeBytes = 0;
      for await (const part of bytes) sizeBytes += part.length;
      return { ok: true, value: { name, sizeBytes } };
    },
    ...options,
  });
  return server;
}

/** The cookie that a launch gives. */
async function launched(host: HostServer): Promise<string> {
  const url = new URL(host.launchUrl());
  const { status, headers } = await rawRequest(host.origin, url.pathname + url.search);
  expect(status).toBe(303);
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

describe('the launch', () => {
  it('listens on loopback alone, gives a cookie that scripts cannot read, and leads to the page', async () => {
    const host = await start();
    expect(new URL(host.origin).hostname).toBe('127.0.0.1');
    const url = new URL(host.launchUrl());
    const { headers } = await rawRequest(host.origin, url.pathname + url.search);
    expect(headers.location).toBe('/');
    expect(headers['set-cookie']?.[0]).toMatch(/^segel-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
  });

  it('works once', async () => {
    const host = await start();
    const { pathname, search } = new URL(host.launchUrl());
    expect((await rawRequest(host.origin, pathname + search)).status).toBe(303);
    const again = await rawRequest(host.origin, pathname + search);
    expect(again.status).toBe(403);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  it('works within its time', async () => {
    const clock = { ms: 0 };
    const host = await start({ now: () => clock.ms });
    const { pathname, search } = new URL(host.launchUrl(1000));
    clock.ms = 1000;
    expect((await rawRequest(host.origin, pathname + search)).status).toBe(403);
  });

  it.each(['/launch', '/launch?code=', '/launch?code=AAAA'])('refuses %s', async (path) => {
    const host = await start();
    expect((await rawRequest(host.origin, path)).status).toBe(403);
  });
});

describe('every request', () => {
  it.each(['/', '/index.html', '/events', '/nothing'])('GET %s needs the secret', async (path) => {
    const host = await start();
    expect((await rawRequest(host.origin, path)).status).toBe(403);
    const cookie = `segel-${new URL(host.origin).port}=${'A'.repeat(43)}`;
    expect((await rawRequest(host.origin, path, { headers: { cookie } })).status).toBe(403);
  });

  it('must name our own host, or the launch itself is refused (DNS rebinding)', async () => {
    const host = await start();
    const cookie = await launched(host);
    const { port } = new URL(host.origin);
    for (const name of ['evil.example', `localhost:${port}`, `evil.example:${port}`, '127.0.0.1']) {
      expect((await rawRequest(host.origin, '/', { headers: { cookie, host: name } })).status).toBe(421);
      const { pathname, search } = new URL(host.launchUrl());
      expect((await rawRequest(host.origin, pathname + search, { headers: { host: name } })).status).toBe(421);
    }
  });

  it('must come from our own page', async () => {
    const host = await start();
    const cookie = await launched(host);
    const ask = (headers: Record<string, string>, method = 'GET') =>
      rawRequest(host.origin, method === 'GET' ? '/' : '/ipc/app.preferences', {
        method,
        headers: { cookie, ...headers },
        ...(method === 'GET' ? {} : { body: 'null' }),
      });
    expect((await ask({})).status).toBe(200);
    expect((await ask({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect((await ask({ origin: host.origin, ...JSON_BODY }, 'POST')).status).toBe(200);
    // Another server on this computer is the same site to a browser, and so would bring the cookie.
    expect((await ask({ 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await ask({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await ask({ origin: 'http://127.0.0.1:1' })).status).toBe(403);
    expect((await ask({ origin: 'null', ...JSON_BODY }, 'POST')).status).toBe(403);
    expect((await ask(JSON_BODY, 'POST')).status).toBe(403);
  });

  it('is answered with the strict policy, whatever the answer', async () => {
    const host = await start();
    for (const path of ['/', '/launch', '/nothing']) {
      const { headers } = await rawRequest(host.origin, path);
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    }
  });
});

describe('files of the page', () => {
  it('are those of the list and no other', async () => {
    const host = await start();
    const headers = { cookie: await launched(host) };
    expect(await rawRequest(host.origin, '/', { headers })).toMatchObject({ status: 200, body: '<!doctype html>page' });
    for (const path of [
      '/../../etc/passwd',
      '/%2e%2e/package.json',
      '/..%5cpackage.json',
      '//etc/passwd',
      '/index.html%00',
    ]) {
      expect((await rawRequest(host.origin, path, { headers })).status).toBe(404);
    }
  });

  it('cannot be written', async () => {
    const host = await start();
    const headers = { cookie: await launched(host), origin: host.origin };
    for (const method of ['PUT', 'DELETE', 'POST', 'OPTIONS', 'HEAD']) {
      expect((await rawRequest(host.origin, '/index.html', { method, headers })).status).toBe(405);
    }
  });
});

describe('calls', () => {
  async function caller() {
    const host = await start();
    const headers = { cookie: await launched(host), origin: host.origin, ...JSON_BODY };
    return (name: string, body: string, more: Record<string, string> = {}) =>
      rawRequest(host.origin, `/ipc/${name}`, { method: 'POST', headers: { ...headers, ...more }, body });
  }

  it('go through the door', async () => {
    const call = await caller();
    const saved = await call('app.savePreferences', JSON.stringify(preferences));
    expect(JSON.parse(saved.body)).toEqual({ ok: true, value: preferences });
    expect(JSON.parse((await call('app.nothing', 'null')).body)).toMatchObject({
      ok: false,
      problem: { code: 'ipc/unknown-call' },
    });
  });

  it('bring JSON and say so', async () => {
    const call = await caller();
    expect((await call('app.preferences', 'null', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await call('app.preferences', 'nul')).status).toBe(400);
    expect((await call('app.preferences', '')).status).toBe(400);
  });

  it('are no longer than a form', async () => {
    const call = await caller();
    expect((await call('app.preferences', `"${'x'.repeat(MAX_INPUT_CHARS)}"`)).status).toBe(413);
  });
});

describe('files that the window sends', () => {
  it('arrive with their name, byte for byte', async () => {
    const host = await start();
    const headers = { cookie: await launched(host), origin: host.origin };
    const name = 'Dokumen Penawaran № 1.pdf';
    const body = Buffer.alloc(3 << 20, 7);
    const path = `/files?name=${encodeURIComponent(name)}`;
    const answer = await rawRequest(host.origin, path, { method: 'POST', headers, body });
    expect(JSON.parse(answer.body)).toEqual({ ok: true, value: { name, sizeBytes: body.length } });
  });

  it('get an answer even when they are refused before their end', async () => {
    const host = await start({
      receive: async (bytes) => {
        for await (const part of bytes) if (part.length > 0) break;
        return { ok: false };
      },
    });
    const headers = { cookie: await launched(host), origin: host.origin };
    const answer = await rawRequest(host.origin, '/files?name=a', {
      method: 'POST',
      headers,
      body: Buffer.alloc(8 << 20),
    });
    expect(answer).toMatchObject({ status: 200, body: '{"ok":false}' });
  });
});

describe('events', () => {
  async function listen(host: HostServer) {
    const headers = { cookie: await launched(host) };
    const stream = get(`${host.origin}/events`, { headers });
    const [response] = (await once(stream, 'response')) as [AsyncIterable<Buffer> & { destroy(): void }];
    return response;
  }

  it('reach the window as server-sent events', async () => {
    const host = await start();
    const response = await listen(host);
    host.send('app.token', { token: 'abcdefgh' });
    let text = '';
    for await (const part of response) {
      text += part.toString('utf8');
      if (text.includes('token')) break;
    }
    expect(text).toContain('event: app.token\ndata: {"token":"abcdefgh"}\n\n');
  });

  it('tell when the window has gone', async () => {
    const host = await start({ graceMs: 10 });
    (await listen(host)).destroy();
    await expect(host.windowClosed).resolves.toBeUndefined();
  });
});

it('ends the work of the window and all connections when it closes', async () => {
  let ended = false;
  const begun = Promise.withResolvers<undefined>();
  const host = await start({
    receive: async (bytes, _name, { signal }) => {
      signal.addEventListener('abort', () => (ended = true));
      for await (const part of bytes) if (part.length > 0) begun.resolve(undefined);
      return null;
    },
  });
  const cookie = await launched(host);
  const { port } = new URL(host.origin);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(
    `POST /files?name=a HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${host.origin}\r\nCookie: ${cookie}\r\nContent-Length: 9\r\n\r\nabc`,
  );
  await begun.promise;
  await Promise.all([once(socket, 'close'), host.close()]);
  expect(ended).toBe(true);
});
