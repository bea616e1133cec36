// The steps of getting to a server, one at a time, for the connection test: name, TCP, TLS. What goes wrong is told by its code.
import { lookup } from 'node:dns/promises';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';
import { toNetworkFault } from './network-faults.ts';

const TIMEOUT_MS = 10_000;

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface TlsFacts {
  readonly protocol: string;
  readonly cipher: string;
  readonly subject: string;
  readonly issuer: string;
  readonly sha256: string;
  readonly notAfter: Date;
}

export function endpointOf(url: string): Endpoint {
  const { hostname, port, protocol } = new URL(url);
  const standard = protocol === 'https:' ? 443 : 80;
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? standard : Number(port) };
}

/** Addresses of the name. @throws network/unreachable */
export async function probeName({ host }: Endpoint): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (error) {
    throw toNetworkFault(error);
  }
}

/** Milliseconds until the connection stood. @throws network/unreachable, network/timeout */
export async function probeTcp({ host, port }: Endpoint, signal: AbortSignal): Promise<number> {
  const start = performance.now();
  const socket = connectTcp({ host, port });
  await established(socket, 'connect', signal);
  socket.destroy();
  return performance.now() - start;
}

/** @param ca - PEM of the issuers that count; null for the system's own list @throws network/tls-untrusted, network/unreachable */
export async function probeTls({ host, port }: Endpoint, ca: string | null, signal: AbortSignal): Promise<TlsFacts> {
  const servername = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  const socket = connectTls({ host, port, minVersion: 'TLSv1.2', ...servername, ...(ca === null ? {} : { ca }) });
  await established(socket, 'secureConnect', signal);
  const facts = tlsFacts(socket);
  socket.destroy();
  return facts;
}

function tlsFacts(socket: TLSSocket): TlsFacts {
  const peer = socket.getPeerCertificate();
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    subject: commonName(peer.subject),
    issuer: commonName(peer.issuer),
    sha256: peer.fingerprint256.replaceAll(':', '').toLowerCase(),
    notAfter: new Date(peer.valid_to),
  };
}

function commonName(name: PeerCertificate['subject']): string {
  const { CN, O } = name;
  return String(CN ?? O ?? '');
}

function established(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      reject(toNetworkFault(error));
    };
    const abort = () => fail(signal.reason);
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    socket.setTimeout(TIMEOUT_MS, () => fail(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
    socket.once('error', fail);
    socket.once(event, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
  });
}
