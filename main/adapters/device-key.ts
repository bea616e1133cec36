// The key of this installation: P-256 with a self-issued certificate (crypto/SPEC.md 5), made on first use (kept-key.ts).
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { SecretStore } from '../../app/ports/secret-store.ts';
import { softwareSigningKey, type SigningKey } from '../../crypto/keys.ts';
import { selfIssuedDeviceCertificate } from '../../crypto/x509/certificate-builder.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import { KeptKey, keepKey, openKeptKey, parseKeyFile } from './kept-key.ts';
import { createPrivateJson, makePrivateFolder, readBounded } from './private-files.ts';

const YEARS = 10;
const DAY_MS = 86_400_000;

const StoredKey = KeptKey.extend({ format: z.literal('segel-device-key/1'), certificate: z.base64() });
type StoredKey = z.infer<typeof StoredKey>;

export interface DeviceKey {
  readonly signing: SigningKey;
  /** How the key lies on the disk; `file` means that whoever reads this user's files has it. */
  readonly protection: 'file' | 'keychain';
}

/** Safe to repeat: made once. @throws device/key-damaged, device/key-locked, storage/* */
export async function loadOrMakeDeviceKey(folder: string, secrets: SecretStore): Promise<DeviceKey> {
  const path = join(folder, 'device-key.json');
  const stored = (await readStored(path)) ?? (await makeOnce(path, secrets));
  const certificate = parseCertificate(Buffer.from(stored.certificate, 'base64'));
  const privateKey = await openKeptKey(stored, secrets, entryOf(certificate));
  return { signing: softwareSigningKey(privateKey, certificate), protection: stored.protection };
}

/** Two programs may start for the first time at once: the key that was written first is the one. */
async function makeOnce(path: string, secrets: SecretStore): Promise<StoredKey> {
  await makePrivateFolder(dirname(path));
  const made = await makeKey(secrets);
  if (await createPrivateJson(path, made)) return made;
  const first = await readStored(path);
  if (first === null) throw new CodedError('device/key-damaged');
  return first;
}

async function readStored(path: string): Promise<StoredKey | null> {
  const bytes = await readBounded(path, 64 << 10);
  return bytes === null ? null : parseKeyFile(StoredKey, bytes);
}

async function makeKey(secrets: SecretStore): Promise<StoredKey> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const now = Date.now();
  const certificate = selfIssuedDeviceCertificate({
    // Random: neither the computer's name nor its user's belongs into what others see.
    commonName: `Segel ${randomBytes(6).toString('hex')}`,
    ...{ privateKey, publicKey },
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + YEARS * 365 * DAY_MS),
  });
  const kept = await keepKey(privateKey, secrets, entryOf(parseCertificate(certificate)));
  return { format: 'segel-device-key/1', certificate: certificate.toString('base64'), ...kept };
}

/** One per key: a key that was made and not kept must not take the other's passphrase along. */
function entryOf({ sha256 }: Certificate): string {
  return `device-key-${sha256.slice(0, 16)}`;
}
