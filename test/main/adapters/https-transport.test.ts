// What the network can throw at us, against a real TLS server: every answer becomes a code, within limits of time and size.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { createGzip } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { HttpsTransport } from '../../../main/adapters/https-transport.ts';
import { requireSuccess } from '../../../main/adapters/network-faults.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { sendJson, sendProblem, startTlsServer, type Handler, type TlsServer } from '../../doubles/tls-server.ts';

const servers: TlsServer[] = [];
const transports: HttpsTransport[] = [];
afterEach(async () => {
  for (const transport of transports.splice(0)) transport.close();
  for (const server of servers.splice(0)) await server.close();
});

async function serve(handler: Handler, options = {}) {
  const server = await startTlsServer(handler, options);
  servers.push(server);
  return { server, transport: client({ tlsAnchors: server.caPem }) };
}

function client(options: { readonly tlsAnchors: string | null; readonly proxyUrl?: string }): HttpsTransport {
  const transport = new HttpsTransport({ proxyUrl: null, userAgent: 'segel/test', ...options });
  transports.push(transport);
  return transport;
}

describe('HttpsTransport', () => {
  it('hands over status, headers and body', async () => {
    const { server, transport } = await serve((_request, response) => sendJson(response, 200, { a: 1 }));
    const answer = await transport.send({ method: 'GET', url: `${server.url}/x` });
    expect([answer.status, answer.body.toString()]).toEqual([200, '{"a":1}']);
    expect(answer.headers['content-type']).toBe('application/json');
  });

  it('refuses a server whose issuer was not pinned', async () => {
    const { server } = await serve((_request, response) => sendJson(response, 200, {}));
    const stranger = client({ tlsAnchors: (await serve(() => undefined)).server.caPem });
    expect(await anyCode(stranger.send({ method: 'GET', url: server.url }))).toBe('network/tls-untrusted');
    expect(await anyCode(client({ tlsAnchors: null }).send({ method: 'GET', url: server.url }))).toBe(
      'network/tls-untrusted',
    );
    expect(server.requests).toEqual([]);
  });

  it('refuses TLS before 1.2', async () => {
    const { server, transport } = await serve((_request, response) => sendJson(response, 200, {}), {
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    expect(await anyCode(transport.send({ method: 'GET', url: server.url }))).toBe('network/tls-untrusted');
  });

  it('never follows a redirect', async () => {
    const { server, transport } = await serve((_request, response) =>
      response.writeHead(302, { location: 'https://127.0.0.1:1/' }).end(),
    );
    const answer = await transport.send({ method: 'GET', url: server.url });
    expect(await anyCode(Promise.resolve().then(() => requireSuccess(answer)))).toBe('network/redirected');
    expect(server.requests).toHaveLength(1);
  });

  it('stops at the size limit, also for bytes that would unpack to more', async () => {
    const { server, transport } = await serve((request, response) => {
      if (request.url === '/bomb') {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        const gzip = createGzip();
        gzip.pipe(response);
        gzip.end(Buffer.alloc(50 << 20));
      } else response.end(Buffer.alloc(2 << 20));
    });
    const request = { method: 'GET' as const, maxBytes: 1 << 20 };
    expect(await anyCode(transport.send({ ...request, url: `${server.url}/plain` }))).toBe('network/answer-too-large');
    const packed = await transport.send({ ...request, url: `${server.url}/bomb` });
    expect(packed.body.length).toBeLessThan(1 << 20);
  });

  it('gives up on an answer that drips', async () => {
    const { server, transport } = await serve((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('x'), 50);
      response.on('close', () => clearInterval(drip));
    });
    const request = { method: 'GET' as const, url: server.url, timeoutMs: 400 };
    expect(await anyCode(transport.send(request))).toBe('network/timeout');
  });

  it('stops when the caller says so', async () => {
    const { server, transport } = await serve(() => undefined);
    const stop = new AbortController();
    const sent = anyCode(transport.send({ method: 'GET', url: server.url, signal: stop.signal }));
    stop.abort();
    expect(await sent).toBe('aborted');
  });

  it('says unreachable when nobody listens, and when the connection is cut', async () => {
    const { server, transport } = await serve((request) => request.socket.destroy());
    expect(await anyCode(transport.send({ method: 'GET', url: server.url }))).toBe('network/unreachable');
    expect(await anyCode(transport.send({ method: 'GET', url: 'https://127.0.0.1:1/' }))).toBe('network/unreachable');
  });

  it('uses no proxy of the environment', async () => {
    const { server, transport } = await serve((_request, response) => sendJson(response, 200, {}));
    process.env.HTTPS_PROXY = 'http://127.0.0.1:1';
    try {
      expect((await transport.send({ method: 'GET', url: server.url })).status).toBe(200);
    } finally {
      delete process.env.HTTPS_PROXY;
    }
  });

  it('tunnels through the configured proxy, with its password, and still trusts the pinned issuer only', async () => {
    const { server } = await serve((_request, response) => sendJson(response, 200, { a: 1 }));
    const proxy = await startProxy();
    try {
      const proxyUrl = proxy.url.replace('//', '//pengguna:kata%20sandi@');
      const through = client({ tlsAnchors: server.caPem, proxyUrl });
      expect((await through.send({ method: 'GET', url: server.url })).body.toString()).toBe('{"a":1}');
      const stranger = client({ tlsAnchors: null, proxyUrl });
      expect(await anyCode(stranger.send({ method: 'GET', url: server.url }))).toBe('network/tls-untrusted');
      expect(new Set(proxy.credentials)).toEqual(new Set(['pengguna:kata sandi']));
    } finally {
      proxy.close();
    }
    const nobody = client({ tlsAnchors: server.caPem, proxyUrl: 'http://127.0.0.1:1' });
    expect(await anyCode(nobody.send({ method: 'GET', url: server.url }))).toBe('network/unreachable');
  });
});

/** A proxy that tunnels by CONNECT and notes who asked. */
async function startProxy() {
  const credentials: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    const [host, port] = (request.url ?? '').split(':');
    const [, basic = ''] = (request.headers['proxy-authorization'] ?? '').split(' ');
    credentials.push(Buffer.from(basic, 'base64').toString());
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    for (const end of [upstream, socket]) end.on('error', () => [upstream, socket].map((one) => one.destroy()));
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, credentials, close: () => void proxy.close() };
}

describe('an answer that is no success', () => {
  const judge = async (handler: Handler) => {
    const { server, transport } = await serve(handler);
    const answer = await transport.send({ method: 'GET', url: server.url });
    return Promise.resolve().then(() => requireSuccess(answer));
  };

  it('carries the code and details of the server', async () => {
    const refused = judge((_request, response) => sendProblem(response, 409, 'submission/closed', { serverTime: 'T' }));
    await expect(refused).rejects.toMatchObject({ code: 'submission/closed', details: { serverTime: 'T' } });
  });

  it('keeps a code from a newer server as a detail', async () => {
    const refused = judge((_request, response) => sendProblem(response, 409, 'future/thing'));
    await expect(refused).rejects.toMatchObject({
      code: 'network/bad-answer',
      details: { serverCode: 'future/thing' },
    });
  });

  it("never takes a server's defect for one of ours", async () => {
    const refused = judge((_request, response) => sendProblem(response, 500, 'defect/unexpected', { incident: 'i' }));
    await expect(refused).rejects.toMatchObject({ code: 'network/server-error', details: { incident: 'i' } });
  });

  it('knows a captive portal by its HTML', async () => {
    const portal: Handler = (_request, response) =>
      response.writeHead(403, { 'content-type': 'text/html' }).end('<html>Login Wi-Fi</html>');
    expect(await anyCode(judge(portal))).toBe('network/not-an-lpse');
  });

  it('remembers Retry-After', async () => {
    const busy = judge((_request, response) => response.writeHead(503, { 'retry-after': '7' }).end());
    await expect(busy).rejects.toMatchObject({ code: 'network/server-error', details: { retryAfterSeconds: 7 } });
  });
});
