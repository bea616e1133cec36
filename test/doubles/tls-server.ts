// An HTTPS server on loopback with a CA of its own, answering as a test says: what is on the other side of the adapters.
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import { encodePem } from '../../crypto/encoding.ts';
import { createAuthority } from '../pki/authority.ts';

export interface TlsServer {
  readonly url: string;
  /** PEM of the issuer. */
  readonly caPem: string;
  /** `METHOD path` of every request so far. */
  readonly requests: string[];
  close(): Promise<void>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

export async function startTlsServer(handler: Handler, options: ServerOptions = {}): Promise<TlsServer> {
  const ca = await createAuthority({ subject: 'Test TLS CA' });
  const { certificate, privateKey } = await ca.issue('tls-server', { subject: 'localhost' });
  const requests: string[] = [];
  const tls = {
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }),
    cert: encodePem('CERTIFICATE', certificate.der),
    ...options,
  };
  const server = createServer(tls, (request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('error', () => undefined);
    request.on('end', () => handler(request, response, Buffer.concat(parts)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `https://127.0.0.1:${port}`,
    caPem: encodePem('CERTIFICATE', ca.certificate.der),
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Sends JSON, or a problem document. */
export function sendJson(response: ServerResponse, status: number, value: unknown, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(value));
}

/** An RFC 9457 problem with a catalogue code. */
export function sendProblem(response: ServerResponse, status: number, code: string, details: object = {}): void {
  sendJson(response, status, { type: 'about:blank', title: code, status, code, details }, 'application/problem+json');
}
