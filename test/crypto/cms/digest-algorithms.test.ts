import { describe, expect, it } from 'vitest';
import { nul, octetString } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { digestOf } from '../../../crypto/cms/digest-algorithms.ts';

describe('digest algorithms', () => {
  it.each(['sha256', 'sha384', 'sha512'] as const)('reads %s with NULL and without parameters', (name) => {
    expect(digestOf({ oid: OID[name], parameters: null })).toBe(name);
    expect(digestOf({ oid: OID[name], parameters: nul() })).toBe(name);
  });

  it.each(['sha1', 'sha224', 'rsaEncryption'] as const)('knows no digest by the name %s', (name) => {
    expect(digestOf({ oid: OID[name], parameters: null })).toBeNull();
  });

  it('refuses other parameters', () => {
    expect(digestOf({ oid: OID.sha256, parameters: octetString(Buffer.alloc(0)) })).toBeNull();
  });
});
