// Revocation of every certificate of a path below the anchor (RFC 5280 6.1.3 (a)(3)), by CRLs and OCSP together.
import type { Certificate } from './certificate.ts';
import { crlStatus } from './crl-status.ts';
import type { Crl } from './crl.ts';
import { namesEqual } from './distinguished-name.ts';
import { ocspStatus } from './ocsp-status.ts';
import type { OcspResponse } from './ocsp.ts';
import type { PathBudget } from './path-budget.ts';
import { finding, type PathFinding } from './path-report.ts';
import type { RevocationInstants, RevocationStatus } from './revocation-status.ts';

export interface RevocationContext extends RevocationInstants {
  readonly crls: readonly Crl[];
  readonly ocsp: readonly OcspResponse[];
  /** Certificates that may have signed CRLs with a key of their own. */
  readonly intermediates: readonly Certificate[];
  readonly budget: PathBudget;
  /** Validates the path of a CRL signer that is not part of the path itself, to the same anchor (6.3.3 (f)). */
  readonly isTrustedCrlSigner: (signer: Certificate, anchor: Certificate) => boolean;
}

/**
 * Findings for revoked certificates and for those of unknown status, from the anchor downwards.
 * @throws certificate/path-too-complex when the budget is spent
 */
export function checkRevocation(path: readonly Certificate[], context: RevocationContext): PathFinding[] {
  const findings: PathFinding[] = [];
  for (let i = path.length - 2; i >= 0; i--) {
    const certificate = path[i];
    if (certificate === undefined) continue;
    const status = statusOf(certificate, path.slice(i + 1), context);
    if (status.status === 'revoked') {
      const detail = `revoked ${status.revokedAt.toISOString()}, reason ${status.reason}`;
      findings.push(finding('certificate/revoked', certificate, '6.1.3 (a)(3)', detail));
    }
    if (status.status === 'unknown') {
      findings.push(finding('certificate/revocation-unknown', certificate, '6.1.3 (a)(3)', status.detail));
    }
  }
  return findings;
}

/** `above` runs from the certificate's issuer to the anchor. Either source may revoke; one good answer is enough. */
function statusOf(
  certificate: Certificate,
  above: readonly Certificate[],
  context: RevocationContext,
): RevocationStatus {
  const [issuer] = above;
  if (issuer === undefined) return { status: 'unknown', detail: 'no issuer' };
  const byCrl = () => crlStatus(certificate, { ...context, isAuthentic: (crl) => isAuthentic(crl, above, context) });
  const byOcsp = ocspStatus(certificate, issuer, {
    ...context,
    responses: context.ocsp,
    responderStatus: (responder) =>
      crlStatus(responder, { ...context, isAuthentic: (crl) => isAuthentic(crl, above, context) }),
  });
  if (byOcsp.status === 'revoked') return byOcsp;
  const fromCrl = byCrl();
  return fromCrl.status === 'unknown' && byOcsp.status === 'good' ? byOcsp : fromCrl;
}

/**
 * 6.3.3 (f), (g): signed by a key of its issuer that may sign CRLs. Certificates above in the path are validated with it;
 * any other needs a valid, unrevoked path of its own to the same anchor.
 */
function isAuthentic(crl: Crl, above: readonly Certificate[], context: RevocationContext): boolean {
  const signed = (signer: Certificate) =>
    namesEqual(signer.subject, crl.issuer) &&
    (signer.keyUsage === null || signer.keyUsage.has('cRLSign')) &&
    context.budget.verify(crl, signer) === 'valid';
  if (above.some(signed)) return true;
  const anchor = above.at(-1);
  return (
    anchor !== undefined &&
    context.intermediates.some((signer) => signed(signer) && context.isTrustedCrlSigner(signer, anchor))
  );
}
