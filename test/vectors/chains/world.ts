// The small PKI that the chain cases start from: a root, an issuing authority below it, one instant.
import type { Certificate, KeyUsage } from '../../../crypto/x509/certificate.ts';
import {
  authorityKeyIdentifier,
  basicConstraints,
  keyIdentifier,
  keyUsage,
  spkiOf,
  subjectKeyIdentifier,
} from '../../../crypto/x509/certificate-builder.ts';
import { createAuthority, type Authority } from '../../pki/authority.ts';
import { generateKeys, type KeyPair } from '../../pki/keys.ts';
import type { ChainCase } from './vector.ts';

/** The instant at which every case is judged. */
export const AT = new Date('2026-03-01T03:00:00Z');
export const clock = (): Date => AT;

const DAY = 24 * 60 * 60_000;
/** AT moved by whole days. */
export const days = (count: number): Date => new Date(AT.getTime() + count * DAY);

export interface World {
  readonly root: Authority;
  readonly issuing: Authority;
}

export async function createWorld(): Promise<World> {
  const root = await createAuthority({ subject: 'Root', clock });
  const issuing = await createAuthority({ subject: 'Issuing', parent: root, clock });
  return { root, issuing };
}

export type CaseHead = Pick<ChainCase, 'id' | 'rule' | 'expected'>;

/** A case whose leaf was issued by `issuer`, with its chain and fresh CRLs of all authorities. */
export function caseBelow(
  issuer: Authority,
  leaf: Certificate,
  head: CaseHead,
  more: Partial<ChainCase> = {},
): ChainCase {
  return { ...head, leaf, intermediates: issuer.chain, anchors: [issuer.anchor], at: AT, crls: issuer.crls(), ...more };
}

/** A certificate with the usual key identifiers and exactly these other extensions. */
export async function issueWith(
  issuer: Authority,
  subject: string,
  extensions: readonly Uint8Array[],
): Promise<{ readonly certificate: Certificate; readonly keys: KeyPair }> {
  const keys = await generateKeys();
  const identifiers = [
    subjectKeyIdentifier(keyIdentifier(spkiOf(keys.publicKey))),
    authorityKeyIdentifier(issuer.keyId),
  ];
  const certificate = issuer.issueRaw(keys.publicKey, { subject }, [
    ...identifiers,
    ...issuer.addresses(),
    ...extensions,
  ]);
  return { certificate, keys };
}

/** Extensions of an end entity that may sign. */
export const endEntity = (usages: readonly KeyUsage[] = ['digitalSignature']): Buffer[] => [
  basicConstraints({ ca: false }),
  keyUsage(usages),
];

/** `subject`'s name and key, certified by `issuer`. */
export function crossSign(subject: Authority, commonName: string, issuer: Authority): Certificate {
  return issuer.issueRaw(subject.certificate.publicKey(), { subject: commonName }, [
    basicConstraints({ ca: true }),
    keyUsage(['keyCertSign', 'cRLSign']),
    subjectKeyIdentifier(subject.keyId),
    authorityKeyIdentifier(issuer.keyId),
    ...issuer.addresses(),
  ]);
}
