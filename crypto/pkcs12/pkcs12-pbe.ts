// The old password-based ciphers of PKCS#12 (RFC 7292 appendix C): read only, because such files are still handed out.
import { DerCursor, readOctets, readSmallInteger, type DerNode } from '../asn1/der-reader.ts';
import { CryptoError } from '../errors.ts';
import { withWiped } from '../secret.ts';
import { P12 } from './oid.ts';
import { decryptCbc } from './pbes2.ts';
import { derivePkcs12, PURPOSE } from './pkcs12-kdf.ts';
import type { WorkBudget } from './work-budget.ts';

interface OldCipher {
  readonly kind: 'triple-des' | 'rc2';
  readonly keyBytes: number;
}

const CIPHERS: ReadonlyMap<string, OldCipher> = new Map([
  [P12.sha1TripleDes, { kind: 'triple-des', keyBytes: 24 }],
  [P12.sha1TwoKeyTripleDes, { kind: 'triple-des', keyBytes: 16 }],
  [P12.sha1Rc2With128, { kind: 'rc2', keyBytes: 16 }],
  [P12.sha1Rc2With40, { kind: 'rc2', keyBytes: 5 }],
]);
const IV_BYTES = 8;

/**
 * Plaintext under an old cipher. The caller wipes it.
 * @param password in the form of `bmpPassword`
 * @throws identity/unsupported when the cipher is none of ours, e.g. RC4
 * @throws identity/too-expensive when the budget does not allow the iterations
 * @throws identity/wrong-passphrase when the padding is wrong
 */
export async function decryptPkcs12Pbe(
  algorithmOid: string,
  parameters: DerNode,
  ciphertext: Uint8Array,
  password: Uint8Array,
  budget: WorkBudget,
): Promise<Buffer> {
  const cipher = CIPHERS.get(algorithmOid);
  if (cipher === undefined) throw new CryptoError('identity/unsupported', 'cipher');
  const cursor = new DerCursor(parameters);
  const salt = readOctets(cursor.next());
  const iterations = readSmallInteger(cursor.next());
  cursor.end();
  const derivation = { hash: 'sha1', salt, iterations } as const;
  const key = await derivePkcs12(password, { ...derivation, purpose: PURPOSE.key, length: cipher.keyBytes }, budget);
  return withWiped(key, async () => {
    const iv = await derivePkcs12(password, { ...derivation, purpose: PURPOSE.iv, length: IV_BYTES }, budget);
    if (cipher.kind === 'rc2') return decryptRc2(key, iv, ciphertext);
    // Two keys mean K1, K2, K1.
    const threeKeys = Buffer.concat([key, key.subarray(0, 24 - key.length)]);
    return withWiped(threeKeys, () => decryptCbc('des-ede3-cbc', threeKeys, iv, ciphertext));
  });
}

/**
 * RC2 is in no library below us but node-forge, whose code is loaded for such files only. It works on strings, which cannot
 * be wiped: in practice RC2 covers certificates, never keys.
 */
async function decryptRc2(key: Buffer, iv: Buffer, ciphertext: Uint8Array): Promise<Buffer> {
  const { default: forge } = await import('node-forge');
  const binary = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
  const cipher = forge.rc2.createDecryptionCipher(binary(key), key.length * 8);
  cipher.start(binary(iv));
  cipher.update(forge.util.createBuffer(binary(ciphertext)));
  if (ciphertext.length === 0 || ciphertext.length % IV_BYTES !== 0 || !cipher.finish()) {
    throw new CryptoError('identity/wrong-passphrase', 'padding');
  }
  return Buffer.from(cipher.output.getBytes(), 'latin1');
}
