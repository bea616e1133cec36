// Certificate revocation lists (RFC 5280 5) for tests and the reference AMS.
import type { KeyObject } from 'node:crypto';
import {
  explicit,
  generalizedTime,
  integer,
  sequence,
  time,
  tlv,
  unsignedInteger,
} from '../../crypto/asn1/der-writer.ts';
import { OID } from '../../crypto/asn1/oid.ts';
import { authorityKeyIdentifier, extension } from '../../crypto/x509/certificate-builder.ts';
import { signatureAlgorithmFor, signStructure } from '../../crypto/x509/sign-structure.ts';

/** CRLReason (5.3.1). */
export const REASONS = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  removeFromCRL: 8,
  privilegeWithdrawn: 9,
} as const;
export type Reason = keyof typeof REASONS;

export interface RevokedEntry {
  readonly serialHex: string;
  readonly revokedAt: Date;
  readonly reason?: Reason;
  readonly invalidityDate?: Date;
  /** More entry extensions, as TLVs. */
  readonly extensions?: readonly Uint8Array[];
}

export interface CrlFields {
  readonly issuerDer: Uint8Array;
  readonly keyId: Uint8Array;
  readonly privateKey: KeyObject;
  readonly thisUpdate: Date;
  /** null leaves the field out (not allowed by RFC 5280; for tests). */
  readonly nextUpdate: Date | null;
  readonly number: number;
  readonly revoked?: readonly RevokedEntry[];
  /** More CRL extensions, as TLVs (issuing distribution point, delta indicator ...). */
  readonly extensions?: readonly Uint8Array[];
}

/** DER of a version 2 CRL with AKI and CRL number. */
export function buildCrl(fields: CrlFields): Buffer {
  const entries = (fields.revoked ?? []).map(encodeEntry);
  const extensions = [
    authorityKeyIdentifier(fields.keyId),
    extension(OID.crlNumber, false, integer(fields.number)),
    ...(fields.extensions ?? []),
  ];
  const tbs = sequence(
    integer(1),
    signatureAlgorithmFor(fields.privateKey),
    fields.issuerDer,
    time(fields.thisUpdate),
    ...(fields.nextUpdate === null ? [] : [time(fields.nextUpdate)]),
    // 5.1.2.6: the list is absent when nothing is revoked.
    ...(entries.length === 0 ? [] : [sequence(Buffer.concat(entries))]),
    explicit(0, sequence(...extensions)),
  );
  return signStructure(tbs, fields.privateKey);
}

function encodeEntry(entry: RevokedEntry): Buffer {
  const reason = REASONS[entry.reason ?? 'unspecified'];
  const extensions = [
    // 5.3.1: the code is left out rather than written as unspecified.
    ...(reason === 0 ? [] : [extension(OID.crlReason, false, tlv(0x0a, Buffer.from([reason])))]),
    ...(entry.invalidityDate === undefined
      ? []
      : [extension(OID.invalidityDate, false, generalizedTime(entry.invalidityDate))]),
    ...(entry.extensions ?? []),
  ];
  return sequence(
    unsignedInteger(Buffer.from(entry.serialHex, 'hex')),
    time(entry.revokedAt),
    ...(extensions.length === 0 ? [] : [sequence(...extensions)]),
  );
}
