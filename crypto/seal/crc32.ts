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
