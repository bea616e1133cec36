// Leaves of the log: canonical JSON, and bodies hidden behind a salted digest (app/protocol/SPEC.md 6).
import { randomBytes } from 'node:crypto';
import { encodeCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { LogLeaf } from '../../../app/protocol/log.ts';

/** A fresh salt: 32 random bytes, base64url. */
export function newSalt(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 over the canonical body, which carries its salt. */
export function bodySha256(body: { readonly salt: string } & Readonly<Record<string, Json>>): string {
  return sha256Hex(encodeCanonicalJson(body));
}

export function encodeLeaf(leaf: LogLeaf): Buffer {
  return encodeCanonicalJson(leaf);
}
