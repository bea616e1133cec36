// Downloads with ranges: on from where a part ends, whatever happens in between.
import { randomBytes } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HttpDownloader } from '../../../main/adapters/http-downloader.ts';
import { HttpsTransport } from '../../../main/adapters/https-transport.ts';
import { LpseHttp } from '../../../main/adapters/lpse-http.ts';
import { systemClock } from '../../../main/adapters/system-clock.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { sessionOf } from '../../doubles/sessions.ts';
import { sendProblem, startTlsServer, type Handler, type TlsServer } from '../../doubles/tls-server.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();
const content = randomBytes(500_000);
let server: TlsServer;
let transport: HttpsTransport;
let faults: Handler[];
let ranges: string[];

beforeEach(async () => {
  faults = [];
  ranges = [];
  server = await startTlsServer((request, response, body) => {
    ranges.push(String(request.headers.range));
    const fault = faults.shift();
    if (fault !== undefined) {
      fault(request, response, body);
      return;
    }
    const from = Number(/bytes=(\d+)-/.exec(String(request.headers.range))?.[1]);
    const range = `bytes ${from}-${content.length - 1}/${content.length}`;
    response.writeHead(206, { 'content-range': range }).end(content.subarray(from));
  });
  transport = new HttpsTransport({ tlsAnchors: server.caPem, proxyUrl: null, userAgent: 'segel/test' });
});
afterEach(async () => {
  transport.close();
  await server.close();
});

const job = () => ({ openingId: 'o1', n: 1, path: at('bid.sampul'), sizeBytes: content.length });

function download(options: { readonly signal?: AbortSignal } = {}) {
  const http = new LpseHttp({ baseUrl: server.url, transport, ...sessionOf('token-1') });
  const retry = { baseMs: 1, capMs: 2, attempts: 3, random: () => 0 };
  return new HttpDownloader({ http, clock: systemClock, retry }).download(job(), options);
}

/** Sends a piece from the asked offset and cuts. */
const cutAfter =
  (bytes: number): Handler =>
  (request, response) => {
    const from = Number(/bytes=(\d+)-/.exec(String(request.headers.range))?.[1]);
    response.writeHead(206, { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` });
    response.write(content.subarray(from, from + bytes), () => setTimeout(() => request.socket.destroy(), 20));
  };

describe('HttpDownloader', () => {
  it('writes the whole file, 0600, and leaves no part', async () => {
    await download();
    expect((await readFile(at('bid.sampul'))).equals(content)).toBe(true);
    expect(await anyCode(stat(at('bid.sampul.part')))).toBe('ENOENT');
    if (process.platform !== 'win32') expect((await stat(at('bid.sampul'))).mode & 0o777).toBe(0o600);
  });

  it('goes on behind what it has, after cuts and after a restart', async () => {
    faults = [cutAfter(100_000), cutAfter(50_000)];
    await download();
    expect((await readFile(at('bid.sampul'))).equals(content)).toBe(true);
    expect(ranges).toHaveLength(3);
    await rm(at('bid.sampul'));
    await writeFile(at('bid.sampul.part'), content.subarray(0, 123));
    await download();
    expect(ranges.at(-1)).toBe('bytes=123-');
  });

  it('begins anew when a part is longer than the bid', async () => {
    await writeFile(at('bid.sampul.part'), Buffer.alloc(content.length + 1));
    await download();
    expect((await readFile(at('bid.sampul'))).equals(content)).toBe(true);
  });

  it('takes no more bytes than the bid has', async () => {
    faults = [
      (_request, response) =>
        response.writeHead(206, { 'content-range': 'bytes 0-9/10' }).end(Buffer.alloc(content.length + 1)),
    ];
    expect(await anyCode(download())).toBe('network/answer-too-large');
  });

  it('refuses bytes from another place than asked for', async () => {
    await writeFile(at('bid.sampul.part'), content.subarray(0, 10));
    faults = [(_request, response) => response.writeHead(200).end(content)];
    expect(await anyCode(download())).toBe('network/bad-answer');
  });

  it('lets go of the connection of an answer that it does not use', async () => {
    await writeFile(at('bid.sampul.part'), content.subarray(0, 10));
    const endless: Handler = (_request, response) => void response.writeHead(200).write(content);
    // More often than there are connections.
    faults = Array.from({ length: 6 }, () => endless);
    for (let n = 0; n < 6; n++) expect(await anyCode(download())).toBe('network/bad-answer');
    expect(await anyCode(download())).toBe('accepted');
  });

  it('asks for nothing when the file is there', async () => {
    await download();
    await download();
    expect(ranges).toHaveLength(1);
  });

  it('passes on what the server refuses, and gives up after tries without progress', async () => {
    faults = [(_request, response) => sendProblem(response, 404, 'opening/bid-not-found')];
    expect(await anyCode(download())).toBe('opening/bid-not-found');
    const busy: Handler = (_request, response) => sendProblem(response, 503, 'service/unavailable');
    faults = [busy, busy, busy];
    expect(await anyCode(download())).toBe('service/unavailable');
  });

  it('stops when told to', async () => {
    expect(await anyCode(download({ signal: AbortSignal.abort() }))).toBe('aborted');
  });
});
