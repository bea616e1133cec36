// A path judged by lists that were put by at different times, those of several authorities together.
import type { Certificate, KeyUsage } from '../../crypto/x509/certificate.ts';
import { namesEqual } from '../../crypto/x509/distinguished-name.ts';
import { archivedAt, type ArchivedRevocation } from './check-receipt.ts';
import { requireTrusted, type PathContext } from './signed-message.ts';

/**
 * As `requireTrusted` at an earlier instant, with a known revocation status. A list from after the instant says the most: what counts
 * is the date of the revocation in it. Only lists of the path's own issuers say when that was: a newer one of another authority would
 * make them look stale.
 * @returns when the status was known
 * @throws as `requireTrusted`
 */
export function requireTrustedThen(
  certificate: Certificate,
  usage: readonly KeyUsage[],
  {
    archived,
    ...context
  }: Omit<PathContext, 'crls' | 'ocsp' | 'revocation' | 'revocationAt'> & {
    readonly archived: ArchivedRevocation;
  },
): Date {
  const path = requireTrusted(certificate, usage, { ...context, revocation: 'none' });
  const crls = archived.crls.filter(({ issuer }) => path.some(({ subject }) => namesEqual(subject, issuer)));
  const ocsp = crls.length > 0 ? [] : archived.ocsp;
  const revocationAt = archivedAt({ crls, ocsp }, context.at);
  requireTrusted(certificate, usage, { ...context, ...archived, revocation: 'required', revocationAt });
  return revocationAt;
}
