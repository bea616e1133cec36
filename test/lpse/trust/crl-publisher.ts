// The CRL of one authority. Where no schedule is asked for it spans from before the beginning of the server's clock to long after real
// time, so that a verifier at server time and openssl at wall time both find it current. Its number grows with every list.
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

export interface CrlTerms {
  readonly span: Span;
  /** How often there is a new list, as with a real authority; null: one for the whole span, and one more for every revocation. */
  readonly everyMs: number | null;
  readonly now: () => Date;
}

/** Nobody who read a list has to ask again sooner, however far the server's clock is moved meanwhile. */
const CURRENT_MS = 60 * 24 * 3_600_000;

interface Published {
  readonly number: number;
  readonly entries: number;
  readonly thisUpdate: Date;
  readonly der: Buffer;
}

export function createCrlPublisher(
  authority: Authority,
  { span, everyMs, now }: CrlTerms,
  revoked: () => readonly RevokedEntry[] = () => [],
): CrlPublisher {
  let published: Published | null = null;
  const isDue = (): boolean =>
    published === null || (everyMs !== null && now().getTime() >= published.thisUpdate.getTime() + everyMs);
  const issue = (entries: readonly RevokedEntry[]): Published => {
    // Of lists for the whole span the newer one must be told from the older.
    const thisUpdate = everyMs === null ? new Date(span.from.getTime() + entries.length * 1000) : wholeSecond(now());
    const nextUpdate = everyMs === null ? span.to : new Date(thisUpdate.getTime() + CURRENT_MS);
    // Grows over restarts, too.
    const least = everyMs === null ? entries.length + 1 : thisUpdate.getTime() / 1000;
    const number = Math.max(least, (published?.number ?? 0) + 1);
    const der = buildCrl({
      issuerDer: authority.certificate.subjectDer,
      keyId: authority.keyId,
      privateKey: authority.privateKey,
      ...{ thisUpdate, nextUpdate, number },
      revoked: entries,
      // Nothing is ever dropped from these lists, and they say so, in whole seconds (RFC 5280 4.1.2.5.2).
      extensions: [extension(OID.expiredCertsOnCrl, false, generalizedTime(wholeSecond(span.from)))],
    });
    return { number, entries: entries.length, thisUpdate, der };
  };
  return () => {
    const entries = revoked();
    if (published?.entries !== entries.length || isDue()) published = issue(entries);
    return published.der;
  };
}

function wholeSecond(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}
