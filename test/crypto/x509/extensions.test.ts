import { describe, expect, it } from 'vitest';
import { parseDer, readOctets } from '../../../crypto/asn1/der-reader.ts';
import {
  boolean,
  explicit,
  implicit,
  integer,
  nul,
  octetString,
  oid,
  sequence,
  tlv,
} from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import * as encode from '../../../crypto/x509/encode-extensions.ts';
import * as read from '../../../crypto/x509/extensions.ts';

/** extnValue of an Extension TLV. */
function valueOf(extension: Uint8Array): Uint8Array {
  const last = parseDer(extension).children.at(-1);
  if (last === undefined) throw new Error('no value');
  return readOctets(last);
}

describe('extensions', () => {
  it('are kept by OID with their criticality', () => {
    const list = parseDer(
      sequence(encode.basicConstraints({ ca: true }), encode.subjectKeyIdentifier(Buffer.from([1]))),
    );
    const extensions = read.readExtensions(list);
    expect(extensions.get(OID.basicConstraints)?.critical).toBe(true);
    expect(extensions.get(OID.subjectKeyIdentifier)?.critical).toBe(false);
  });

  it('may not appear twice, nor be an empty list', () => {
    const twice = sequence(encode.ocspNoCheck(), encode.ocspNoCheck());
    expect(() => read.readExtensions(parseDer(twice))).toThrow('twice');
    expect(() => read.readExtensions(parseDer(sequence()))).toThrow('Extensions');
  });

  it('with an explicit FALSE are read as not critical', () => {
    const extension = sequence(oid('2.25.1'), boolean(false), octetString(nul()));
    expect(read.readExtensions(parseDer(sequence(extension))).get('2.25.1')?.critical).toBe(false);
  });
});

describe('basic constraints', () => {
  it('tell CA and path length', () => {
    expect(read.readBasicConstraints(valueOf(encode.basicConstraints({ ca: true, pathLength: 2 })))).toEqual({
      ca: true,
      pathLength: 2,
    });
    expect(read.readBasicConstraints(valueOf(encode.basicConstraints({ ca: false })))).toEqual({
      ca: false,
      pathLength: null,
    });
  });

  it('refuse a negative path length', () => {
    expect(() => read.readBasicConstraints(sequence(boolean(true), integer(-1)))).toThrow('out of range');
  });
});

describe('key usage', () => {
  it('names its bits, also the ninth', () => {
    expect([...read.readKeyUsage(valueOf(encode.keyUsage(['nonRepudiation', 'decipherOnly'])))]).toEqual([
      'nonRepudiation',
      'decipherOnly',
    ]);
    expect([...read.readKeyUsage(valueOf(encode.keyUsage([])))]).toEqual([]);
  });

  it('refuses anything but a BIT STRING with zero padding', () => {
    expect(() => read.readKeyUsage(nul())).toThrow('KeyUsage');
    expect(() => read.readKeyUsage(tlv(0x03, Buffer.from([1, 0x81])))).toThrow('BIT STRING padding');
  });
});

describe('names and constraints', () => {
  it('read alternative names and refuse an empty list', () => {
    expect(read.readSubjectAltName(valueOf(encode.subjectAltName([{ dns: 'a' }])))).toEqual([
      { kind: 'dns', value: 'a' },
    ]);
    expect(() => read.readSubjectAltName(sequence())).toThrow('empty');
    expect(() => read.readSubjectAltName(nul())).toThrow('SubjectAltName');
  });

  it('read permitted and excluded subtrees', () => {
    const value = valueOf(encode.nameConstraints({ permitted: [{ dns: 'a' }], excluded: [{ email: 'b' }] }));
    expect(read.readNameConstraints(value)).toEqual({
      permitted: [{ kind: 'dns', value: 'a' }],
      excluded: [{ kind: 'email', value: 'b' }],
    });
  });

  it.each([
    ['no subtrees at all', sequence()],
    ['an empty list of subtrees', sequence(explicit(0))],
    ['a maximum', sequence(explicit(0, sequence(encode.generalName({ dns: 'a' }), implicit(1, Buffer.from([1])))))],
  ])('refuse name constraints with %s', (_what, value) => {
    expect(() => read.readNameConstraints(value)).toThrow('asn1/malformed');
  });
});

describe('policies', () => {
  it('read identifiers and skip qualifiers', () => {
    const value = sequence(sequence(oid('2.25.1'), sequence(sequence(oid('2.25.2'), nul()))), sequence(oid('2.25.3')));
    expect(read.readCertificatePolicies(value)).toEqual(['2.25.1', '2.25.3']);
  });

  it('refuse a policy that is listed twice, and an empty list', () => {
    const value = valueOf(encode.certificatePolicies(['2.25.1', '2.25.1']));
    expect(() => read.readCertificatePolicies(value)).toThrow('twice');
    expect(() => read.readCertificatePolicies(sequence())).toThrow('empty');
  });

  it('read mappings and constraints', () => {
    expect(read.readPolicyMappings(valueOf(encode.policyMappings([['2.25.1', '2.25.2']])))).toEqual([
      { issuerDomain: '2.25.1', subjectDomain: '2.25.2' },
    ]);
    expect(read.readPolicyConstraints(valueOf(encode.policyConstraints({ explicitPolicy: 0, mapping: 3 })))).toEqual({
      requireExplicitPolicy: 0,
      inhibitPolicyMapping: 3,
    });
    expect(read.readInhibitAnyPolicy(valueOf(encode.inhibitAnyPolicy(1)))).toBe(1);
  });

  it('refuse empty constraints and negative counts', () => {
    expect(() => read.readPolicyConstraints(sequence())).toThrow('empty');
    expect(() => read.readPolicyConstraints(sequence(implicit(0, Buffer.from([0xff]))))).toThrow('SkipCerts');
  });
});

describe('distribution points', () => {
  it('tell names, reasons and CRL issuer', () => {
    const point = sequence(
      explicit(0, explicit(0, encode.generalName({ uri: 'http://a/x.crl' }))),
      implicit(1, encode.namedBitList([1, 3]).subarray(2)),
      explicit(2, encode.generalName({ dns: 'issuer' })),
    );
    const [read0] = read.readDistributionPoints(sequence(point));
    expect(read0?.name?.fullName).toEqual([{ kind: 'uri', value: 'http://a/x.crl' }]);
    expect([...(read0?.reasons ?? [])]).toEqual([1, 3]);
    expect(read0?.crlIssuer).toEqual([{ kind: 'dns', value: 'issuer' }]);
  });

  it('list only HTTP addresses', () => {
    const value = valueOf(
      encode.crlDistributionPoints(['ldap://x/', 'http://x/a.crl', 'HTTPS://x/b.crl', 'file:///etc/passwd']),
    );
    expect(read.httpCrlUrls(read.readDistributionPoints(value))).toEqual(['http://x/a.crl', 'HTTPS://x/b.crl']);
    expect(read.readAccessUrls(valueOf(encode.ocspAccess('http://ocsp/')))).toEqual(['http://ocsp/']);
    expect(read.readAccessUrls(valueOf(encode.ocspAccess('http://ocsp/')), OID.caIssuers)).toEqual([]);
  });

  it('refuse a point that names nothing, or a name of an unknown form', () => {
    expect(() => read.readDistributionPoints(sequence(sequence()))).toThrow('DistributionPoint');
    expect(() => read.readDistributionPoints(sequence(sequence(explicit(0, explicit(5, nul())))))).toThrow(
      'DistributionPointName',
    );
  });
});

describe('key identifiers', () => {
  it('are read, and issuer with serial number are skipped', () => {
    const keyId = Buffer.from([1, 2]);
    expect(read.readSubjectKeyId(valueOf(encode.subjectKeyIdentifier(keyId)))).toEqual(keyId);
    expect(read.readAuthorityKeyId(valueOf(encode.authorityKeyIdentifier(keyId)))).toEqual(keyId);
    const byIssuer = sequence(explicit(1, encode.generalName({ dns: 'x' })), implicit(2, Buffer.from([1])));
    expect(read.readAuthorityKeyId(byIssuer)).toBeNull();
  });
});
