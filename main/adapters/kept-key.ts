// A private key of this program's own on the disk. Where the user opted into a keychain that answers, it lies encrypted (PKCS#8,
// PBES2) under a random passphrase kept there; otherwise it is a file that only this user may read, and says so.
import { createPrivateKey, randomBytes, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { SecretStore } from '../../app/ports/secret-store.ts';
import { Secret } from '../../crypto/secret.ts';

export const KeptKey = z.strictObject({
  protection: z.enum(['file', 'keychain']),
  /** PKCS#8: PrivateKeyInfo, or EncryptedPrivateKeyInfo when a keychain holds the passphrase. */
  key: z.base64(),
});
export type KeptKey = z.infer<typeof KeptKey>;

/** The content of a key's file. @throws device/key-damaged */
export function parseKeyFile<T>(schema: z.ZodType<T>, bytes: Buffer): T {
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw new CodedError('device/key-damaged', {}, { cause });
  }
}

/** @param entry - name in the keychain */
export async function keepKey(privateKey: KeyObject, secrets: SecretStore, entry: string): Promise<KeptKey> {
  const encrypted = await encryptForKeychain(privateKey, secrets, entry);
  const key = encrypted ?? privateKey.export({ format: 'der', type: 'pkcs8' });
  return { protection: encrypted === null ? 'file' : 'keychain', key: key.toString('base64') };
}

/** @throws device/key-locked when the keychain does not answer, device/key-damaged */
export async function openKeptKey(kept: KeptKey, secrets: SecretStore, entry: string): Promise<KeyObject> {
  const key = Buffer.from(kept.key, 'base64');
  if (kept.protection === 'file') return readKey({ key, format: 'der', type: 'pkcs8' });
  const passphrase = await secrets.get(entry);
  if (passphrase === null) throw new CodedError('device/key-locked', { keychain: secrets.backend });
  try {
    return readKey({ key, format: 'der', type: 'pkcs8', passphrase: passphrase.bytes });
  } finally {
    passphrase.wipe();
  }
}

/** Null when no keychain keeps the passphrase and gives it back. */
async function encryptForKeychain(privateKey: KeyObject, secrets: SecretStore, entry: string): Promise<Buffer | null> {
  if (secrets.backend === null) return null;
  const passphrase = Secret.take(Buffer.from(randomBytes(32).toString('base64')));
  try {
    if (!(await secrets.set(entry, passphrase))) return null;
    const kept = await secrets.get(entry);
    const same = kept?.bytes.equals(passphrase.bytes) ?? false;
    kept?.wipe();
    if (!same) return null;
    return privateKey.export({ format: 'der', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: passphrase.bytes });
  } finally {
    passphrase.wipe();
  }
}

function readKey(input: Parameters<typeof createPrivateKey>[0]): KeyObject {
  try {
    return createPrivateKey(input);
  } catch (cause) {
    throw new CodedError('device/key-damaged', {}, { cause });
  }
}
