// OCSP responses (RFC 6960 4.2) for tests and the reference AMS.
import { createHash, type KeyObject } from 'node:crypto';
import { DerCursor, parseDer, readBitStringOctets } from '../../crypto/asn1/der-reader.ts';
import {
  algorithm,
  explicit,
  generalizedTime,
  implicit,
  nul,
  octetString,
  oid,
  sequence,
  tlv,
} from '../../crypto/asn1/der-writer.ts';
import { OID } from '../../crypto/asn1/oid.ts';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { extension } from '../../crypto/x509/certificate-builder.ts';
import { signStructure } from '../../crypto/x509/sign-structure.ts';
import { REASONS, type Reason } from './build-crl.ts';

export type OcspStatus =
  | { readonly status: 'good' }
  | { readonly status: 'unknown' }
  | { readonly status: 'revoked'; readonly revokedAt: Date; readonly reason?: Reason };

export interface OcspFields {
  readonly answers: readonly (OcspStatus & { readonly certIdDer: Uint8Array })[];
  readonly responder: { readonly certificate: Certificate; readonly privateKey: KeyObject };
  /** Certificates to send along; the delegated responder's own, or none when the issuer signs. */
  readonly certificates: readonly Certificate[];
  readonly producedAt: Date;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  /** Value of the nonce to echo. */
  readonly nonce?: Uint8Array | null;
}

/** DER of a successful OCSPResponse. */
export function buildOcspResponse(fields: OcspFields): Buffer {
  const { responder } = fields;
  const data = sequence(
    explicit(2, octetString(keyHash('sha1', responder.certificate))),
    generalizedTime(fields.producedAt),
    sequence(...fields.answers.map((answer) => encodeAnswer(answer, fields))),
    ...(fields.nonce ? [explicit(1, sequence(extension(OID.ocspNonce, false, octetString(fields.nonce))))] : []),
  );
  const signed = signStructure(data, responder.privateKey);
  const certificates = explicit(0, sequence(...fields.certificates.map(({ der }) => der)));
  const basic = sequence(
    ...parseDer(signed).children.map(({ bytes }) => bytes),
    ...(fields.certificates.length === 0 ? [] : [certificates]),
  );
  return sequence(tlv(0x0a, Buffer.from([0])), explicit(0, sequence(oid(OID.ocspBasic), octetString(basic))));
}

/** OCSPResponse without an answer, e.g. 6 unauthorized, 3 tryLater (4.2.1). */
export function buildOcspFailure(status: number): Buffer {
  return sequence(tlv(0x0a, Buffer.from([status])));
}

/** CertID (4.1.1). */
export function certId(certificate: Certificate, issuer: Certificate, hash: 'sha1' | 'sha256' = 'sha1'): Buffer {
  const nameHash = createHash(hash).update(certificate.issuerDer).digest();
  return sequence(
    algorithm(OID[hash], nul()),
    octetString(nameHash),
    octetString(keyHash(hash, issuer)),
    certificate.serialDer,
  );
}

function keyHash(hash: 'sha1' | 'sha256', certificate: Certificate): Buffer {
  const cursor = new DerCursor(parseDer(certificate.spkiDer));
  cursor.next(0x30);
  return createHash(hash).update(readBitStringOctets(cursor.next())).digest();
}

function encodeAnswer(answer: OcspFields['answers'][number], fields: OcspFields): Buffer {
  return sequence(
    answer.certIdDer,
    encodeStatus(answer),
    generalizedTime(fields.thisUpdate),
    ...(fields.nextUpdate === null ? [] : [explicit(0, generalizedTime(fields.nextUpdate))]),
  );
}

function encodeStatus(status: OcspStatus): Buffer {
  switch (status.status) {
    case 'good':
      return implicit(0, Buffer.alloc(0));
    case 'unknown':
      return implicit(2, Buffer.alloc(0));
    case 'revoked': {
      const reason = status.reason === undefined ? [] : [explicit(0, tlv(0x0a, Buffer.from([REASONS[status.reason]])))];
      return explicit(1, generalizedTime(status.revokedAt), ...reason);
    }
  }
}
