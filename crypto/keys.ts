// What a private key can do, wherever it lives (file, token): the rest of `crypto/` never sees key bytes.
import { constants, createPublicKey, diffieHellman, privateDecrypt, sign, type KeyObject } from 'node:crypto';
import { sequence, algorithm, bitString, oid } from './asn1/der-writer.ts';
import { OID } from './asn1/oid.ts';
import { CryptoError } from './errors.ts';
import type { Certificate } from './x509/certificate.ts';

/** Signs with the key of `certificate`. */
export interface SigningKey {
  readonly certificate: Certificate;
  /** Intermediate certificates to send along, without the trust anchor. */
  readonly chain: readonly Certificate[];
  /** Signature with SHA-256 over `data`: RSASSA-PKCS1-v1_5 for RSA, DER-encoded ECDSA for EC. */
  sign(data: Uint8Array): Promise<Buffer>;
}

/** Opens what was sealed to `certificate`. Both calls may fail for reasons that depend on secrets: callers collapse them. */
export interface DecryptionKey {
  readonly certificate: Certificate;
  /** RSAES-OAEP with SHA-256 and MGF1-SHA-256, empty label (RFC 8017 7.1). */
  decryptOaep(ciphertext: Uint8Array): Promise<Buffer>;
  /** ECDH shared x-coordinate with an uncompressed point on the key's own named curve (RFC 5753). */
  agree(ephemeralPoint: Uint8Array): Promise<Buffer>;
}

/** A signing key held in this process. */
export function softwareSigningKey(
  privateKey: KeyObject,
  certificate: Certificate,
  chain: readonly Certificate[] = [],
): SigningKey {
  return {
    certificate,
    chain,
    sign: (data) => Promise.resolve(sign('sha256', data, privateKey)),
  };
}

/** A decryption key held in this process. */
export function softwareDecryptionKey(privateKey: KeyObject, certificate: Certificate): DecryptionKey {
  return {
    certificate,
    decryptOaep: (ciphertext) =>
      Promise.resolve().then(() =>
        privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, ciphertext),
      ),
    agree: (point) =>
      Promise.resolve().then(() => diffieHellman({ privateKey, publicKey: peerKey(certificate, point) })),
  };
}

/** The ECDH peer, on the certificate's own curve. @throws cms/algorithm-refused when that is not P-256 or P-384 */
function peerKey(certificate: Certificate, point: Uint8Array): KeyObject {
  const curve = certificate.keyType.kind === 'ec' ? certificate.keyType.curve : undefined;
  if (curve !== 'P-256' && curve !== 'P-384') throw new CryptoError('cms/algorithm-refused', 'key agreement curve');
  return ephemeralKey(curve, point);
}

const AGREEMENT_CURVES = {
  'P-256': { oid: OID.p256, pointBytes: 65 },
  'P-384': { oid: OID.p384, pointBytes: 97 },
} as const;

/** Curves on which the format agrees keys. */
export type AgreementCurve = keyof typeof AGREEMENT_CURVES;

/**
 * An ephemeral public key, rebuilt on a named curve of ours: explicit curve parameters from outside never reach the library
 * (Wycheproof's invalid-curve vectors).
 * @throws cms/malformed when `point` is not an uncompressed point on the curve
 */
export function ephemeralKey(curve: AgreementCurve, point: Uint8Array): KeyObject {
  const { oid: curveOid, pointBytes } = AGREEMENT_CURVES[curve];
  if (point.length !== pointBytes || point[0] !== 0x04) throw new CryptoError('cms/malformed', 'ephemeral point form');
  const spki = sequence(algorithm(OID.ecPublicKey, oid(curveOid)), bitString(point));
  try {
    return createPublicKey({ key: spki, format: 'der', type: 'spki' });
  } catch (cause) {
    throw new CryptoError('cms/malformed', 'ephemeral point is not on the curve', { cause });
  }
}
