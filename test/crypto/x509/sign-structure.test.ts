import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseDer } from '../../../crypto/asn1/der-reader.ts';
import { sequence } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { readAlgorithm } from '../../../crypto/x509/certificate.ts';
import { signatureAlgorithmFor, signStructure } from '../../../crypto/x509/sign-structure.ts';
import { generateKeys } from '../../pki/keys.ts';

describe('signed structure', () => {
  it('names SHA-256 with RSA with NULL parameters, and with ECDSA without', async () => {
    const read = async (kind: 'rsa-2048' | 'ec-p384') =>
      readAlgorithm(parseDer(signatureAlgorithmFor((await generateKeys(kind)).publicKey)));
    expect(await read('rsa-2048')).toEqual({ oid: OID.sha256WithRsa, parameters: Buffer.from('0500', 'hex') });
    expect(await read('ec-p384')).toEqual({ oid: OID.ecdsaSha256, parameters: null });
  });

  it('has three parts, the first unchanged', async () => {
    const tbs = sequence();
    const { privateKey } = await generateKeys();
    const parts = parseDer(signStructure(tbs, privateKey)).children;
    expect(parts.map(({ tag }) => tag)).toEqual([0x30, 0x30, 0x03]);
    expect(parts[0]?.bytes).toEqual(tbs);
  });

  it('refuses keys that no reader of ours accepts', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    expect(() => signatureAlgorithmFor(privateKey)).toThrow('certificate/weak-algorithm');
  });
});
