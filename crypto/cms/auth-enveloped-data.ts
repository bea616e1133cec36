// AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084): the header of a sealed object, crypto/SPEC.md 3.
// Writers and readers know one encoding; lenient reading is for inspect-foreign.ts.
import {
  DEFAULT_LIMITS,
  DerCursor,
  parseDer,
  readExplicit,
  readOctets,
  readOid,
  readSmallInteger,
  requireSorted,
  type DerNode,
} from '../asn1/der-reader.ts';
import { algorithm, explicit, implicit, integer, octetString, oid, sequence, setOf } from '../asn1/der-writer.ts';
import { OID } from '../asn1/oid.ts';
import { CryptoError } from '../errors.ts';
import { issuerAndSerialKey } from './issuer-and-serial.ts';
import { readEcdhRecipient, type EcdhRecipient } from './recipient-ecdh.ts';
import { readRsaRecipient, type RsaRecipient } from './recipient-rsa.ts';

export const HEADER_MAX_BYTES = 256 << 10;
export const MAX_RECIPIENTS = 64;
export const NONCE_BYTES = 12;
export const MAC_BYTES = 16;

export type RecipientInfo = RsaRecipient | EcdhRecipient;

export interface AuthEnveloped {
  readonly der: Uint8Array;
  /** 1 to 64, no certificate twice. */
  readonly recipients: readonly RecipientInfo[];
  /** 12 bytes. */
  readonly nonce: Uint8Array;
  /** 16 bytes. */
  readonly mac: Uint8Array;
  /** Null in a header, whose ciphertext lies in a file of its own. */
  readonly encryptedContent: Uint8Array | null;
}

/** What `encodeAuthEnveloped` puts together. */
export interface AuthEnvelopedParts {
  /** One DER RecipientInfo each, in any order. */
  readonly recipientInfos: readonly Uint8Array[];
  readonly nonce: Uint8Array;
  readonly mac: Uint8Array;
  readonly encryptedContent: Uint8Array | null;
}

/**
 * DER of ContentInfo{ AuthEnvelopedData }, recipients sorted.
 * @throws RangeError when a part has the wrong length or count: a fault of the caller
 */
export function encodeAuthEnveloped({ recipientInfos, nonce, mac, encryptedContent }: AuthEnvelopedParts): Buffer {
  if (nonce.length !== NONCE_BYTES || mac.length !== MAC_BYTES) throw new RangeError('nonce or mac length');
  if (recipientInfos.length === 0 || recipientInfos.length > MAX_RECIPIENTS) throw new RangeError('recipient count');
  // RFC 5084 3.2: ICVlen DEFAULT 12 does not fit; OpenSSL cannot parse a header without it.
  const contentEncryption = algorithm(OID.aes256Gcm, sequence(octetString(nonce), integer(MAC_BYTES)));
  const content = encryptedContent === null ? [] : [implicit(0, encryptedContent)];
  const envelope = sequence(
    integer(0),
    setOf(...recipientInfos),
    sequence(oid(OID.data), contentEncryption, ...content),
    octetString(mac),
  );
  return sequence(oid(OID.authEnvelopedData), explicit(0, envelope));
}

/**
 * Strict reading of a header or of an attached lock.
 * @throws cms/malformed when the bytes are not this structure in DER, or pass a limit
 * @throws cms/algorithm-refused when it is another kind of encryption than crypto/SPEC.md 3 fixes
 */
export function parseAuthEnveloped(der: Uint8Array, { maxBytes = HEADER_MAX_BYTES } = {}): AuthEnveloped {
  try {
    return { der, ...readContentInfo(parseDer(der, { ...DEFAULT_LIMITS, maxBytes })) };
  } catch (error) {
    if (error instanceof CryptoError && error.code.startsWith('asn1/')) {
      throw new CryptoError('cms/malformed', error.message, { cause: error });
    }
    throw error;
  }
}

type Fields = Omit<AuthEnveloped, 'der'>;

function readContentInfo(node: DerNode): Fields {
  const cursor = new DerCursor(node);
  const contentType = readOid(cursor.next());
  const content = readExplicit(cursor.next(0xa0));
  cursor.end();
  if (contentType === OID.envelopedData || contentType === OID.encryptedData) {
    // Unauthenticated encryption: also the target of a GCM to CBC downgrade (RFC 9709).
    throw new CryptoError('cms/algorithm-refused', 'encryption without authentication');
  }
  if (contentType !== OID.authEnvelopedData) throw malformed(`content type ${contentType}`);
  return readEnvelope(content);
}

function readEnvelope(node: DerNode): Fields {
  const cursor = new DerCursor(node);
  const version = readSmallInteger(cursor.next());
  if (version !== 0) throw malformed(`version ${version}`);
  // originatorInfo [0], authAttrs [1] and unauthAttrs [2] have no place: next() finds another tag.
  const recipients = readRecipients(cursor.next(0x31));
  const encrypted = readEncryptedContentInfo(cursor.next(0x30));
  const mac = readOctets(cursor.next());
  cursor.end();
  if (mac.length !== MAC_BYTES) throw malformed(`tag of ${mac.length} bytes`);
  return { recipients, ...encrypted, mac };
}

function readRecipients(node: DerNode): RecipientInfo[] {
  const count = node.children.length;
  if (count === 0 || count > MAX_RECIPIENTS) throw malformed(`${count} recipients`);
  requireSorted(node.children);
  const recipients = node.children.map(readRecipient);
  if (new Set(recipients.map(issuerAndSerialKey)).size !== count) throw malformed('recipient twice');
  return recipients;
}

function readRecipient(node: DerNode): RecipientInfo {
  if (node.tag === 0x30) return readRsaRecipient(node);
  if (node.tag === 0xa1) return readEcdhRecipient(node);
  throw new CryptoError('cms/algorithm-refused', `recipient kind 0x${node.tag.toString(16)}`);
}

function readEncryptedContentInfo(node: DerNode): Pick<AuthEnveloped, 'nonce' | 'encryptedContent'> {
  const cursor = new DerCursor(node);
  const contentType = readOid(cursor.next());
  const nonce = readGcm(cursor.next(0x30));
  const content = cursor.optional(0x80);
  cursor.end();
  if (contentType !== OID.data) throw malformed(`encrypted content type ${contentType}`);
  return { nonce, encryptedContent: content?.content ?? null };
}

function readGcm(node: DerNode): Uint8Array {
  const cursor = new DerCursor(node);
  const cipher = readOid(cursor.next());
  if (cipher !== OID.aes256Gcm) throw new CryptoError('cms/algorithm-refused', `cipher ${cipher}`);
  const parameters = new DerCursor(cursor.next());
  cursor.end();
  const nonce = readOctets(parameters.next());
  const tagBytes = readSmallInteger(parameters.next());
  parameters.end();
  if (nonce.length !== NONCE_BYTES) throw new CryptoError('cms/algorithm-refused', `nonce of ${nonce.length} bytes`);
  if (tagBytes !== MAC_BYTES) throw new CryptoError('cms/algorithm-refused', `tag of ${tagBytes} bytes`);
  return nonce;
}

function malformed(detail: string): CryptoError {
  return new CryptoError('cms/malformed', detail);
}
