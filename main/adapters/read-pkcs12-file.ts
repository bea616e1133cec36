// A PKCS#12 file read in a thread with bounded memory and time: it comes from anywhere, and its author chose how much work
// opening it takes.
import type { KeyObject } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { CryptoError } from '../../crypto/errors.ts';
import type { Secret } from '../../crypto/secret.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import type { Pkcs12Answer, Pkcs12Request } from '../workers/pkcs12-protocol.ts';
import { workerUrl } from '../workers/worker-url.ts';

const TIMEOUT_MS = 60_000;
const MEMORY_MB = 256;

export interface Pkcs12Entry {
  readonly privateKey: KeyObject;
  readonly certificate: Certificate;
  readonly chain: readonly Certificate[];
  readonly friendlyName: string | null;
}

/** The passphrase stays the caller's. @throws identity/*; identity/too-expensive also when the time is over */
export async function readPkcs12File(
  bytes: Uint8Array,
  passphrase: Secret,
  timeoutMs = TIMEOUT_MS,
): Promise<readonly Pkcs12Entry[]> {
  // A buffer of its own: what is transferred is gone on this side.
  const secret = new Uint8Array(new ArrayBuffer(passphrase.bytes.length));
  secret.set(passphrase.bytes);
  const request: Pkcs12Request = { bytes, passphrase: secret };
  const worker = new Worker(workerUrl('../workers/pkcs12-worker', import.meta.url), {
    workerData: request,
    transferList: [secret.buffer],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    stdout: true,
    stderr: true,
  });
  try {
    const answer = await answerOf(worker, timeoutMs);
    if (!answer.ok) throw new CryptoError(answer.code);
    return answer.identities.map(({ privateKey, certificate, chain, friendlyName }) => ({
      privateKey,
      certificate: parseCertificate(certificate),
      chain: chain.map(parseCertificate),
      friendlyName,
    }));
  } finally {
    await worker.terminate();
  }
}

function answerOf(worker: Worker, timeoutMs: number): Promise<Pkcs12Answer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new CryptoError('identity/too-expensive', 'time')), timeoutMs);
    const settled = (settle: () => void) => {
      clearTimeout(timer);
      settle();
    };
    worker.once('message', (answer: Pkcs12Answer) => settled(() => resolve(answer)));
    worker.once('error', (cause) => settled(() => reject(new CryptoError('identity/malformed', '', { cause }))));
    worker.once('exit', () => settled(() => reject(new CryptoError('identity/malformed', 'thread ended'))));
  });
}
