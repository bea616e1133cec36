// The SessionKeys port: the key of an opening that this computer leads, kept until the opening is over (crypto/SPEC.md 11). Its
// certificate proves nothing by itself; it counts by the leader's signature over it.
import { generateKeyPairSync } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { SecretStore } from '../../app/ports/secret-store.ts';
import type { SessionKeys } from '../../app/ports/session-keys.ts';
import { softwareDecryptionKey, type DecryptionKey } from '../../crypto/keys.ts';
import * as builder from '../../crypto/x509/certificate-builder.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { encodeName } from '../../crypto/x509/distinguished-name.ts';
import { KeptKey, keepKey, openKeptKey, parseKeyFile } from './kept-key.ts';
import { noSecretStore } from './no-secret-store.ts';
import { makePrivateFolder, readBounded, removeFile, writePrivateJson } from './private-files.ts';
import { storing, unlessMissing } from './storage-faults.ts';

const DAY_MS = 86_400_000;
const VALID_DAYS = 90;

const StoredKey = KeptKey.extend({ format: z.literal('segel-session-key/1'), certificate: z.base64() });
type StoredKey = z.infer<typeof StoredKey>;

export class FileSessionKeys implements SessionKeys {
  readonly #folder: string;
  readonly #secrets: SecretStore;

  constructor(folder: string, secrets: SecretStore = noSecretStore) {
    this.#folder = folder;
    this.#secrets = secrets;
  }

  async forOpening(openingId: string): Promise<DecryptionKey> {
    const path = this.#path(openingId);
    const bytes = await readBounded(path, 64 << 10);
    const stored = bytes === null ? await this.#make(openingId) : parseKeyFile(StoredKey, bytes);
    const privateKey = await openKeptKey(stored, this.#secrets, entryOf(openingId));
    if (bytes === null) {
      await makePrivateFolder(this.#folder);
      await writePrivateJson(path, stored);
    }
    return softwareDecryptionKey(privateKey, parseCertificate(Buffer.from(stored.certificate, 'base64')));
  }

  async find(openingId: string): Promise<DecryptionKey | null> {
    const bytes = await readBounded(this.#path(openingId), 64 << 10);
    return bytes === null ? null : this.forOpening(openingId);
  }

  async forget(openingId: string): Promise<void> {
    const path = this.#path(openingId);
    await overwrite(path);
    await removeFile(path);
    await this.#secrets.delete(entryOf(openingId));
  }

  async #make(openingId: string): Promise<StoredKey> {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const name = encodeName([{ type: 'CN', value: `Segel sesi ${openingId}`.slice(0, 64) }]);
    const keyId = builder.keyIdentifier(builder.spkiOf(publicKey));
    const now = Date.now();
    const certificate = builder.buildCertificate({
      serial: builder.randomSerial(),
      issuerDer: name,
      subjectDer: name,
      notBefore: new Date(now - VALID_DAYS * DAY_MS),
      notAfter: new Date(now + VALID_DAYS * DAY_MS),
      publicKey,
      extensions: [
        builder.basicConstraints({ ca: false }),
        builder.keyUsage(['keyAgreement']),
        builder.subjectKeyIdentifier(keyId),
        builder.authorityKeyIdentifier(keyId),
      ],
      signWith: { privateKey },
    });
    const kept = await keepKey(privateKey, this.#secrets, entryOf(openingId));
    return { format: 'segel-session-key/1', certificate: certificate.toString('base64'), ...kept };
  }

  #path(openingId: string): string {
    // Opening ids come from a server: only the protocol's plain ones become names.
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(openingId)) throw new CodedError('storage/unsafe-target');
    return join(this.#folder, `${openingId}.json`);
  }
}

function entryOf(openingId: string): string {
  return `session-key-${openingId}`;
}

/** Best effort: what a disk keeps of overwritten bytes is its own affair. */
async function overwrite(path: string): Promise<void> {
  await storing(async () => {
    const file = await unlessMissing(open(path, 'r+'));
    if (file === null) return;
    try {
      const { size } = await file.stat();
      await file.write(Buffer.alloc(size), 0, size, 0);
      await file.sync();
    } finally {
      await file.close();
    }
  });
}
