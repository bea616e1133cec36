// Revocation answers and timestamps over HTTP: bounded, cached as long as they say, judged elsewhere.
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HttpRevocationSource } from '../../../main/adapters/http-revocation.ts';
import { httpTimestampAuthority } from '../../../main/adapters/http-timestamp-authority.ts';
import { HttpsTransport } from '../../../main/adapters/https-transport.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { createAuthority } from '../../pki/authority.ts';

let server: Server;
let url: string;
let requests: string[];
let answer: { status: number; type: string; body: Buffer };
const transport = new HttpsTransport({ tlsAnchors: null, proxyUrl: null, userAgent: 'segel/test' });

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.headers['content-type'] ?? ''}`);
    request.resume();
    response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

describe('HttpRevocationSource', () => {
  it('fetches a CRL once for as long as it says', async () => {
    const body = (await createAuthority({ subject: 'CA' })).crl();
    answer = { status: 200, type: 'application/pkix-crl', body };
    const source = new HttpRevocationSource(transport);
    expect((await source.crl(`${url}/a.crl`)).equals(body)).toBe(true);
    await source.crl(`${url}/a.crl`);
    expect(requests).toHaveLength(1);
  });

  it('keeps nothing that is no CRL, and says what the server says', async () => {
    answer = { status: 200, type: 'application/pkix-crl', body: Buffer.from('bukan crl') };
    const source = new HttpRevocationSource(transport);
    await source.crl(`${url}/a.crl`);
    await source.crl(`${url}/a.crl`);
    expect(requests).toHaveLength(2);
    answer = { status: 404, type: 'text/plain', body: Buffer.alloc(0) };
    expect(await anyCode(source.crl(`${url}/b.crl`))).toBe('network/bad-answer');
  });

  it('goes to the web only', async () => {
    const source = new HttpRevocationSource(transport);
    for (const address of ['file:///etc/passwd', 'ldap://x/cn=a', 'bukan alamat'])
      expect(await anyCode(source.crl(address))).toBe('network/unreachable');
  });

  it('posts OCSP requests', async () => {
    answer = { status: 200, type: 'application/ocsp-response', body: Buffer.from('jawaban') };
    expect((await new HttpRevocationSource(transport).ocsp(url, Buffer.from('x'))).toString()).toBe('jawaban');
    expect(requests).toEqual(['POST application/ocsp-request']);
  });
});

describe('httpTimestampAuthority', () => {
  it('posts the request and hands over the response', async () => {
    answer = { status: 200, type: 'application/timestamp-reply', body: Buffer.from('tsr') };
    const tsa = httpTimestampAuthority(transport, () => Promise.resolve(url));
    expect((await tsa.request(Buffer.from('tsq'))).toString()).toBe('tsr');
    expect(requests).toEqual(['POST application/timestamp-query']);
  });

  it('refuses an answer that is no timestamp, and one that is too large', async () => {
    const tsa = httpTimestampAuthority(transport, () => Promise.resolve(url));
    answer = { status: 200, type: 'text/plain', body: Buffer.from('halo') };
    expect(await anyCode(tsa.request(Buffer.from('tsq')))).toBe('network/bad-answer');
    answer = { status: 200, type: 'application/timestamp-reply', body: Buffer.alloc(300_000) };
    expect(await anyCode(tsa.request(Buffer.from('tsq')))).toBe('network/answer-too-large');
  });
});
