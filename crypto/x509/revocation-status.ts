// Words for "is it revoked?", shared by CRL and OCSP.

export type RevocationStatus =
  | { readonly status: 'good' }
  | { readonly status: 'revoked'; readonly revokedAt: Date; readonly reason: number }
  /** No usable answer; `detail` says what was missing or wrong. */
  | { readonly status: 'unknown'; readonly detail: string };

/** The two instants of a judgement. */
export interface RevocationInstants {
  /** When the certificate was used, e.g. the genTime of a timestamp. */
  readonly at: Date;
  /** When the answer was fetched and archived, not before `at`: it must have been current then. */
  readonly answeredAt: Date;
  /** Lists that were archived over time, until this moment: those from after `at` speak first. Absent: all are of `answeredAt`. */
  readonly archivedUntil?: Date | undefined;
}

/**
 * An answer from after `at` may name a revocation that came later still: what was signed before stays signed
 * (ETSI EN 319 102-1 5.5.4). The invalidity date counts when the issuer gives an earlier one (RFC 5280 5.3.2).
 */
export function revokedBy(
  entry: { readonly revokedAt: Date; readonly reason: number; readonly invalidityDate?: Date | null },
  { at }: RevocationInstants,
): RevocationStatus {
  const since = Math.min(entry.revokedAt.getTime(), entry.invalidityDate?.getTime() ?? Infinity);
  return since > at.getTime()
    ? { status: 'good' }
    : { status: 'revoked', revokedAt: entry.revokedAt, reason: entry.reason };
}
