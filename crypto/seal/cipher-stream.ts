// Bytes through AES-256-GCM at the speed of the machine: 1 MiB reads ahead, 64 KiB cipher slices, one write in flight,
// digests of both sides in lanes beside it. Measured choices: test/bench/README.md.
import type { Cipheriv, Decipheriv } from 'node:crypto';
import { CryptoError, type CryptoCode } from '../errors.ts';
import { IO_BYTES, type ByteSource, type DigestLane, type Workspace } from './io.ts';
import { SlotRing, watched } from './slot-ring.ts';

/** Above this, each `update` of node:crypto maps fresh memory; below, calls cost more than bytes. */
const SLICE_BYTES = 64 << 10;

/** One run of bytes through one cipher. */
export interface CipherRun {
  readonly source: ByteSource;
  /** Where the run begins in the source. */
  readonly position: number;
  readonly lengthBytes: number;
  /** What it means when the source ends before the run. */
  readonly shortCode: CryptoCode;
  readonly cipher: Cipheriv | Decipheriv;
  readonly workspace: Workspace;
  /** Fed with what is read. */
  readonly inputLane: DigestLane | null;
  /** Fed with what goes to `write`. */
  readonly outputLane: DigestLane | null;
  /** The part of a processed piece that is kept; `at` counts from the start of the run. Default: all of it. */
  readonly keep?: (piece: Uint8Array, at: number) => Uint8Array;
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly onBytes?: ((count: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Processes the run in order; begin, finish, `final` and the tag are the caller's.
 * @throws `shortCode` when the source ends early
 */
export async function runCipher(run: CipherRun): Promise<void> {
  const inputs = new SlotRing(run.workspace.inputs);
  const outputs = new SlotRing(run.workspace.outputs);
  let reading = watched(readPiece(run, inputs, 0));
  let writing: Promise<void> = Promise.resolve();
  try {
    for (let at = 0; at < run.lengthBytes;) {
      const input = await reading;
      run.signal?.throwIfAborted();
      inputs.holdLast(run.inputLane?.update(input) ?? Promise.resolve());
      at += input.length;
      if (at < run.lengthBytes) reading = watched(readPiece(run, inputs, at));
      const output = (await outputs.take()).subarray(0, input.length);
      transform(run.cipher, input, output);
      const kept = run.keep?.(output, at - input.length) ?? output;
      const hashed = run.outputLane?.update(kept);
      await writing;
      writing = watched(run.write(kept));
      outputs.holdLast(Promise.all([hashed, writing]));
      run.onBytes?.(input.length);
    }
  } finally {
    // Nobody may still read or write a buffer when the workspace goes to the next run, also after a failure.
    await Promise.allSettled([reading, writing, inputs.drain(), outputs.drain()]);
  }
  await Promise.all([inputs.drain(), outputs.drain()]);
}

/** The next piece of the run; empty at its end. */
async function readPiece(run: CipherRun, ring: SlotRing, at: number): Promise<Uint8Array> {
  const wanted = Math.min(IO_BYTES, run.lengthBytes - at);
  const target = (await ring.take()).subarray(0, wanted);
  if ((await run.source.readInto(target, run.position + at)) < wanted) throw new CryptoError(run.shortCode, 'shorter');
  return target;
}

function transform(cipher: Cipheriv | Decipheriv, input: Uint8Array, output: Uint8Array): void {
  for (let at = 0; at < input.length; at += SLICE_BYTES) {
    const piece = cipher.update(input.subarray(at, at + SLICE_BYTES));
    output.set(piece, at);
    free(piece);
  }
}

/**
 * Gives a slice's memory back at once. Left to the collector, slices pile up to 80 MiB before it runs, and each new one is cold:
 * measured twice as slow (test/bench/README.md).
 */
function free({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
