// The key of this installation: P-256 with a self-issued certificate (container.md 5), made on first use. Where the user
// opted into a keychain that answers, it lies encrypted (PKCS#8, PBES2) under a random passphrase kept there; otherwise it
// lies as a file that only this user may read, and `protection` says so.
import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { SecretStore } from '../../app/ports/secret-store.ts';
import { softwareSigningKey, type SigningKey } from '../../crypto/keys.ts';
import { Secret } from '../../crypto/secret.ts';
import { selfIssuedDeviceCertificate } from '../../crypto/x509/certificate-builder.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { makePrivateFolder, readBounded, writePrivateJson } from './private-files.ts';

const YEARS = 10;
const DAY_MS = 86_400_000;
const KEYCHAIN_ENTRY = 'device-key';

const StoredKey = z.strictObject({
  format: z.literal('segel-device-key/1'),
  protection: z.enum(['file', 'keychain']),
  certificate: z.base64(),
  /** PKCS#8: PrivateKeyInfo, or EncryptedPrivateKeyInfo when a keychain holds the passphrase. */
  key: z.base64(),
});
type StoredKey = z.infer<typeof StoredKey>;

export interface DeviceKey {
  readonly signing: SigningKey;
  /** How the key lies on the disk; `file` means that whoever reads this user's files has it. */
  readonly protection: 'file' | 'keychain';
}

/** Safe to repeat: made once. @throws device/key-damaged, device/key-locked, storage/* */
export async function loadOrMakeDeviceKey(folder: string, secrets: SecretStore): Promise<DeviceKey> {
  const path = join(folder, 'device-key.json');
  const bytes = await readBounded(path, 64 << 10);
  if (bytes !== null) return unlock(parseStored(bytes), secrets);
  const { stored, privateKey } = await makeKey(secrets);
  await makePrivateFolder(folder);
  await writePrivateJson(path, stored);
  return toDeviceKey(stored, privateKey);
}

async function makeKey(secrets: SecretStore): Promise<{ stored: StoredKey; privateKey: KeyObject }> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const now = Date.now();
  const certificate = selfIssuedDeviceCertificate({
    // Random: neither the computer's name nor its user's belongs into what others see.
    commonName: `Segel ${randomBytes(6).toString('hex')}`,
    ...{ privateKey, publicKey },
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + YEARS * 365 * DAY_MS),
  }).toString('base64');
  const encrypted = await encryptForKeychain(privateKey, secrets);
  const key = encrypted ?? privateKey.export({ format: 'der', type: 'pkcs8' });
  const protection = encrypted === null ? 'file' : 'keychain';
  return {
    stored: { format: 'segel-device-key/1', protection, certificate, key: key.toString('base64') },
    privateKey,
  };
}

/** Null when no keychain keeps the passphrase and gives it back. */
async function encryptForKeychain(privateKey: KeyObject, secrets: SecretStore): Promise<Buffer | null> {
  if (secrets.backend === null) return null;
  const passphrase = Secret.take(Buffer.from(randomBytes(32).toString('base64')));
  try {
    if (!(await secrets.set(KEYCHAIN_ENTRY, passphrase))) return null;
    const kept = await secrets.get(KEYCHAIN_ENTRY);
    const same = kept?.bytes.equals(passphrase.bytes) ?? false;
    kept?.wipe();
    if (!same) return null;
    return privateKey.export({ format: 'der', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: passphrase.bytes });
  } finally {
    passphrase.wipe();
  }
}

async function unlock(stored: StoredKey, secrets: SecretStore): Promise<DeviceKey> {
  const key = Buffer.from(stored.key, 'base64');
  if (stored.protection === 'file') return toDeviceKey(stored, readKey({ key, format: 'der', type: 'pkcs8' }));
  const passphrase = await secrets.get(KEYCHAIN_ENTRY);
  if (passphrase === null) throw new CodedError('device/key-locked', { keychain: secrets.backend });
  try {
    return toDeviceKey(stored, readKey({ key, format: 'der', type: 'pkcs8', passphrase: passphrase.bytes }));
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

function toDeviceKey(stored: StoredKey, privateKey: KeyObject): DeviceKey {
  const certificate = parseCertificate(Buffer.from(stored.certificate, 'base64'));
  return { signing: softwareSigningKey(privateKey, certificate), protection: stored.protection };
}

function parseStored(bytes: Buffer): StoredKey {
  try {
    return StoredKey.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw new CodedError('device/key-damaged', {}, { cause });
  }
}
