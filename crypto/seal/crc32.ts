// CRC-32 of ISO 3309 (polynomial 0xEDB88320, reflected), as ZIP wants it. For small parts; lanes use the native one.

const TABLE = Uint32Array.from({ length: 256 }, (_, octet) => {
  let value = octet;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ 0xedb88320;
  return value >>> 0;
});

/** Unsigned CRC-32 of `bytes`, continuing from `previous`. */
export function crc32(bytes: Uint8Array, previous = 0): number {
  let value = ~previous;
  for (const octet of bytes) value = (value >>> 8) ^ (TABLE[(value ^ octet) & 0xff] ?? 0);
  return ~value >>> 0;
}

/** CRC-32 of two runs of bytes, one after the other, from the CRC-32 of each: nothing is read again. */
export function joinCrc32(first: number, second: number, secondBytes: number): number {
  return (times(powerOfX(secondBytes), first) ^ second) >>> 0;
}

/** Product of two polynomials modulo the CRC's, both reflected: bit 31 is x^0. */
function times(a: number, b: number): number {
  let product = 0;
  let factor = b;
  for (let bit = 31; bit >= 0; bit--) {
    if (((a >>> bit) & 1) === 1) product ^= factor;
    factor = (factor & 1) === 0 ? factor >>> 1 : (factor >>> 1) ^ 0xedb88320;
  }
  return product >>> 0;
}

/** x to the power of 8 for each byte. */
function powerOfX(bytes: number): number {
  let power = 0x80000000;
  let square = 0x00800000;
  for (let left = bytes; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power = times(square, power);
    square = times(square, square);
  }
  return power;
}
