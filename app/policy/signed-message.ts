// Signed answers: CMS SignedData over canonical JSON of a known shape. Reading proves the signature; whose it may be is
// decided by `requireTrusted` against the anchors that the operator pinned.
import type { z } from 'zod';
import { parseCanonicalJson } from '../../crypto/canonical-json.ts';
import { verifySignedData, type VerifiedSignedData } from '../../crypto/cms/verify-signature.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import type { Certificate, KeyUsage } from '../../crypto/x509/certificate.ts';
import { validatePath, type PathInput } from '../../crypto/x509/validate-path.ts';
import { CodedError, type ProblemDetails } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import { codedFailure, toErrorCode } from './run-check.ts';

export interface SignedMessage<T> extends VerifiedSignedData {
  readonly value: T;
  /** Of the signed bytes. */
  readonly contentSha256: string;
}

/** What the signer of a message must have: both, as every signing profile of crypto/SPEC.md 12 does. */
export const SIGNING_USAGE: readonly KeyUsage[] = ['digitalSignature', 'nonRepudiation'];

/** Everything a path is judged by, besides the certificate. */
export type PathContext = Pick<
  PathInput,
  'anchors' | 'at' | 'crls' | 'ocsp' | 'revocation' | 'revocationAt' | 'archivedUntil' | 'requiredPurpose'
> & {
  readonly intermediates?: readonly Certificate[];
};

/**
 * Verifies signatures and shape; no trust yet.
 * @param detached - the signed bytes when the CMS does not carry them
 * @param maxBytes - of CMS and content, where more than the usual bounds may come
 * @throws signature/*, json/* , trust/answer-refused when the JSON has another shape
 */
export function readSigned<T>(
  der: Uint8Array,
  schema: z.ZodType<T>,
  detached?: Uint8Array,
  maxBytes?: number,
): SignedMessage<T> {
  const verified = verifySignedData(der, detached, maxBytes);
  const parsed = schema.safeParse(parseCanonicalJson(verified.content, maxBytes));
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
    throw new CodedError('trust/answer-refused', { field });
  }
  return { ...verified, value: parsed.data, contentSha256: sha256Hex(verified.content) };
}

/**
 * The path of a certificate to one of the anchors with this usage.
 * @throws CodedError with the code of the finding that decided (certificate/untrusted, expired, revoked, wrong-usage ...)
 */
export function requireTrusted(
  certificate: Certificate,
  usage: readonly KeyUsage[],
  context: PathContext,
): readonly Certificate[] {
  const { intermediates = [], ...rest } = context;
  const report = validatePath({ leaf: certificate, intermediates, requiredKeyUsage: usage, ...rest });
  if (report.ok) return report.path;
  const [first] = report.findings;
  throw new CodedError(toErrorCode(first?.code ?? 'certificate/untrusted'), {
    certificateSha256: certificate.sha256,
    clause: first?.clause ?? 'RFC 5280 6.1',
  });
}

/**
 * The one signer that a message of a single author must have, trusted.
 * @throws code when it has several signers or the path fails; `cause` says why
 */
export function requireSoleSigner(message: VerifiedSignedData, code: ErrorCode, context: PathContext): Certificate {
  const [signer] = message.signers;
  if (signer === undefined || message.signers.length !== 1) throw new CodedError(code, { why: 'signers' });
  try {
    requireTrusted(signer.certificate, SIGNING_USAGE, {
      ...context,
      intermediates: [...message.certificates, ...(context.intermediates ?? [])],
    });
  } catch (cause) {
    const failure = codedFailure(cause);
    throw new CodedError(code, { ...failure.details, why: failure.code }, { cause });
  }
  return signer.certificate;
}

/** The key usage that lets a certificate receive a content key (crypto/SPEC.md 3). */
export function openingUsage(certificate: Certificate): readonly KeyUsage[] {
  return [certificate.keyType.kind === 'rsa' ? 'keyEncipherment' : 'keyAgreement'];
}

/** Facts about a certificate for a report. */
export function certificateFacts(certificate: Certificate): ProblemDetails {
  return { certificateSha256: certificate.sha256, notAfter: certificate.notAfter.toISOString() };
}
