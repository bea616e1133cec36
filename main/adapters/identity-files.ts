// The files of an identity: a small JSON with the certificate, and beside it the key, which is a .p12 as it was imported,
// byte for byte, or an encrypted PKCS#8 (PBES2) made here. Key bytes never lie on the disk without a passphrase.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { PendingKey, StoredIdentity } from '../../app/ports/identity-store.ts';
import { CertificateProfile } from '../../app/protocol/ams.ts';
import { octetString, sequence } from '../../crypto/asn1/der-writer.ts';
import { DerCursor, parseDer, readOctets } from '../../crypto/asn1/der-reader.ts';
import { decryptPbes2, encryptPbes2 } from '../../crypto/pkcs12/pbes2.ts';
import { WorkBudget } from '../../crypto/pkcs12/work-budget.ts';
import { withWiped, type Secret } from '../../crypto/secret.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import { readBounded } from './private-files.ts';
import { storing, unlessMissing } from './storage-faults.ts';

/** PBKDF2-HMAC-SHA-256 (OWASP 2023). */
const ITERATIONS = 600_000;
const MAX_BYTES = 4 << 20;

export const IdentityFacts = z.strictObject({
  format: z.literal('segel-identity/1'),
  label: z.string().max(300),
  source: z.enum(['pkcs12', 'enrolled']),
  certificate: z.base64(),
  chain: z.array(z.base64()),
  /** Name of the file with the key, in the same folder. */
  keyFile: z.string().regex(/^[0-9a-f]{64}\.(p12|key)$/),
});
export type IdentityFacts = z.infer<typeof IdentityFacts>;

export const PendingFacts = z.strictObject({
  format: z.literal('segel-pending-key/1'),
  keyId: z.string().regex(/^[0-9a-f]{64}$/),
  profile: CertificateProfile,
  enrolmentId: z.string().nullable(),
  createdAt: z.string(),
});
export type PendingFacts = z.infer<typeof PendingFacts>;

/** Every file of the folder with this ending, read and checked; sorted by name. */
export async function readFacts<T>(folder: string, ending: string, schema: z.ZodType<T>): Promise<readonly T[]> {
  const names = await storing(async () => (await unlessMissing(readdir(folder))) ?? []);
  const found = names.filter((name) => name.endsWith(ending)).sort();
  return Promise.all(found.map((name) => readOneFacts(join(folder, name), schema)));
}

/** @throws identity/not-found, identity/malformed */
export async function readOneFacts<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const bytes = await readBounded(path, MAX_BYTES);
  if (bytes === null) throw new CodedError('identity/not-found');
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw new CodedError('identity/malformed', {}, { cause });
  }
}

export function toFacts(
  identity: { readonly certificate: Certificate; readonly chain: readonly Certificate[]; readonly label: string },
  key: Pick<IdentityFacts, 'source' | 'keyFile'>,
): IdentityFacts {
  const { certificate, chain, label } = identity;
  const base64 = ({ der }: Certificate) => Buffer.from(der).toString('base64');
  return { format: 'segel-identity/1', label, ...key, certificate: base64(certificate), chain: chain.map(base64) };
}

export function toIdentity(facts: IdentityFacts): StoredIdentity {
  const certificate = parseCertificate(Buffer.from(facts.certificate, 'base64'));
  const chain = facts.chain.map((der) => parseCertificate(Buffer.from(der, 'base64')));
  return { identityId: certificate.sha256, label: facts.label, certificate, chain, source: facts.source };
}

export function toPendingKey({ keyId, profile, enrolmentId, createdAt }: PendingFacts): PendingKey {
  return { keyId, profile, enrolmentId, createdAt };
}

/** PKCS#8 EncryptedPrivateKeyInfo (RFC 5958 3) under the passphrase, which stays the caller's. */
export async function encryptKey(privateKey: KeyObject, passphrase: Secret): Promise<Buffer> {
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
  const { algorithm, ciphertext } = await withWiped(pkcs8, () => encryptPbes2(pkcs8, passphrase.bytes, ITERATIONS));
  return sequence(algorithm, octetString(ciphertext));
}

/** @throws identity/wrong-passphrase, identity/malformed */
export async function decryptKey(der: Uint8Array, passphrase: Secret): Promise<KeyObject> {
  const outer = new DerCursor(parseDer(der));
  const algorithm = new DerCursor(outer.next(0x30));
  algorithm.next();
  const pkcs8 = await decryptPbes2(algorithm.next(0x30), readOctets(outer.next()), passphrase.bytes, new WorkBudget());
  return withWiped(pkcs8, () => {
    try {
      return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
    } catch (cause) {
      // The padding may fit by chance; the structure does not.
      throw new CodedError('identity/wrong-passphrase', {}, { cause });
    }
  });
}
