// The CRL of one authority. It spans from before the beginning of the server's clock to long after real time, so that a
// verifier at server time and openssl at wall time both find it current. Its number grows with every revocation.
import { buildCrl, type RevokedEntry } from '../../pki/build-crl.ts';
import type { Authority } from '../../pki/authority.ts';

export interface Span {
  readonly from: Date;
  readonly to: Date;
}

export type CrlPublisher = () => Buffer;

export function createCrlPublisher(
  authority: Authority,
  span: Span,
  revoked: () => readonly RevokedEntry[] = () => [],
): CrlPublisher {
  let published: { readonly number: number; readonly der: Buffer } | null = null;
  return () => {
    const entries = revoked();
    const number = entries.length + 1;
    if (published?.number !== number) {
      const der = buildCrl({
        issuerDer: authority.certificate.subjectDer,
        keyId: authority.keyId,
        privateKey: authority.privateKey,
        thisUpdate: span.from,
        nextUpdate: span.to,
        number,
        revoked: entries,
      });
      published = { number, der };
    }
    return published.der;
  };
}
