// Content keys and the people who may open: wrapping to a certificate, unwrapping with a key, and who the recipients are.
import { CryptoError } from '../errors.ts';
import type { DecryptionKey } from '../keys.ts';
import { wipe } from '../secret.ts';
import type { Certificate, KeyUsage } from '../x509/certificate.ts';
import type { AuthEnveloped, RecipientInfo } from './auth-enveloped-data.ts';
import { issuerAndSerialKey, namesCertificate } from './issuer-and-serial.ts';
import { encodeEcdhRecipient, openEcdhRecipient } from './recipient-ecdh.ts';
import { encodeRsaRecipient, MIN_RSA_BITS } from './recipient-rsa.ts';

/** AES-256. */
export const CONTENT_KEY_BYTES = 32;

/**
 * RecipientInfo (DER) that lets the holder of `recipient`'s key have the 32-byte `contentKey`. The caller wipes `contentKey`.
 * @throws certificate/wrong-usage unless its key usage has keyEncipherment (RSA) or keyAgreement (EC)
 * @throws certificate/weak-algorithm when its RSA key is shorter than 2048 bits
 * @throws cms/algorithm-refused when its key is neither RSA nor on P-256 or P-384
 */
export function wrapContentKey(contentKey: Buffer, recipient: Certificate): Buffer {
  if (contentKey.length !== CONTENT_KEY_BYTES) throw new RangeError('content key length');
  const kind = recipientKind(recipient);
  requireEncryptionUsage(recipient, kind);
  return kind === 'rsa' ? encodeRsaRecipient(contentKey, recipient) : encodeEcdhRecipient(contentKey, recipient);
}

/**
 * The 32-byte content key for the holder of `key`; the caller wipes it.
 * @throws cms/no-matching-recipient when the envelope is not addressed to the key's certificate (public knowledge)
 * @throws seal/cannot-open for every failure that depends on secrets, always with the same message
 */
export async function unwrapContentKey(envelope: AuthEnveloped, key: DecryptionKey): Promise<Buffer> {
  const kind = recipientKind(key.certificate);
  const recipient = envelope.recipients.find((one) => one.kind === kind && namesCertificate(one, key.certificate));
  if (recipient === undefined) throw new CryptoError('cms/no-matching-recipient');
  const contentKey = await openRecipient(recipient, key);
  if (contentKey?.length === CONTENT_KEY_BYTES) return contentKey;
  if (contentKey !== null) wipe(contentKey);
  throw new CryptoError('seal/cannot-open');
}

/** Null for any failure. Deliberately without its cause: padding, wrap and length must not be told apart. */
async function openRecipient(recipient: RecipientInfo, key: DecryptionKey): Promise<Buffer | null> {
  try {
    return recipient.kind === 'rsa'
      ? await key.decryptOaep(recipient.encryptedKey)
      : await openEcdhRecipient(recipient, key);
  } catch {
    return null;
  }
}

/**
 * Insists that the envelope is addressed to exactly these certificates, each in the form that its key asks for.
 * @throws seal/recipients-mismatch when one is missing, one too many, or of another kind or length
 */
export function requireRecipients(envelope: AuthEnveloped, certificates: readonly Certificate[]): void {
  const expected = new Map(certificates.map((certificate) => [issuerAndSerialKey(certificate), certificate]));
  const { recipients } = envelope;
  const matching = recipients.filter((recipient) => {
    const certificate = expected.get(issuerAndSerialKey(recipient));
    return certificate !== undefined && fitsKey(recipient, certificate);
  });
  // A parsed envelope names nobody twice, so equal counts mean equal sets.
  if (matching.length !== recipients.length || matching.length !== expected.size) {
    const detail = `${matching.length} of ${recipients.length} in the header, ${expected.size} expected`;
    throw new CryptoError('seal/recipients-mismatch', detail);
  }
}

function fitsKey(recipient: RecipientInfo, certificate: Certificate): boolean {
  const { keyType } = certificate;
  if (recipient.kind !== 'rsa') return keyType.kind === 'ec' && recipient.kind === EC_KINDS[keyType.curve];
  return keyType.kind === 'rsa' && recipient.encryptedKey.length === Math.ceil(keyType.bits / 8);
}

const EC_KINDS = { 'P-256': 'ec-p256', 'P-384': 'ec-p384', 'P-521': null } as const;

function recipientKind({ keyType }: Certificate): RecipientInfo['kind'] {
  if (keyType.kind === 'rsa') {
    if (keyType.bits < MIN_RSA_BITS) throw new CryptoError('certificate/weak-algorithm', `RSA ${keyType.bits}`);
    return 'rsa';
  }
  const kind = keyType.kind === 'ec' ? EC_KINDS[keyType.curve] : null;
  if (kind === null) throw new CryptoError('cms/algorithm-refused', `recipient key ${keyType.kind}`);
  return kind;
}

/** RFC 5280 4.2.1.3. Deliberately stricter: a certificate without the extension is no recipient either. */
function requireEncryptionUsage({ keyUsage }: Certificate, kind: RecipientInfo['kind']): void {
  const needed: KeyUsage = kind === 'rsa' ? 'keyEncipherment' : 'keyAgreement';
  if (keyUsage?.has(needed) !== true) throw new CryptoError('certificate/wrong-usage', `recipient without ${needed}`);
}
