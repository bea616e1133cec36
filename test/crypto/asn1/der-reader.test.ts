import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as der from '../../../crypto/asn1/der-reader.ts';
import { integer, oid, sequence, tlv } from '../../../crypto/asn1/der-writer.ts';
import { codeOf } from '../../doubles/crypto-code.ts';
import { HAS_OPENSSL, runOpenssl } from '../../pki/openssl.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const parse = (text: string) => der.parseDer(hex(text));
const toHex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const ascii = (tag: number, text: string) => der.parseDer(tlv(tag, Buffer.from(text, 'latin1')));

describe('parseDer', () => {
  it('gives tag, octets, value and children', () => {
    const node = parse('30 06 02 01 05 80 01 ff');
    expect(node).toMatchObject({ tag: 0x30, constructed: true });
    expect(node.children.map(({ tag }) => tag)).toEqual([0x02, 0x80]);
    expect(node.children.map(({ bytes }) => toHex(bytes))).toEqual(['020105', '8001ff']);
    expect(node.children.map(({ content }) => toHex(content))).toEqual(['05', 'ff']);
    expect(node.children.map(({ constructed }) => constructed)).toEqual([false, false]);
    expect(toHex(node.content)).toBe('0201058001ff');
  });

  it.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['trailing octets', '05 00 00'],
    ['an indefinite length', '30 80 02 01 05 00 00'],
    ['a length of two octets where one is enough', '04 81 01 aa'],
    ['a length with a leading zero', `04 82 00 80 ${'00'.repeat(128)}`],
    ['a length of five octets', '04 85 00 00 00 00 01 aa'],
    ['the reserved length octet', '04 ff aa'],
    ['a length of 2^32 - 1', '30 84 ff ff ff ff'],
    ['a length of 2^31', '30 84 80 00 00 00'],
    ['a length cut short', '30 82 01'],
    ['a value cut short', '30 03 02 01'],
    ['a child that is longer than its parent', '30 03 02 02 00 05'],
    ['a child whose length lies outside its parent', '30 01 02 01 05'],
    ['a high tag number', '1f 81 01 00'],
    ['a primitive SEQUENCE', '10 00'],
    ['a primitive SET', '11 00'],
    ['a constructed OCTET STRING', '24 03 04 01 aa'],
    ['a constructed INTEGER', '22 03 02 01 05'],
    ['a constructed BIT STRING', '23 04 03 02 00 aa'],
    ['a constructed UTF8String', '2c 03 0c 01 41'],
    ['end-of-contents octets', '30 02 00 00'],
    ['constructed end-of-contents octets', '30 02 20 00'],
  ])('refuses %s', (_, text) => {
    expect(codeOf(() => parse(text))).toBe('asn1/malformed');
  });

  it('allows context tags in both forms', () => {
    expect(parse('30 06 a0 02 05 00 80 00').children.map(({ constructed }) => constructed)).toEqual([true, false]);
  });

  it('reads lengths at every border of their size', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536, 1_000_000]) {
      expect(der.parseDer(tlv(0x04, Buffer.alloc(length))).content).toHaveLength(length);
    }
  });

  it.each([33, 50, 1000])('refuses %i levels before they exhaust the stack', (levels) => {
    const value = Array.from({ length: levels }).reduce<Buffer>((inner) => sequence(inner), integer(1));
    expect(codeOf(() => der.parseDer(value))).toBe('asn1/too-large');
  });

  it('refuses fifty thousand openings without an end', () => {
    expect(codeOf(() => der.parseDer(Buffer.alloc(100_000, hex('30 80'))))).toBe('asn1/malformed');
    // Depth is counted on the way down, before the lengths inside turn out wrong.
    const value = Buffer.alloc(200_000, hex('30 83 00 ff'));
    expect(['asn1/too-large', 'asn1/malformed']).toContain(codeOf(() => der.parseDer(value)));
  });

  it('allows 32 levels', () => {
    let value: Buffer = integer(1);
    for (let i = 0; i < 31; i++) value = sequence(value);
    expect(codeOf(() => der.parseDer(value))).toBe('accepted');
    expect(codeOf(() => der.parseDer(sequence(value)))).toBe('asn1/too-large');
  });

  it('counts elements, wide or deep', () => {
    const wide = (count: number) => tlv(0x30, Buffer.alloc(count * 2, hex('05 00')));
    expect(codeOf(() => der.parseDer(wide(19_999)))).toBe('accepted');
    expect(codeOf(() => der.parseDer(wide(20_000)))).toBe('asn1/too-large');
    expect(codeOf(() => der.parseDer(wide(500_000)))).toBe('asn1/too-large');
  });

  it('refuses more octets than allowed before reading them', () => {
    const limits = { ...der.DEFAULT_LIMITS, maxBytes: 4 };
    expect(codeOf(() => der.parseDer(hex('04 02 aa bb'), limits))).toBe('accepted');
    expect(codeOf(() => der.parseDer(hex('00 00 00 00 00'), limits))).toBe('asn1/too-large');
  });

  it('ends in a value or in a refusal, whatever the octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(['accepted', 'asn1/malformed', 'asn1/too-large']).toContain(codeOf(() => der.parseDer(bytes)));
      }),
      { numRuns: 3000 },
    );
  });

  it('reads only its one encoding: any flipped bit gives another value or a refusal', () => {
    const original = sequence(integer(300), oid('1.2.840.113549'), tlv(0x0c, Buffer.from('teks')));
    const encode = (node: der.DerNode): Buffer =>
      tlv(node.tag, ...(node.constructed ? node.children.map(encode) : [node.content]));
    for (let bit = 0; bit < original.length * 8; bit++) {
      const changed = Buffer.from(original);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (codeOf(() => der.parseDer(changed)) === 'accepted') expect(encode(der.parseDer(changed))).toEqual(changed);
    }
  });

  it.runIf(HAS_OPENSSL)('accepts nothing that openssl asn1parse refuses (skipped without openssl 3)', () => {
    const original = sequence(integer(300), sequence(oid('1.2.840.113549'), tlv(0x0c, Buffer.from('teks'))));
    const changes = Array.from({ length: 24 }, (_, i) => (i * 37) % (original.length * 8));
    for (const bit of changes) {
      const file = Buffer.from(original);
      file[bit >> 3] = (file[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (codeOf(() => der.parseDer(file)) !== 'accepted') continue;
      expect(runOpenssl(['asn1parse', '-inform', 'DER', '-in', 'file'], { file })).toMatchObject({ ok: true });
    }
  });
});

describe('DerCursor', () => {
  const cursor = () => new der.DerCursor(parse('30 08 02 01 05 05 00 04 01 aa'));

  it('walks in order, with optional fields', () => {
    const at = cursor();
    expect(at.peek()).toBe(0x02);
    expect(at.next(0x02).tag).toBe(0x02);
    expect(at.optional(0x30)).toBeNull();
    expect(at.optional(0x05)?.tag).toBe(0x05);
    expect(at.next().tag).toBe(0x04);
    expect(at.peek()).toBeNull();
    expect(at.optional(0x04)).toBeNull();
    at.end();
  });

  it.each([
    ['another tag than asked for', () => cursor().next(0x05)],
    ['fields left over', () => cursor().end()],
    ['a missing field', () => new der.DerCursor(parse('30 00')).next()],
    ['a SET for a SEQUENCE', () => new der.DerCursor(parse('31 00'))],
  ])('refuses %s', (_, act) => {
    expect(codeOf(act)).toBe('asn1/malformed');
  });

  it('walks a SET when told so', () => {
    expect(codeOf(() => new der.DerCursor(parse('31 02 05 00'), 0x31).next(0x05))).toBe('accepted');
  });
});

describe('values', () => {
  it.each([
    ['02 01 00', 0n],
    ['02 01 7f', 127n],
    ['02 02 00 80', 128n],
    ['02 01 80', -128n],
    ['02 01 ff', -1n],
    ['02 02 ff 7f', -129n],
    ['02 09 00 ff ff ff ff ff ff ff ff', 2n ** 64n - 1n],
  ])('INTEGER %s', (text, value) => {
    expect(der.readInteger(parse(text))).toBe(value);
  });

  it('a small INTEGER is 0 .. 2^31 - 1', () => {
    expect(der.readSmallInteger(parse('02 04 7f ff ff ff'))).toBe(2 ** 31 - 1);
    expect(codeOf(() => der.readSmallInteger(parse('02 05 00 80 00 00 00')))).toBe('asn1/malformed');
    expect(codeOf(() => der.readSmallInteger(parse('02 01 ff')))).toBe('asn1/malformed');
  });

  it.each([
    ['06 03 2a 03 04', '1.2.3.4'],
    ['06 06 2a 86 48 86 f7 0d', '1.2.840.113549'],
    ['06 01 00', '0.0'],
    ['06 01 27', '0.39'],
    ['06 01 28', '1.0'],
    ['06 01 7f', '2.47'],
    ['06 03 88 37 03', '2.999.3'],
    ['06 0b 69 83 ff ff ff ff ff ff ff ff 7f', '2.25.36893488147419103231'],
  ])('OBJECT IDENTIFIER %s', (text, dotted) => {
    expect(der.readOid(parse(text))).toBe(dotted);
    expect(toHex(oid(dotted))).toBe(text.replaceAll(' ', ''));
  });

  it('BOOLEAN is 00 or FF', () => {
    expect(der.readBoolean(parse('01 01 ff'))).toBe(true);
    expect(der.readBoolean(parse('01 01 00'))).toBe(false);
  });

  it('BIT STRING has its unused bits, all zero', () => {
    expect(der.readBitString(parse('03 02 04 a0'))).toEqual({ unusedBits: 4, bytes: hex('a0') });
    expect(toHex(der.readBitStringOctets(parse('03 03 00 aa bb')))).toBe('aabb');
    expect(der.readBitString(parse('03 01 00'))).toEqual({ unusedBits: 0, bytes: hex('') });
  });

  it.each([
    ['an empty INTEGER', () => der.readInteger(parse('02 00'))],
    ['an INTEGER with a superfluous 00', () => der.readInteger(parse('02 02 00 7f'))],
    ['an INTEGER with a superfluous FF', () => der.readInteger(parse('02 02 ff 80'))],
    ['an OCTET STRING for an INTEGER', () => der.readInteger(parse('04 01 05'))],
    ['an empty OBJECT IDENTIFIER', () => der.readOid(parse('06 00'))],
    ['an OBJECT IDENTIFIER cut short', () => der.readOid(parse('06 02 2a 86'))],
    ['an arc with a leading zero', () => der.readOid(parse('06 03 2a 80 01'))],
    ['an OBJECT IDENTIFIER of 65 octets', () => der.readOid(parse(`06 41 ${'2a'.repeat(65)}`))],
    ['a BOOLEAN of 01', () => der.readBoolean(parse('01 01 01'))],
    ['a BOOLEAN of two octets', () => der.readBoolean(parse('01 02 ff ff'))],
    ['a BIT STRING without its first octet', () => der.readBitString(parse('03 00'))],
    ['a BIT STRING of eight unused bits', () => der.readBitString(parse('03 02 08 00'))],
    ['a BIT STRING of nothing with unused bits', () => der.readBitString(parse('03 01 04'))],
    ['a BIT STRING with unused bits set', () => der.readBitString(parse('03 02 04 a8'))],
    ['a BIT STRING that is not whole octets', () => der.readBitStringOctets(parse('03 02 04 a0'))],
    ['a NULL with content', () => der.readNull(parse('05 01 00'))],
    ['a BOOLEAN for an OCTET STRING', () => der.readOctets(parse('01 01 ff'))],
    ['an explicit tag with nothing in it', () => der.readExplicit(parse('a0 00'))],
    ['an explicit tag with two values', () => der.readExplicit(parse('a0 04 05 00 05 00'))],
    ['a SET OF out of order', () => der.requireSorted(parse('31 06 02 01 02 02 01 01').children)],
  ])('refuses %s', (_, act) => {
    expect(codeOf(act)).toBe('asn1/malformed');
  });

  it('a SET OF in order may hold equal values', () => {
    expect(codeOf(() => der.requireSorted(parse('31 06 02 01 01 02 01 01').children))).toBe('accepted');
  });
});

describe('readTime', () => {
  it.each([
    [0x17, '500101000000Z', '1950-01-01T00:00:00.000Z'],
    [0x17, '491231235959Z', '2049-12-31T23:59:59.000Z'],
    [0x18, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
    [0x18, '00990101000000Z', '0099-01-01T00:00:00.000Z'],
    [0x18, '20240229120000Z', '2024-02-29T12:00:00.000Z'],
  ])('%i %s', (tag, text, iso) => {
    expect(der.readTime(ascii(tag, text)).toISOString()).toBe(iso);
  });

  it.each([
    ['20260101000000.5Z', 500],
    ['20260101000000.283Z', 283],
    ['20260101000000.001Z', 1],
    ['20260101000000.1239Z', 123],
  ])('%s with its fraction, cut to milliseconds', (text, milliseconds) => {
    expect(der.readTime(ascii(0x18, text), { fraction: true }).getUTCMilliseconds()).toBe(milliseconds);
  });

  it.each([
    [0x17, '260101000000+0700'],
    [0x17, '2601010000Z'],
    [0x17, '20260101000000Z'],
    [0x17, '261301000000Z'],
    [0x17, '260230000000Z'],
    [0x17, '250229000000Z'],
    [0x17, '260101240000Z'],
    [0x17, '260101006000Z'],
    [0x17, '260101000060Z'],
    [0x17, '260100000000Z'],
    [0x18, '20260101000000.5Z'],
    [0x18, '2026010100000Z'],
    [0x18, '20260101000000'],
    [0x18, '20260101000000Z\n'],
    [0x0c, '20260101000000Z'],
  ])('refuses %i %j', (tag, text) => {
    expect(codeOf(() => der.readTime(ascii(tag, text)))).toBe('asn1/malformed');
  });

  it.each(['20260101000000.Z', '20260101000000.50Z', '20260101000000,5Z'])('refuses the fraction of %s', (text) => {
    expect(codeOf(() => der.readTime(ascii(0x18, text), { fraction: true }))).toBe('asn1/malformed');
  });
});
