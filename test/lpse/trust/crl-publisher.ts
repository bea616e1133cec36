// The CRL of one authority. It spans from before the beginning of the server's clock to long after real time, so that a
// verifier at server time and openssl at wall time both find it current. Its number grows with every revocation.
import { generalizedTime } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { extension } from '../../../crypto/x509/certificate-builder.ts';
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
        // Nothing is ever dropped from these lists, and they say so, in whole seconds (RFC 5280 4.1.2.5.2).
        extensions: [extension(OID.expiredCertsOnCrl, false, generalizedTime(wholeSecond(span.from)))],
      });
      published = { number, der };
    }
    return published.der;
  };
}

function wholeSecond(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}
