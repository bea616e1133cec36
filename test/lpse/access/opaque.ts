// Random values handed out as tokens, and the only form in which the server keeps them.
import { randomBytes } from 'node:crypto';
import { sha256Hex } from '../../../crypto/encoding.ts';

/** 32 random bytes, base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** 12 random bytes, base64url: names, not secrets. */
export function newId(): string {
  return randomBytes(12).toString('base64url');
}

/** A stolen database shows no token. */
export function tokenDigest(token: string): string {
  return sha256Hex(Buffer.from(token, 'utf8'));
}
