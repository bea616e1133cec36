// KeyTransRecipientInfo (RFC 5652 6.2.1) with RSAES-OAEP, SHA-256 and MGF1-SHA-256 (RFC 3560, RFC 8017 7.1).
import { constants, publicEncrypt } from 'node:crypto';
import { DerCursor, readOctets, readOid, readSmallInteger, type DerNode } from '../asn1/der-reader.ts';
import { algorithm, explicit, integer, nul, octetString, sequence } from '../asn1/der-writer.ts';
import { OID } from '../asn1/oid.ts';
import { CryptoError } from '../errors.ts';
import type { Certificate } from '../x509/certificate.ts';
import { encodeIssuerAndSerial, readIssuerAndSerial, type IssuerAndSerial } from './issuer-and-serial.ts';

export interface RsaRecipient extends IssuerAndSerial {
  readonly kind: 'rsa';
  readonly der: Uint8Array;
  /** As long as the recipient's modulus. */
  readonly encryptedKey: Uint8Array;
}

export const MIN_RSA_BITS = 2048;
const MIN_ENCRYPTED_KEY_BYTES = MIN_RSA_BITS / 8;

/**
 * RecipientInfo of an RSA certificate, whose usage and strength the caller has judged. The caller wipes `contentKey`.
 */
export function encodeRsaRecipient(contentKey: Uint8Array, recipient: Certificate): Buffer {
  const encryptedKey = publicEncrypt(
    { key: recipient.publicKey(), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
    contentKey,
  );
  return sequence(integer(0), encodeIssuerAndSerial(recipient), OAEP_ALGORITHM, octetString(encryptedKey));
}

/**
 * @throws asn1/malformed when the node is not a KeyTransRecipientInfo in our profile
 * @throws cms/algorithm-refused when the key was not encrypted by OAEP with SHA-256 throughout
 */
export function readRsaRecipient(node: DerNode): RsaRecipient {
  const cursor = new DerCursor(node);
  const version = readSmallInteger(cursor.next());
  if (version !== 0) throw new CryptoError('cms/malformed', `KeyTransRecipientInfo version ${version}`);
  const name = readIssuerAndSerial(cursor.next());
  const keyEncryption = cursor.next(0x30);
  const encryptedKey = readOctets(cursor.next());
  cursor.end();
  requireOaepSha256(keyEncryption);
  if (encryptedKey.length < MIN_ENCRYPTED_KEY_BYTES) throw new CryptoError('cms/malformed', 'encrypted key length');
  return { kind: 'rsa', ...name, der: node.bytes, encryptedKey };
}

function requireOaepSha256(keyEncryption: DerNode): void {
  if (ACCEPTED_OAEP.has(Buffer.from(keyEncryption.bytes).toString('hex'))) return;
  const name = keyEncryption.children[0] === undefined ? '' : readOid(keyEncryption.children[0]);
  throw new CryptoError('cms/algorithm-refused', `key transport ${name}`);
}

function oaepAlgorithm(hash: Buffer, maskHash: Buffer): Buffer {
  const parameters = sequence(explicit(0, hash), explicit(1, algorithm(OID.mgf1, maskHash)));
  return algorithm(OID.rsaesOaep, parameters);
}

// RFC 4055 2.1: writers set NULL, readers accept NULL and absence alike. pSourceAlgorithm stays at its default.
const SHA256_NULL = algorithm(OID.sha256, nul());
const SHA256_BARE = algorithm(OID.sha256);
const OAEP_ALGORITHM = oaepAlgorithm(SHA256_NULL, SHA256_NULL);
const ACCEPTED_OAEP: ReadonlySet<string> = new Set(
  [SHA256_NULL, SHA256_BARE].flatMap((hash) =>
    [SHA256_NULL, SHA256_BARE].map((maskHash) => oaepAlgorithm(hash, maskHash).toString('hex')),
  ),
);
