// KeyAgreeRecipientInfo (RFC 5652 6.2.2): ephemeral-static ECDH, X9.63 KDF and AES-256 key wrap (RFC 5753 3.1, 7.2).
import { createHash, diffieHellman, generateKeyPairSync, type KeyObject } from 'node:crypto';
import {
  DerCursor,
  parseDer,
  readBitStringOctets,
  readExplicit,
  readOctets,
  readOid,
  readSmallInteger,
  type DerNode,
} from '../asn1/der-reader.ts';
import { algorithm, bitString, explicit, integer, octetString, oid, sequence, tlv } from '../asn1/der-writer.ts';
import { OID } from '../asn1/oid.ts';
import { equalBytes } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { ephemeralKey, type AgreementCurve, type DecryptionKey } from '../keys.ts';
import { wipe, withWiped } from '../secret.ts';
import type { Certificate } from '../x509/certificate.ts';
import { unwrapKey, wrapKey } from './aes-key-wrap.ts';
import { encodeIssuerAndSerial, readIssuerAndSerial, type IssuerAndSerial } from './issuer-and-serial.ts';

export interface EcdhRecipient extends IssuerAndSerial {
  readonly kind: 'ec-p256' | 'ec-p384';
  readonly der: Uint8Array;
  /** Uncompressed point on the named curve. */
  readonly ephemeralPoint: Uint8Array;
  /** A 32-byte key in its 40-byte wrap. */
  readonly wrappedKey: Uint8Array;
}

interface Agreement {
  readonly kind: EcdhRecipient['kind'];
  readonly curve: AgreementCurve;
  readonly curveOid: string;
  readonly schemeOid: string;
  readonly hash: 'sha256' | 'sha384';
}

/** One scheme per curve: the pairs that crypto/SPEC.mdfixes. */
const AGREEMENTS: readonly Agreement[] = [
  { kind: 'ec-p256', curve: 'P-256', curveOid: OID.p256, schemeOid: OID.ecdhSha256Kdf, hash: 'sha256' },
  { kind: 'ec-p384', curve: 'P-384', curveOid: OID.p384, schemeOid: OID.ecdhSha384Kdf, hash: 'sha384' },
];

const KEK_BYTES = 32;
const WRAPPED_KEY_BYTES = 40;
/** RFC 3565 2.3.2: parameters absent. */
const WRAP_ALGORITHM = algorithm(OID.aes256Wrap);
/** RFC 5753 7.2: keyInfo, no entityUInfo (there is no ukm), suppPubInfo = KEK length in bits as 32-bit big-endian. */
const SHARED_INFO = sequence(WRAP_ALGORITHM, explicit(2, octetString(Buffer.from([0, 0, 1, 0]))));

/**
 * RecipientInfo of an EC certificate, whose usage the caller has judged, under a fresh ephemeral key. The caller wipes `contentKey`.
 * @throws cms/algorithm-refused when the certificate's curve is not P-256 or P-384
 */
export function encodeEcdhRecipient(contentKey: Uint8Array, recipient: Certificate): Buffer {
  const { keyType } = recipient;
  const agreement = AGREEMENTS.find(({ curve }) => keyType.kind === 'ec' && keyType.curve === curve);
  if (agreement === undefined) throw new CryptoError('cms/algorithm-refused', 'key agreement curve');
  const ephemeral = generateKeyPairSync('ec', { namedCurve: agreement.curve });
  const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: recipient.publicKey() });
  const kek = deriveKek(shared, agreement.hash);
  const wrapped = wrapKey(kek, contentKey);
  wipe(shared, kek);
  const point = pointOf(ephemeral.publicKey);
  // originatorKey is [1] IMPLICIT inside the [0] EXPLICIT originator; the curve is named for readers that do not infer it.
  const originatorKey = tlv(0xa1, algorithm(OID.ecPublicKey, oid(agreement.curveOid)), bitString(point));
  return tlv(
    0xa1,
    integer(3),
    explicit(0, originatorKey),
    algorithm(agreement.schemeOid, WRAP_ALGORITHM),
    sequence(sequence(encodeIssuerAndSerial(recipient), octetString(wrapped))),
  );
}

/**
 * Reads `[1] KeyAgreeRecipientInfo`.
 * @throws asn1/malformed or cms/malformed when it is not in our profile (ukm, several keys, a point off the curve)
 * @throws cms/algorithm-refused when scheme, wrap or curve is another
 */
export function readEcdhRecipient(node: DerNode): EcdhRecipient {
  const cursor = new DerCursor(node, 0xa1);
  const version = readSmallInteger(cursor.next());
  if (version !== 3) throw new CryptoError('cms/malformed', `KeyAgreeRecipientInfo version ${version}`);
  const originator = readExplicit(cursor.next(0xa0));
  if (cursor.peek() === 0xa1) throw new CryptoError('cms/algorithm-refused', 'ukm');
  const agreement = readScheme(cursor.next(0x30));
  const keys = cursor.next(0x30);
  cursor.end();
  const [onlyKey] = keys.children;
  if (onlyKey === undefined || keys.children.length !== 1)
    throw new CryptoError('cms/malformed', 'one key per recipient');
  const ephemeralPoint = readOriginatorKey(originator, agreement);
  return { kind: agreement.kind, ...readEncryptedKey(onlyKey), der: node.bytes, ephemeralPoint };
}

/**
 * The content key under the wrap. Every failure depends on secrets: the caller collapses them, and wipes the result.
 */
export async function openEcdhRecipient(recipient: EcdhRecipient, key: DecryptionKey): Promise<Buffer> {
  const hash = recipient.kind === 'ec-p256' ? 'sha256' : 'sha384';
  return withWiped(await key.agree(recipient.ephemeralPoint), (shared) =>
    withWiped(deriveKek(shared, hash), (kek) => unwrapKey(kek, recipient.wrappedKey)),
  );
}

/** X9.63 KDF (SEC 1 3.6.1): one block is enough for 32 bytes. The caller wipes the result. */
function deriveKek(shared: Uint8Array, hash: 'sha256' | 'sha384'): Buffer {
  const block = createHash(hash)
    .update(shared)
    .update(Buffer.from([0, 0, 0, 1]))
    .update(SHARED_INFO)
    .digest();
  const kek = Buffer.from(block.subarray(0, KEK_BYTES));
  wipe(block);
  return kek;
}

function readScheme(node: DerNode): Agreement {
  const cursor = new DerCursor(node);
  const scheme = readOid(cursor.next());
  const wrap = cursor.next(0x30);
  cursor.end();
  const agreement = AGREEMENTS.find(({ schemeOid }) => schemeOid === scheme);
  if (agreement === undefined) throw new CryptoError('cms/algorithm-refused', `key agreement ${scheme}`);
  if (!equalBytes(wrap.bytes, WRAP_ALGORITHM)) throw new CryptoError('cms/algorithm-refused', 'key wrap');
  return agreement;
}

/** RFC 5753 3.1.1: the curve may be absent (openssl) or named; explicit parameters are refused. */
function readOriginatorKey(node: DerNode, { curve, curveOid }: Agreement): Uint8Array {
  const cursor = new DerCursor(node, 0xa1);
  const keyAlgorithm = cursor.next(0x30).bytes;
  const point = readBitStringOctets(cursor.next());
  cursor.end();
  const accepted = [algorithm(OID.ecPublicKey), algorithm(OID.ecPublicKey, oid(curveOid))];
  if (!accepted.some((form) => equalBytes(form, keyAlgorithm)))
    throw new CryptoError('cms/algorithm-refused', 'originator curve');
  ephemeralKey(curve, point);
  return point;
}

function readEncryptedKey(node: DerNode): IssuerAndSerial & { readonly wrappedKey: Uint8Array } {
  const cursor = new DerCursor(node);
  const name = readIssuerAndSerial(cursor.next());
  const wrappedKey = readOctets(cursor.next());
  cursor.end();
  if (wrappedKey.length !== WRAPPED_KEY_BYTES) throw new CryptoError('cms/malformed', 'wrapped key length');
  return { ...name, wrappedKey };
}

/** Uncompressed, as Node writes SubjectPublicKeyInfo. */
function pointOf(publicKey: KeyObject): Uint8Array {
  const cursor = new DerCursor(parseDer(publicKey.export({ format: 'der', type: 'spki' })));
  cursor.next(0x30);
  return readBitStringOctets(cursor.next());
}
