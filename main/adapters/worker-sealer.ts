// The `Sealer` port over a thread of its own: the caller's thread passes messages, and uses its keys when asked.
import type { Sealer } from '../../app/ports/sealer.ts';
import { EnvelopeThread } from './envelope-thread.ts';

export interface WorkerSealer extends Sealer {
  /** Ends the thread; a later call starts a new one. */
  close(): Promise<void>;
}

export function createWorkerSealer(): WorkerSealer {
  const thread = new EnvelopeThread();
  return {
    seal: ({ signer, timestamp, ...job }, options) => {
      const publicPart = { certificate: signer.certificate.der, chain: signer.chain.map(({ der }) => der) };
      const callbacks = {
        sign: (data: Uint8Array) => signer.sign(data),
        timestamp: async (sha256: Uint8Array) => (await timestamp(sha256)) ?? new Uint8Array(),
      };
      return thread.run({ kind: 'seal', ...job, signer: publicPart }, { ...options, callbacks });
    },
    addTimestamp: async (path, response, options) => {
      await thread.run({ kind: 'timestamp', path, response }, options);
    },
    verify: (path, options) => thread.run({ kind: 'verify', path, runs: null }, options),
    verifyInside: (path, runs, options) => thread.run({ kind: 'verify', path, runs }, options),
    inspect: (path, options) => thread.run({ kind: 'inspect', path }, options),
    open: ({ key, ...job }, options) => {
      const callbacks = {
        decryptOaep: (ciphertext: Uint8Array) => key.decryptOaep(ciphertext),
        agree: (point: Uint8Array) => key.agree(point),
      };
      return thread.run({ kind: 'open', ...job, keyCertificate: key.certificate.der }, { ...options, callbacks });
    },
    close: () => thread.close(),
  };
}
