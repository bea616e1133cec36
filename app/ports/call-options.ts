// How the caller of a port or a use case follows and stops it.

export interface CallOptions {
  /** Aborting rejects with an `AbortError`; what was already made durable stays. */
  readonly signal?: AbortSignal;
}

/** Options of a use case that reports steps of type `P`. */
export interface RunOptions<P = never> extends CallOptions {
  readonly onProgress?: (progress: P) => void;
}

export interface ByteProgress {
  readonly doneBytes: number;
  readonly totalBytes: number;
}
