// JSON Canonicalization Scheme (RFC 8785) for the format's manifests and messages.
// Reading is the inverse: bytes that are not their own canonical form (duplicate keys, spaces, other escapes) are refused.
import { CryptoError } from './errors.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** Bound for every signed JSON of the format but a release of many bids. */
export const MAX_JSON_BYTES = 4 << 20;
const MAX_DEPTH = 32;

/**
 * Canonical UTF-8 bytes of `value`; members that are `undefined` are left out.
 * @throws json/malformed when a number is not finite or a string holds a lone surrogate
 */
export function encodeCanonicalJson(value: Json): Buffer {
  return Buffer.from(encode(value, MAX_DEPTH), 'utf8');
}

function encode(value: Json, depthLeft: number): string {
  if (depthLeft === 0) throw new CryptoError('json/malformed', 'nesting');
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new CryptoError('json/malformed', 'number');
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new CryptoError('json/malformed', 'lone surrogate');
    return JSON.stringify(value);
  }
  if (isArray(value)) return `[${value.map((item) => encode(item, depthLeft - 1)).join(',')}]`;
  // RFC 8785 3.2.3: members sorted by UTF-16 code units, which is what the default sort does.
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .toSorted()
    .map((key) => `${encode(key, depthLeft - 1)}:${encode(value[key] ?? null, depthLeft - 1)}`);
  return `{${members.join(',')}}`;
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/**
 * Parses canonical JSON of at most `maxBytes`.
 * @throws json/malformed when it is no JSON, too long or too deep
 * @throws json/not-canonical when the bytes differ from their canonical form
 */
export function parseCanonicalJson(bytes: Uint8Array, maxBytes = MAX_JSON_BYTES): Json {
  if (bytes.length > maxBytes) throw new CryptoError('json/malformed', 'too long');
  requireShallow(bytes);
  let value: Json;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) as Json;
  } catch (cause) {
    throw new CryptoError('json/malformed', 'syntax', { cause });
  }
  if (!encodeCanonicalJson(value).equals(bytes)) throw new CryptoError('json/not-canonical');
  return value;
}

/** JSON.parse recurses: refuse deep nesting before it sees the text. Brackets inside strings only make this stricter. */
function requireShallow(bytes: Uint8Array): void {
  let depth = 0;
  for (const octet of bytes) {
    if (octet === 0x5b || octet === 0x7b) depth++;
    else if (octet === 0x5d || octet === 0x7d) depth--;
    if (depth > MAX_DEPTH * 32) throw new CryptoError('json/malformed', 'nesting');
  }
}
