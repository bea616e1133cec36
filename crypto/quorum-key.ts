// The key of a quorum certificate (crypto/SPEC.md 11): PKCS#8 under hex(W), W shared among the committee's members.
// Files an auditor can use: `gfcombine` joins the shares into W, `openssl pkey -passin pass:<hex of W>` opens the key.
import { createPrivateKey, createPublicKey, generateKeyPair, randomBytes, type KeyObject } from 'node:crypto';
import { DerCursor, parseDer, readOctets, readOid } from './asn1/der-reader.ts';
import { octetString, sequence } from './asn1/der-writer.ts';
import { sha256Hex } from './encoding.ts';
import { CryptoError } from './errors.ts';
import { P12 } from './pkcs12/oid.ts';
import { decryptPbes2, encryptPbes2 } from './pkcs12/pbes2.ts';
import { WorkBudget } from './pkcs12/work-budget.ts';
import { wipe, withWiped } from './secret.ts';
import { commitmentTo, joinShares, splitSecret, type Share } from './shares.ts';

export type QuorumKeyType = 'ec-p256' | 'ec-p384' | 'rsa-3072';

/** What everyone may know of a quorum: the dealing of app/protocol/SPEC.md. */
export interface Quorum {
  /** Hex SHA-256 of the public key's SubjectPublicKeyInfo. */
  readonly quorumId: string;
  readonly threshold: number;
  /** EncryptedPrivateKeyInfo: PBES2 (PBKDF2-HMAC-SHA-256, AES-256-CBC) under the 64 hex digits of W. */
  readonly encryptedKeyDer: Buffer;
  /** Hex commitment to W. */
  readonly commitment: string;
}

export interface DealtQuorum extends Quorum {
  readonly publicKey: KeyObject;
  /** For signing the certificate request; let go of it right after. */
  readonly privateKey: KeyObject;
  /** x = 1 .. holders, in the order of the holders. Seal each to its holder, then wipe it. */
  readonly shares: readonly Share[];
}

const SECRET_BYTES = 32;
/** W has 256 bits of entropy: stretching adds nothing, and openssl's default is enough for its reader. */
const ITERATIONS = 2048;
/** Sets of shares tried when some do not fit; covers every committee of up to 13 members. */
const MAX_ATTEMPTS = 2000;

/**
 * Makes a key pair and deals its passphrase to `holders` members, `threshold` of whom can use it.
 * @throws RangeError when not 2 <= threshold <= holders <= 255
 */
export async function createQuorumKey({
  threshold,
  holders,
  type = 'ec-p256',
}: {
  readonly threshold: number;
  readonly holders: number;
  readonly type?: QuorumKeyType;
}): Promise<DealtQuorum> {
  const secret = randomBytes(SECRET_BYTES);
  return withWiped(secret, async () => {
    const shares = splitSecret(secret, { threshold, shares: holders });
    const { privateKey, publicKey } = await generateKeys(type);
    const encryptedKeyDer = await encryptKey(privateKey, secret);
    return {
      quorumId: quorumIdOf(publicKey),
      threshold,
      encryptedKeyDer,
      commitment: commitmentTo(secret),
      publicKey,
      privateKey,
      shares,
    };
  });
}

/**
 * The same key and the same W, dealt anew: a new polynomial, so that new shares and old ones do not join with each other. Old shares
 * still join among themselves; only their holders can end that, by destroying them.
 * @throws share/too-few, share/malformed, share/inconsistent as `openQuorumKey`
 * @throws RangeError when not 2 <= threshold <= holders <= 255
 */
export async function redealQuorumKey(
  quorum: Quorum,
  shares: readonly Share[],
  { threshold, holders }: { readonly threshold: number; readonly holders: number },
): Promise<DealtQuorum> {
  const secret = findSecret(quorum, shares);
  return withWiped(secret.bytes, async (bytes) => {
    const privateKey = await decryptKey(quorum.encryptedKeyDer, bytes);
    const publicKey = createPublicKey(privateKey);
    if (quorumIdOf(publicKey) !== quorum.quorumId) throw new CryptoError('share/inconsistent', 'another key');
    const { quorumId, encryptedKeyDer, commitment } = quorum;
    const dealt = splitSecret(bytes, { threshold, shares: holders });
    return { quorumId, threshold, encryptedKeyDer, commitment, publicKey, privateKey, shares: dealt };
  });
}

/** Hex SHA-256 of the SubjectPublicKeyInfo: what the quorum certificate certifies. */
export function quorumIdOf(publicKey: KeyObject): string {
  return sha256Hex(publicKey.export({ format: 'der', type: 'spki' }));
}

/**
 * The private key. Shares beyond the threshold help to find out which ones are wrong.
 * @returns the key, and the x of every share given that does not belong to it
 * @throws share/too-few when there are fewer than the threshold
 * @throws share/malformed when an x is doubled or a length is wrong
 * @throws share/inconsistent when no `threshold` of the shares open the key
 */
export async function openQuorumKey(
  quorum: Quorum,
  shares: readonly Share[],
): Promise<{ readonly privateKey: KeyObject; readonly unfit: readonly number[] }> {
  const secret = findSecret(quorum, shares);
  return withWiped(secret.bytes, async (bytes) => {
    const privateKey = await decryptKey(quorum.encryptedKeyDer, bytes);
    if (quorumIdOf(createPublicKey(privateKey)) !== quorum.quorumId)
      throw new CryptoError('share/inconsistent', 'another key');
    return { privateKey, unfit: secret.unfit };
  });
}

/** Joins all shares if they agree, else every set of `threshold` of them in turn until one meets the commitment. */
function findSecret({ threshold, commitment }: Quorum, shares: readonly Share[]): { bytes: Buffer; unfit: number[] } {
  const whole = tryJoin(shares, threshold, commitment);
  if (whole !== null) return { bytes: whole, unfit: [] };
  let attempts = 0;
  for (const subset of subsets(shares, threshold)) {
    if (++attempts > MAX_ATTEMPTS) break;
    const bytes = tryJoin(subset, threshold, commitment);
    if (bytes === null) continue;
    const unfit = shares.filter((share) => !subset.includes(share) && !fits([...subset, share], threshold, commitment));
    return { bytes, unfit: unfit.map(({ x }) => x) };
  }
  throw new CryptoError('share/inconsistent');
}

function fits(shares: readonly Share[], threshold: number, commitment: string): boolean {
  const secret = tryJoin(shares, threshold, commitment);
  if (secret !== null) wipe(secret);
  return secret !== null;
}

function tryJoin(shares: readonly Share[], threshold: number, commitment: string): Buffer | null {
  try {
    return joinShares(shares, threshold, commitment);
  } catch (error) {
    if (error instanceof CryptoError && error.code === 'share/inconsistent') return null;
    throw error;
  }
}

function* subsets<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) yield [];
  for (let i = 0; i + size <= items.length && size > 0; i++) {
    const [first, ...rest] = items.slice(i);
    if (first === undefined) return;
    for (const tail of subsets(rest, size - 1)) yield [first, ...tail];
  }
}

function generateKeys(type: QuorumKeyType): Promise<{ privateKey: KeyObject; publicKey: KeyObject }> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, publicKey: KeyObject, privateKey: KeyObject) => {
      if (error === null) resolve({ privateKey, publicKey });
      else reject(error);
    };
    if (type === 'rsa-3072') generateKeyPair('rsa', { modulusLength: 3072 }, done);
    else generateKeyPair('ec', { namedCurve: type === 'ec-p256' ? 'P-256' : 'P-384' }, done);
  });
}

/** EncryptedPrivateKeyInfo (RFC 5958 3). */
async function encryptKey(privateKey: KeyObject, secret: Buffer): Promise<Buffer> {
  const passphrase = hexDigits(secret);
  const plain = privateKey.export({ format: 'der', type: 'pkcs8' });
  return withWiped(plain, () =>
    withWiped(passphrase, async () => {
      const { algorithm, ciphertext } = await encryptPbes2(plain, passphrase, ITERATIONS);
      return sequence(algorithm, octetString(ciphertext));
    }),
  );
}

async function decryptKey(encryptedKeyDer: Uint8Array, secret: Buffer): Promise<KeyObject> {
  const passphrase = hexDigits(secret);
  try {
    const outer = new DerCursor(parseDer(encryptedKeyDer));
    const algorithm = new DerCursor(outer.next(0x30));
    const ciphertext = readOctets(outer.next());
    outer.end();
    if (readOid(algorithm.next()) !== P12.pbes2) throw new CryptoError('identity/unsupported', 'key encryption');
    const plain = await decryptPbes2(algorithm.next(0x30), ciphertext, passphrase, new WorkBudget());
    return await withWiped(plain, () => createPrivateKey({ key: plain, format: 'der', type: 'pkcs8' }));
  } catch (cause) {
    throw new CryptoError('share/inconsistent', 'encrypted key', { cause });
  } finally {
    wipe(passphrase);
  }
}

/** The 64 lower-case hex digits, made without a string: a string cannot be wiped. */
function hexDigits(bytes: Uint8Array): Buffer {
  const digits = Buffer.alloc(bytes.length * 2);
  const digit = (value: number) => value + (value < 10 ? 0x30 : 0x57);
  for (const [i, octet] of bytes.entries()) {
    digits[2 * i] = digit(octet >> 4);
    digits[2 * i + 1] = digit(octet & 15);
  }
  return digits;
}
