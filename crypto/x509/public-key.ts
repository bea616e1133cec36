// SubjectPublicKeyInfo (RFC 5280 4.1.2.7): which kind of key it holds, and the key itself.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { DerCursor, parseDer, readBitStringOctets, readInteger, readOid, type DerNode } from '../asn1/der-reader.ts';
import { OID } from '../asn1/oid.ts';
import { CryptoError } from '../errors.ts';

export type CurveName = 'P-256' | 'P-384' | 'P-521';

export type KeyType =
  | { readonly kind: 'rsa'; readonly bits: number }
  | { readonly kind: 'ec'; readonly curve: CurveName }
  | { readonly kind: 'ed25519' }
  /** Anything else, among it explicit curve parameters: no code of ours uses such a key. */
  | { readonly kind: 'other'; readonly oid: string };

const CURVES: ReadonlyMap<string, CurveName> = new Map([
  [OID.p256, 'P-256'],
  [OID.p384, 'P-384'],
  [OID.p521, 'P-521'],
]);

/** @throws asn1/malformed when the node is not a SubjectPublicKeyInfo */
export function readKeyType(spki: DerNode): KeyType {
  const cursor = new DerCursor(spki);
  const algorithm = new DerCursor(cursor.next(0x30));
  const key = readBitStringOctets(cursor.next());
  cursor.end();
  const dotted = readOid(algorithm.next());
  const parameters = algorithm.peek() === null ? null : algorithm.next();
  algorithm.end();
  switch (dotted) {
    case OID.rsaEncryption:
      return { kind: 'rsa', bits: rsaBits(key) };
    case OID.ecPublicKey: {
      // RFC 5480 2.1.1: namedCurve only; implicit and specified parameters MUST NOT be used.
      const curve = parameters?.tag === 0x06 ? CURVES.get(readOid(parameters)) : undefined;
      return curve === undefined ? { kind: 'other', oid: dotted } : { kind: 'ec', curve };
    }
    case OID.ed25519:
      return { kind: 'ed25519' };
    default:
      return { kind: 'other', oid: dotted };
  }
}

function rsaBits(key: Uint8Array): number {
  const cursor = new DerCursor(parseDer(key));
  const modulus = readInteger(cursor.next());
  const exponent = readInteger(cursor.next());
  cursor.end();
  if (modulus <= 0n || exponent < 3n || exponent % 2n === 0n) throw new CryptoError('asn1/malformed', 'RSAPublicKey');
  return modulus.toString(2).length;
}

/**
 * The key as Node sees it.
 * @throws certificate/malformed when the bytes are not a key (e.g. a point off the curve)
 */
export function toPublicKey(spkiDer: Uint8Array): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(spkiDer), format: 'der', type: 'spki' });
  } catch (cause) {
    throw new CryptoError('certificate/malformed', 'public key', { cause });
  }
}
