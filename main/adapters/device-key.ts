// The key of this installation: P-256 with a self-issued certificate (container.md 5), made on first use (kept-key.ts).
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { SecretStore } from '../../app/ports/secret-store.ts';
import { softwareSigningKey, type SigningKey } from '../../crypto/keys.ts';
import { selfIssuedDeviceCertificate } from '../../crypto/x509/certificate-builder.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { KeptKey, keepKey, openKeptKey } from './kept-key.ts';
import { makePrivateFolder, readBounded, writePrivateJson } from './private-files.ts';

const YEARS = 10;
const DAY_MS = 86_400_000;
const KEYCHAIN_ENTRY = 'device-key';

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
  const bytes = await readBounded(path, 64 << 10);
  const stored = bytes === null ? await makeKey(secrets) : parseStored(bytes);
  const privateKey = await openKeptKey(stored, secrets, KEYCHAIN_ENTRY);
  if (bytes === null) {
    await makePrivateFolder(folder);
    await writePrivateJson(path, stored);
  }
  const certificate = parseCertificate(Buffer.from(stored.certificate, 'base64'));
  return { signing: softwareSigningKey(privateKey, certificate), protection: stored.protection };
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
  const kept = await keepKey(privateKey, secrets, KEYCHAIN_ENTRY);
  return { format: 'segel-device-key/1', certificate: certificate.toString('base64'), ...kept };
}

function parseStored(bytes: Buffer): StoredKey {
  try {
    return StoredKey.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw new CodedError('device/key-damaged', {}, { cause });
  }
}
