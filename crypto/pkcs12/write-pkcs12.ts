// PKCS#12 (RFC 7292) that today's programs open: PBES2 with AES-256-CBC and PBKDF2-HMAC-SHA-256, HMAC-SHA-256 over all.
import type { KeyObject } from 'node:crypto';
import { explicit, integer, octetString, oid, sequence, setOf, tlv, implicit } from '../asn1/der-writer.ts';
import { OID } from '../asn1/oid.ts';
import { wipe, withWiped, type Secret } from '../secret.ts';
import { sha256 } from '../encoding.ts';
import type { Certificate } from '../x509/certificate.ts';
import { buildMac, type MacKind } from './integrity.ts';
import { P12 } from './oid.ts';
import { encryptPbes2 } from './pbes2.ts';
import { bmpPassword } from './pkcs12-kdf.ts';

export interface Pkcs12Contents {
  readonly privateKey: KeyObject;
  readonly certificate: Certificate;
  readonly chain: readonly Certificate[];
  readonly friendlyName?: string;
}

export interface Pkcs12Options {
  readonly passphrase: Secret;
  /** For each of three key derivations. */
  readonly iterations?: number;
  /** `pbmac1` (RFC 9579) for programs that are known to read it, e.g. OpenSSL from 3.4. */
  readonly mac?: MacKind;
}

/** As many as NSS writes; about half a second for each derivation. */
const ITERATIONS = 600_000;

/** One identity as a PKCS#12 file. The passphrase stays the caller's. */
export async function encodePkcs12({
  privateKey,
  certificate,
  chain,
  friendlyName,
  passphrase,
  iterations = ITERATIONS,
  mac = 'pkcs12',
}: Pkcs12Contents & Pkcs12Options): Promise<Buffer> {
  const attributes = bagAttributes(certificate, friendlyName);
  const certificates = sequence(certBag(certificate, attributes), ...chain.map((issuer) => certBag(issuer)));
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
  const key = await withWiped(pkcs8, () => encryptPbes2(pkcs8, passphrase.bytes, iterations));
  const shrouded = sequence(key.algorithm, octetString(key.ciphertext));
  const keys = sequence(sequence(oid(P12.shroudedKeyBag), explicit(0, shrouded), attributes));
  const authSafe = sequence(await encryptedContent(certificates, passphrase.bytes, iterations), dataContent(keys));
  const bmp = bmpPassword(passphrase.bytes);
  try {
    const macData = await buildMac(authSafe, { utf8: passphrase.bytes, bmp }, { kind: mac, iterations });
    return sequence(integer(3), dataContent(authSafe), macData);
  } finally {
    wipe(bmp);
  }
}

function dataContent(content: Uint8Array): Buffer {
  return sequence(oid(OID.data), explicit(0, octetString(content)));
}

async function encryptedContent(content: Uint8Array, passphrase: Uint8Array, iterations: number): Promise<Buffer> {
  const { algorithm, ciphertext } = await encryptPbes2(content, passphrase, iterations);
  const info = sequence(oid(OID.data), algorithm, implicit(0, ciphertext));
  return sequence(oid(OID.encryptedData), explicit(0, sequence(integer(0), info)));
}

function certBag(certificate: Certificate, attributes?: Uint8Array): Buffer {
  const value = sequence(oid(P12.x509Certificate), explicit(0, octetString(certificate.der)));
  return sequence(oid(P12.certBag), explicit(0, value), ...(attributes === undefined ? [] : [attributes]));
}

/** localKeyId ties key and certificate for programs that do not compare public keys. */
function bagAttributes(certificate: Certificate, friendlyName?: string): Buffer {
  const attribute = (type: string, value: Uint8Array) => sequence(oid(type), setOf(value));
  const localKeyId = attribute(P12.localKeyId, octetString(sha256(certificate.der).subarray(0, 20)));
  if (friendlyName === undefined) return setOf(localKeyId);
  const bmpString = tlv(0x1e, Buffer.from(friendlyName, 'utf16le').swap16());
  return setOf(localKeyId, attribute(P12.friendlyName, bmpString));
}
