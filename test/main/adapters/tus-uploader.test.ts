// The conversation of an upload, against a server that follows a script: resume, cuts, conflicts, lost places, stalls.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UploadEvent } from '../../../app/ports/uploader.ts';
import { HttpsTransport } from '../../../main/adapters/https-transport.ts';
import { LpseHttp } from '../../../main/adapters/lpse-http.ts';
import { systemClock } from '../../../main/adapters/system-clock.ts';
import { TusUploader } from '../../../main/adapters/tus-uploader.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { sessionOf } from '../../doubles/sessions.ts';
import { sendProblem, startTlsServer, type TlsServer } from '../../doubles/tls-server.ts';

const SIZE = 3_000_000;
const PATH = '/api/uploads/u1';

/** What the server does with one PATCH before it would store it. */
type Fault = (request: IncomingMessage, response: ServerResponse, body: Buffer) => boolean;

let folder: string;
let server: TlsServer;
let content: Buffer;
let stored: Buffer;
let faults: Fault[];
let headStatus: number;
let wrongChecksums: number;
let inFlight: number;
let mostInFlight: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segel-tus-'));
  content = randomBytes(SIZE);
  stored = Buffer.alloc(0);
  faults = [];
  headStatus = 200;
  wrongChecksums = 0;
  inFlight = 0;
  mostInFlight = 0;
  await writeFile(join(folder, 'bid.sampul'), content);
  server = await startTlsServer((request, response, body) => {
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    response.on('close', () => (inFlight -= 1));
    answer(request, response, body);
  });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

function answer(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  const headers = () => ({ 'tus-resumable': '1.0.0', 'upload-offset': stored.length, 'upload-length': SIZE });
  if (request.method === 'HEAD') {
    response.writeHead(headStatus, headers()).end();
    return;
  }
  if (faults.shift()?.(request, response, body) === true) return;
  if (Number(request.headers['upload-offset']) !== stored.length) {
    sendProblem(response, 409, 'upload/offset-conflict');
    return;
  }
  const [, digest] = String(request.headers['upload-checksum']).split(' ');
  if (digest !== createHash('sha256').update(body).digest('base64')) wrongChecksums += 1;
  stored = Buffer.concat([stored, body]);
  response.writeHead(204, headers()).end();
}

interface Wanted {
  readonly signal?: AbortSignal;
  readonly sizeBytes?: number;
  readonly timeLeftMs?: number;
}

function upload(options: Wanted = {}) {
  const transport = new HttpsTransport({ tlsAnchors: server.caPem, proxyUrl: null, userAgent: 'segel/test' });
  const http = new LpseHttp({ baseUrl: server.url, transport, ...sessionOf('token-1') });
  const retry = { baseMs: 1, capMs: 5, attempts: 4, random: () => 0.5 };
  const uploader = new TusUploader({ http, clock: systemClock, retry, stallMs: 300 });
  const events: UploadEvent[] = [];
  const { sizeBytes = SIZE, timeLeftMs = Infinity } = options;
  const job = { path: join(folder, 'bid.sampul'), sizeBytes, uploadUrl: PATH, timeLeftMs: () => timeLeftMs };
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const done = uploader
    .upload(job, { ...signal, onProgress: (event) => void events.push(event) })
    .finally(() => transport.close());
  return { done, events };
}

const cut: Fault = (request) => {
  request.socket.destroy();
  return true;
};
const problem =
  (status: number, code: string): Fault =>
  (_request, response) => {
    sendProblem(response, status, code);
    return true;
  };

describe('TusUploader', () => {
  it('sends every byte once, each chunk with its SHA-256, one request at a time', async () => {
    const { done, events } = upload();
    await done;
    expect(stored.equals(content)).toBe(true);
    expect([wrongChecksums, mostInFlight]).toEqual([0, 1]);
    expect(
      events
        .map(({ kind }) => kind)
        .slice(0, 2)
        .sort(),
    ).toEqual(['peer', 'started']);
    expect(events.at(-1)).toEqual({ kind: 'acknowledged', offsetBytes: SIZE, totalBytes: SIZE });
  });

  it("goes on at the server's offset", async () => {
    stored = content.subarray(0, 1_234_567);
    const { done, events } = upload();
    await done;
    expect(stored.equals(content)).toBe(true);
    expect(events.find(({ kind }) => kind === 'started')).toMatchObject({ offsetBytes: 1_234_567 });
  });

  it('has nothing to do when the server holds it all', async () => {
    stored = content;
    await upload().done;
    expect(server.requests).toEqual([`HEAD ${PATH}`]);
  });

  it('survives cuts, a wrong checksum, a conflict, a lock and an overloaded server', async () => {
    faults = [
      cut,
      problem(460, 'upload/checksum-mismatch'),
      () => false,
      problem(409, 'upload/offset-conflict'),
      problem(423, 'upload/busy'),
      problem(503, 'service/unavailable'),
    ];
    const { done, events } = upload();
    await done;
    expect(stored.equals(content)).toBe(true);
    expect(events.flatMap((event) => (event.kind === 'interrupted' ? [event.code] : []))).toEqual([
      'network/unreachable',
      'upload/checksum-mismatch',
      'upload/offset-conflict',
      'upload/busy',
      'service/unavailable',
    ]);
  });

  it('takes a lost reply for what it is: the bytes are there', async () => {
    faults = [
      (request, _response, body) => {
        stored = Buffer.concat([stored, body]);
        request.socket.destroy();
        return true;
      },
    ];
    await upload().done;
    expect(stored.equals(content)).toBe(true);
  });

  it('notices a link on which nothing moves', async () => {
    faults = [() => true];
    const { done, events } = upload();
    await done;
    expect(events.find(({ kind }) => kind === 'interrupted')).toMatchObject({ code: 'network/timeout' });
    expect(stored.equals(content)).toBe(true);
  });

  it('gives up after the last retry without progress', async () => {
    faults = [cut, cut, cut, cut, cut];
    const { done, events } = upload();
    expect(await anyCode(done)).toBe('network/unreachable');
    expect(events.filter(({ kind }) => kind === 'interrupted')).toHaveLength(3);
  });

  it.each([
    [404, 'upload/not-found'],
    [410, 'upload/expired'],
  ])('does not retry when the place is gone (%i)', async (status, code) => {
    headStatus = status;
    expect(await anyCode(upload().done)).toBe(code);
    expect(server.requests).toHaveLength(1);
  });

  it('passes on what the server refuses for good', async () => {
    faults = [problem(409, 'submission/closed')];
    expect(await anyCode(upload().done)).toBe('submission/closed');
  });

  it('does not sleep past the deadline because the server asked for it', async () => {
    faults = [
      (_request, response) => {
        response.writeHead(503, { 'Retry-After': '300' }).end();
        return true;
      },
    ];
    const { done, events } = upload({ timeLeftMs: 100 });
    await done;
    expect(stored.equals(content)).toBe(true);
    const waits = events.flatMap((event) => (event.kind === 'interrupted' ? [event.retryInMs] : []));
    expect(waits).toEqual([25]);
  });

  it('stops at once when told to, and keeps what the server has', async () => {
    const stop = new AbortController();
    faults = [
      () => false,
      () => {
        stop.abort();
        return true;
      },
    ];
    expect(await anyCode(upload({ signal: stop.signal }).done)).toBe('aborted');
    const kept = stored.length;
    expect(kept).toBeGreaterThan(0);
    await upload().done;
    expect(stored.equals(content)).toBe(true);
  });

  it('refuses a file that is not the one that was sealed', async () => {
    expect(await anyCode(upload({ sizeBytes: SIZE + 1 }).done)).toBe('draft/sealed-file-changed');
    await rm(join(folder, 'bid.sampul'));
    expect(await anyCode(upload().done)).toBe('draft/sealed-file-missing');
    expect(server.requests).toEqual([]);
  });
});
