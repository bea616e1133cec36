// What the timestamp of a minutes signature is worth. Whoever made it must lead to the pinned TSA and must not have been revoked when
// it was made. Where nothing tells whether it was, the timestamp proves nothing yet, and that is what is said.
import { sha256 } from '../../crypto/encoding.ts';
import { OID } from '../../crypto/asn1/oid.ts';
import { verifyTimestamp, type VerifiedTimestamp } from '../../crypto/timestamp.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import type { ArchivedRevocation } from './check-receipt.ts';
import { requireTrustedThen } from './archived-path.ts';
import { findOut, missing, tryRead, type Row } from './run-check.ts';

export interface StampQuestion {
  /** RFC 3161 response over the SHA-256 of `p7s`; null when there is none. */
  readonly timestamp: Uint8Array | null;
  readonly p7s: Uint8Array;
  readonly trust: Pick<LpseTrust, 'tsa'>;
  /** Lists of the TSA's side, among others. */
  readonly archived: ArchivedRevocation;
}

/** `unjudged`: it fits, and whether the TSA's key was revoked is not known. */
export type StampStanding = 'good' | 'refused' | 'unjudged' | 'none';

export interface JudgedStamp {
  readonly row: Row;
  readonly standing: StampStanding;
  /** The time that is proven; null unless it is `good`. */
  readonly genTime: Date | null;
}

export function judgeStamp({ timestamp, p7s, trust, archived }: StampQuestion): JudgedStamp {
  const none = { genTime: null } as const;
  if (timestamp === null) {
    return { ...none, standing: 'none', row: missing('minutes-timestamp', 'minutes/timestamp-none') };
  }
  const { row, value } = findOut(
    'minutes-timestamp',
    () => verifyOver(p7s, timestamp, trust),
    ({ genTime }) => ({ genTime: genTime.toISOString() }),
  );
  if (value === null) return { ...none, standing: 'refused', row };
  const { genTime, signer, certificates } = value;
  const path = { anchors: trust.tsa, at: genTime, intermediates: certificates, requiredPurpose: OID.ekuTimeStamping };
  const facts = { genTime: genTime.toISOString() };
  try {
    requireTrustedThen(signer, [], { ...path, archived });
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    if (error.code === 'certificate/revocation-unknown') {
      const unknown = { ...missing('minutes-timestamp', 'minutes/timestamp-unjudged'), facts };
      return { ...none, standing: 'unjudged', row: unknown };
    }
    const why = { ...facts, why: error.code };
    const code = error.code === 'certificate/revoked' ? 'minutes/timestamp-revoked' : 'timestamp/invalid';
    return { ...none, standing: 'refused', row: { id: 'minutes-timestamp', outcome: 'failed', code, facts: why } };
  }
  return { row, standing: 'good', genTime };
}

/** Whose revocation lists are needed to judge it; nobody's when it does not fit anyway. */
export function stampCertificates({ timestamp, p7s, trust }: Omit<StampQuestion, 'archived'>): readonly Certificate[] {
  if (timestamp === null) return [];
  const verified = tryRead(() => verifyOver(p7s, timestamp, trust));
  return verified === null ? [] : [verified.signer, ...verified.certificates];
}

function verifyOver(p7s: Uint8Array, timestamp: Uint8Array, { tsa }: Pick<LpseTrust, 'tsa'>): VerifiedTimestamp {
  return verifyTimestamp(timestamp, { sha256: sha256(p7s), anchors: tsa, revocation: 'none' });
}
