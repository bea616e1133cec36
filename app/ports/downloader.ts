// Fetches the sealed file of a bid, in an opening or for a dossier, with HTTP Range, into a file of our own.
import type { ByteProgress, RunOptions } from './call-options.ts';

/** Which bid: by its place in the opening, from 1, by its submission, or as it was referred. */
export type DownloadSource =
  | { readonly openingId: string; readonly n: number }
  | { readonly kdTender: string; readonly submissionId: string }
  | { readonly referralId: string };

export type DownloadJob = DownloadSource & {
  readonly path: string;
  readonly sizeBytes: number;
};

export interface Downloader {
  /**
   * Returns when `path` holds `sizeBytes` bytes. Safe to repeat: what is whole is left alone, and a part file is gone on with.
   * The digest is the caller's business: who wants it again removes the file.
   * @throws network/*, storage/*
   */
  download(job: DownloadJob, options?: RunOptions<ByteProgress>): Promise<void>;
}
