// Makes X.509 v3 certificates (RFC 5280 4.1): the device's own, and those of the reference authorities in tests.
import { randomBytes, type KeyObject } from 'node:crypto';
import { explicit, integer, sequence, time, unsignedInteger } from '../asn1/der-writer.ts';
import * as encode from './encode-extensions.ts';
import { encodeName } from './distinguished-name.ts';
import { signatureAlgorithmFor, signStructure } from './sign-structure.ts';

export * from './encode-extensions.ts';

export interface CertificateFields {
  /** Unsigned big-endian, 1..20 octets; the first bit of a 20-octet one must be 0. */
  readonly serial: Uint8Array;
  readonly issuerDer: Uint8Array;
  readonly subjectDer: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: KeyObject;
  /** Extension TLVs, as the functions of `encode-extensions.ts` make them. */
  readonly extensions: readonly Uint8Array[];
  readonly signWith: { readonly privateKey: KeyObject };
}

/** DER of a certificate signed with SHA-256 and RSA or ECDSA. Nothing is checked: tests also make wrong ones. */
export function buildCertificate(fields: CertificateFields): Buffer {
  const { privateKey } = fields.signWith;
  const tbs = sequence(
    explicit(0, integer(2)),
    unsignedInteger(fields.serial),
    signatureAlgorithmFor(privateKey),
    fields.issuerDer,
    sequence(time(fields.notBefore), time(fields.notAfter)),
    fields.subjectDer,
    spkiOf(fields.publicKey),
    ...(fields.extensions.length === 0 ? [] : [explicit(3, sequence(...fields.extensions))]),
  );
  return signStructure(tbs, privateKey);
}

/** DER SubjectPublicKeyInfo. */
export function spkiOf(publicKey: KeyObject): Buffer {
  return publicKey.export({ format: 'der', type: 'spki' });
}

/** 16 random octets with the first bit 0, never zero (RFC 5280 4.1.2.2). */
export function randomSerial(): Buffer {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial;
}

/**
 * The self-issued certificate of a device key (crypto/SPEC.md 5, NON_CA): digitalSignature and nonRepudiation, not a CA.
 * It proves nothing by itself: readers accept it only by its SHA-256 in a registration signed by the LPSE.
 */
export function selfIssuedDeviceCertificate(device: {
  readonly commonName: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
}): Buffer {
  const subjectDer = encodeName([{ type: 'CN', value: device.commonName }]);
  const keyId = encode.keyIdentifier(spkiOf(device.publicKey));
  return buildCertificate({
    serial: randomSerial(),
    issuerDer: subjectDer,
    subjectDer,
    notBefore: device.notBefore,
    notAfter: device.notAfter,
    publicKey: device.publicKey,
    extensions: [
      encode.basicConstraints({ ca: false }),
      encode.keyUsage(['digitalSignature', 'nonRepudiation']),
      encode.subjectKeyIdentifier(keyId),
      encode.authorityKeyIdentifier(keyId),
    ],
    signWith: { privateKey: device.privateKey },
  });
}
