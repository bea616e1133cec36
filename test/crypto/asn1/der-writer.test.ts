import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DerCursor,
  parseDer,
  readBitString,
  readBoolean,
  readInteger,
  readNull,
  readOid,
  readTime,
  requireSorted,
} from '../../../crypto/asn1/der-reader.ts';
import * as write from '../../../crypto/asn1/der-writer.ts';
import { HAS_OPENSSL, runOpenssl } from '../../pki/openssl.ts';

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('what the writer writes, the strict reader reads', () => {
  it('INTEGER of any value', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 300n), max: 2n ** 300n }), (value) => {
        expect(readInteger(parseDer(write.integer(value)))).toBe(value);
      }),
    );
  });

  it('INTEGER from unsigned octets', () => {
    expect(hexOf(write.unsignedInteger(Buffer.from('ff', 'hex')))).toBe('020200ff');
    expect(hexOf(write.unsignedInteger(Buffer.from('0000ff', 'hex')))).toBe('020200ff');
    expect(hexOf(write.unsignedInteger(Buffer.alloc(0)))).toBe('020100');
  });

  it('OBJECT IDENTIFIER of any arcs', () => {
    const arc = fc.bigInt({ min: 0n, max: 2n ** 40n });
    const start = fc.oneof(
      fc.tuple(fc.constantFrom(0n, 1n), fc.bigInt({ min: 0n, max: 39n })),
      fc.tuple(fc.constant(2n), arc),
    );
    fc.assert(
      fc.property(start, fc.array(arc, { maxLength: 6 }), (head, tail) => {
        const dotted = [...head, ...tail].join('.');
        expect(readOid(parseDer(write.oid(dotted)))).toBe(dotted);
      }),
    );
  });

  it('values of any length', () => {
    for (const length of [0, 127, 128, 255, 256, 65_535, 65_536]) {
      expect(parseDer(write.octetString(Buffer.alloc(length, 7))).content).toHaveLength(length);
    }
  });

  it('SET OF in ascending order', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 5 }), { maxLength: 8 }), (values) => {
        const set = parseDer(write.setOf(...values.map(write.octetString)));
        expect(set.children).toHaveLength(values.length);
        requireSorted(set.children);
      }),
    );
  });

  it('BOOLEAN, NULL, BIT STRING, tags and an algorithm without parameters', () => {
    expect(readBoolean(parseDer(write.boolean(true)))).toBe(true);
    expect(readBoolean(parseDer(write.boolean(false)))).toBe(false);
    readNull(parseDer(write.nul()));
    expect(readBitString(parseDer(write.bitString(Buffer.from([0xa0]), 5)))).toMatchObject({ unusedBits: 5 });
    expect(hexOf(write.explicit(1, write.nul()))).toBe('a1020500');
    expect(hexOf(write.implicit(1, Buffer.from([7])))).toBe('810107');
    const algorithm = new DerCursor(parseDer(write.algorithm('1.2.3')));
    algorithm.next(0x06);
    algorithm.end();
    expect(hexOf(write.algorithm('1.2.3', write.nul()))).toBe('300606022a030500');
  });
});

describe('time', () => {
  it.each([
    ['1950-01-01T00:00:00Z', 0x17],
    ['2049-12-31T23:59:59Z', 0x17],
    ['2050-01-01T00:00:00Z', 0x18],
    ['1949-12-31T23:59:59Z', 0x18],
  ])('%s has the form that RFC 5280 asks for', (iso, tag) => {
    const node = parseDer(write.time(new Date(iso)));
    expect(node.tag).toBe(tag);
    expect(readTime(node)).toEqual(new Date(iso));
  });

  it('keeps milliseconds in GeneralizedTime only, without trailing zeros', () => {
    const date = new Date('2026-01-01T00:00:00.120Z');
    expect(Buffer.from(parseDer(write.generalizedTime(date)).content).toString()).toBe('20260101000000.12Z');
    expect(readTime(parseDer(write.generalizedTime(date)), { fraction: true })).toEqual(date);
    expect(readTime(parseDer(write.time(date)))).toEqual(new Date('2026-01-01T00:00:00Z'));
  });

  it('refuses a year that has no four digits', () => {
    expect(() => write.time(new Date('+010000-01-01T00:00:00Z'))).toThrow(RangeError);
    expect(() => write.time(new Date('-000001-01-01T00:00:00Z'))).toThrow(RangeError);
  });
});

describe.runIf(HAS_OPENSSL)('openssl asn1parse (skipped without openssl 3)', () => {
  it('names the values as we meant them', () => {
    const file = write.sequence(
      write.integer(-129),
      write.oid('1.2.840.113549.1.7.2'),
      write.utf8String('teks'),
      write.printableString('Abc'),
      write.ia5String('a@b'),
      write.boolean(true),
      write.time(new Date('2026-01-02T03:04:05Z')),
      write.explicit(0, write.octetString(Buffer.alloc(200))),
    );
    const { output } = runOpenssl(['asn1parse', '-inform', 'DER', '-in', 'file'], { file });
    const named = [...output.matchAll(/(?:prim|cons): (.*)/g)].map((match) =>
      (match[1] ?? '').replace(/\s+/g, ' ').trim(),
    );
    expect(named).toEqual([
      'SEQUENCE',
      'INTEGER :-81',
      'OBJECT :pkcs7-signedData',
      'UTF8STRING :teks',
      'PRINTABLESTRING :Abc',
      'IA5STRING :a@b',
      'BOOLEAN :255',
      'UTCTIME :260102030405Z',
      'cont [ 0 ]',
      expect.stringContaining('OCTET STRING'),
    ]);
  });
});
