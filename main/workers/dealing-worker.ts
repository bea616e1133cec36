// Deals one quorum key and ends: memory in which key and shares were in the open goes with the thread.
import { parentPort, workerData } from 'node:worker_threads';
import { dealQuorumKey } from '../../crypto/quorum-dealing.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import type { DealingReply, DealingRequest } from './dealing-protocol.ts';
import { toThreadError } from './thread-errors.ts';

// The one value `dealing-thread.ts` starts this thread with.
const request = workerData as DealingRequest;
parentPort?.postMessage(await deal(request));

async function deal({ threshold, holders, commonName, again }: DealingRequest): Promise<DealingReply> {
  try {
    const { csrDer, sealedShares, ...quorum } = await dealQuorumKey({
      threshold,
      holders: holders.map((der) => parseCertificate(der)),
      commonName,
      again:
        again === null
          ? null
          : {
              quorum: { ...again.quorum, encryptedKeyDer: Buffer.from(again.quorum.encryptedKeyDer) },
              shares: again.shares.map(({ x, bytes }) => ({ x, bytes: Buffer.from(bytes.buffer) })),
            },
    });
    return { ok: true, quorum, csrDer, sealedShares };
  } catch (error) {
    return { ok: false, error: toThreadError(error) };
  }
}
