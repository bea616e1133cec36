// Canonical DER (X.690) from values: every function returns one complete TLV.

/** One TLV with the given identifier octet and value. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([tag]), lengthOctets(length), ...parts]);
}

function lengthOctets(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Buffer.from([0x80 | octets.length, ...octets]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, ...parts);

/** SET OF: elements in ascending order of their encodings (X.690 11.6). */
export const setOf = (...parts: readonly Uint8Array[]): Buffer =>
  tlv(0x31, ...parts.toSorted((a, b) => Buffer.compare(a, b)));

/** [n] EXPLICIT. */
export const explicit = (n: number, ...parts: readonly Uint8Array[]): Buffer => tlv(0xa0 | n, ...parts);

/** [n] IMPLICIT of a primitive type: value octets only. */
export const implicit = (n: number, content: Uint8Array): Buffer => tlv(0x80 | n, content);

export const octetString = (content: Uint8Array): Buffer => tlv(0x04, content);
export const bitString = (content: Uint8Array, unusedBits = 0): Buffer => tlv(0x03, Buffer.from([unusedBits]), content);
export const boolean = (value: boolean): Buffer => tlv(0x01, Buffer.from([value ? 0xff : 0]));
export const nul = (): Buffer => tlv(0x05);
export const utf8String = (text: string): Buffer => tlv(0x0c, Buffer.from(text, 'utf8'));
export const printableString = (text: string): Buffer => tlv(0x13, Buffer.from(text, 'latin1'));
export const ia5String = (text: string): Buffer => tlv(0x16, Buffer.from(text, 'latin1'));

/** INTEGER in its shortest form. */
export function integer(value: bigint | number): Buffer {
  return tlv(0x02, integerOctets(BigInt(value)));
}

/** Value octets of an INTEGER, two's complement, shortest form. */
export function integerOctets(value: bigint): Buffer {
  let length = 1;
  while (BigInt.asIntN(length * 8, value) !== value) length++;
  return Buffer.from(
    BigInt.asUintN(length * 8, value)
      .toString(16)
      .padStart(length * 2, '0'),
    'hex',
  );
}

/** INTEGER from unsigned big-endian bytes (serial numbers, RSA values). */
export function unsignedInteger(bytes: Uint8Array): Buffer {
  return integer(BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`));
}

/** OBJECT IDENTIFIER from dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt);
  return tlv(0x06, ...[first * 40n + second, ...rest].map(base128));
}

function base128(arc: bigint): Buffer {
  const octets = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 0x7fn) | 0x80);
  return Buffer.from(octets);
}

/** RFC 5280 4.1.2.5: UTCTime through 2049, GeneralizedTime after; whole seconds. */
export function time(date: Date): Buffer {
  const digits = timeDigits(date);
  const year = date.getUTCFullYear();
  return year >= 1950 && year < 2050 ? tlv(0x17, Buffer.from(digits.slice(2))) : tlv(0x18, Buffer.from(digits));
}

/** GeneralizedTime, with milliseconds when there are any (RFC 3161 2.4.2). */
export function generalizedTime(date: Date): Buffer {
  const ms = date.getUTCMilliseconds();
  const fraction = ms === 0 ? '' : `.${String(ms).padStart(3, '0').replace(/0+$/, '')}`;
  return tlv(0x18, Buffer.from(timeDigits(date).replace('Z', `${fraction}Z`)));
}

/** @throws RangeError for a year outside 0000 .. 9999, which GeneralizedTime cannot write */
function timeDigits(date: Date): string {
  if (!/^\d{4}-/.test(date.toISOString())) throw new RangeError('year');
  return `${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
}

/** AlgorithmIdentifier; `parameters` absent, NULL or given. */
export function algorithm(dotted: string, parameters?: Uint8Array): Buffer {
  return parameters === undefined ? sequence(oid(dotted)) : sequence(oid(dotted), parameters);
}
