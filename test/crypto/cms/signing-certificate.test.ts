import { beforeAll, describe, expect, it } from 'vitest';
import { parseDer } from '../../../crypto/asn1/der-reader.ts';
import { algorithm, explicit, implicit, integer, nul, octetString, sequence } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { encodeSigningCertificateV2, requireSigningCertificate } from '../../../crypto/cms/signing-certificate.ts';
import { sha256 } from '../../../crypto/encoding.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { createPeople } from '../../pki/cms-people.ts';

describe('signing-certificate-v2', () => {
  let signer: Certificate;
  let other: Certificate;
  beforeAll(async () => {
    const people = await createPeople();
    [signer, other] = [(await people.signer('Satu')).certificate, (await people.signer('Dua')).certificate];
  });

  const check = (value: Uint8Array) => () => requireSigningCertificate(parseDer(value), signer);
  const withName = (...names: Uint8Array[]) => sequence(sequence(sequence(octetString(sha256(signer.der)), ...names)));
  const issuerSerial = (name: Uint8Array, serial: Uint8Array) => sequence(sequence(name), serial);

  it('accepts what it writes, for the same certificate only', () => {
    expect(check(encodeSigningCertificateV2(signer))).not.toThrow();
    expect(check(encodeSigningCertificateV2(other))).toThrow('signature/wrong-signer');
  });

  it('is one SHA-256 digest, in the shortest form of RFC 5035', () => {
    const digest = signer.sha256;
    expect(encodeSigningCertificateV2(signer).toString('hex')).toBe(`3026302430220420${digest}`);
  });

  it('accepts issuer and serial number of the signer', () => {
    expect(check(withName(issuerSerial(explicit(4, signer.issuerDer), signer.serialDer)))).not.toThrow();
  });

  it('refuses another serial number, another issuer, and a name that is no directory name', () => {
    const uri = implicit(6, Buffer.from('http://ams.invalid'));
    for (const name of [
      issuerSerial(explicit(4, signer.issuerDer), other.serialDer),
      issuerSerial(explicit(4, signer.subjectDer), signer.serialDer),
      issuerSerial(uri, signer.serialDer),
      sequence(sequence(explicit(4, signer.issuerDer), uri), signer.serialDer),
    ]) {
      expect(check(withName(name))).toThrow('signature/wrong-signer');
    }
  });

  it('accepts SHA-256 written out, with or without NULL', () => {
    for (const hash of [algorithm(OID.sha256), algorithm(OID.sha256, nul())]) {
      expect(check(sequence(sequence(sequence(hash, octetString(sha256(signer.der))))))).not.toThrow();
    }
  });

  it('ignores further certificates and policies', () => {
    const [entry] = parseDer(encodeSigningCertificateV2(signer)).children;
    const further = sequence(octetString(sha256(other.der)));
    const own = sequence(octetString(sha256(signer.der)));
    expect(entry).toBeDefined();
    expect(check(sequence(sequence(own, further), sequence()))).not.toThrow();
    expect(check(sequence(sequence(further, own)))).toThrow('signature/wrong-signer');
  });

  it.each([
    ['is empty', sequence()],
    ['has no entry', sequence(sequence())],
    ['has no digest', sequence(sequence(sequence()))],
    ['is a number', integer(1)],
  ])('refuses a value that %s', (_, value) => {
    expect(check(value)).toThrow(/malformed/);
  });
});
