// Which certificates and reasons a CRL speaks for (RFC 5280 6.3.3 (b), (d)).
import type { Certificate } from './certificate.ts';
import type { Crl } from './crl.ts';
import { ALL_REASONS, type DistributionPoint, type DistributionPointName } from './extensions.ts';
import { generalNameKey } from './general-name.ts';

/**
 * Points to ask about a certificate: its own, then the one that 6.3.3 assumes at the end, named like the issuer.
 * Points with a CRL issuer of their own need indirect CRLs, which we refuse: they are left out and cover nothing.
 */
export function pointsOf(certificate: Certificate): readonly DistributionPoint[] {
  const assumed: DistributionPoint = {
    name: { fullName: [{ kind: 'directory', value: certificate.issuer }], relativeKey: null },
    reasons: null,
    crlIssuer: null,
  };
  return [...certificate.distributionPoints.filter((point) => point.crlIssuer === null), assumed];
}

/** 6.3.3 (b)(2): does the list's scope contain the certificate, as found through this point? */
export function isInScope(crl: Crl, certificate: Certificate, point: DistributionPoint): boolean {
  const { scope } = crl;
  if (scope === null) return true;
  if (scope.indirect || scope.onlyAttributeCertificates) return false;
  const isCa = certificate.basicConstraints?.ca === true;
  if ((scope.onlyUserCertificates && isCa) || (scope.onlyCaCertificates && !isCa)) return false;
  if (scope.name === null) return true;
  const wanted = new Set(nameKeys(point.name, certificate));
  return nameKeys(scope.name, certificate).some((key) => wanted.has(key));
}

/** 6.3.3 (d): reasons that this list covers for a certificate found through this point. */
export function coveredReasons(crl: Crl, point: DistributionPoint): ReadonlySet<number> {
  const ofList = crl.scope?.onlySomeReasons ?? ALL_REASONS;
  const ofPoint = point.reasons ?? ALL_REASONS;
  return new Set([...ALL_REASONS].filter((reason) => ofList.has(reason) && ofPoint.has(reason)));
}

/** Keys of all names; a relative name is completed with the issuer's, which is the CRL's too. */
function nameKeys(name: DistributionPointName | null, { issuer }: Certificate): string[] {
  if (name === null) return [];
  const full = (name.fullName ?? []).map(generalNameKey);
  const rdns = name.relativeKey === null ? [] : [[...issuer.rdnKeys, name.relativeKey]];
  return [...full, ...rdns.map((rdnKeys) => generalNameKey({ kind: 'directory', value: { ...issuer, rdnKeys } }))];
}
