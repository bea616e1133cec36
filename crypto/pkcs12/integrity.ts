// The integrity code of a PKCS#12 file: MacData with the PKCS#12 key derivation (RFC 7292 4) or PBMAC1 (RFC 9579).
import { createHmac, randomBytes } from 'node:crypto';
import { DerCursor, readOctets, readOid, readSmallInteger, type DerNode } from '../asn1/der-reader.ts';
import { algorithm, integer, nul, octetString, sequence } from '../asn1/der-writer.ts';
import { OID } from '../asn1/oid.ts';
import { equalConstantTime } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { withWiped } from '../secret.ts';
import { P12 } from './oid.ts';
import { derivePbkdf2, HASH_BYTES, newPbkdf2, readHmac, readPbkdf2, type HashName } from './pbkdf2.ts';
import { derivePkcs12, PURPOSE } from './pkcs12-kdf.ts';
import { WorkBudget } from './work-budget.ts';

/** One passphrase in the two forms that the key derivations want. */
export interface PassphraseForms {
  readonly utf8: Uint8Array;
  /** BMPString with its two zero octets, or nothing: the empty passphrase is written both ways. */
  readonly bmp: Uint8Array;
}

/** How the integrity key is derived. PBMAC1 is what new files should have, but few programs read it yet. */
export type MacKind = 'pkcs12' | 'pbmac1';

const DIGESTS: ReadonlyMap<string, HashName> = new Map([
  [OID.sha1, 'sha1'],
  [OID.sha224, 'sha224'],
  [OID.sha256, 'sha256'],
  [OID.sha384, 'sha384'],
  [OID.sha512, 'sha512'],
]);
/** RFC 9579: the length of the key is always written (4), and under 20 octets it is refused (9). BouncyCastle wrote 256. */
const MIN_KEY_BYTES = 20;
const MAX_KEY_BYTES = 256;
const SALT_BYTES = 16;

/**
 * True when the code over `content` fits the passphrase.
 * @throws identity/unsupported when the code is of an unknown kind
 * @throws identity/too-expensive when the budget does not allow the iterations
 */
export async function checkMac(
  macData: DerNode,
  content: Uint8Array,
  passphrase: PassphraseForms,
  budget: WorkBudget,
): Promise<boolean> {
  const cursor = new DerCursor(macData);
  const digestInfo = new DerCursor(cursor.next(0x30));
  const salt = readOctets(cursor.next());
  // RFC 7292: DEFAULT 1.
  const iterations = cursor.peek() === null ? 1 : readSmallInteger(cursor.next());
  cursor.end();
  const scheme = new DerCursor(digestInfo.next(0x30));
  const expected = readOctets(digestInfo.next());
  digestInfo.end();
  const schemeOid = readOid(scheme.next());
  // RFC 9579 4: for PBMAC1, salt and iterations of MacData are to be ignored.
  if (schemeOid === P12.pbmac1) return checkPbmac1(scheme.next(0x30), content, expected, passphrase, budget);
  const hash = DIGESTS.get(schemeOid);
  if (hash === undefined) throw new CryptoError('identity/unsupported', 'integrity code');
  const derivation = { hash, purpose: PURPOSE.mac, salt, iterations, length: HASH_BYTES[hash] };
  const key = await derivePkcs12(passphrase.bmp, derivation, budget);
  return matches(hash, key, content, expected);
}

async function checkPbmac1(
  parameters: DerNode,
  content: Uint8Array,
  expected: Uint8Array,
  passphrase: PassphraseForms,
  budget: WorkBudget,
): Promise<boolean> {
  const cursor = new DerCursor(parameters);
  const derivation = readPbkdf2(cursor.next(0x30));
  const hash = readHmac(cursor.next(0x30));
  cursor.end();
  const { keyLength } = derivation;
  if (keyLength === null || keyLength < MIN_KEY_BYTES || keyLength > MAX_KEY_BYTES) {
    throw new CryptoError('identity/malformed', 'PBMAC1 key length');
  }
  const key = await derivePbkdf2(passphrase.utf8, derivation, keyLength, budget);
  return matches(hash, key, content, expected);
}

function matches(hash: HashName, key: Buffer, content: Uint8Array, expected: Uint8Array): Promise<boolean> {
  return withWiped(key, () => equalConstantTime(createHmac(hash, key).update(content).digest(), expected));
}

/** MacData over `content` with HMAC-SHA-256. */
export async function buildMac(
  content: Uint8Array,
  passphrase: PassphraseForms,
  { kind, iterations }: { readonly kind: MacKind; readonly iterations: number },
): Promise<Buffer> {
  const hash = 'sha256';
  const length = HASH_BYTES[hash];
  const budget = new WorkBudget();
  const hmac = (key: Buffer) => withWiped(key, () => createHmac(hash, key).update(content).digest());
  if (kind === 'pbmac1') {
    const { der, parameters } = newPbkdf2(iterations, length);
    const mac = await hmac(await derivePbkdf2(passphrase.utf8, parameters, length, budget));
    const scheme = algorithm(P12.pbmac1, sequence(der, algorithm(P12.hmacSha256, nul())));
    return sequence(sequence(scheme, octetString(mac)), octetString(randomBytes(8)), integer(1));
  }
  const salt = randomBytes(SALT_BYTES);
  const mac = await hmac(
    await derivePkcs12(passphrase.bmp, { hash, purpose: PURPOSE.mac, salt, iterations, length }, budget),
  );
  return sequence(sequence(algorithm(OID.sha256, nul()), octetString(mac)), octetString(salt), integer(iterations));
}
