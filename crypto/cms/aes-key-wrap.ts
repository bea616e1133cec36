// AES key wrap (RFC 3394 2.2) over single AES-256-ECB blocks: Electron's BoringSSL has no id-aes256-wrap cipher.
import { createCipheriv, createDecipheriv, timingSafeEqual, type Cipheriv, type Decipheriv } from 'node:crypto';
import { CryptoError } from '../errors.ts';
import { wipe } from '../secret.ts';

const BLOCK = 8;
const KEK_BYTES = 32;
const SMALLEST_KEY_BYTES = 16;
const ROUNDS = 6;
/** RFC 3394 2.2.3.1 */
const INITIAL_VALUE = Buffer.alloc(BLOCK, 0xa6);

/**
 * Wraps `key` (a multiple of 8 bytes, at least 16) under a 32-byte `kek`. The result is 8 bytes longer. The caller wipes both keys.
 * @throws RangeError when a length is wrong: a fault of the caller
 */
export function wrapKey(kek: Uint8Array, key: Uint8Array): Buffer {
  requireLengths(kek, key.length);
  const cipher = createCipheriv('aes-256-ecb', kek, null).setAutoPadding(false);
  const wrapped = Buffer.concat([INITIAL_VALUE, key]);
  const blocks = key.length / BLOCK;
  for (let step = 1; step <= ROUNDS * blocks; step++) {
    mixBlock(cipher, wrapped, blockOffset(step, blocks));
    xorCounter(wrapped, step);
  }
  return wrapped;
}

/**
 * The key under a wrap, or a refusal. The caller wipes the result.
 * @throws RangeError when a length is wrong; Wycheproof: a wrap under 24 bytes is never a key
 * @throws seal/cannot-open when the integrity check fails
 */
export function unwrapKey(kek: Uint8Array, wrapped: Uint8Array): Buffer {
  requireLengths(kek, wrapped.length - BLOCK);
  const cipher = createDecipheriv('aes-256-ecb', kek, null).setAutoPadding(false);
  const work = Buffer.from(wrapped);
  const blocks = wrapped.length / BLOCK - 1;
  for (let step = ROUNDS * blocks; step >= 1; step--) {
    xorCounter(work, step);
    mixBlock(cipher, work, blockOffset(step, blocks));
  }
  // 2.2.3: the initial value is the integrity check.
  const intact = timingSafeEqual(work.subarray(0, BLOCK), INITIAL_VALUE);
  const key = intact ? Buffer.from(work.subarray(BLOCK)) : null;
  wipe(work);
  if (key === null) throw new CryptoError('seal/cannot-open');
  return key;
}

/** Replaces A and R[i] by the cipher of A | R[i], leaving no copy of either behind. */
function mixBlock(cipher: Cipheriv | Decipheriv, work: Buffer, at: number): void {
  const input = Buffer.concat([work.subarray(0, BLOCK), work.subarray(at, at + BLOCK)]);
  const output = cipher.update(input);
  output.copy(work, 0, 0, BLOCK);
  output.copy(work, at, BLOCK);
  wipe(input, output);
}

/** Offset of R[i] for step t = n * j + i. */
function blockOffset(step: number, blocks: number): number {
  return (((step - 1) % blocks) + 1) * BLOCK;
}

/** A := A xor t, t as a 64-bit big-endian number; ours stays far below 2^32. */
function xorCounter(block: Buffer, step: number): void {
  block.writeUInt32BE((block.readUInt32BE(4) ^ step) >>> 0, 4);
}

function requireLengths(kek: Uint8Array, keyBytes: number): void {
  if (kek.length !== KEK_BYTES) throw new RangeError('key-encryption key is not 32 bytes');
  if (keyBytes < SMALLEST_KEY_BYTES || keyBytes % BLOCK !== 0) throw new RangeError('wrapped key length');
}
