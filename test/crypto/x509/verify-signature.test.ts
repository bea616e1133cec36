import { constants, sign, type KeyObject } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseDer } from '../../../crypto/asn1/der-reader.ts';
import { algorithm, explicit, integer, nul, sequence } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { MODERN_ALGORITHMS } from '../../../crypto/x509/algorithm-policy.ts';
import { readKeyType } from '../../../crypto/x509/public-key.ts';
import { verifySignature } from '../../../crypto/x509/verify-signature.ts';
import { generateKeys, type KeyPair } from '../../pki/keys.ts';

const data = Buffer.from('what was signed');
const signerOf = (publicKey: KeyObject) => ({
  keyType: readKeyType(parseDer(publicKey.export({ format: 'der', type: 'spki' }))),
  publicKey: () => publicKey,
});

describe('X.509 signature', () => {
  let rsa: KeyPair;
  let ec: KeyPair;

  beforeAll(async () => {
    [rsa, ec] = await Promise.all([generateKeys('rsa-2048'), generateKeys('ec-p256')]);
  });

  const judge = (keys: KeyPair, oid: string, signature: Buffer, parameters: Uint8Array | null = null) =>
    verifySignature({ tbsDer: data, signatureAlgorithm: { oid, parameters }, signature }, signerOf(keys.publicKey));

  it.each([
    ['sha256', OID.sha256WithRsa, OID.ecdsaSha256],
    ['sha384', OID.sha384WithRsa, OID.ecdsaSha384],
    ['sha512', OID.sha512WithRsa, OID.ecdsaSha512],
  ])('accepts %s with RSA and ECDSA, and refuses it over other data', (hash, rsaOid, ecOid) => {
    expect(judge(rsa, rsaOid, sign(hash, data, rsa.privateKey), nul())).toBe('valid');
    expect(judge(rsa, rsaOid, sign(hash, data, rsa.privateKey))).toBe('valid');
    expect(judge(ec, ecOid, sign(hash, data, ec.privateKey))).toBe('valid');
    expect(judge(ec, ecOid, sign(hash, Buffer.from('other'), ec.privateKey))).toBe('invalid');
  });

  it('calls SHA-1 and unknown algorithms weak', () => {
    expect(judge(rsa, OID.sha1WithRsa, sign('sha1', data, rsa.privateKey), nul())).toBe('weak');
    expect(judge(ec, '1.2.840.10045.4.1', sign('sha1', data, ec.privateKey))).toBe('weak');
    expect(judge(ec, '1.2.3', Buffer.alloc(0))).toBe('weak');
  });

  it('accepts SHA-1 only where a policy says so', () => {
    const signed = {
      tbsDer: data,
      signatureAlgorithm: { oid: OID.sha1WithRsa, parameters: nul() },
      signature: sign('sha1', data, rsa.privateKey),
    };
    expect(verifySignature(signed, signerOf(rsa.publicKey), { ...MODERN_ALGORITHMS, sha1: true })).toBe('valid');
  });

  it('refuses parameters where there are none, and a scheme of another key', () => {
    expect(judge(ec, OID.ecdsaSha256, sign('sha256', data, ec.privateKey), nul())).toBe('weak');
    expect(judge(rsa, OID.sha256WithRsa, sign('sha256', data, rsa.privateKey), integer(0))).toBe('weak');
    expect(judge(ec, OID.sha256WithRsa, sign('sha256', data, ec.privateKey), nul())).toBe('invalid');
  });

  it('counts a key that cannot be read as invalid', () => {
    const signed = {
      tbsDer: data,
      signatureAlgorithm: { oid: OID.ecdsaSha256, parameters: null },
      signature: Buffer.alloc(70),
    };
    const broken = () => {
      throw new Error('unreadable');
    };
    expect(verifySignature(signed, { keyType: { kind: 'ec', curve: 'P-256' }, publicKey: broken })).toBe('invalid');
  });

  describe('RSASSA-PSS', () => {
    const parameters = (hash: string, mask: string, saltLength: number) =>
      sequence(
        explicit(0, algorithm(hash, nul())),
        explicit(1, algorithm(OID.mgf1, algorithm(mask, nul()))),
        explicit(2, integer(saltLength)),
      );
    const pss = (saltLength: number) =>
      sign('sha256', data, { key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });

    it('is accepted with one hash and a salt as long as it', () => {
      expect(judge(rsa, OID.rsassaPss, pss(32), parameters(OID.sha256, OID.sha256, 32))).toBe('valid');
      expect(judge(rsa, OID.rsassaPss, pss(20), parameters(OID.sha256, OID.sha256, 32))).toBe('invalid');
    });

    it.each([
      ['two hashes', parameters(OID.sha256, OID.sha512, 32)],
      ['a short salt', parameters(OID.sha256, OID.sha256, 20)],
      ['SHA-1', parameters(OID.sha1, OID.sha1, 20)],
      ['default parameters', sequence()],
      ['no parameters', null],
    ])('is weak with %s', (_what, given) => {
      expect(judge(rsa, OID.rsassaPss, pss(32), given)).toBe('weak');
    });
  });
});
