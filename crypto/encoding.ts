// Small conversions with one strict form each.
import { createHash, timingSafeEqual } from 'node:crypto';
import { CryptoError } from './errors.ts';

/** Lower-case hex SHA-256. */
export function sha256Hex(...parts: readonly Uint8Array[]): string {
  return sha256(...parts).toString('hex');
}

/** SHA-256 over the concatenation of `parts`. */
export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Equality of secrets without an early exit; lengths are public. */
export function equalConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Equality of public bytes. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Bytes of standard base64 with padding (RFC 4648 4), or null when the text is not its one canonical form. */
export function parseBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

/** PEM text of DER bytes (RFC 7468). */
export function encodePem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----\r?\n([A-Za-z0-9+/=\r\n\t ]+?)-----END \1-----/g;

/**
 * The DER of every PEM block with this label; text around the blocks is ignored, as openssl does.
 * @throws pem/malformed when there is none, when one is not canonical base64, or when the text is over 4 MiB
 */
export function parsePem(text: string, label: string): Buffer[] {
  if (text.length > 4 << 20) throw new CryptoError('pem/malformed', 'too long');
  const blocks = [...text.matchAll(PEM_BLOCK)]
    .filter((match) => match[1] === label)
    .map((match) => parseBase64((match[2] ?? '').replace(/\s/g, '')));
  if (blocks.length === 0) throw new CryptoError('pem/malformed', `no ${label}`);
  return blocks.map((block) => {
    if (block === null) throw new CryptoError('pem/malformed', `base64 of ${label}`);
    return block;
  });
}
