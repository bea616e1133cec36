// What sealing and opening need from the machine. No Node file system here: `main/adapters/file-io.ts` and
// `main/workers/digest-lanes.ts` implement these for files and threads, `inline-workspace.ts` for one thread.

/** Random-access bytes of fixed length. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** Fills `target` from `position`; fewer bytes only at the end of the source. Returns the number of bytes read. */
  readInto(target: Uint8Array, position: number): Promise<number>;
}

/** Bytes of a source. */
export interface ByteRun {
  readonly position: number;
  readonly sizeBytes: number;
}

/** A document that somebody else may be writing to while we read it. */
export interface DocumentSource extends ByteSource {
  /** @throws seal/document-changed when size, time of change or identity differ from the moment of opening */
  requireUnchanged(): Promise<void>;
}

/** A file being written from the start. */
export interface ByteSink {
  /** Appends. The caller may reuse `bytes` once the promise resolves; one call at a time. */
  write(bytes: Uint8Array): Promise<void>;
  /** Overwrites bytes already written. */
  patch(position: number, bytes: Uint8Array): Promise<void>;
  /** Flushes to the device. */
  sync(): Promise<void>;
}

/** A sink whose bytes have no name until `commit`. */
export interface NamedSink extends ByteSink {
  /** Flushes, closes and gives the file its name; an existing file of that name is never replaced. */
  commit(): Promise<void>;
  /** Closes and removes whatever was written. Safe to repeat, and after `commit` without effect. */
  abort(): Promise<void>;
}

/** What a lane found out about the bytes it was fed. */
export interface LaneDigests {
  readonly sha256: Buffer;
  /** CRC-32 of ISO 3309, unsigned; 0 unless asked for. */
  readonly crc32: number;
  /** SHA-256 of everything up to the end of each `blockBytes` of input, the last one shorter; empty unless asked for. */
  readonly blocks: readonly Buffer[];
}

export interface LaneOptions {
  readonly crc32?: boolean;
  readonly blockBytes?: number;
}

/** One running digest, perhaps in another thread. Calls take effect in order; none needs to wait for the one before. */
export interface DigestLane {
  /** Starts anew, dropping what was under way. */
  begin(options?: LaneOptions): void;
  /** Adds a view on one of the workspace's buffers; resolves when that buffer may be written again. */
  update(bytes: Uint8Array): Promise<void>;
  finish(): Promise<LaneDigests>;
}

/** Reused memory and lanes of one job at a time. The buffers lie in shared memory when lanes are threads. */
export interface Workspace {
  /** For bytes read, each `IO_BYTES` long. */
  readonly inputs: readonly Uint8Array[];
  /** For bytes to be written, each `IO_BYTES` long. */
  readonly outputs: readonly Uint8Array[];
  readonly lanes: readonly [DigestLane, DigestLane];
}

/** Length of one read, one write and one buffer of a workspace. */
export const IO_BYTES = 1 << 20;

export interface Progress {
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** How a caller follows and stops a job. */
export interface JobControl {
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}
