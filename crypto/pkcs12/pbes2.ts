// PBES2 (RFC 8018 6.2, A.4): CBC under a key that PBKDF2 derives from a passphrase.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { DerCursor, readOctets, readOid, type DerNode } from '../asn1/der-reader.ts';
import { algorithm, octetString, sequence } from '../asn1/der-writer.ts';
import { CryptoError } from '../errors.ts';
import { withWiped } from '../secret.ts';
import { P12 } from './oid.ts';
import { derivePbkdf2, newPbkdf2, readPbkdf2 } from './pbkdf2.ts';
import { WorkBudget } from './work-budget.ts';

interface CbcCipher {
  readonly name: string;
  readonly keyBytes: number;
  readonly ivBytes: number;
}

const AES_256_CBC: CbcCipher = { name: 'aes-256-cbc', keyBytes: 32, ivBytes: 16 };
const CIPHERS: ReadonlyMap<string, CbcCipher> = new Map([
  [P12.aes128Cbc, { name: 'aes-128-cbc', keyBytes: 16, ivBytes: 16 }],
  [P12.aes192Cbc, { name: 'aes-192-cbc', keyBytes: 24, ivBytes: 16 }],
  [P12.aes256Cbc, AES_256_CBC],
  [P12.tripleDesCbc, { name: 'des-ede3-cbc', keyBytes: 24, ivBytes: 8 }],
]);

/**
 * Plaintext under PBES2-params. The caller wipes it.
 * @param passphrase UTF-8
 * @throws identity/unsupported when key derivation or cipher is none of ours
 * @throws identity/too-expensive when the budget does not allow the iterations
 * @throws identity/wrong-passphrase when the padding is wrong
 */
export async function decryptPbes2(
  parameters: DerNode,
  ciphertext: Uint8Array,
  passphrase: Uint8Array,
  budget: WorkBudget,
): Promise<Buffer> {
  const cursor = new DerCursor(parameters);
  const derivation = readPbkdf2(cursor.next(0x30));
  const scheme = new DerCursor(cursor.next(0x30));
  cursor.end();
  const cipher = CIPHERS.get(readOid(scheme.next()));
  if (cipher === undefined) throw new CryptoError('identity/unsupported', 'cipher');
  const iv = readOctets(scheme.next());
  const fits = derivation.keyLength === null || derivation.keyLength === cipher.keyBytes;
  if (iv.length !== cipher.ivBytes || !fits) throw new CryptoError('identity/malformed', 'cipher parameters');
  const key = await derivePbkdf2(passphrase, derivation, cipher.keyBytes, budget);
  return withWiped(key, () => decryptCbc(cipher.name, key, iv, ciphertext));
}

/**
 * CBC with PKCS#7 padding. The caller wipes the plaintext.
 * @throws identity/wrong-passphrase when the padding is wrong or the length no multiple of the block
 */
export function decryptCbc(cipher: string, key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Buffer {
  const decipher = createDecipheriv(cipher, key, iv);
  const head = decipher.update(ciphertext);
  try {
    const tail = decipher.final();
    const plaintext = Buffer.concat([head, tail]);
    tail.fill(0);
    return plaintext;
  } catch (cause) {
    throw new CryptoError('identity/wrong-passphrase', 'padding', { cause });
  } finally {
    head.fill(0);
  }
}

/** `plaintext` under AES-256-CBC and PBKDF2-HMAC-SHA-256: the AlgorithmIdentifier and the ciphertext. */
export async function encryptPbes2(
  plaintext: Uint8Array,
  passphrase: Uint8Array,
  iterations: number,
): Promise<{ readonly algorithm: Buffer; readonly ciphertext: Buffer }> {
  const { der, parameters } = newPbkdf2(iterations, null);
  const iv = randomBytes(AES_256_CBC.ivBytes);
  const key = await derivePbkdf2(passphrase, parameters, AES_256_CBC.keyBytes, new WorkBudget());
  const ciphertext = await withWiped(key, () => {
    const cipher = createCipheriv(AES_256_CBC.name, key, iv);
    return Buffer.concat([cipher.update(plaintext), cipher.final()]);
  });
  const scheme = algorithm(P12.aes256Cbc, octetString(iv));
  return { algorithm: algorithm(P12.pbes2, sequence(der, scheme)), ciphertext };
}
