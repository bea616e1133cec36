// The `Sealer` port over a thread of its own: the caller's thread passes messages, and uses its keys when asked.
import { availableParallelism, totalmem } from 'node:os';
import type { Sealer } from '../../app/ports/sealer.ts';
import { EnvelopeThread } from './envelope-thread.ts';

export interface WorkerSealer extends Sealer {
  /** Ends the thread; a later call starts a new one. */
  close(): Promise<void>;
}

/** @param parallel - threads; each is started when those before it are at work, and stays */
export function createWorkerSealer(parallel: number = bearableThreads()): WorkerSealer {
  const threads = Array.from({ length: Math.max(1, parallel) }, () => new EnvelopeThread());
  /** The first thread that is idle, else the one with the fewest orders. */
  const free = () => threads.reduce((best, one) => (one.pending < best.pending ? one : best));
  return {
    parallel,
    seal: ({ signer, timestamp, ...job }, options) => {
      const publicPart = { certificate: signer.certificate.der, chain: signer.chain.map(({ der }) => der) };
      const callbacks = {
        sign: (data: Uint8Array) => signer.sign(data),
        timestamp: async (sha256: Uint8Array) => (await timestamp(sha256)) ?? new Uint8Array(),
      };
      return free().run({ kind: 'seal', ...job, signer: publicPart }, { ...options, callbacks });
    },
    addTimestamp: async (path, response, options) => {
      await free().run({ kind: 'timestamp', path, response }, options);
    },
    verify: (path, options) => free().run({ kind: 'verify', path }, options),
    examineInside: (path, runs, options) => free().run({ kind: 'examine', path, runs }, options),
    digestInside: (path, runs, options) => free().run({ kind: 'digest', path, runs }, options),
    inspect: (path, options) => free().run({ kind: 'inspect', path }, options),
    open: ({ key, ...job }, options) => {
      const callbacks = {
        decryptOaep: (ciphertext: Uint8Array) => key.decryptOaep(ciphertext),
        agree: (point: Uint8Array) => key.agree(point),
      };
      return free().run({ kind: 'open', ...job, keyCertificate: key.certificate.der }, { ...options, callbacks });
    },
    close: async () => {
      await Promise.all(threads.map((one) => one.close()));
    },
  };
}

/** What a thread with its lanes and buffers takes, with room to spare. */
const THREAD_BYTES = 512 << 20;
const MAX_THREADS = 4;

/** Each thread keeps up to three cores busy, but waits for the disk in between: two are worth it on two cores. */
function bearableThreads(): number {
  const byMemory = Math.floor(totalmem() / THREAD_BYTES / 4);
  return Math.max(1, Math.min(MAX_THREADS, Math.max(2, Math.ceil(availableParallelism() / 2)), byMemory));
}
