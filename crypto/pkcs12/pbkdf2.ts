// PBKDF2 as its parameters travel in files (RFC 8018 5.2 and A.2).
import { pbkdf2, randomBytes } from 'node:crypto';
import { DerCursor, readOctets, readOid, readSmallInteger, type DerNode } from '../asn1/der-reader.ts';
import { algorithm, integer, nul, octetString, sequence } from '../asn1/der-writer.ts';
import { CryptoError } from '../errors.ts';
import { P12 } from './oid.ts';
import type { WorkBudget } from './work-budget.ts';

export type HashName = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

export interface Pbkdf2Parameters {
  readonly salt: Uint8Array;
  readonly iterations: number;
  /** Octets, when the file names the length. */
  readonly keyLength: number | null;
  readonly hash: HashName;
}

const HMACS: ReadonlyMap<string, HashName> = new Map([
  [P12.hmacSha1, 'sha1'],
  [P12.hmacSha224, 'sha224'],
  [P12.hmacSha256, 'sha256'],
  [P12.hmacSha384, 'sha384'],
  [P12.hmacSha512, 'sha512'],
]);
const MAX_SALT_BYTES = 1024;

/**
 * Reads the AlgorithmIdentifier of a key derivation.
 * @throws identity/unsupported when it is not PBKDF2 with a known HMAC, e.g. scrypt
 */
export function readPbkdf2(node: DerNode): Pbkdf2Parameters {
  const outer = new DerCursor(node);
  if (readOid(outer.next()) !== P12.pbkdf2) throw new CryptoError('identity/unsupported', 'key derivation');
  const cursor = new DerCursor(outer.next());
  outer.end();
  // salt CHOICE: otherSource has never been defined.
  const salt = readOctets(cursor.next());
  const iterations = readSmallInteger(cursor.next());
  const lengthNode = cursor.optional(0x02);
  const prf = cursor.optional(0x30);
  cursor.end();
  const keyLength = lengthNode === null ? null : readSmallInteger(lengthNode);
  if (iterations < 1 || salt.length > MAX_SALT_BYTES || keyLength === 0)
    throw new CryptoError('identity/malformed', 'PBKDF2');
  return { salt, iterations, keyLength, hash: prf === null ? 'sha1' : readHmac(prf) };
}

/**
 * The hash of an HMAC AlgorithmIdentifier.
 * @throws identity/unsupported when it is another one
 */
export function readHmac(node: DerNode): HashName {
  const hash = HMACS.get(readOid(new DerCursor(node).next()));
  if (hash === undefined) throw new CryptoError('identity/unsupported', 'HMAC');
  return hash;
}

/**
 * Derives `keyBytes` octets off the main thread. The caller wipes them.
 * @throws identity/too-expensive when the budget does not allow it, before any work
 */
export function derivePbkdf2(
  passphrase: Uint8Array,
  { salt, iterations, hash }: Pbkdf2Parameters,
  keyBytes: number,
  budget: WorkBudget,
): Promise<Buffer> {
  budget.spend(iterations * Math.ceil(keyBytes / HASH_BYTES[hash]));
  return new Promise((resolve, reject) => {
    pbkdf2(passphrase, salt, iterations, keyBytes, hash, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

export const HASH_BYTES: Readonly<Record<HashName, number>> = {
  sha1: 20,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
};

/** Fresh parameters with HMAC-SHA-256, as TLV and as value. `keyLength` is written where a standard wants it. */
export function newPbkdf2(iterations: number, keyLength: number | null): { der: Buffer; parameters: Pbkdf2Parameters } {
  const salt = randomBytes(16);
  const length = keyLength === null ? [] : [integer(keyLength)];
  const prf = algorithm(P12.hmacSha256, nul());
  const der = algorithm(P12.pbkdf2, sequence(octetString(salt), integer(iterations), ...length, prf));
  return { der, parameters: { salt, iterations, keyLength, hash: 'sha256' } };
}
