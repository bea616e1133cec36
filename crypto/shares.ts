// Shamir's secret sharing, byte by byte, in GF(2^8) with polynomial 0x11d: the arithmetic of Debian's `gfsplit` and
// `gfcombine` (libgfshare), so that an auditor can join our shares with a packaged tool. crypto/SPEC.md 11.
import { createHash, randomBytes } from 'node:crypto';
import { encodeCanonicalJson, parseCanonicalJson } from './canonical-json.ts';
import { equalBytes, sha256Hex } from './encoding.ts';
import { CryptoError } from './errors.ts';
import { wipe } from './secret.ts';

/** The value of the secret's polynomials at `x`; gfcombine takes `bytes` as a file with suffix `.NNN` = x in decimal. */
export interface Share {
  /** 1 .. 255. */
  readonly x: number;
  /** As long as the secret. The owner wipes it. */
  readonly bytes: Buffer;
}

const SHARE_FORMAT = 'segel-share/1';
const REDUCTION = 0x11d;
const MAX_SHARES = 255;
const MAX_SECRET_BYTES = 1 << 16;

/**
 * Shares with x = 1 .. `shares`, any `threshold` of which join into the secret; fewer say nothing about it.
 * @throws RangeError when not 2 <= threshold <= shares <= 255, or the secret is empty or over 64 KiB
 */
export function splitSecret(
  secret: Uint8Array,
  { threshold, shares }: { readonly threshold: number; readonly shares: number },
): Share[] {
  const inRange = Number.isInteger(threshold) && Number.isInteger(shares) && threshold >= 2 && threshold <= shares;
  if (!inRange || shares > MAX_SHARES) throw new RangeError('threshold and number of shares');
  if (secret.length === 0 || secret.length > MAX_SECRET_BYTES) throw new RangeError('length of the secret');
  // Highest coefficient first; zero is as likely as any other value, or shares would say something about the secret.
  const coefficients = Array.from({ length: threshold - 1 }, () => randomBytes(secret.length));
  const points = Array.from({ length: shares }, (_, i) => {
    const bytes = Buffer.alloc(secret.length);
    // Horner's rule, one coefficient at a time.
    for (const coefficient of [...coefficients, secret]) {
      for (let at = 0; at < bytes.length; at++) {
        bytes[at] = multiply(bytes[at] ?? 0, i + 1) ^ (coefficient[at] ?? 0);
      }
    }
    return { x: i + 1, bytes };
  });
  wipe(...coefficients);
  return points;
}

/**
 * The secret. Any wrong share among exactly `threshold` ones gives other bytes, so pass the `commitment` wherever there is one;
 * shares beyond the threshold are checked against the others.
 * @param commitment hex, from `commitmentTo`
 * @throws share/too-few when there are fewer than `threshold`
 * @throws share/malformed when an x is out of range or doubled, or the lengths differ
 * @throws share/inconsistent when the shares disagree with each other or with the commitment
 */
export function joinShares(shares: readonly Share[], threshold: number, commitment?: string): Buffer {
  requireShares(shares);
  if (shares.length < threshold || threshold < 2)
    throw new CryptoError('share/too-few', `${shares.length} of ${threshold}`);
  const base = shares.slice(0, threshold);
  const secret = interpolate(base, 0);
  const fits = shares.slice(threshold).every((share) => {
    const expected = interpolate(base, share.x);
    const same = equalBytes(expected, share.bytes);
    wipe(expected);
    return same;
  });
  if (!fits || (commitment !== undefined && commitmentTo(secret) !== commitment)) {
    wipe(secret);
    throw new CryptoError('share/inconsistent');
  }
  return secret;
}

/** Hex SHA-256 that fixes a secret of full entropy without showing it. Not for guessable secrets. */
export function commitmentTo(secret: Uint8Array): string {
  return sha256Hex(Buffer.from('segel-secret/1\0', 'latin1'), secret);
}

/** Canonical JSON of one share, to be sealed to its holder. The caller wipes it. */
export function encodeShare(quorumId: string, share: Share): Buffer {
  return encodeCanonicalJson({
    format: SHARE_FORMAT,
    quorumId,
    x: share.x,
    share: share.bytes.toString('hex'),
    check: shareCheck(quorumId, share),
  });
}

/**
 * Reads a share file of this quorum.
 * @throws share/malformed when it is no share file, was changed, or belongs to another quorum
 */
export function parseShare(bytes: Uint8Array, quorumId: string): Share {
  const { format, quorumId: ownId, x, share, check, ...rest } = readObject(bytes);
  if (format !== SHARE_FORMAT || Object.keys(rest).length > 0) throw malformed('format');
  if (typeof x !== 'number' || !Number.isInteger(x) || x < 1 || x > 255) throw malformed('x');
  if (typeof share !== 'string' || !/^(?:[0-9a-f]{2})+$/.test(share)) throw malformed('share');
  if (ownId !== quorumId) throw malformed('another quorum');
  const parsed = { x, bytes: Buffer.from(share, 'hex') };
  if (check !== shareCheck(quorumId, parsed)) throw malformed('check value');
  return parsed;
}

/** Hex check value of one share: binds its bytes to its x and to the quorum it belongs to. */
function shareCheck(quorumId: string, { x, bytes }: Share): string {
  return createHash('sha256')
    .update(`segel-share/1\0${quorumId}\0${String(x)}\0`, 'latin1')
    .update(bytes)
    .digest('hex');
}

function readObject(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value = parseCanonicalJson(bytes);
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value));
  } catch (cause) {
    throw new CryptoError('share/malformed', 'JSON', { cause });
  }
  throw malformed('JSON');
}

function requireShares(shares: readonly Share[]): void {
  const length = shares[0]?.bytes.length ?? 0;
  for (const { x, bytes } of shares) {
    if (!Number.isInteger(x) || x < 1 || x > MAX_SHARES) throw malformed('x');
    if (bytes.length === 0 || bytes.length !== length) throw malformed('length');
  }
  if (new Set(shares.map(({ x }) => x)).size !== shares.length) throw malformed('x twice');
}

/** Lagrange's interpolation at `at`. The weights depend on public x values only. */
function interpolate(shares: readonly Share[], at: number): Buffer {
  const result = Buffer.alloc(shares[0]?.bytes.length ?? 0);
  for (const { x, bytes } of shares) {
    let weight = 1;
    for (const other of shares) {
      if (other.x !== x) weight = multiply(weight, multiply(at ^ other.x, invert(x ^ other.x)));
    }
    for (let i = 0; i < result.length; i++) result[i] = (result[i] ?? 0) ^ multiply(bytes[i] ?? 0, weight);
  }
  return result;
}

/** Product in GF(2^8): no table and no branch, so neither factor decides which memory or code is touched. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 0; bit < 8; bit++) {
    product ^= -((b >> bit) & 1) & a;
    a = (a << 1) ^ (-(a >> 7) & REDUCTION);
  }
  return product;
}

/** a^254, the inverse of a. */
function invert(a: number): number {
  let power = a;
  let result = 1;
  for (let i = 0; i < 7; i++) {
    power = multiply(power, power);
    result = multiply(result, power);
  }
  return result;
}

function malformed(detail: string): CryptoError {
  return new CryptoError('share/malformed', detail);
}
