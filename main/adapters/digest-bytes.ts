// The one loop that reads bytes in order for their digest, and hands them on while they pass.
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { IO_BYTES, type ByteRun, type ByteSource } from '../../crypto/seal/io.ts';

type Readable = Pick<ByteSource, 'readInto'>;

interface DigestOptions {
  /** Asked before every read. */
  readonly signal?: AbortSignal | undefined;
  /** Gets every byte in order; the view is good until the promise resolves. */
  readonly take?: (bytes: Uint8Array) => Promise<void> | void;
  /** Told how many bytes have passed. */
  readonly onBytes?: (doneBytes: number) => void;
}

/** What was read; `sizeBytes` is less than the run's when the source ended before. */
export interface DigestedBytes {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** Also of a file that grows while it is read, or whose size is not told. */
export const TO_THE_END: ByteRun = { position: 0, sizeBytes: Infinity };

/** An open file for `digestBytes`; whoever opened it has said which files may be read. */
export function handleSource(file: FileHandle): Readable {
  return {
    readInto: async (target, position) => (await file.read(target, 0, target.length, position)).bytesRead,
  };
}

/**
 * SHA-256 of a run, in the memory of one buffer. Whoever calls says what a short run means.
 * @throws AbortError, what the source throws, and what `take` throws
 */
export async function digestBytes(
  source: Readable,
  { position, sizeBytes }: ByteRun,
  { signal, take, onBytes }: DigestOptions = {},
): Promise<DigestedBytes> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(Math.min(IO_BYTES, sizeBytes));
  let done = 0;
  while (done < sizeBytes) {
    signal?.throwIfAborted();
    const read = await source.readInto(buffer.subarray(0, Math.min(buffer.length, sizeBytes - done)), position + done);
    if (read === 0) break;
    const bytes = buffer.subarray(0, read);
    hash.update(bytes);
    await take?.(bytes);
    done += read;
    onBytes?.(done);
  }
  return { sha256: hash.digest('hex'), sizeBytes: done };
}
