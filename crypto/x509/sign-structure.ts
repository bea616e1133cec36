// SEQUENCE { toBeSigned, AlgorithmIdentifier, BIT STRING }: how certificates, requests, CRLs and OCSP responses are signed.
import { sign, type KeyObject } from 'node:crypto';
import { algorithm, bitString, nul, sequence } from '../asn1/der-writer.ts';
import { OID } from '../asn1/oid.ts';
import { CryptoError } from '../errors.ts';

/**
 * AlgorithmIdentifier of our signatures with this kind of key: SHA-256 with RSASSA-PKCS1-v1_5 (parameters NULL, RFC 4055 5)
 * or with ECDSA (parameters absent, RFC 5758 3.2).
 * @throws certificate/weak-algorithm for any other key
 */
export function signatureAlgorithmFor(key: KeyObject): Buffer {
  if (key.asymmetricKeyType === 'rsa') return algorithm(OID.sha256WithRsa, nul());
  if (key.asymmetricKeyType === 'ec') return algorithm(OID.ecdsaSha256);
  throw new CryptoError('certificate/weak-algorithm', 'signing key type');
}

/** The signed structure over `toBeSigned`, by a key in this process. */
export function signStructure(toBeSigned: Uint8Array, privateKey: KeyObject): Buffer {
  const signature = sign('sha256', toBeSigned, privateKey);
  return signedStructure(toBeSigned, signatureAlgorithmFor(privateKey), signature);
}

/** The signed structure from a signature made elsewhere. */
export function signedStructure(toBeSigned: Uint8Array, algorithmDer: Uint8Array, signature: Uint8Array): Buffer {
  return sequence(toBeSigned, algorithmDer, bitString(signature));
}
