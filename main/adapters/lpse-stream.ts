// An answer of the LPSE that is read while it comes: files and event streams, over the connection with its pins and proxy.
import type { Agent, IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { CallOptions } from '../../app/ports/call-options.ts';
import type { LpseHttp } from './lpse-http.ts';
import { toAnswerFault, toNetworkFault } from './network-faults.ts';

const MAX_PROBLEM_BYTES = 64 << 10;

export interface StreamRequest extends CallOptions {
  readonly path: string;
  /** Without `User-Agent`, which is added. */
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: Agent;
  /** A line on which nothing comes for so long counts as lost. */
  readonly silentMs: number;
}

/** Resolves with the head of the answer, whatever its status. @throws network/*, AbortError */
export function openStream(
  http: LpseHttp,
  { path, headers, agent, silentMs, signal }: StreamRequest,
): Promise<IncomingMessage> {
  const options = {
    headers: { ...headers, 'User-Agent': http.transport.userAgent },
    agent,
    ...(signal === undefined ? {} : { signal }),
  };
  return new Promise((resolve, reject) => {
    const request = httpsRequest(http.url(path), options, resolve);
    const silent = Object.assign(new Error('silent'), { code: 'ETIMEDOUT' });
    request.setTimeout(silentMs, () => request.destroy(silent));
    request.on('error', (error) => reject(toNetworkFault(error)));
    request.end();
  });
}

/** What an answer means that is not the stream that was asked for. */
export async function streamFault(response: IncomingMessage): Promise<CodedError> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MAX_PROBLEM_BYTES) break;
    parts.push(part);
  }
  const headers: Record<string, string> = {};
  for (const name of ['content-type', 'retry-after'] as const) headers[name] = response.headers[name] ?? '';
  return toAnswerFault({ status: response.statusCode ?? 0, headers, body: Buffer.concat(parts) });
}

/** The LPSE has ended the session: worth a new one. */
export function isStaleSession(error: unknown): boolean {
  return error instanceof CodedError && error.code === 'access/session-expired';
}
