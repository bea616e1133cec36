// Signatures over X.509 structures (RFC 5280 4.1.1.2, RFC 4055, RFC 5758): an allow-list over node:crypto.
import { constants, verify, type VerifyKeyObjectInput } from 'node:crypto';
import { DerCursor, parseDer, readExplicit, readSmallInteger } from '../asn1/der-reader.ts';
import { OID } from '../asn1/oid.ts';
import { keyWeakness, MODERN_ALGORITHMS, type AlgorithmPolicy } from './algorithm-policy.ts';
import { readAlgorithm, type AlgorithmIdentifier, type Certificate } from './certificate.ts';
import { CryptoError } from '../errors.ts';

/** The three parts of every signed X.509 structure. */
export interface SignedStructure {
  readonly tbsDer: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
}

/** Who is said to have signed; a certificate, or the key of a request. */
export type SignatureKey = Pick<Certificate, 'keyType' | 'publicKey'>;

export type SignatureVerdict = 'valid' | 'invalid' | 'weak';

type Hash = 'sha1' | 'sha256' | 'sha384' | 'sha512';
interface Scheme {
  readonly key: 'rsa' | 'ec' | 'other';
  readonly hash: Hash;
  readonly options: Omit<VerifyKeyObjectInput, 'key'>;
}

/**
 * Judges a signature: `weak` when key or algorithm is not allowed by `policy` (nothing is computed then).
 * A malformed key counts as `invalid`.
 */
export function verifySignature(
  signed: SignedStructure,
  signer: SignatureKey,
  policy: AlgorithmPolicy = MODERN_ALGORITHMS,
): SignatureVerdict {
  const scheme = readScheme(signed.signatureAlgorithm);
  if (scheme === null || keyWeakness(signer.keyType, policy) !== null) return 'weak';
  if (scheme.hash === 'sha1' && !policy.sha1) return 'weak';
  if (scheme.key !== signer.keyType.kind) return 'invalid';
  try {
    const key = { key: signer.publicKey(), ...scheme.options };
    return verify(scheme.hash, signed.tbsDer, key, signed.signature) ? 'valid' : 'invalid';
  } catch {
    // Deliberately without the reason: the library throws for keys and encodings that it cannot read, and all are refused.
    return 'invalid';
  }
}

const PKCS1 = { padding: constants.RSA_PKCS1_PADDING };
const DER_SIGNATURE = { dsaEncoding: 'der' } as const;

const SCHEMES: ReadonlyMap<string, Scheme> = new Map([
  [OID.sha1WithRsa, { key: 'rsa', hash: 'sha1', options: PKCS1 }],
  [OID.sha256WithRsa, { key: 'rsa', hash: 'sha256', options: PKCS1 }],
  [OID.sha384WithRsa, { key: 'rsa', hash: 'sha384', options: PKCS1 }],
  [OID.sha512WithRsa, { key: 'rsa', hash: 'sha512', options: PKCS1 }],
  [OID.ecdsaSha256, { key: 'ec', hash: 'sha256', options: DER_SIGNATURE }],
  [OID.ecdsaSha384, { key: 'ec', hash: 'sha384', options: DER_SIGNATURE }],
  [OID.ecdsaSha512, { key: 'ec', hash: 'sha512', options: DER_SIGNATURE }],
  // id-dsa-with-sha1 (RFC 3279 2.2.2), reachable only with a policy that allows DSA and SHA-1.
  ['1.2.840.10040.4.3', { key: 'other', hash: 'sha1', options: DER_SIGNATURE }],
]);

const NULL_TLV = '0500';

function readScheme(algorithm: AlgorithmIdentifier): Scheme | null {
  const { oid, parameters } = algorithm;
  if (oid === OID.rsassaPss) return parameters === null ? null : readPss(parameters);
  const scheme = SCHEMES.get(oid);
  if (scheme === undefined) return null;
  // RFC 4055 5: NULL for PKCS#1 v1.5; RFC 8017 A.2.4 asks readers to take absent too. RFC 5758 3.2: absent for ECDSA.
  const allowed = parameters === null || (scheme.key === 'rsa' && Buffer.from(parameters).toString('hex') === NULL_TLV);
  return allowed ? scheme : null;
}

const PSS_HASHES: ReadonlyMap<string, readonly [Hash, number]> = new Map([
  [OID.sha256, ['sha256', 32]],
  [OID.sha384, ['sha384', 48]],
  [OID.sha512, ['sha512', 64]],
]);

/** RSASSA-PSS-params (RFC 4055 3.1), only in the form of TLS 1.3: one hash for both uses, salt as long as the hash. */
function readPss(parameters: Uint8Array): Scheme | null {
  try {
    const cursor = new DerCursor(parseDer(parameters));
    const hash = readAlgorithm(readExplicit(cursor.next(0xa0)));
    const mask = readAlgorithm(readExplicit(cursor.next(0xa1)));
    const saltLength = readSmallInteger(readExplicit(cursor.next(0xa2)));
    cursor.end();
    const maskHash = mask.parameters === null ? null : readAlgorithm(parseDer(mask.parameters));
    const [name, length] = PSS_HASHES.get(hash.oid) ?? [];
    if (name === undefined || mask.oid !== OID.mgf1 || maskHash?.oid !== hash.oid || saltLength !== length) return null;
    return { key: 'rsa', hash: name, options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength } };
  } catch (error) {
    if (error instanceof CryptoError) return null;
    throw error;
  }
}
