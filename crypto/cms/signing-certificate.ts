// The signing-certificate-v2 attribute (RFC 5035 section 3): which certificate the signer meant.
import { DerCursor, readInteger, readOctets, type DerNode } from '../asn1/der-reader.ts';
import { octetString, sequence } from '../asn1/der-writer.ts';
import { createHash } from 'node:crypto';
import { equalBytes, sha256 } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { readAlgorithm, type Certificate } from '../x509/certificate.ts';
import { parseGeneralNames } from '../x509/general-name.ts';
import { digestOf } from './digest-algorithms.ts';

/** SigningCertificateV2 value: one ESSCertIDv2 with SHA-256 (its default, so absent) and no issuerSerial. */
export function encodeSigningCertificateV2(certificate: Certificate): Buffer {
  return sequence(sequence(sequence(octetString(sha256(certificate.der)))));
}

/**
 * Insists that the attribute's first certificate is the signer's; further ones name its chain and decide nothing.
 * @throws asn1/malformed when the value is not a SigningCertificateV2
 * @throws signature/wrong-signer when digest, issuer or serial number are another certificate's
 */
export function requireSigningCertificate(value: DerNode, signer: Certificate): void {
  const cursor = new DerCursor(value);
  const [first] = cursor.next(0x30).children;
  cursor.optional(0x30);
  cursor.end();
  if (first === undefined) throw new CryptoError('signature/malformed', 'signing certificate without an entry');
  const fields = new DerCursor(first);
  // Deliberately: SHA-256 may be written out although it is the default; some signers do, and it is under the signature.
  const hashNode = fields.optional(0x30);
  const hash = hashNode === null ? 'sha256' : digestOf(readAlgorithm(hashNode));
  const certificateDigest = readOctets(fields.next());
  const issuerSerial = fields.optional(0x30);
  fields.end();
  const same = hash !== null && equalBytes(createHash(hash).update(signer.der).digest(), certificateDigest);
  if (!same || (issuerSerial !== null && !namesSigner(issuerSerial, signer))) {
    throw new CryptoError('signature/wrong-signer', 'signing certificate attribute');
  }
}

/** IssuerSerial: exactly one directoryName, the issuer's. */
function namesSigner(node: DerNode, signer: Certificate): boolean {
  const cursor = new DerCursor(node);
  const [issuer, ...others] = parseGeneralNames(cursor.next(0x30));
  const serial = cursor.next(0x02);
  cursor.end();
  readInteger(serial);
  const sameIssuer = issuer?.kind === 'directory' && equalBytes(issuer.value.der, signer.issuerDer);
  return sameIssuer && others.length === 0 && equalBytes(serial.bytes, signer.serialDer);
}
