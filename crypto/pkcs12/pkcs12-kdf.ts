// The key derivation of PKCS#12 itself (RFC 7292 appendix B), for old files and for most integrity codes.
import { createHash, hash } from 'node:crypto';
import { CryptoError } from '../errors.ts';
import { wipe, withWiped } from '../secret.ts';
import { HASH_BYTES, type HashName } from './pbkdf2.ts';
import type { WorkBudget } from './work-budget.ts';

/** B.3: what the derived octets are for. */
export const PURPOSE = { key: 1, iv: 2, mac: 3 } as const;

export interface Pkcs12Derivation {
  readonly hash: HashName;
  readonly purpose: (typeof PURPOSE)[keyof typeof PURPOSE];
  readonly salt: Uint8Array;
  readonly iterations: number;
  /** Octets wanted. */
  readonly length: number;
}

/** Hashes between two breaks: about 30 ms, so that timers and cancellation still run. */
const HASHES_PER_SLICE = 40_000;
const MAX_SALT_BYTES = 1024;

/**
 * Derived octets; the caller wipes them.
 * @param password in the form of `bmpPassword`
 * @throws identity/too-expensive when the budget does not allow the iterations, before any work
 */
export async function derivePkcs12(
  password: Uint8Array,
  { hash: name, purpose, salt, iterations, length }: Pkcs12Derivation,
  budget: WorkBudget,
): Promise<Buffer> {
  if (iterations < 1 || salt.length > MAX_SALT_BYTES) throw new CryptoError('identity/malformed', 'key derivation');
  const hashBytes = HASH_BYTES[name];
  const blocks = Math.ceil(length / hashBytes);
  budget.spend(iterations * blocks);
  // B.2: u and v are the hash's output and block length.
  const blockBytes = hashBytes > 32 ? 128 : 64;
  const diversifier = Buffer.alloc(blockBytes, purpose);
  const repeated = repeatTo(password, blockBytes);
  const input = Buffer.concat([repeatTo(salt, blockBytes), repeated]);
  wipe(repeated);
  const result = Buffer.alloc(blocks * hashBytes);
  return withWiped(input, async () => {
    for (let block = 0; block < blocks; block++) {
      const first = createHash(name).update(diversifier).update(input).digest();
      const output = await iterate(name, first, iterations - 1);
      output.copy(result, block * hashBytes);
      addToBlocks(input, repeatTo(output, blockBytes).subarray(0, blockBytes), blockBytes);
      wipe(output);
    }
    return result.subarray(0, length);
  });
}

/**
 * B.1: the passphrase as BMPString with two zero octets at its end; characters beyond the BMP as surrogate pairs, as
 * OpenSSL does. Made from UTF-8 octets without a string in between.
 * @throws identity/wrong-passphrase when the octets are not UTF-8
 */
export function bmpPassword(utf8: Uint8Array): Buffer {
  const units: number[] = [];
  for (let at = 0; at < utf8.length;) {
    const { point, next } = readCodePoint(utf8, at);
    if (point < 0x10000) units.push(point);
    else units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
    at = next;
  }
  const bytes = Buffer.alloc(2 * units.length + 2);
  for (const [i, unit] of units.entries()) bytes.writeUInt16BE(unit, 2 * i);
  units.fill(0);
  return bytes;
}

function readCodePoint(utf8: Uint8Array, at: number): { point: number; next: number } {
  const first = utf8[at] ?? 0;
  const count = first < 0x80 ? 0 : first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  let point = count === 0 ? first : first & (0x3f >> count);
  for (let i = 1; i <= count; i++) {
    const octet = utf8[at + i] ?? 0;
    if ((octet & 0xc0) !== 0x80) throw notUtf8();
    point = (point << 6) | (octet & 0x3f);
  }
  // Overlong forms, surrogates, and points beyond Unicode.
  const least = [0, 0x80, 0x800, 0x10000][count] ?? 0;
  if ((first >= 0x80 && first < 0xc2) || point < least || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) {
    throw notUtf8();
  }
  return { point, next: at + 1 + count };
}

async function iterate(name: HashName, start: Buffer, times: number): Promise<Buffer> {
  let value = start;
  for (let done = 0; done < times; done++) {
    if (done % HASHES_PER_SLICE === HASHES_PER_SLICE - 1) await new Promise((resolve) => setImmediate(resolve));
    const next = hash(name, value, 'buffer');
    wipe(value);
    value = next;
  }
  return value;
}

/** B.2 steps 2 and 3: copies of `bytes` up to the next multiple of the block; nothing stays nothing. */
function repeatTo(bytes: Uint8Array, blockBytes: number): Buffer {
  if (bytes.length === 0) return Buffer.alloc(0);
  return Buffer.alloc(Math.ceil(bytes.length / blockBytes) * blockBytes, bytes);
}

/** B.2 step 6C: each block of the input plus `addend` plus one, modulo its size. */
function addToBlocks(input: Buffer, addend: Uint8Array, blockBytes: number): void {
  for (let start = 0; start < input.length; start += blockBytes) {
    let carry = 1;
    for (let i = blockBytes - 1; i >= 0; i--) {
      const sum = (input[start + i] ?? 0) + (addend[i] ?? 0) + carry;
      input[start + i] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}

function notUtf8(): CryptoError {
  return new CryptoError('identity/wrong-passphrase', 'not UTF-8');
}
