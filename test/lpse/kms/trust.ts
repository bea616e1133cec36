// Whom the KMS believes: anchors its operator installed. The AMS anchor is never the LPSE's.
import type { Crl } from '../../../crypto/x509/crl.ts';
import type { Certificate, KeyUsage } from '../../../crypto/x509/certificate.ts';
import { validatePath } from '../../../crypto/x509/validate-path.ts';

export interface KmsTrust {
  readonly lpseAnchors: readonly Certificate[];
  readonly amsAnchors: readonly Certificate[];
  /** Certificate authorities between anchors and signers. */
  readonly intermediates: () => readonly Certificate[];
  /** The CRLs of this moment. */
  readonly crls: () => readonly Crl[];
}

export type TrustedRole = 'lpse' | 'committee' | 'opener';

const SIGNING: readonly KeyUsage[] = ['digitalSignature', 'nonRepudiation'];

/** True when `certificate` leads to the anchors of `role`, unrevoked, with that role's key usage. */
export function isTrusted(
  certificate: Certificate,
  role: TrustedRole,
  { trust, at }: { readonly trust: KmsTrust; readonly at: Date },
): boolean {
  const encryption: KeyUsage = certificate.keyType.kind === 'rsa' ? 'keyEncipherment' : 'keyAgreement';
  return validatePath({
    leaf: certificate,
    intermediates: trust.intermediates(),
    anchors: role === 'lpse' ? trust.lpseAnchors : trust.amsAnchors,
    at,
    crls: trust.crls(),
    revocation: 'required',
    requiredKeyUsage: role === 'opener' ? [encryption] : SIGNING,
  }).ok;
}
