// The Downloader port: sealed files of an opening with HTTP Range, into a part file that survives cuts and restarts.
import { constants } from 'node:fs';
import { lstat, open, type FileHandle } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { dirname } from 'node:path';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { ByteProgress, RunOptions } from '../../app/ports/call-options.ts';
import type { Clock } from '../../app/ports/clock.ts';
import type { Downloader, DownloadJob } from '../../app/ports/downloader.ts';
import type { LpseHttp } from './lpse-http.ts';
import { isStaleSession, openStream, streamFault } from './lpse-stream.ts';
import { toNetworkFault } from './network-faults.ts';
import { renamePatiently, syncFolder } from './durable-names.ts';
import { delayBefore, isWorthRetrying, RETRY, type RetryRules } from './retry.ts';
import { storing, unlessMissing } from './storage-faults.ts';

const STALL_MS = 20_000;

export interface DownloaderNeeds {
  readonly http: LpseHttp;
  readonly clock: Clock;
  readonly retry?: RetryRules;
}

export class HttpDownloader implements Downloader {
  readonly #needs: DownloaderNeeds;
  #authorization: string | undefined;
  #refused: string | undefined;

  constructor(needs: DownloaderNeeds) {
    this.#needs = needs;
  }

  async download(job: DownloadJob, options: RunOptions<ByteProgress> = {}): Promise<void> {
    const { clock, retry = RETRY } = this.#needs;
    if (await isThere(job)) return;
    const part = `${job.path}.part`;
    const waiting = options.signal === undefined ? {} : { signal: options.signal };
    let before = -1;
    for (let failures = 0; ;) {
      const offset = await sizeOfPart(part, job.sizeBytes);
      if (offset === job.sizeBytes) break;
      if (offset > before) failures = 0;
      before = offset;
      try {
        await this.#fetchFrom(job, part, offset, options);
      } catch (error) {
        options.signal?.throwIfAborted();
        failures += 1;
        if (isStaleSession(error) && failures <= 2) this.#refused = this.#authorization;
        else if (!isWorthRetrying(error) || failures >= retry.attempts) throw error;
        await clock.wait(delayBefore(failures, error, retry), waiting);
      }
    }
    await storing(async () => {
      await renamePatiently(part, job.path);
      await syncFolder(dirname(job.path));
    });
  }

  async #authorize(): Promise<string> {
    const refused = this.#refused;
    this.#refused = undefined;
    return (this.#authorization = await this.#needs.http.authorization(refused));
  }

  async #fetchFrom(job: DownloadJob, part: string, offset: number, options: RunOptions<ByteProgress>): Promise<void> {
    const response = await this.#request(job, offset, options);
    const file = await storing(() => open(part, partFlags(), 0o600));
    try {
      let at = offset;
      for await (const bytes of response as AsyncIterable<Buffer>) {
        if (at + bytes.length > job.sizeBytes) throw new CodedError('network/answer-too-large');
        await storing(() => writeFully(file, bytes, at));
        at += bytes.length;
        options.onProgress?.({ doneBytes: at, totalBytes: job.sizeBytes });
      }
      await storing(() => file.sync());
      if (at < job.sizeBytes) throw new CodedError('network/unreachable', { system: 'CUT' });
    } catch (error) {
      throw error instanceof CodedError ? error : toNetworkFault(error);
    } finally {
      response.destroy();
      await file.close();
    }
  }

  async #request(job: DownloadJob, offset: number, { signal }: RunOptions): Promise<IncomingMessage> {
    const { http } = this.#needs;
    const headers = { Authorization: await this.#authorize(), Range: `bytes=${offset}-` };
    const response = await openStream(http, {
      ...{ path: pathOf(job), headers, agent: http.transport.agent, silentMs: STALL_MS },
      ...(signal === undefined ? {} : { signal }),
    });
    // A server without ranges answers 200 with everything: only good from the start.
    const startsAt = response.statusCode === 206 ? rangeStart(response) : response.statusCode === 200 ? 0 : null;
    if (startsAt === offset) return response;
    try {
      throw startsAt === null ? await streamFault(response) : new CodedError('network/bad-answer', { at: 'Range' });
    } finally {
      // An answer left unread would keep its connection, of which there are few.
      response.destroy();
    }
  }
}

function pathOf(job: DownloadJob): string {
  if ('referralId' in job) return `/api/referrals/${encodeURIComponent(job.referralId)}/bid`;
  return 'openingId' in job
    ? `/api/openings/${encodeURIComponent(job.openingId)}/bids/${job.n}`
    : `/api/audit/${encodeURIComponent(job.kdTender)}/dossier/sealed/${encodeURIComponent(job.submissionId)}`;
}

function partFlags(): number {
  const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;
  return constants.O_WRONLY | constants.O_CREAT | noFollow;
}

/** Whole from an earlier run; whether its bytes are right is the caller's business. */
async function isThere({ path, sizeBytes }: DownloadJob): Promise<boolean> {
  const facts = await storing(() => unlessMissing(lstat(path)));
  return facts?.isFile() === true && facts.size === sizeBytes;
}

/** A disk that is nearly full takes a part of what it is given. */
async function writeFully(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}

/** A part longer than the bid is of something else: begun anew. */
async function sizeOfPart(part: string, sizeBytes: number): Promise<number> {
  return storing(async () => {
    const file = await open(part, partFlags(), 0o600);
    try {
      const { size } = await file.stat();
      if (size <= sizeBytes) return size;
      await file.truncate(0);
      return 0;
    } finally {
      await file.close();
    }
  });
}

function rangeStart({ headers }: IncomingMessage): number {
  return Number(/^bytes (\d+)-/.exec(headers['content-range'] ?? '')?.[1] ?? NaN);
}
