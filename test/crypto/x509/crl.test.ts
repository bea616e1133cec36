import { beforeAll, describe, expect, it } from 'vitest';
import { parseDer } from '../../../crypto/asn1/der-reader.ts';
import { explicit, implicit, integer, sequence, tlv } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { extension, generalName, namedBitList } from '../../../crypto/x509/certificate-builder.ts';
import { parseCrl, readReason } from '../../../crypto/x509/crl.ts';
import { encodePem, parsePem } from '../../../crypto/encoding.ts';
import { verifySignature } from '../../../crypto/x509/verify-signature.ts';
import { HAS_OPENSSL, runOpenssl } from '../../pki/openssl.ts';
import { createAuthority, type Authority } from '../../pki/authority.ts';
import { buildCrl, type CrlFields } from '../../pki/build-crl.ts';

const thisUpdate = new Date('2026-03-01T00:00:00Z');
const nextUpdate = new Date('2026-03-08T00:00:00Z');
const revokedAt = new Date('2026-02-01T00:00:00Z');

describe('CRL', () => {
  let root: Authority;

  beforeAll(async () => {
    root = await createAuthority({ subject: 'Root' });
  });

  const make = (change: Partial<CrlFields> = {}) =>
    buildCrl({
      issuerDer: root.certificate.subjectDer,
      keyId: root.keyId,
      privateKey: root.privateKey,
      thisUpdate,
      nextUpdate,
      number: 7,
      ...change,
    });

  it('tells issuer, dates, number and entries', () => {
    const invalidityDate = new Date('2026-01-15T00:00:00Z');
    const crl = parseCrl(
      make({
        revoked: [
          { serialHex: '0a', revokedAt, reason: 'keyCompromise', invalidityDate },
          { serialHex: '0b', revokedAt },
        ],
      }),
    );
    expect(crl).toMatchObject({
      thisUpdate,
      nextUpdate,
      number: 7n,
      baseNumber: null,
      scope: null,
      unknownCritical: null,
    });
    expect(crl.issuer.der.equals(root.certificate.subject.der)).toBe(true);
    expect(crl.authorityKeyId).toEqual(root.certificate.subjectKeyId);
    expect(crl.revoked.get('0a')).toEqual({ revokedAt, reason: 1, invalidityDate });
    expect(crl.revoked.get('0b')).toEqual({ revokedAt, reason: 0, invalidityDate: null });
  });

  it.skipIf(!HAS_OPENSSL)('reads what openssl makes', () => {
    const config =
      '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ncrlnumber=number\ndefault_md=sha256\ncrl_extensions=e\n[e]\nauthorityKeyIdentifier=keyid\n';
    const { result } = runOpenssl(
      [
        'ca',
        '-gencrl',
        '-config',
        'ca.cnf',
        '-cert',
        'ca.pem',
        '-keyfile',
        'ca.key',
        '-crldays',
        '5',
        '-out',
        'result',
      ],
      {
        'ca.cnf': config,
        'index.txt': 'R\t330101000000Z\t260201000000Z,superseded\t1A\tunknown\t/CN=x\n',
        number: '2A\n',
        'ca.pem': encodePem('CERTIFICATE', root.certificate.der),
        'ca.key': root.privateKey.export({ format: 'pem', type: 'pkcs8' }),
      },
    );
    const [der = Buffer.alloc(0)] = parsePem(result.toString(), 'X509 CRL');
    const crl = parseCrl(der);
    expect(crl.number).toBe(42n);
    expect(crl.revoked.get('1a')).toEqual({ revokedAt, reason: 4, invalidityDate: null });
    expect(verifySignature(crl, root.certificate)).toBe('valid');
  });

  it('keeps the first of two entries with one serial number', () => {
    const crl = parseCrl(
      make({
        revoked: [
          { serialHex: '0a', revokedAt, reason: 'superseded' },
          { serialHex: '0a', revokedAt: thisUpdate },
        ],
      }),
    );
    expect(crl.revoked.get('0a')?.reason).toBe(4);
  });

  it('tells its scope', () => {
    const yes = Buffer.from([0xff]);
    const value = sequence(
      explicit(0, explicit(0, generalName({ uri: 'http://x/' }))),
      implicit(2, yes),
      implicit(3, namedBitList([1]).subarray(2)),
      implicit(4, yes),
    );
    const crl = parseCrl(make({ extensions: [extension(OID.issuingDistributionPoint, true, value)] }));
    expect(crl.scope).toMatchObject({ onlyUserCertificates: false, onlyCaCertificates: true, indirect: true });
    expect([...(crl.scope?.onlySomeReasons ?? [])]).toEqual([1]);
    expect(crl.scopeKey).toBe(value.toString('hex'));
  });

  it('tells the base of a delta list', () => {
    const delta = make({ extensions: [extension(OID.deltaCrlIndicator, true, integer(5))] });
    expect(parseCrl(delta).baseNumber).toBe(5n);
  });

  it('names unknown critical extensions of the list and of entries', () => {
    const strange = extension('2.25.1', true, sequence());
    expect(parseCrl(make({ extensions: [strange] })).unknownCritical).toBe('2.25.1');
    expect(parseCrl(make({ revoked: [{ serialHex: '0a', revokedAt, extensions: [strange] }] })).unknownCritical).toBe(
      '2.25.1',
    );
    const indirect = extension(OID.certificateIssuer, true, sequence(generalName({ dns: 'x' })));
    expect(parseCrl(make({ revoked: [{ serialHex: '0a', revokedAt, extensions: [indirect] }] })).unknownCritical).toBe(
      OID.certificateIssuer,
    );
  });

  it('refuses damaged bytes and other structures', () => {
    const der = make();
    expect(() => parseCrl(der.subarray(0, -1))).toThrow('crl/malformed');
    expect(() => parseCrl(root.certificate.der)).toThrow('crl/malformed');
    expect(() => parseCrl(Buffer.concat([der, Buffer.from([0])]))).toThrow('crl/malformed');
  });

  it.each([
    ['version 1 with extensions', (fields: Uint8Array[]) => fields.slice(1)],
    ['version 3', (fields: Uint8Array[]) => [integer(2), ...fields.slice(1)]],
    ['another algorithm inside', (fields: Uint8Array[]) => fields.with(1, sequence(Buffer.from('0603550401', 'hex')))],
  ])('refuses %s', (_what, change) => {
    const [tbs, ...rest] = parseDer(make()).children;
    const fields = tbs?.children.map(({ bytes }) => bytes) ?? [];
    expect(() => parseCrl(sequence(sequence(...change(fields)), ...rest.map(({ bytes }) => bytes)))).toThrow(
      'crl/malformed',
    );
  });

  it('knows the reasons of RFC 5280 only', () => {
    expect(readReason(parseDer(tlv(0x0a, Buffer.from([9]))))).toBe(9);
    expect(() => readReason(parseDer(tlv(0x0a, Buffer.from([7]))))).toThrow('CRLReason');
    expect(() => readReason(parseDer(integer(1)))).toThrow('CRLReason');
  });

  it('reads a list of 20 000 entries', () => {
    const revoked = Array.from({ length: 20_000 }, (_value, i) => ({
      serialHex: (i + 1).toString(16).padStart(6, '0'),
      revokedAt,
    }));
    expect(parseCrl(make({ revoked })).revoked.size).toBe(20_000);
  });
});
