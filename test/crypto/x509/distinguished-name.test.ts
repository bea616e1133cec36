import { describe, expect, it } from 'vitest';
import { parseDer } from '../../../crypto/asn1/der-reader.ts';
import { ia5String, oid, printableString, sequence, setOf, tlv, utf8String } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import {
  encodeName,
  isWithin,
  nameAttribute,
  namesEqual,
  nameText,
  parseName,
  type DistinguishedName,
} from '../../../crypto/x509/distinguished-name.ts';

const commonName = (value: Uint8Array) => setOf(sequence(oid(OID.commonName), value));
const nameOf = (...rdns: Uint8Array[]): DistinguishedName => parseName(parseDer(sequence(...rdns)));
const named = (text: string) => nameOf(commonName(utf8String(text)));

describe('distinguished name', () => {
  it('round-trips what it encodes, outermost attribute first', () => {
    const der = encodeName([
      { type: 'C', value: 'ID' },
      { type: 'O', value: 'PT Contoh' },
      { type: 'UID', value: '01.234.567.8-901.000' },
      { type: 'CN', value: 'Budi' },
    ]);
    const name = parseName(parseDer(der));
    expect(name.der.equals(der)).toBe(true);
    expect(nameText(name)).toBe('CN=Budi, UID=01.234.567.8-901.000, O=PT Contoh, C=ID');
    expect(nameAttribute(name, 'UID')).toBe('01.234.567.8-901.000');
    expect(nameAttribute(name, 'OU')).toBeUndefined();
  });

  it('writes country and serial number as PrintableString, email as IA5String, the rest as UTF-8', () => {
    const tag = (type: 'C' | 'serialNumber' | 'emailAddress' | 'CN', value: string) =>
      parseDer(encodeName([{ type, value }])).children[0]?.children[0]?.children[1]?.tag;
    expect(tag('C', 'ID')).toBe(0x13);
    expect(tag('serialNumber', '123')).toBe(0x13);
    expect(tag('serialNumber', '12_3')).toBe(0x0c);
    expect(tag('emailAddress', 'a@b')).toBe(0x16);
    expect(tag('CN', 'ID')).toBe(0x0c);
  });

  it('compares without regard to string type, case, repeated spaces and invisible characters', () => {
    const printable = nameOf(commonName(printableString('PT  Contoh ')));
    expect(namesEqual(printable, named('pt contoh'))).toBe(true);
    expect(namesEqual(named('PT\u200b Contoh'), named('PT Contoh'))).toBe(true);
    expect(namesEqual(named('PT Contoh'), named('PTContoh'))).toBe(false);
    expect(namesEqual(named('ﬁrma'), named('firma'))).toBe(true);
  });

  it('does not confuse an RDN of two attributes with two RDNs', () => {
    const cn = sequence(oid(OID.commonName), utf8String('a'));
    const o = sequence(oid(OID.organizationName), utf8String('b'));
    expect(namesEqual(nameOf(setOf(cn, o)), nameOf(setOf(cn), setOf(o)))).toBe(false);
    expect(namesEqual(nameOf(setOf(cn, o)), nameOf(setOf(o, cn)))).toBe(true);
  });

  it('knows a subtree by its outermost RDNs', () => {
    const base = nameOf(commonName(utf8String('a')));
    const below = nameOf(commonName(utf8String('A')), commonName(utf8String('b')));
    expect(isWithin(below, base)).toBe(true);
    expect(isWithin(base, below)).toBe(false);
    expect(isWithin(base, nameOf())).toBe(true);
  });

  it('reads the string types of old issuers', () => {
    expect(nameText(nameOf(commonName(tlv(0x1e, Buffer.from('0050005400e9', 'hex')))))).toBe('CN=PTé');
    expect(nameText(nameOf(commonName(tlv(0x14, Buffer.from([0x50, 0xe9])))))).toBe('CN=Pé');
    expect(nameText(nameOf(commonName(ia5String('a@b'))))).toBe('CN=a@b');
    expect(nameText(nameOf(commonName(tlv(0x03, Buffer.from([0, 1])))))).toBe('CN=#03020001');
  });

  it('never takes text for a value of another type', () => {
    const bits = nameOf(commonName(tlv(0x03, Buffer.from([0, 1]))));
    expect(namesEqual(bits, named('#03020001'))).toBe(false);
    expect(nameText(named('#03020001'))).toBe('CN=\\#03020001');
  });

  it.each([
    ['broken UTF-8', tlv(0x0c, Buffer.from([0xc3]))],
    ['a PrintableString outside ASCII', tlv(0x13, Buffer.from([0xe9]))],
    ['half a BMPString character', tlv(0x1e, Buffer.from([0]))],
  ])('refuses %s', (_what, value) => {
    expect(() => nameOf(commonName(value))).toThrow('asn1/malformed');
  });

  it('refuses an empty or unsorted RDN, and what is not a Name', () => {
    const cn = sequence(oid(OID.commonName), utf8String('a'));
    const o = sequence(oid(OID.organizationName), utf8String('b'));
    expect(() => nameOf(tlv(0x31))).toThrow('empty RelativeDistinguishedName');
    expect(() => nameOf(tlv(0x31, o, cn))).toThrow('SET OF out of order');
    expect(() => parseName(parseDer(setOf()))).toThrow('Name');
  });

  it('shows what could reorder or hide text', () => {
    expect(nameText(named('a,b+c"\u202egpj.exe'))).toBe('CN=a\\,b\\+c\\"\\e2\\80\\aegpj.exe');
    expect(nameText(named(' #x '))).toBe('CN=\\ #x\\ ');
  });

  it('prefers the most specific of several attributes of one type', () => {
    expect(nameAttribute(nameOf(commonName(utf8String('outer')), commonName(utf8String('inner'))), 'CN')).toBe('inner');
  });
});
