// Sends one sealed file by tus 1.0 (resumable, checksum extension). Retries with full jitter and never more than one request
// at a time; the server's offset decides where to go on.
import type { RunOptions } from './call-options.ts';

export interface UploadJob {
  readonly path: string;
  readonly sizeBytes: number;
  /** From `createUpload`; absolute, or an absolute path on the LPSE. */
  readonly uploadUrl: string;
  /** Until the deadline, by the server's clock: no wait between two tries may use it up. `Infinity` when it is not known. */
  readonly timeLeftMs: () => number;
}

/** What happened on the way, for the journal and the screen. */
export type UploadEvent =
  | { readonly kind: 'started' | 'acknowledged'; readonly offsetBytes: number; readonly totalBytes: number }
  | { readonly kind: 'interrupted'; readonly offsetBytes: number; readonly code: string; readonly retryInMs: number }
  /** Subject and digest of the TLS certificate the bytes went to. */
  | { readonly kind: 'peer'; readonly subject: string; readonly certificateSha256: string };

export interface Uploader {
  /**
   * Returns when the server has acknowledged the last byte. Safe to repeat: goes on at the server's offset.
   * @throws upload/not-found, upload/expired when the place no longer exists (reserve a new one)
   * @throws draft/sealed-file-changed when the file's size is not `sizeBytes`
   * @throws network/* after the last retry, and any code of the server's problem document
   */
  upload(job: UploadJob, options?: RunOptions<UploadEvent>): Promise<void>;
}
