// JSON with an LPSE: schemas, sessions, refresh with the device key, and everything that only looks like an LPSE.
import { verify } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HttpsTransport } from '../../../main/adapters/https-transport.ts';
import { LpseHttp } from '../../../main/adapters/lpse-http.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { memorySessions, testDeviceKey, testSession } from '../../doubles/sessions.ts';
import { sendJson, sendProblem, startTlsServer, type Handler, type TlsServer } from '../../doubles/tls-server.ts';

const Answer = z.strictObject({ n: z.int() });
const key = testDeviceKey();
const open: { server: TlsServer; transport: HttpsTransport }[] = [];
afterEach(async () => {
  for (const { server, transport } of open.splice(0)) {
    transport.close();
    await server.close();
  }
});

async function start(handler: Handler, session = testSession('token-1')) {
  const server = await startTlsServer(handler);
  const transport = new HttpsTransport({ tlsAnchors: server.caPem, proxyUrl: null, userAgent: 'segel/test' });
  open.push({ server, transport });
  const sessions = memorySessions(session);
  const http = new LpseHttp({ baseUrl: server.url, transport, sessions, device: { key: () => Promise.resolve(key) } });
  return { http, server, sessions };
}

const token = (request: IncomingMessage) => request.headers.authorization?.replace('Bearer ', '');

/** A server whose sessions are `token-2` and up, with refresh. */
function refreshing(onRefresh: (body: Buffer) => void = () => undefined): Handler {
  let generation = 1;
  return (request: IncomingMessage, response: ServerResponse, body: Buffer) => {
    if (request.url === '/api/session/refresh') {
      onRefresh(body);
      generation += 1;
      sendJson(response, 200, testSession(`token-${generation}`));
    } else if (token(request) === `token-${Math.max(generation, 2)}`) sendJson(response, 200, { n: generation });
    else sendProblem(response, 401, 'access/session-expired');
  };
}

describe('LpseHttp', () => {
  it('refuses an answer with another shape and says where, never what', async () => {
    const { http } = await start((_request, response) => sendJson(response, 200, { n: 'rahasia' }));
    const failed = http.json(Answer, { path: '/x', session: false });
    await expect(failed).rejects.toMatchObject({ code: 'network/bad-answer', details: { at: 'n' } });
    const { http: extra } = await start((_request, response) => sendJson(response, 200, { n: 1, m: 2 }));
    expect(await anyCode(extra.json(Answer, { path: '/x', session: false }))).toBe('network/bad-answer');
  });

  it('knows what is no LPSE: HTML with 200, broken JSON', async () => {
    const { http } = await start((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>portal</html>'),
    );
    expect(await anyCode(http.json(Answer, { path: '/x', session: false }))).toBe('network/not-an-lpse');
    expect(await anyCode(http.done({ path: '/x', session: false }))).toBe('network/not-an-lpse');
    expect(await anyCode(http.text({ path: '/x', session: false }))).toBe('network/not-an-lpse');
    const { http: broken } = await start((_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"n":'),
    );
    expect(await anyCode(broken.json(Answer, { path: '/x', session: false }))).toBe('network/bad-answer');
  });

  it('refreshes a session that the server refuses, once, with a proof by the device key', async () => {
    const proofs: boolean[] = [];
    const { http, sessions } = await start(
      refreshing((body) => {
        const { refreshToken, proof } = z
          .object({ refreshToken: z.string(), proof: z.string() })
          .parse(JSON.parse(body.toString()));
        const text = Buffer.from(`segel-refresh/1\n${refreshToken}`);
        proofs.push(verify('sha256', text, key.certificate.publicKey(), Buffer.from(proof, 'base64')));
      }),
    );
    expect(await http.json(Answer, { path: '/x' })).toEqual({ n: 2 });
    expect(proofs).toEqual([true]);
    expect((await sessions.current())?.accessToken).toBe('token-2');
  });

  it('refreshes once for many calls at a time', async () => {
    let refreshes = 0;
    const { http } = await start(refreshing(() => void (refreshes += 1)));
    await Promise.all([1, 2, 3, 4].map((n) => http.json(Answer, { path: `/${n}` })));
    expect(refreshes).toBe(1);
  });

  it('ends the session when the refresh is refused', async () => {
    const { http, sessions } = await start((request, response) =>
      sendProblem(
        response,
        401,
        request.url === '/api/session/refresh' ? 'access/refresh-reused' : 'access/session-expired',
      ),
    );
    expect(await anyCode(http.json(Answer, { path: '/x' }))).toBe('access/refresh-reused');
    expect(await sessions.current()).toBeNull();
    expect(await anyCode(http.json(Answer, { path: '/x' }))).toBe('access/session-expired');
  });

  it('sends no token where none is asked for, and no token to another origin', async () => {
    const seen: (string | undefined)[] = [];
    const { http, server } = await start((request, response) => {
      seen.push(token(request));
      sendJson(response, 200, { n: 1 });
    });
    await http.json(Answer, { path: '/x', session: false });
    expect(seen).toEqual([undefined]);
    expect(http.url('/api/uploads/1')).toBe(`${server.url}/api/uploads/1`);
    expect(() => http.url('https://jahat.example/api')).toThrow('network/redirected');
    expect(() => http.url('//jahat.example/api')).toThrow('network/redirected');
  });
});
