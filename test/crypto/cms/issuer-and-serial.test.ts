import { beforeAll, describe, expect, it } from 'vitest';
import { parseDer } from '../../../crypto/asn1/der-reader.ts';
import { implicit, integer, sequence, tlv } from '../../../crypto/asn1/der-writer.ts';
import {
  encodeIssuerAndSerial,
  issuerAndSerialKey,
  namesCertificate,
  readIssuerAndSerial,
} from '../../../crypto/cms/issuer-and-serial.ts';
import { createPeople, type Opener, type People } from '../../pki/cms-people.ts';

describe('issuer and serial number', () => {
  let people: People;
  let one: Opener;
  let two: Opener;
  beforeAll(async () => {
    people = await createPeople();
    [one, two] = [await people.opener('Satu'), await people.opener('Dua')];
  });

  it('names the certificate it was made from and no other', () => {
    const name = readIssuerAndSerial(parseDer(encodeIssuerAndSerial(one.certificate)));
    expect(namesCertificate(name, one.certificate)).toBe(true);
    expect(namesCertificate(name, two.certificate)).toBe(false);
    expect(issuerAndSerialKey(name)).toBe(issuerAndSerialKey(one.certificate));
    expect(issuerAndSerialKey(name)).not.toBe(issuerAndSerialKey(two.certificate));
  });

  it('does not name a certificate of another issuer with the same serial number', () => {
    const other = { issuerDer: people.root.certificate.subjectDer, serialDer: one.certificate.serialDer };
    expect(namesCertificate(other, one.certificate)).toBe(false);
  });

  it('refuses a key identifier in its place', () => {
    expect(() => readIssuerAndSerial(parseDer(implicit(0, Buffer.alloc(20))))).toThrow('asn1/malformed');
  });

  it.each([
    ['an overlong serial number', (issuer: Uint8Array) => sequence(issuer, tlv(2, Buffer.from([0, 1])))],
    ['a third field', (issuer: Uint8Array) => sequence(issuer, integer(1), integer(1))],
    ['no serial number', (issuer: Uint8Array) => sequence(issuer)],
  ])('refuses %s', (_, make) => {
    expect(() => readIssuerAndSerial(parseDer(make(one.certificate.issuerDer)))).toThrow('asn1/malformed');
  });
});
