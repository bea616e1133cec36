// The Uploader port over tus-js-client: the server's offset decides where to go on, one request at a time, and every attempt
// is told, because a bidder may have to prove having tried.
import { open, type FileHandle } from 'node:fs/promises';
import type { DetailedError, Upload, UploadOptions } from 'tus-js-client';
import { CodedError } from '../../app/errors/coded-error.ts';
import { toProblem } from '../../app/errors/problem.ts';
import type { RunOptions } from '../../app/ports/call-options.ts';
import type { Clock } from '../../app/ports/clock.ts';
import type { UploadEvent, UploadJob, Uploader } from '../../app/ports/uploader.ts';
import { ChunkSize } from './chunk-size.ts';
import type { LpseHttp } from './lpse-http.ts';
import { toAnswerFault, toNetworkFault, type HttpAnswer } from './network-faults.ts';
import { delayBefore, isWorthRetrying, RETRY, type RetryRules } from './retry.ts';
import { systemCode } from './storage-faults.ts';
import { TusHttpStack, TusResponse } from './tus-http-stack.ts';

export interface UploaderNeeds {
  readonly http: LpseHttp;
  readonly clock: Clock;
  readonly retry?: RetryRules;
  readonly stallMs?: number;
}

export class TusUploader implements Uploader {
  readonly #needs: UploaderNeeds;

  constructor(needs: UploaderNeeds) {
    this.#needs = needs;
  }

  async upload(job: UploadJob, options: RunOptions<UploadEvent> = {}): Promise<void> {
    const file = await openSealed(job);
    try {
      await this.#untilDone({ job, file, options, state: new UploadRun(options) });
    } finally {
      await file.close();
    }
  }

  async #untilDone(run: Run): Promise<void> {
    const { clock, retry = RETRY } = this.#needs;
    const { state, options } = run;
    // Loaded with the first upload: most commands send nothing.
    const tus = await import('tus-js-client');
    for (;;) {
      options.signal?.throwIfAborted();
      try {
        await this.#once(run, tus);
        return;
      } catch (error) {
        options.signal?.throwIfAborted();
        state.failed();
        if (isStaleSession(error) && state.failures <= 2) state.refuseToken();
        else if (!isWorthRetrying(error) || state.failures >= retry.attempts) throw error;
        const retryInMs = delayBefore(state.failures, error, retry, run.job.timeLeftMs());
        state.tell({ kind: 'interrupted', offsetBytes: state.offset, code: toProblem(error).code, retryInMs });
        await clock.wait(retryInMs, options.signal === undefined ? {} : { signal: options.signal });
      }
    }
  }

  /** One HEAD and as many PATCHes as go well. */
  #once(run: Run, tus: { readonly Upload: typeof Upload }): Promise<void> {
    const { job, state, options } = run;
    return new Promise((resolve, reject) => {
      const upload = new tus.Upload(Buffer.alloc(0), {
        ...this.#tusOptions(run),
        onChunkComplete: (_size, offsetBytes) => {
          state.acknowledged(offsetBytes, job.sizeBytes);
          upload.options.chunkSize = state.chunk.bytes;
        },
        onSuccess: () => settle(() => resolve()),
        onError: (error) => settle(() => reject(toUploadFault(error))),
      });
      const stop = () =>
        settle(() => {
          void upload.abort();
          reject(new DOMException('aborted', 'AbortError'));
        });
      const settle = (how: () => void) => {
        options.signal?.removeEventListener('abort', stop);
        how();
      };
      options.signal?.addEventListener('abort', stop, { once: true });
      upload.start();
    });
  }

  #tusOptions({ job, file, state }: Run): UploadOptions {
    const { http, stallMs } = this.#needs;
    return {
      uploadUrl: http.url(job.uploadUrl),
      uploadSize: job.sizeBytes,
      chunkSize: state.chunk.bytes,
      parallelUploads: 1,
      // Ours: full jitter, and the offset asked for anew each time.
      retryDelays: null,
      storeFingerprintForResuming: false,
      fileReader: { openFile: () => Promise.resolve(sourceOf(file, job.sizeBytes)) },
      httpStack: new TusHttpStack({
        agent: http.transport.agent,
        userAgent: http.transport.userAgent,
        authorization: async () => (state.authorization = await http.authorization(state.takeRefusedToken())),
        onPeer: (peer) => state.peer(peer),
        ...(stallMs === undefined ? {} : { stallMs }),
      }),
      onAfterResponse: (_request, response) => state.seen(Number(response.getHeader('Upload-Offset') ?? NaN), job),
    };
  }
}

interface Run {
  readonly job: UploadJob;
  readonly file: FileHandle;
  readonly options: RunOptions<UploadEvent>;
  readonly state: UploadRun;
}

/** What one upload remembers between its attempts. */
class UploadRun {
  readonly chunk = new ChunkSize();
  readonly tell: (event: UploadEvent) => void;
  authorization: string | undefined;
  failures = 0;
  offset = 0;
  #started = false;
  #refused: string | undefined;
  #peer: string | null = null;

  constructor({ onProgress }: RunOptions<UploadEvent>) {
    this.tell = (event) => onProgress?.(event);
  }

  /** The offset in any answer of the server, first of all in that to HEAD. */
  seen(offset: number, { sizeBytes }: UploadJob): void {
    if (!Number.isSafeInteger(offset) || offset < 0 || offset > sizeBytes) return;
    if (offset > this.offset) this.failures = 0;
    this.offset = offset;
    if (this.#started) return;
    this.#started = true;
    this.tell({ kind: 'started', offsetBytes: offset, totalBytes: sizeBytes });
  }

  acknowledged(offsetBytes: number, totalBytes: number): void {
    this.offset = offsetBytes;
    this.failures = 0;
    this.chunk.succeeded();
    this.tell({ kind: 'acknowledged', offsetBytes, totalBytes });
  }

  failed(): void {
    this.failures += 1;
    this.chunk.failed();
  }

  refuseToken(): void {
    this.#refused = this.authorization;
  }

  takeRefusedToken(): string | undefined {
    const refused = this.#refused;
    this.#refused = undefined;
    return refused;
  }

  peer(peer: { readonly subject: string; readonly certificateSha256: string }): void {
    if (peer.certificateSha256 === this.#peer) return;
    this.#peer = peer.certificateSha256;
    this.tell({ kind: 'peer', ...peer });
  }
}

async function openSealed({ path, sizeBytes }: UploadJob): Promise<FileHandle> {
  try {
    const file = await open(path, 'r');
    const { size } = await file.stat();
    if (size === sizeBytes) return file;
    await file.close();
    throw new CodedError('draft/sealed-file-changed', { sizeBytes: size, expectedBytes: sizeBytes });
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw new CodedError('draft/sealed-file-missing', { system: systemCode(error) ?? 'unknown' }, { cause: error });
  }
}

/** tus-js-client counts by `size`, which a Buffer does not have. */
function sourceOf(file: FileHandle, size: number) {
  return {
    size,
    slice: async (start: number, end: number) => {
      const stop = Math.min(end, size);
      const value = Buffer.alloc(stop - start);
      const { bytesRead } = await file.read(value, 0, value.length, start);
      if (bytesRead !== value.length)
        throw new CodedError('draft/sealed-file-changed', { sizeBytes: start + bytesRead });
      return { value: Object.assign(value, { size: value.length }), done: stop >= size };
    },
    // The handle is the run's: it outlives this attempt.
    close: () => undefined,
  };
}

function toUploadFault(error: Error | DetailedError): Error {
  const response = 'originalResponse' in error ? error.originalResponse : null;
  if (response instanceof TusResponse) return fromStatus(response.answer);
  const cause = 'causingError' in error ? error.causingError : null;
  return toNetworkFault(cause ?? error);
}

/** HEAD has no body to carry a problem document, so some statuses speak for themselves. */
function fromStatus(answer: HttpAnswer): Error {
  const fault = toAnswerFault(answer);
  if (!fault.code.startsWith('network/')) return fault;
  switch (answer.status) {
    case 401:
      return new CodedError('access/session-expired');
    case 404:
      return new CodedError('upload/not-found');
    case 410:
      return new CodedError('upload/expired');
    case 409:
      return new CodedError('upload/offset-conflict');
    case 423:
      return new CodedError('upload/busy');
    case 460:
      return new CodedError('upload/checksum-mismatch');
    case 413:
      return new CodedError('upload/too-large');
    case 507:
      return new CodedError('upload/no-space', fault.details);
    default:
      return answer.status >= 200 && answer.status < 300 ? new CodedError('network/bad-answer') : fault;
  }
}

function isStaleSession(error: unknown): boolean {
  return error instanceof CodedError && error.code === 'access/session-expired';
}
