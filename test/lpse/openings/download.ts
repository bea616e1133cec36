// GET of a sealed file with one byte range (RFC 9110 14): resumable, and the same bytes for everybody.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Answers 200, 206 or 416; the entity tag is the file's digest at its receipt. `before` may make the bytes before a position wait. */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: { readonly path: string; readonly sha256: string },
  before: (end: number) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { size } = await stat(file.path);
  const etag = `"${file.sha256}"`;
  void reply.header('Accept-Ranges', 'bytes').header('ETag', etag).type('application/x-sampul+zip');
  const ifRange = request.headers['if-range'];
  const range = ifRange === undefined || ifRange === etag ? readRange(request.headers.range, size) : null;
  if (range === 'unsatisfiable') {
    await reply.code(416).header('Content-Range', `bytes */${size}`).send();
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  if (range !== null) void reply.code(206).header('Content-Range', `bytes ${start}-${end}/${size}`);
  const bytes = Readable.from(inTime(createReadStream(file.path, { start, end }), start, before), {
    objectMode: false,
  });
  await reply.header('Content-Length', end - start + 1).send(bytes);
}

async function* inTime(
  pieces: AsyncIterable<Buffer>,
  start: number,
  before: (end: number) => Promise<void>,
): AsyncIterable<Buffer> {
  let end = start;
  for await (const piece of pieces) {
    end += piece.length;
    await before(end);
    yield piece;
  }
}

/** Null for no range, or a form that a server may ignore (several ranges, other units). */
function readRange(header: string | undefined, size: number): { start: number; end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (match === null || (first === '' && last === '')) return null;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start > end || start >= size ? 'unsatisfiable' : { start, end };
}
