// Revocation by OCSP responses (RFC 6960 3.2, 4.2.2): the right certificate, an authorised responder, a current answer.
import { createHash } from 'node:crypto';
import { OID } from '../asn1/oid.ts';
import { equalBytes } from '../encoding.ts';
import type { Certificate } from './certificate.ts';
import { namesEqual } from './distinguished-name.ts';
import { keyBits, type OcspAnswer, type OcspResponse } from './ocsp.ts';
import type { PathBudget } from './path-budget.ts';
import { revokedBy, type RevocationInstants, type RevocationStatus } from './revocation-status.ts';

export interface OcspSources extends RevocationInstants {
  readonly responses: readonly OcspResponse[];
  readonly budget: PathBudget;
  /** Status of a delegated responder that does not carry id-pkix-ocsp-nocheck (4.2.2.2.1). */
  readonly responderStatus: (responder: Certificate, issuer: Certificate) => RevocationStatus;
}

/** Clocks of responders and ours may differ; CRLs, made long before, get no such allowance. */
const CLOCK_SKEW_MS = 5 * 60_000;
/** How old an answer without nextUpdate may be: such responders claim to have fresh data always (4.2.2.1). */
const MAX_AGE_MS = 24 * 60 * 60_000;

/** Status of a certificate by the responses at hand. Any usable `revoked` wins over any `good`. */
export function ocspStatus(certificate: Certificate, issuer: Certificate, sources: OcspSources): RevocationStatus {
  let result: RevocationStatus = { status: 'unknown', detail: 'no OCSP response about the certificate' };
  for (const response of sources.responses) {
    for (const answer of response.answers.filter((candidate) => isAbout(candidate, certificate, issuer))) {
      const status = judge({ response, answer }, certificate, { issuer, sources });
      if (status.status === 'revoked') return status;
      if (result.status !== 'good') result = status;
    }
  }
  return result;
}

/** 3.2 item 1: CertID names this issuer's key and this serial number. */
function isAbout(answer: OcspAnswer, certificate: Certificate, issuer: Certificate): boolean {
  const digest = (bytes: Uint8Array) => createHash(answer.hash).update(bytes).digest();
  return (
    answer.serialHex === certificate.serialHex &&
    equalBytes(answer.issuerNameHash, digest(issuer.subjectDer)) &&
    equalBytes(answer.issuerKeyHash, digest(keyBits(issuer)))
  );
}

function judge(
  { response, answer }: { readonly response: OcspResponse; readonly answer: OcspAnswer },
  certificate: Certificate,
  { issuer, sources }: { readonly issuer: Certificate; readonly sources: OcspSources },
): RevocationStatus {
  if (response.unknownCritical !== null || answer.unknownCritical !== null)
    return unknown('unknown critical extension');
  if (answer.status.kind === 'unknown') return unknown('responder does not know the certificate');
  if (!isCurrent(answer, sources)) return unknown('OCSP answer not current at that time');
  // RFC 6960 4.4.4: a responder need not know the status of expired certificates.
  if (answer.thisUpdate > certificate.notAfter) return unknown('OCSP answer from after the certificate expired');
  const refusal = responderRefusal(response, issuer, sources);
  if (refusal !== null) return unknown(refusal);
  return answer.status.kind === 'good' ? { status: 'good' } : revokedBy(answer.status, sources);
}

/** 3.2 items 5 and 6 */
function isCurrent({ thisUpdate, nextUpdate }: OcspAnswer, { answeredAt }: RevocationInstants): boolean {
  const now = answeredAt.getTime();
  const until = nextUpdate === null ? thisUpdate.getTime() + MAX_AGE_MS : nextUpdate.getTime();
  return thisUpdate.getTime() <= now + CLOCK_SKEW_MS && now <= until + CLOCK_SKEW_MS;
}

/** 4.2.2.2: the issuer itself, or a certificate that the same issuer made for OCSP signing. Null when one of them signed. */
function responderRefusal(response: OcspResponse, issuer: Certificate, sources: OcspSources): string | null {
  if (isNamed(response, issuer) && sources.budget.verify(response, issuer) === 'valid') return null;
  const delegate = response.certificates.find((candidate) => isNamed(response, candidate));
  if (delegate === undefined) return 'responder is not the issuer and sent no certificate';
  if (!namesEqual(delegate.issuer, issuer.subject) || sources.budget.verify(delegate, issuer) !== 'valid') {
    return 'responder certificate is not from the issuer of the certificate';
  }
  if (delegate.extendedKeyUsage?.purposes.includes(OID.ekuOcspSigning) !== true)
    return 'responder may not sign OCSP answers';
  if (delegate.keyUsage !== null && !delegate.keyUsage.has('digitalSignature')) return 'responder may not sign';
  if (delegate.basicConstraints?.ca === true) return 'responder is a CA';
  const { answeredAt } = sources;
  if (answeredAt < delegate.notBefore || answeredAt > delegate.notAfter)
    return 'responder certificate not valid at that time';
  if (sources.budget.verify(response, delegate) !== 'valid') return 'signature of the OCSP response';
  if (delegate.extensions.has(OID.ocspNoCheck)) return null;
  return sources.responderStatus(delegate, issuer).status === 'good' ? null : 'revocation of the responder unknown';
}

function isNamed({ responder }: OcspResponse, certificate: Certificate): boolean {
  return responder.kind === 'name'
    ? equalBytes(responder.der, certificate.subjectDer)
    : equalBytes(responder.sha1, createHash('sha1').update(keyBits(certificate)).digest());
}

function unknown(detail: string): RevocationStatus {
  return { status: 'unknown', detail };
}
