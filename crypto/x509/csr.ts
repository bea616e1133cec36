// Certification requests (PKCS#10, RFC 2986): how a committee member, a device or a quorum asks for a certificate.
import type { KeyObject } from 'node:crypto';
import {
  DerCursor,
  parseDer,
  readBitStringOctets,
  readOid,
  readSmallInteger,
  type DerNode,
} from '../asn1/der-reader.ts';
import { integer, oid, sequence, setOf, tlv } from '../asn1/der-writer.ts';
import { equalBytes, sha256Hex } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { readAlgorithm } from './certificate.ts';
import { parseName, type DistinguishedName } from './distinguished-name.ts';
import { readExtensions, type Extensions } from './extensions.ts';
import { readKeyType, toPublicKey, type KeyType } from './public-key.ts';
import { signatureAlgorithmFor, signedStructure } from './sign-structure.ts';
import { verifySignature } from './verify-signature.ts';

/** pkcs-9-at-extensionRequest (RFC 2985 5.4.2). */
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

export interface CsrFields {
  readonly subjectDer: Uint8Array;
  readonly publicKey: KeyObject;
  /** Extensions asked for, as TLVs. */
  readonly extensions?: readonly Uint8Array[];
}

/** Signs with the private half of the request's key: SHA-256 with RSASSA-PKCS1-v1_5, or DER-encoded ECDSA. */
export type CsrSigner = (data: Uint8Array) => Promise<Buffer>;

export interface Csr {
  readonly der: Buffer;
  readonly sha256: string;
  readonly subject: DistinguishedName;
  readonly subjectDer: Uint8Array;
  readonly spkiDer: Uint8Array;
  readonly keyType: KeyType;
  readonly publicKey: KeyObject;
  /** What was asked for; the issuer decides. */
  readonly extensions: Extensions;
}

/**
 * DER of a request.
 * @throws certificate/weak-algorithm when the key is neither RSA nor EC
 */
export async function encodeCsr(fields: CsrFields, sign: CsrSigner): Promise<Buffer> {
  const { extensions = [] } = fields;
  const request = sequence(oid(EXTENSION_REQUEST), setOf(sequence(...extensions)));
  const info = sequence(
    integer(0),
    fields.subjectDer,
    fields.publicKey.export({ format: 'der', type: 'spki' }),
    // attributes [0] IMPLICIT SET OF, present even when empty (RFC 2986 4.1).
    extensions.length === 0 ? tlv(0xa0) : tlv(0xa0, request),
  );
  return signedStructure(info, signatureAlgorithmFor(fields.publicKey), await sign(info));
}

/**
 * Parses a request and verifies its proof of possession.
 * @throws csr/malformed when it is not a request in strict DER, or the signature is not by its own key
 * @throws certificate/weak-algorithm when key or signature algorithm is not allowed
 */
export function parseCsr(der: Uint8Array): Csr {
  try {
    return readCsr(Buffer.from(der));
  } catch (error) {
    if (error instanceof CryptoError && error.code !== 'certificate/weak-algorithm') {
      throw new CryptoError('csr/malformed', error.message, { cause: error });
    }
    throw error;
  }
}

function readCsr(der: Buffer): Csr {
  const outer = new DerCursor(parseDer(der));
  const info = outer.next(0x30);
  const signatureAlgorithm = readAlgorithm(outer.next(0x30));
  const signature = readBitStringOctets(outer.next());
  outer.end();

  const fields = new DerCursor(info);
  if (readSmallInteger(fields.next()) !== 0) throw new CryptoError('csr/malformed', 'version');
  const subject = parseName(fields.next(0x30));
  const spki = fields.next(0x30);
  const attributes = fields.next(0xa0).children;
  fields.end();

  const keyType = readKeyType(spki);
  const publicKey = toPublicKey(spki.bytes);
  const signed = { tbsDer: info.bytes, signatureAlgorithm, signature };
  const verdict = verifySignature(signed, { keyType, publicKey: () => publicKey });
  if (verdict === 'weak') throw new CryptoError('certificate/weak-algorithm', 'request');
  if (verdict === 'invalid') throw new CryptoError('csr/malformed', 'proof of possession');
  return {
    der,
    sha256: sha256Hex(der),
    subject,
    subjectDer: subject.der,
    spkiDer: spki.bytes,
    keyType,
    publicKey,
    extensions: readRequestedExtensions(attributes),
  };
}

/** At most one extensionRequest; other attributes (a challenge password) are of no use to us. */
function readRequestedExtensions(attributes: readonly DerNode[]): Extensions {
  const wanted = oid(EXTENSION_REQUEST);
  const requests = attributes.filter(({ children: [type] }) => type !== undefined && equalBytes(type.bytes, wanted));
  if (requests.length > 1) throw new CryptoError('csr/malformed', 'extension request twice');
  const [request] = requests;
  if (request === undefined) return new Map();
  const cursor = new DerCursor(request);
  readOid(cursor.next());
  const values = new DerCursor(cursor.next(0x31), 0x31);
  cursor.end();
  const extensions = readExtensions(values.next(0x30));
  values.end();
  return extensions;
}
