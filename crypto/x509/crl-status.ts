// Revocation by CRLs (RFC 5280 6.3.3): complete lists, lists by reason, and delta lists. Indirect lists are refused.
import type { Certificate } from './certificate.ts';
import { REMOVE_FROM_CRL, type Crl, type RevokedCertificate } from './crl.ts';
import { coveredReasons, isInScope, pointsOf } from './crl-scope.ts';
import { namesEqual } from './distinguished-name.ts';
import { ALL_REASONS } from './extensions.ts';
import { revokedBy, type RevocationInstants, type RevocationStatus } from './revocation-status.ts';

export interface CrlSources extends RevocationInstants {
  readonly crls: readonly Crl[];
  /** 6.3.3 (f), (g): is the list signed by a key that its issuer may use for that? */
  readonly isAuthentic: (crl: Crl) => boolean;
}

/** Status of a certificate by the lists at hand; `good` only when current lists in scope cover every reason. */
export function crlStatus(certificate: Certificate, sources: CrlSources): RevocationStatus {
  const ofIssuer = sources.crls.filter((crl) => namesEqual(crl.issuer, certificate.issuer));
  if (ofIssuer.length === 0) return { status: 'unknown', detail: 'no CRL of the issuer' };
  const usable = ofIssuer
    .filter((crl) => crl.unknownCritical === null && isCurrent(crl, sources))
    // 5: lists drop certificates after they expire, so a list from later proves nothing, unless it says that it keeps them.
    .filter((crl) => crl.thisUpdate <= certificate.notAfter || keeps(crl, certificate))
    // The newest list speaks first: an older one that is still current must not hide a revocation.
    .toSorted((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime());
  if (usable.length === 0) return { status: 'unknown', detail: 'no CRL of the issuer current at that time' };

  const covered = new Set<number>();
  for (const point of pointsOf(certificate)) {
    for (const base of usable) {
      if (base.baseNumber !== null || !isInScope(base, certificate, point)) continue;
      const reasons = coveredReasons(base, point);
      // 6.3.3 (e): a list that adds no reason adds nothing.
      if ([...reasons].every((reason) => covered.has(reason)) || !sources.isAuthentic(base)) continue;
      const entry = currentEntry(certificate, base, { ...sources, crls: usable });
      const status = entry === undefined ? null : revokedBy(entry, sources);
      if (status?.status === 'revoked') return status;
      for (const reason of reasons) covered.add(reason);
    }
  }
  return covered.size === ALL_REASONS.size
    ? { status: 'good' }
    : { status: 'unknown', detail: 'no authentic CRL covers the certificate for all reasons' };
}

function keeps({ expiredSince }: Crl, { notAfter }: Certificate): boolean {
  return expiredSince !== null && expiredSince <= notAfter;
}

/** thisUpdate and nextUpdate around the instant; a list without nextUpdate is not one of RFC 5280 (5.1.2.5). */
function isCurrent(crl: Crl, { answeredAt }: RevocationInstants): boolean {
  return crl.nextUpdate !== null && crl.thisUpdate <= answeredAt && answeredAt <= crl.nextUpdate;
}

/** 6.3.3 (i) - (k): the entry of the newest fitting delta list, else that of the complete one. */
function currentEntry(certificate: Certificate, base: Crl, sources: CrlSources): RevokedCertificate | undefined {
  const delta = sources.crls.find((crl) => isDeltaOf(crl, base) && sources.isAuthentic(crl));
  const entry = delta?.revoked.get(certificate.serialHex) ?? base.revoked.get(certificate.serialHex);
  return entry?.reason === REMOVE_FROM_CRL ? undefined : entry;
}

/** 6.3.3 (c): same issuer (the caller's filter) and scope, starts no later than the base, and is newer. */
function isDeltaOf(delta: Crl, base: Crl): boolean {
  if (delta.baseNumber === null || base.number === null || delta.number === null) return false;
  return delta.scopeKey === base.scopeKey && delta.baseNumber <= base.number && base.number <= delta.number;
}
