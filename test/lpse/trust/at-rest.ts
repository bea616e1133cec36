// AES-256-GCM for what the database must not show: TOTP secrets, e-mail addresses.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { AtRestCipher } from '../context.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Sealed form: nonce, ciphertext, tag. `purpose` is bound as additional data, so a value cannot move to another row. */
export function createAtRestCipher(key: Uint8Array): AtRestCipher {
  return {
    seal(plain, purpose) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(purpose, 'utf8'));
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, purpose) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(purpose, 'utf8'));
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    },
  };
}
