import { describe, expect, it } from 'vitest';
import { parseCertificate } from '../../../crypto/x509/certificate.ts';
import {
  buildCertificate,
  keyIdentifier,
  randomSerial,
  selfIssuedDeviceCertificate,
  spkiOf,
} from '../../../crypto/x509/certificate-builder.ts';
import { encodeName, nameText } from '../../../crypto/x509/distinguished-name.ts';
import { verifySignature } from '../../../crypto/x509/verify-signature.ts';
import { generateKeys } from '../../pki/keys.ts';

const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2051-01-01T00:00:00Z') };

describe('certificate builder', () => {
  it.each(['ec-p256', 'ec-p384', 'rsa-2048'] as const)(
    'makes what the parser reads and the verifier accepts, with %s',
    async (kind) => {
      const { privateKey, publicKey } = await generateKeys(kind);
      const name = encodeName([{ type: 'CN', value: 'X' }]);
      const der = buildCertificate({
        serial: Buffer.from([0x80]),
        issuerDer: name,
        subjectDer: name,
        ...validity,
        publicKey,
        extensions: [],
        signWith: { privateKey },
      });
      const certificate = parseCertificate(der);
      expect(verifySignature(certificate, certificate)).toBe('valid');
      expect(certificate.serialHex).toBe('0080');
      expect(certificate).toMatchObject(validity);
      expect(certificate.extensions.size).toBe(0);
    },
  );

  it('makes a device certificate that signs, is no CA and is self-issued', async () => {
    const keys = await generateKeys();
    const device = parseCertificate(selfIssuedDeviceCertificate({ commonName: 'Perangkat 1', ...keys, ...validity }));
    expect(nameText(device.subject)).toBe('CN=Perangkat 1');
    expect(device.issuer.der.equals(device.subject.der)).toBe(true);
    expect([...(device.keyUsage ?? [])]).toEqual(['digitalSignature', 'nonRepudiation']);
    expect(device.basicConstraints).toEqual({ ca: false, pathLength: null });
    expect(device.subjectKeyId).toEqual(keyIdentifier(spkiOf(keys.publicKey)));
    expect(device.authorityKeyId).toEqual(device.subjectKeyId);
    expect(verifySignature(device, device)).toBe('valid');
  });

  it('makes serial numbers that are positive and full-length', () => {
    for (let i = 0; i < 50; i++) expect(randomSerial()[0]).toSatisfy((octet: number) => octet >= 0x40 && octet < 0x80);
  });
});
