import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseDer } from '../../../crypto/asn1/der-reader.ts';
import { algorithm, bitString, integer, nul, oid, sequence } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { readKeyType, toPublicKey } from '../../../crypto/x509/public-key.ts';
import { generateKeys } from '../../pki/keys.ts';

const spki = (key: { export(options: { format: 'der'; type: 'spki' }): Buffer }) =>
  key.export({ format: 'der', type: 'spki' });
const rsa = (modulus: bigint, exponent: bigint) =>
  sequence(algorithm(OID.rsaEncryption, nul()), bitString(sequence(integer(modulus), integer(exponent))));

describe('public key', () => {
  it.each([
    ['ec-p256', { kind: 'ec', curve: 'P-256' }],
    ['ec-p384', { kind: 'ec', curve: 'P-384' }],
    ['ec-p521', { kind: 'ec', curve: 'P-521' }],
    ['rsa-2048', { kind: 'rsa', bits: 2048 }],
  ] as const)('tells the kind of a %s key', async (kind, expected) => {
    const { publicKey } = await generateKeys(kind);
    expect(readKeyType(parseDer(spki(publicKey)))).toEqual(expected);
    expect(toPublicKey(spki(publicKey)).equals(publicKey)).toBe(true);
  });

  it('tells Ed25519 apart, and calls the rest other', () => {
    expect(readKeyType(parseDer(spki(generateKeyPairSync('ed25519').publicKey)))).toEqual({ kind: 'ed25519' });
    expect(readKeyType(parseDer(spki(generateKeyPairSync('x25519').publicKey)))).toEqual({
      kind: 'other',
      oid: '1.3.101.110',
    });
    const secp256k1 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    expect(readKeyType(parseDer(spki(secp256k1.publicKey)))).toMatchObject({ kind: 'other' });
  });

  it('calls explicit curve parameters other', () => {
    const explicitCurve = sequence(algorithm(OID.ecPublicKey, sequence(integer(1))), bitString(Buffer.from([4])));
    expect(readKeyType(parseDer(explicitCurve))).toEqual({ kind: 'other', oid: OID.ecPublicKey });
  });

  it.each([
    ['a negative modulus', rsa(-5n, 3n)],
    ['an even exponent', rsa(5n, 4n)],
    ['the exponent 1', rsa(5n, 1n)],
  ])('refuses RSA with %s', (_what, der) => {
    expect(() => readKeyType(parseDer(der))).toThrow('RSAPublicKey');
  });

  it('refuses a point off the curve', () => {
    const offCurve = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]);
    const der = sequence(algorithm(OID.ecPublicKey, oid(OID.p256)), bitString(offCurve));
    expect(() => toPublicKey(der)).toThrow('certificate/malformed');
  });
});
