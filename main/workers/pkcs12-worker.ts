// Reads one PKCS#12 file in a thread of its own: foreign bytes, and key derivation that may take seconds.
import { parentPort, workerData } from 'node:worker_threads';
import { CryptoError } from '../../crypto/errors.ts';
import { readPkcs12 } from '../../crypto/pkcs12/read-pkcs12.ts';
import { Secret } from '../../crypto/secret.ts';
import type { Pkcs12Answer, Pkcs12Request } from './pkcs12-protocol.ts';

// The one value `read-pkcs12-file.ts` starts this thread with.
const { bytes, passphrase } = workerData as Pkcs12Request;
parentPort?.postMessage(await read(Secret.take(Buffer.from(passphrase.buffer))));

async function read(secret: Secret): Promise<Pkcs12Answer> {
  try {
    const found = await readPkcs12(bytes, secret);
    return {
      ok: true,
      identities: found.map(({ privateKey, certificate, chain, friendlyName }) => ({
        privateKey,
        certificate: certificate.der,
        chain: chain.map(({ der }) => der),
        friendlyName: friendlyName ?? null,
      })),
    };
  } catch (error) {
    return { ok: false, code: error instanceof CryptoError ? error.code : 'identity/malformed' };
  } finally {
    secret.wipe();
  }
}
