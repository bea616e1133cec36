import { describe, expect, it } from 'vitest';
import { encodeName } from '../../../crypto/x509/distinguished-name.ts';
import * as encode from '../../../crypto/x509/encode-extensions.ts';
import { createAuthority } from '../../pki/authority.ts';
import { HAS_OPENSSL, runOpenssl } from '../../pki/openssl.ts';

const EXTENSIONS: readonly (readonly [string, Uint8Array, RegExp])[] = [
  [
    'basic constraints',
    encode.basicConstraints({ ca: true, pathLength: 3 }),
    /Basic Constraints: critical\s+CA:TRUE, pathlen:3/,
  ],
  ['key usage', encode.keyUsage(['cRLSign', 'decipherOnly']), /Key Usage: critical\s+CRL Sign, Decipher Only/],
  [
    'purposes',
    encode.extendedKeyUsage(['1.3.6.1.5.5.7.3.8'], { critical: true }),
    /Extended Key Usage: critical\s+Time Stamping/,
  ],
  ['subject key identifier', encode.subjectKeyIdentifier(Buffer.from([1, 2])), /Subject Key Identifier:\s+01:02/],
  [
    'authority key identifier',
    encode.authorityKeyIdentifier(Buffer.from([3])),
    /Authority Key Identifier:\s+(keyid:)?03/,
  ],
  [
    'alternative names',
    encode.subjectAltName([
      { dns: 'a.id' },
      { email: 'a@b' },
      { uri: 'http://x/' },
      { ip: Buffer.from([127, 0, 0, 1]) },
    ]),
    /DNS:a\.id, email:a@b, URI:http:\/\/x\/, IP Address:127\.0\.0\.1/,
  ],
  [
    'CRL addresses',
    encode.crlDistributionPoints(['http://x/a.crl']),
    /CRL Distribution Points:[\s\S]*URI:http:\/\/x\/a\.crl/,
  ],
  ['OCSP address', encode.ocspAccess('http://o/'), /OCSP - URI:http:\/\/o\//],
  ['no-check mark', encode.ocspNoCheck(), /OCSP No Check/],
  [
    'name constraints',
    encode.nameConstraints({
      permitted: [{ dns: 'go.id' }],
      excluded: [{ directory: encodeName([{ type: 'C', value: 'SG' }]) }],
    }),
    /Name Constraints: critical\s+Permitted:\s+DNS:go\.id\s+Excluded:\s+DirName: ?C ?= ?SG/,
  ],
  ['policies', encode.certificatePolicies(['2.25.1']), /Certificate Policies:\s+Policy: 2\.25\.1/],
  ['policy mappings', encode.policyMappings([['2.25.1', '2.25.2']]), /Policy Mappings: critical\s+2\.25\.1:2\.25\.2/],
  [
    'policy constraints',
    encode.policyConstraints({ explicitPolicy: 0, mapping: 2 }),
    /Policy Constraints: critical\s+Require Explicit Policy:0, Inhibit Policy Mapping:2/,
  ],
  ['inhibit anyPolicy', encode.inhibitAnyPolicy(4), /Inhibit Any Policy: critical\s+4/],
];

describe('encoded extensions', () => {
  it.skipIf(!HAS_OPENSSL).each(EXTENSIONS)('openssl reads %s as meant', async (_what, extension, expected) => {
    const authority = await createAuthority({ subject: 'Root' });
    const { der } = authority.issueRaw(authority.certificate.publicKey(), { subject: 'Leaf' }, [extension]);
    const { output } = runOpenssl(['x509', '-inform', 'DER', '-in', 'leaf.der', '-noout', '-text'], {
      'leaf.der': der,
    });
    expect(output).toMatch(expected);
  });

  it('removes trailing zero bits of a named bit list', () => {
    expect(encode.namedBitList([0]).toString('hex')).toBe('03020780');
    expect(encode.namedBitList([8]).toString('hex')).toBe('0303070080');
    expect(encode.namedBitList([]).toString('hex')).toBe('030100');
  });

  it('leaves the criticality out when it is false', () => {
    expect(encode.extension('2.25.1', false, Buffer.alloc(0)).toString('hex')).toBe(
      '30060602690104 00'.replace(' ', ''),
    );
  });
});
