// tus 1.0 at the upload URL: core protocol, checksum (sha256), expiration, termination. Creation is POST /api/uploads.
// Our own implementation, because @tus/file-store 2.1 takes the length of the file for the offset: it neither flushes to the
// device before it acknowledges nor discards a chunk whose checksum is wrong, and @tus/server 2.4 has no checksum extension.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { LpseContext } from '../context.ts';
import type { HttpServer } from '../http.ts';
import type { Upload, UploadBook } from './upload-book.ts';
import type { UploadFiles } from './upload-files.ts';
import { createWriterLocks } from './writer-locks.ts';

export interface TusNeeds {
  readonly context: LpseContext;
  readonly book: UploadBook;
  readonly files: UploadFiles;
  /** Called when the last byte of an upload is durable, before the answer goes out. */
  readonly onComplete: (upload: Upload) => void;
  /** True for an upload that a signed submission names: it is no longer the client's to delete. */
  readonly isClaimed: (uploadId: string) => boolean;
}

const VERSION = '1.0.0';
const CONTENT_TYPE = 'application/offset+octet-stream';
const PATH = '/api/uploads/:uploadId';

export function mountTus(http: HttpServer, needs: TusNeeds): void {
  const { context, book, files } = needs;
  const locks = createWriterLocks();
  // The body stays a stream: this parser reads nothing.
  http.app.addContentTypeParser(CONTENT_TYPE, (_request, payload, done) => done(null, payload));

  const own = (request: FastifyRequest): Upload => {
    const { account } = http.requireCaller(request, ['bidder']);
    requireVersion(request);
    const upload = book.find(uploadIdOf(request));
    if (upload?.accountId !== account.accountId) throw new CodedError('upload/not-found');
    if (upload.state === 'removed') throw new CodedError('upload/expired');
    return upload;
  };
  const requireTime = (upload: Upload): void => {
    const closesAt = context.packages.closesAt(upload.kdTender, upload.envelopeId);
    if (context.clock.now() >= closesAt) {
      throw new CodedError('upload/expired', {
        serverTime: context.clock.now().toISOString(),
        closesAt: closesAt.toISOString(),
      });
    }
  };
  const describe = (reply: FastifyReply, upload: Upload): FastifyReply => {
    const closesAt = context.packages.closesAt(upload.kdTender, upload.envelopeId);
    return reply
      .header('Tus-Resumable', VERSION)
      .header('Upload-Offset', upload.offset)
      .header('Upload-Length', upload.size)
      .header('Upload-Expires', closesAt.toUTCString())
      .header('Cache-Control', 'no-store');
  };

  http.app.options(PATH, (_request, reply) =>
    reply
      .header('Tus-Version', VERSION)
      .header('Tus-Extension', 'checksum,expiration,termination')
      .header('Tus-Checksum-Algorithm', 'sha256')
      .header('Tus-Max-Size', context.config.limits.maxUploadBytes)
      .code(204)
      .send(),
  );

  http.app.head(PATH, (request, reply) => describe(reply, own(request)).code(200).send());

  http.app.patch(PATH, async (request, reply) => {
    try {
      const found = own(request);
      const append = readAppend(request);
      requireTime(found);
      await locks.hold(found.uploadId, request.raw, async (onBytes) => {
        const upload = own(request);
        if (append.offset !== upload.offset) throw new CodedError('upload/offset-conflict', { offset: upload.offset });
        const roomBytes = upload.size - upload.offset;
        if (append.lengthBytes > roomBytes) throw new CodedError('upload/too-large', { size: upload.size });
        await files.append({
          ...append,
          uploadId: upload.uploadId,
          roomBytes,
          body: request.raw,
          onBytes,
          cut: () => void request.raw.socket.destroy(),
          commit: (end) => book.progress(upload.uploadId, end, context.clock.now()),
        });
      });
      const upload = own(request);
      if (upload.state === 'complete') needs.onComplete(upload);
      return await describe(reply, upload).code(204).send();
    } catch (error) {
      // What is still on its way is read and dropped, or the client could not receive the answer.
      request.raw.resume();
      reply.header('Tus-Resumable', VERSION);
      throw error;
    }
  });

  http.app.delete(PATH, async (request, reply) => {
    const upload = own(request);
    if (needs.isClaimed(upload.uploadId)) throw new CodedError('upload/busy');
    await locks.hold(upload.uploadId, request.raw, () => {
      book.remove(upload.uploadId, context.clock.now());
      files.remove(upload.uploadId);
      return Promise.resolve();
    });
    return reply.header('Tus-Resumable', VERSION).code(204).send();
  });
}

function uploadIdOf(request: FastifyRequest): string {
  // The route has exactly this parameter.
  return (request.params as { uploadId: string }).uploadId;
}

/** tus 1.0 "Tus-Resumable": every request but OPTIONS names the version. */
function requireVersion(request: FastifyRequest): void {
  const version = request.headers['tus-resumable'];
  if (version !== VERSION) throw new CodedError('upload/malformed', { why: 'Tus-Resumable', supported: VERSION });
}

interface AppendHeaders {
  readonly offset: number;
  readonly sha256: Buffer | null;
  /** 0 when the length is not declared. */
  readonly lengthBytes: number;
}

function readAppend(request: FastifyRequest): AppendHeaders {
  const { headers } = request;
  if (headers['content-type'] !== CONTENT_TYPE) throw new CodedError('upload/malformed', { why: 'Content-Type' });
  const offset = headers['upload-offset'];
  if (typeof offset !== 'string' || !/^\d{1,15}$/.test(offset))
    throw new CodedError('upload/malformed', { why: 'Upload-Offset' });
  return {
    offset: Number(offset),
    sha256: readChecksum(headers['upload-checksum']),
    lengthBytes: Number(headers['content-length'] ?? 0),
  };
}

/** tus 1.0 "Upload-Checksum": algorithm, a space, the digest in base64. */
function readChecksum(header: string | string[] | undefined): Buffer | null {
  if (header === undefined) return null;
  const match = typeof header === 'string' ? /^sha256 ([A-Za-z0-9+/]{43}=)$/.exec(header) : null;
  if (match?.[1] === undefined) throw new CodedError('upload/malformed', { why: 'Upload-Checksum' });
  return Buffer.from(match[1], 'base64');
}
