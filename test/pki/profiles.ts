// Certificate profiles of the reference AMS (container.md 9): which extensions each role's certificate carries.
import type { KeyObject } from 'node:crypto';
import { OID } from '../../crypto/asn1/oid.ts';
import {
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
  ocspNoCheck,
  subjectAltName,
} from '../../crypto/x509/certificate-builder.ts';
import type { KeyUsage } from '../../crypto/x509/certificate.ts';

export const PROFILES = [
  'bidder',
  'member-sign',
  'member-encrypt',
  'quorum-encrypt',
  'kms-package',
  'kms-rehearsal',
  'auditor-encrypt',
  'lpse-signer',
  'kms-signer',
  'tsa',
  'ocsp-responder',
  'tls-server',
  'tls-client',
] as const;
export type Profile = (typeof PROFILES)[number];

/** Extensions of the role, without key identifiers and addresses, which the issuer adds. */
export function profileExtensions(profile: Profile, publicKey: KeyObject): Buffer[] {
  return [basicConstraints({ ca: false }), keyUsage(usages(profile, publicKey)), ...(PURPOSES[profile] ?? [])];
}

function usages(profile: Profile, publicKey: KeyObject): readonly KeyUsage[] {
  switch (profile) {
    case 'bidder':
    case 'member-sign':
    case 'lpse-signer':
    case 'kms-signer':
      return ['digitalSignature', 'nonRepudiation'];
    case 'member-encrypt':
    case 'quorum-encrypt':
    case 'kms-package':
    case 'kms-rehearsal':
    case 'auditor-encrypt':
      return [publicKey.asymmetricKeyType === 'rsa' ? 'keyEncipherment' : 'keyAgreement'];
    case 'tsa':
    case 'ocsp-responder':
    case 'tls-server':
    case 'tls-client':
      return ['digitalSignature'];
  }
}

const IPV6_LOOPBACK = Buffer.from([...new Array<number>(15).fill(0), 1]);

const TLS_SERVER_NAMES = subjectAltName([
  { dns: 'localhost' },
  { ip: Buffer.from([127, 0, 0, 1]) },
  { ip: IPV6_LOOPBACK },
]);

const PURPOSES: Readonly<Partial<Record<Profile, readonly Buffer[]>>> = {
  // RFC 3161 2.3: one purpose only, critical.
  tsa: [extendedKeyUsage([OID.ekuTimeStamping], { critical: true })],
  'ocsp-responder': [extendedKeyUsage([OID.ekuOcspSigning]), ocspNoCheck()],
  'tls-server': [extendedKeyUsage([OID.ekuServerAuth]), TLS_SERVER_NAMES],
  'tls-client': [extendedKeyUsage([OID.ekuClientAuth])],
};
