import { describe, expect, it } from 'vitest';
import { boolean, implicit, integer, octetString, sequence } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import * as encode from '../../../crypto/x509/certificate-builder.ts';
import { checkProfile } from '../../../crypto/x509/check-profile.ts';
import { createAuthority, type Subject } from '../../pki/authority.ts';

const authority = await createAuthority({ subject: 'Root' });
const keyId = Buffer.from([1]);
const AKI = encode.authorityKeyIdentifier(keyId);
const SKI = encode.subjectKeyIdentifier(keyId);
const CA = encode.basicConstraints({ ca: true });

const broken = (extensions: readonly Uint8Array[], subject: Subject = 'Leaf', isAnchor = false) =>
  checkProfile(authority.issueRaw(authority.certificate.publicKey(), { subject }, extensions), isAnchor).map(
    ({ detail }) => detail,
  );

describe('certificate profile', () => {
  it('is kept by what the reference authority issues', async () => {
    expect(checkProfile((await authority.issue('bidder', { subject: 'Bidder' })).certificate, false)).toEqual([]);
    expect(checkProfile(authority.certificate, true)).toEqual([]);
  });

  it.each<[string, readonly Uint8Array[]]>([
    ['authority key identifier missing', []],
    [
      'critical authority key identifier',
      [encode.extension(OID.authorityKeyIdentifier, true, sequence(implicit(0, keyId)))],
    ],
    ['subject key identifier missing in a CA', [AKI, CA]],
    ['critical subject key identifier', [AKI, encode.extension(OID.subjectKeyIdentifier, true, octetString(keyId))]],
    ['keyCertSign without being a CA', [AKI, encode.keyUsage(['keyCertSign'])]],
    ['key usage without any bit', [AKI, encode.keyUsage([])]],
    [
      'path length without being a CA',
      [AKI, encode.extension(OID.basicConstraints, true, sequence(boolean(false), integer(1)))],
    ],
    ['name constraints in an end entity certificate', [AKI, encode.nameConstraints({ permitted: [{ dns: 'x' }] })]],
  ])('names "%s"', (detail, extensions) => {
    expect(broken(extensions)).toEqual([detail]);
  });

  it('asks for a subject, or for a critical alternative name in its place', () => {
    expect(broken([AKI, SKI, CA], [])).toEqual([
      'CA without a subject name',
      'empty subject name and no critical alternative name',
    ]);
    expect(broken([AKI, encode.subjectAltName([{ dns: 'x' }])], [])).toEqual([
      'empty subject name and no critical alternative name',
    ]);
    expect(broken([AKI, encode.subjectAltName([{ dns: 'x' }], { critical: true })], [])).toEqual([]);
  });

  it('asks no key identifiers of an anchor', () => {
    expect(broken([CA], 'Anchor', true)).toEqual([]);
  });
});
