// The Dealer port over a thread of its own for each dealing: the window does not wait, and nothing secret stays behind.
import { Worker } from 'node:worker_threads';
import type { Dealer } from '../../app/ports/dealer.ts';
import { Defect } from '../../app/errors/coded-error.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { wipe } from '../../crypto/secret.ts';
import type { DealingReply, DealingRequest } from '../workers/dealing-protocol.ts';
import { workerUrl } from '../workers/worker-url.ts';

export const threadDealer: Dealer = {
  async deal({ threshold, holders, commonName, again }) {
    const shares = (again?.shares ?? []).map(({ x, bytes }) => {
      // A buffer of its own: what is transferred is gone on this side.
      const moved = new Uint8Array(new ArrayBuffer(bytes.length));
      moved.set(bytes);
      wipe(bytes);
      return { x, bytes: moved };
    });
    const request: DealingRequest = {
      threshold,
      holders: holders.map(({ der }) => der),
      commonName,
      again: again === null ? null : { quorum: again.quorum, shares },
    };
    const worker = new Worker(workerUrl('../workers/dealing-worker', import.meta.url), {
      workerData: request,
      transferList: shares.map(({ bytes }) => bytes.buffer),
      stdout: true,
      stderr: true,
    });
    try {
      const reply = await replyOf(worker);
      if (!reply.ok) throw toError(reply);
      const { quorum, csrDer, sealedShares } = reply;
      return {
        ...quorum,
        encryptedKeyDer: Buffer.from(quorum.encryptedKeyDer),
        csrDer: Buffer.from(csrDer),
        sealedShares: sealedShares.map((der) => Buffer.from(der)),
      };
    } finally {
      await worker.terminate();
    }
  },
};

function toError({ error }: Extract<DealingReply, { ok: false }>): Error {
  if (error.kind === 'crypto') return new CryptoError(error.code, error.message.slice(`${error.code}: `.length));
  return new Defect(`dealing: ${error.kind}`);
}

function replyOf(worker: Worker): Promise<DealingReply> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Defect('dealing thread ended')));
  });
}
