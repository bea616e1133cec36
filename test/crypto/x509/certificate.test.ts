import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseDer } from '../../../crypto/asn1/der-reader.ts';
import { bitString, explicit, integer, sequence, tlv } from '../../../crypto/asn1/der-writer.ts';
import { isSelfIssued, parseCertificate } from '../../../crypto/x509/certificate.ts';
import { nameText } from '../../../crypto/x509/distinguished-name.ts';
import { createAuthority, type Authority, type Issued } from '../../pki/authority.ts';

describe('certificate', () => {
  let root: Authority;
  let issuing: Authority;
  let tls: Issued;

  beforeAll(async () => {
    root = await createAuthority({ subject: 'Root' });
    issuing = await createAuthority({
      subject: 'Issuing',
      parent: root,
      pathLength: 0,
      ocspUrl: 'http://ocsp.invalid/',
    });
    tls = await issuing.issue('tls-server', { subject: 'localhost' });
  });

  it('tells the same as the platform', () => {
    const { certificate } = tls;
    const platform = new X509Certificate(certificate.der);
    expect(certificate.sha256).toBe(platform.fingerprint256.replaceAll(':', '').toLowerCase());
    expect(certificate.serialHex.toUpperCase()).toBe(platform.serialNumber);
    expect(certificate.notBefore).toEqual(new Date(platform.validFrom));
    expect(certificate.notAfter).toEqual(new Date(platform.validTo));
    expect(certificate.publicKey().equals(platform.publicKey)).toBe(true);
    expect(certificate.version).toBe(3);
  });

  it('tells names, usages, identifiers and addresses', () => {
    const { certificate } = tls;
    expect(nameText(certificate.subject)).toBe('CN=localhost, C=ID');
    expect(nameText(certificate.issuer)).toBe('CN=Issuing, C=ID');
    expect([...(certificate.keyUsage ?? [])]).toEqual(['digitalSignature']);
    expect(certificate.extendedKeyUsage).toEqual({ critical: false, purposes: ['1.3.6.1.5.5.7.3.1'] });
    expect(certificate.subjectAltNames.map(({ kind }) => kind)).toEqual(['dns', 'ip', 'ip']);
    expect(certificate.authorityKeyId).toEqual(issuing.certificate.subjectKeyId);
    expect(certificate.crlUrls).toEqual([issuing.crlUrl]);
    expect(certificate.ocspUrls).toEqual(['http://ocsp.invalid/']);
    expect(issuing.certificate.basicConstraints).toEqual({ ca: true, pathLength: 0 });
  });

  it('knows self-issued certificates by their names', () => {
    expect(isSelfIssued(root.certificate)).toBe(true);
    expect(isSelfIssued(issuing.certificate)).toBe(false);
  });

  /** The certificate with the fields of its signed part replaced. */
  function altered(change: (fields: Uint8Array[]) => readonly Uint8Array[]): Buffer {
    const [tbs, algorithmNode, signature] = parseDer(tls.certificate.der).children;
    if (tbs === undefined || algorithmNode === undefined || signature === undefined)
      throw new Error('not a certificate');
    const fields = tbs.children.map(({ bytes }) => bytes);
    return sequence(sequence(...change(fields)), algorithmNode.bytes, signature.bytes);
  }

  it('is read again from its own fields', () => {
    expect(altered((fields) => fields).equals(tls.certificate.der)).toBe(true);
  });

  it.each<[string, (fields: Uint8Array[]) => readonly Uint8Array[]]>([
    ['extensions without version 3', (fields) => fields.slice(1)],
    ['version 4', (fields) => [explicit(0, integer(3)), ...fields.slice(1)]],
    ['an explicit version 1', (fields) => [explicit(0, integer(0)), ...fields.slice(1)]],
    ['a serial number of 21 octets', (fields) => fields.with(1, tlv(0x02, Buffer.alloc(21, 1)))],
    ['an overlong serial number', (fields) => fields.with(1, tlv(0x02, Buffer.from([0, 1])))],
    ['another algorithm inside than outside', (fields) => fields.with(2, sequence(Buffer.from('0603550401', 'hex')))],
    ['a field too many', (fields) => [...fields, integer(1)]],
    ['a field too few', (fields) => fields.slice(0, 4)],
  ])('refuses %s', (_what, change) => {
    expect(() => parseCertificate(altered(change))).toThrow('certificate/malformed');
  });

  it('refuses bytes before, after or instead of a certificate', () => {
    const { der } = tls.certificate;
    expect(() => parseCertificate(Buffer.concat([der, Buffer.from([0])]))).toThrow('certificate/malformed');
    expect(() => parseCertificate(der.subarray(1))).toThrow('certificate/malformed');
    expect(() => parseCertificate(Buffer.alloc(0))).toThrow('certificate/malformed');
  });

  it('refuses a signature that is no whole number of octets', () => {
    const [tbs, algorithmNode] = parseDer(tls.certificate.der).children.map(({ bytes }) => bytes);
    if (tbs === undefined || algorithmNode === undefined) throw new Error('not a certificate');
    const der = sequence(tbs, algorithmNode, bitString(Buffer.from([0x80]), 1));
    expect(() => parseCertificate(der)).toThrow('whole octets');
  });

  it('reads a negative serial number, as RFC 5280 asks of readers', () => {
    expect(parseCertificate(altered((fields) => fields.with(1, integer(-1)))).serialHex).toBe('ff');
  });
});
