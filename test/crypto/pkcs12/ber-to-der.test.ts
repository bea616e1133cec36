import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, parseDer } from '../../../crypto/asn1/der-reader.ts';
import { berToDer } from '../../../crypto/pkcs12/ber-to-der.ts';
import { codeOf } from '../../doubles/crypto-code.ts';
import { HAS_OPENSSL, runOpenssl } from '../../pki/openssl.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const toDer = (text: string) => berToDer(hex(text), DEFAULT_LIMITS).toString('hex');

describe('berToDer', () => {
  it.each([
    ['leaves DER as it is', '30 06 02 01 05 04 01 ff', '30060201050401ff'],
    ['writes an indefinite length as a definite one', '30 80 02 01 05 00 00', '3003020105'],
    ['writes nested indefinite lengths', '30 80 a0 80 30 80 05 00 00 00 00 00 00 00', '3006a00430020500'],
    ['joins an OCTET STRING in pieces', '24 80 04 01 aa 04 02 bb cc 00 00', '0403aabbcc'],
    ['joins pieces in pieces', '24 80 24 80 04 01 aa 00 00 04 01 bb 00 00', '0402aabb'],
    ['joins no pieces to nothing', '24 80 00 00', '0400'],
    ['joins pieces of definite length', '24 06 04 01 aa 04 01 bb', '0402aabb'],
    ['shortens an overlong length', '30 84 00 00 00 03 02 01 05', '3003020105'],
    ['shortens the length of a long form below 128', '04 81 01 aa', '0401aa'],
    ['reads a length with many leading zeros', `04 8a ${'00'.repeat(9)} 01 aa`, '0401aa'],
    ['keeps the pieces under a context tag apart: their type is not known here', 'a0 80 04 01 aa 00 00', 'a0030401aa'],
    ['keeps an empty sequence', '30 00', '3000'],
  ])('%s', (_, from, to) => {
    expect(toDer(from)).toBe(to);
  });

  it('writes lengths at every border of their size in the fewest octets', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536, 300_000]) {
      const content = Buffer.alloc(length, 1);
      const ber = Buffer.concat([hex('24 80 04 84'), uint32(length), content, hex('00 00')]);
      const node = parseDer(berToDer(ber, DEFAULT_LIMITS));
      expect(node.tag).toBe(0x04);
      expect(node.content).toHaveLength(length);
    }
  });

  it.each([
    ['nothing', ''],
    ['a missing end of contents', '30 80 02 01 05'],
    ['half an end of contents', '30 80 02 01 05 00'],
    ['an end of contents with a length', '30 80 00 01 00 00'],
    ['a primitive of indefinite length', '04 80 00 00'],
    ['a value cut short', '30 05 02 01'],
    ['a length cut short', '30 82 01'],
    ['a length of 2^32 - 1', '30 84 ff ff ff ff 00'],
    ['a length of 126 octets', `30 fe ${'ff'.repeat(126)}`],
    ['a child longer than its parent', '30 03 02 05 00 00 00 00 00'],
    ['trailing octets', '05 00 00'],
    ['a high tag number', '1f 81 01 00'],
    ['an INTEGER inside an OCTET STRING', '24 03 02 01 05'],
  ])('refuses %s', (_, text) => {
    expect(codeOf(() => toDer(text))).toBe('asn1/malformed');
  });

  it.each([50, 1000, 50_000])('refuses %i levels, definite or not, without running out of stack', (levels) => {
    const open = Buffer.alloc(levels * 2, hex('30 80'));
    expect(codeOf(() => berToDer(Buffer.concat([open, Buffer.alloc(levels * 2)]), DEFAULT_LIMITS))).toBe(
      'asn1/too-large',
    );
    expect(codeOf(() => berToDer(open, DEFAULT_LIMITS))).toBe('asn1/too-large');
  });

  it('refuses more elements than allowed', () => {
    const wide = Buffer.concat([hex('30 80'), Buffer.alloc(60_000, hex('05 00')), hex('00 00')]);
    expect(codeOf(() => berToDer(wide, DEFAULT_LIMITS))).toBe('asn1/too-large');
  });

  it('ends in a value or in a refusal, whatever the octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(['accepted', 'asn1/malformed', 'asn1/too-large']).toContain(
          codeOf(() => berToDer(bytes, DEFAULT_LIMITS)),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('changes nothing the second time', () => {
    const once = berToDer(load('nss-rsa.p12'), DEFAULT_LIMITS);
    expect(berToDer(once, DEFAULT_LIMITS)).toEqual(once);
    expect(parseDer(once).tag).toBe(0x30);
  });

  it.runIf(HAS_OPENSSL)('names the same values as openssl asn1parse (skipped without openssl 3)', () => {
    const primitives = (file: Buffer) =>
      runOpenssl(['asn1parse', '-inform', 'DER', '-in', 'file'], { file })
        .output.split('\n')
        .filter((line) => / prim: (?:INTEGER|OBJECT)/.test(line))
        .map((line) => line.replace(/^.*prim: /, ''));
    const file = load('nss-rsa.p12');
    expect(primitives(file).length).toBeGreaterThan(3);
    expect(primitives(berToDer(file, DEFAULT_LIMITS))).toEqual(primitives(file));
  });
});

function load(file: string): Buffer {
  return readFileSync(new URL(`../../vectors/p12/${file}`, import.meta.url));
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
