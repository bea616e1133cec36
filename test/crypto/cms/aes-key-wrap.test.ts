import { createCipheriv, getCiphers, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrapKey, wrapKey } from '../../../crypto/cms/aes-key-wrap.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const kek = hex('000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F');

// RFC 3394 section 4: the vectors with a 256-bit key-encryption key.
const RFC_VECTORS = [
  {
    id: 'rfc3394::4.3::128-bit-key',
    key: hex('00112233445566778899AABBCCDDEEFF'),
    wrapped: hex('64E8C3F9CE0F5BA2 63E9777905818A2A 93C8191E7D6E8AE7'),
  },
  {
    id: 'rfc3394::4.5::192-bit-key',
    key: hex('00112233445566778899AABBCCDDEEFF0001020304050607'),
    wrapped: hex('A8F9BC1612C68B3F F6E6F4FBE30E71E4 769C8B80A32CB895 8CD5D17D6B254DA1'),
  },
  {
    id: 'rfc3394::4.6::256-bit-key',
    key: hex('00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F'),
    wrapped: hex('28C9F404C4B810F4 CBCCB35CFB87F826 3F5786E2D80ED326 CBC7F0E71A99F43B FB988B9B7A02DD21'),
  },
];

describe('AES key wrap', () => {
  it.each(RFC_VECTORS)('wraps and unwraps $id', ({ key, wrapped }) => {
    expect(wrapKey(kek, key)).toEqual(wrapped);
    expect(unwrapKey(kek, wrapped)).toEqual(key);
  });

  it.skipIf(!getCiphers().includes('id-aes256-wrap'))('agrees with the wrap cipher of OpenSSL', () => {
    const key = randomBytes(32);
    const cipher = createCipheriv('id-aes256-wrap', kek, Buffer.alloc(8, 0xa6));
    expect(wrapKey(kek, key)).toEqual(Buffer.concat([cipher.update(key), cipher.final()]));
  });

  it('unwraps what it wrapped, for every length', () => {
    const keys = fc.integer({ min: 2, max: 40 }).chain((n) => fc.uint8Array({ minLength: n * 8, maxLength: n * 8 }));
    fc.assert(
      fc.property(keys, (key) => unwrapKey(kek, wrapKey(kek, key)).equals(key)),
      { numRuns: 50 },
    );
  });

  it('refuses a wrap with any one bit flipped', () => {
    const wrapped = wrapKey(kek, randomBytes(32));
    for (let bit = 0; bit < wrapped.length * 8; bit++) {
      const flipped = Buffer.from(wrapped);
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => unwrapKey(kek, flipped)).toThrow('seal/cannot-open');
    }
  });

  it('refuses another key-encryption key', () => {
    expect(() => unwrapKey(randomBytes(32), wrapKey(kek, randomBytes(32)))).toThrow('seal/cannot-open');
  });

  it.each([0, 8, 16, 23, 25, 31])('refuses a wrap of %i bytes', (length) => {
    expect(() => unwrapKey(kek, Buffer.alloc(length))).toThrow(RangeError);
  });

  it.each([0, 8, 15, 17])('refuses to wrap a key of %i bytes', (length) => {
    expect(() => wrapKey(kek, Buffer.alloc(length))).toThrow(RangeError);
  });

  it('refuses a key-encryption key that is not 32 bytes', () => {
    expect(() => wrapKey(Buffer.alloc(16), Buffer.alloc(32))).toThrow(RangeError);
    expect(() => unwrapKey(Buffer.alloc(31), Buffer.alloc(40))).toThrow(RangeError);
  });

  it('leaves its inputs unchanged', () => {
    const key = randomBytes(32);
    const copy = Buffer.from(key);
    const wrapped = wrapKey(kek, key);
    const wrappedCopy = Buffer.from(wrapped);
    unwrapKey(kek, wrapped);
    expect(key).toEqual(copy);
    expect(wrapped).toEqual(wrappedCopy);
  });
});
