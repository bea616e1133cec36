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
  const usable = inTheirTurn(
    ofIssuer
      .filter((crl) => crl.unknownCritical === null && isUsable(crl, sources))
      // 5: lists drop certificates after they expire, so a list from later proves nothing, unless it says that it keeps them.
      .filter((crl) => crl.thisUpdate <= certificate.notAfter || keeps(crl, certificate)),
    sources,
  );
  if (usable.length === 0) return { status: 'unknown', detail: 'no CRL of the issuer current at that time' };

  const covered = new Set<number>();
  for (const point of pointsOf(certificate)) {
    for (const base of usable) {
      if (base.baseNumber !== null || !isInScope(base, certificate, point)) continue;
      const reasons = coveredReasons(base, point);
      // 6.3.3 (e): a list that adds no reason adds nothing, but a revocation that became known later.
      const adds = [...reasons].some((reason) => !covered.has(reason));
      const tells = isLater(base, sources) && base.revoked.has(certificate.serialHex);
      if ((!adds && !tells) || !sources.isAuthentic(base)) continue;
      const entry = currentEntry(certificate, base, { ...sources, crls: usable });
      const status = entry === undefined ? null : revokedBy(entry, sources);
      if (status?.status === 'revoked') return status;
      // The newest of an archive: where it had run out, there was a newer one that nobody kept.
      if (hasRunOut(base, certificate, sources))
        return { status: 'unknown', detail: 'no CRL of the issuer from then on' };
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

function isLater(crl: Crl, { at, archivedUntil }: RevocationInstants): boolean {
  return archivedUntil !== undefined && crl.thisUpdate >= at;
}

/** Of a list from before `at`: no longer current when the archive ended or the certificate did. */
function hasRunOut(crl: Crl, { notAfter }: Certificate, instants: RevocationInstants): boolean {
  const { at, archivedUntil } = instants;
  if (archivedUntil === undefined || isLater(crl, instants)) return false;
  const end = Math.max(at.getTime(), Math.min(archivedUntil.getTime(), notAfter.getTime()));
  return crl.nextUpdate === null || crl.nextUpdate.getTime() < end;
}

/**
 * The newest list speaks first: an older one that is still current must not hide a revocation. Of an archive the lists from `at` on come
 * before all others, the first of them first.
 */
function inTheirTurn(crls: readonly Crl[], instants: RevocationInstants): readonly Crl[] {
  const [after, before] = [true, false].map((later) => crls.filter((crl) => isLater(crl, instants) === later));
  const oldestFirst = (all: readonly Crl[] = []) =>
    all.toSorted((a, b) => a.thisUpdate.getTime() - b.thisUpdate.getTime() || compareNumbers(a, b));
  return [...oldestFirst(after), ...oldestFirst(before).toReversed()];
}

/** Lists of one second stand in the order of their numbers. */
function compareNumbers({ number: a }: Crl, { number: b }: Crl): number {
  return a === null || b === null || a === b ? 0 : a < b ? -1 : 1;
}

/** A list without nextUpdate is not one of RFC 5280 (5.1.2.5). */
function isUsable(crl: Crl, instants: RevocationInstants): boolean {
  return instants.archivedUntil === undefined ? isCurrent(crl, instants) : crl.nextUpdate !== null;
}

/** thisUpdate and nextUpdate around the instant. */
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
