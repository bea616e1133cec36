// Keys of the openings that this computer leads (container.md 7): P-256 with a self-issued certificate for key agreement, one
// per session, as a file that only this user may read, destroyed when the opening is over.
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { SessionKeys } from '../../app/ports/session-keys.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import { softwareDecryptionKey, type DecryptionKey } from '../../crypto/keys.ts';
import {
  authorityKeyIdentifier,
  basicConstraints,
  buildCertificate,
  keyIdentifier,
  keyUsage,
  randomSerial,
  spkiOf,
  subjectKeyIdentifier,
} from '../../crypto/x509/certificate-builder.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { encodeName } from '../../crypto/x509/distinguished-name.ts';
import { makePrivateFolder, readBounded, removeFile, writePrivateJson } from './private-files.ts';

const StoredKey = z.strictObject({
  format: z.literal('segel-session-key/1'),
  certificate: z.base64(),
  /** PKCS#8 PrivateKeyInfo. */
  key: z.base64(),
});
type StoredKey = z.infer<typeof StoredKey>;

const DAY_MS = 86_400_000;
/** An opening takes hours; its repetition after a dispute may take weeks. */
const LIFETIME_DAYS = 60;
const MAX_BYTES = 16 << 10;

export class FileSessionKeys implements SessionKeys {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async forOpening(openingId: string): Promise<DecryptionKey> {
    const bytes = await readBounded(this.#pathOf(openingId), MAX_BYTES);
    if (bytes !== null) return toKey(StoredKey.parse(JSON.parse(bytes.toString('utf8'))));
    const made = makeKey(openingId);
    await makePrivateFolder(this.#folder);
    await writePrivateJson(this.#pathOf(openingId), made);
    return toKey(made);
  }

  async forget(openingId: string): Promise<void> {
    await removeFile(this.#pathOf(openingId));
  }

  /** Opening ids come from a server: only the protocol's plain ones become names. */
  #pathOf(openingId: string): string {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(openingId)) throw new CodedError('storage/unsafe-target');
    return join(this.#folder, `${openingId}.json`);
  }
}

function makeKey(openingId: string): StoredKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subjectDer = encodeName([{ type: 'CN', value: `Sesi pembukaan ${openingId}` }]);
  const keyId = keyIdentifier(spkiOf(publicKey));
  const certificate = buildCertificate({
    serial: randomSerial(),
    issuerDer: subjectDer,
    subjectDer,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + LIFETIME_DAYS * DAY_MS),
    publicKey,
    extensions: [
      basicConstraints({ ca: false }),
      keyUsage(['keyAgreement']),
      subjectKeyIdentifier(keyId),
      authorityKeyIdentifier(keyId),
    ],
    signWith: { privateKey },
  });
  const key = privateKey.export({ format: 'der', type: 'pkcs8' });
  return { format: 'segel-session-key/1', certificate: certificate.toString('base64'), key: key.toString('base64') };
}

function toKey({ certificate, key }: StoredKey): DecryptionKey {
  const privateKey = createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs8' });
  return softwareDecryptionKey(privateKey, parseCertificate(Buffer.from(certificate, 'base64')));
}
