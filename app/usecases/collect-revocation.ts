// Fetches the revocation answers that a judgement needs. What cannot be fetched is simply not there: a check that requires a
// known status then fails, one that takes what is available says so.
import { CryptoError } from '../../crypto/errors.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { parseCrl, type Crl } from '../../crypto/x509/crl.ts';
import { buildOcspRequest, parseOcspResponse, requireNonce, type OcspResponse } from '../../crypto/x509/ocsp.ts';
import { namesEqual } from '../../crypto/x509/distinguished-name.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { RevocationSource } from '../ports/revocation-source.ts';

export interface RevocationAnswers {
  readonly crls: readonly Crl[];
  readonly ocsp: readonly OcspResponse[];
}

/**
 * CRLs of every distribution point named in `certificates`, and of their issuers among them. OCSP is asked only where a
 * certificate names a responder but no CRL, since a CRL tells nobody whose bid is being prepared.
 */
export async function collectRevocation(
  source: RevocationSource,
  certificates: readonly Certificate[],
  options: CallOptions & { readonly fresh?: boolean } = {},
): Promise<RevocationAnswers> {
  const distinct = [...new Map(certificates.map((certificate) => [certificate.sha256, certificate])).values()];
  const urls = [...new Set(distinct.flatMap(({ crlUrls }) => crlUrls))];
  const crls = await Promise.all(urls.map((url) => ifReachable(async () => parseCrl(await source.crl(url, options)))));
  const ocsp = await Promise.all(
    distinct
      .filter(({ crlUrls, ocspUrls }) => crlUrls.length === 0 && ocspUrls.length > 0)
      .map((certificate) => ifReachable(() => askResponder(source, { certificate, known: distinct }, options))),
  );
  return { crls: crls.filter((crl) => crl !== null), ocsp: ocsp.filter((answer) => answer !== null) };
}

async function askResponder(
  source: RevocationSource,
  { certificate, known }: { readonly certificate: Certificate; readonly known: readonly Certificate[] },
  options: CallOptions,
): Promise<OcspResponse | null> {
  const issuer = known.find(({ subject }) => namesEqual(subject, certificate.issuer));
  const [url] = certificate.ocspUrls;
  if (issuer === undefined || url === undefined) return null;
  const request = buildOcspRequest(certificate, issuer);
  const response = parseOcspResponse(await source.ocsp(url, request.der, options));
  requireNonce(response, request.nonce);
  return response;
}

/** Failing services and unreadable answers leave a gap; cancelling and defects do not. */
async function ifReachable<T>(fetch: () => Promise<T>): Promise<T | null> {
  try {
    return await fetch();
  } catch (error) {
    if (error instanceof CryptoError || error instanceof CodedError) return null;
    throw error;
  }
}
