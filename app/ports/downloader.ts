// Fetches the sealed file of a bid in an opening, with HTTP Range, into a file of our own.
import type { ByteProgress, RunOptions } from './call-options.ts';

export interface DownloadJob {
  readonly openingId: string;
  /** Place of the bid in the opening, from 1. */
  readonly n: number;
  readonly path: string;
  readonly sizeBytes: number;
}

export interface Downloader {
  /**
   * Returns when `path` holds `sizeBytes` bytes. Safe to repeat: what is whole is left alone, and a part file is gone on with.
   * The digest is the caller's business: who wants it again removes the file.
   * @throws network/*, storage/*
   */
  download(job: DownloadJob, options?: RunOptions<ByteProgress>): Promise<void>;
}
