// Small contents sealed in one piece (locks, evidence, shares), and headers sealed again to another recipient (NON_CA).
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { equalBytes } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import type { DecryptionKey } from '../keys.ts';
import { withWiped } from '../secret.ts';
import type { Certificate } from '../x509/certificate.ts';
import {
  encodeAuthEnveloped,
  HEADER_MAX_BYTES,
  MAC_BYTES,
  NONCE_BYTES,
  parseAuthEnveloped,
  type AuthEnveloped,
} from './auth-enveloped-data.ts';
import { CONTENT_KEY_BYTES, unwrapContentKey, wrapContentKey } from './recipients.ts';

/** A lock holds a header; evidence records and shares are smaller. */
const CONTENT_MAX_BYTES = HEADER_MAX_BYTES;
const ATTACHED_MAX_BYTES = CONTENT_MAX_BYTES + HEADER_MAX_BYTES;

/**
 * AuthEnvelopedData with the encrypted content inside, readable by each of `recipients`; fresh key and nonce.
 * @throws RangeError when `content` is over 256 KiB
 * @throws certificate/wrong-usage, certificate/weak-algorithm or cms/algorithm-refused as `wrapContentKey`
 */
export function sealAttached(content: Uint8Array, recipients: readonly Certificate[]): Buffer {
  if (content.length > CONTENT_MAX_BYTES) throw new RangeError('content too long for an attached seal');
  const key = randomBytes(CONTENT_KEY_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  try {
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: MAC_BYTES });
    const encryptedContent = Buffer.concat([cipher.update(content), cipher.final()]);
    const recipientInfos = recipients.map((recipient) => wrapContentKey(key, recipient));
    return encodeAuthEnveloped({ recipientInfos, nonce, mac: cipher.getAuthTag(), encryptedContent });
  } finally {
    key.fill(0);
  }
}

/**
 * The content of `sealAttached`, after its tag was checked.
 * @throws cms/malformed or cms/algorithm-refused as `parseAuthEnveloped`, also when there is no content inside
 * @throws cms/no-matching-recipient when it is not addressed to the key's certificate
 * @throws seal/cannot-open when key, wrap, tag or content is wrong
 */
export async function openAttached(der: Uint8Array, key: DecryptionKey): Promise<Buffer> {
  const envelope = parseAuthEnveloped(der, { maxBytes: ATTACHED_MAX_BYTES });
  const { encryptedContent } = envelope;
  if (encryptedContent === null) throw new CryptoError('cms/malformed', 'content is not attached');
  return withWiped(await unwrapContentKey(envelope, key), (contentKey) => {
    const { nonce, mac } = envelope;
    const cipher = createDecipheriv('aes-256-gcm', contentKey, nonce, { authTagLength: MAC_BYTES }).setAuthTag(mac);
    const content = cipher.update(encryptedContent);
    try {
      cipher.final();
    } catch {
      content.fill(0);
      throw new CryptoError('seal/cannot-open');
    }
    return content;
  });
}

/**
 * The same seal under another recipient: content key, nonce and tag stay, so the ciphertext file stays too.
 * @throws as `parseAuthEnveloped`, `unwrapContentKey` and `wrapContentKey`
 */
export async function rewrapHeader(headerDer: Uint8Array, key: DecryptionKey, recipient: Certificate): Promise<Buffer> {
  const envelope = parseAuthEnveloped(headerDer);
  return withWiped(await unwrapContentKey(envelope, key), (contentKey) =>
    encodeAuthEnveloped({ ...envelope, recipientInfos: [wrapContentKey(contentKey, recipient)] }),
  );
}

/**
 * Insists that `rewrapped` differs from `original` in its recipients only. Both parse strictly, which fixes cipher, tag length and
 * content type; that the content key is the same shows when the tag is checked.
 * @throws seal/release-mismatch when nonce, tag or attached content differ
 * @throws cms/malformed or cms/algorithm-refused when one is not a header
 */
export function requireSameSeal(original: Uint8Array, rewrapped: Uint8Array): void {
  const [before, after] = [parseAuthEnveloped(original), parseAuthEnveloped(rewrapped)];
  const same = equalBytes(before.nonce, after.nonce) && equalBytes(before.mac, after.mac);
  if (!same || !sameContent(before, after)) throw new CryptoError('seal/release-mismatch', 're-wrapped header');
}

function sameContent(before: AuthEnveloped, after: AuthEnveloped): boolean {
  if (before.encryptedContent === null || after.encryptedContent === null) {
    return before.encryptedContent === after.encryptedContent;
  }
  return equalBytes(before.encryptedContent, after.encryptedContent);
}
