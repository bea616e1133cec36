// A timestamp authority (RFC 3161) for tests and for the reference LPSE: answers a request with the time it is told.
import { randomBytes } from 'node:crypto';
import {
  DerCursor,
  parseDer,
  readBoolean,
  readInteger,
  readOid,
  readSmallInteger,
} from '../../crypto/asn1/der-reader.ts';
import { integer, sequence, utf8String } from '../../crypto/asn1/der-writer.ts';
import { OID } from '../../crypto/asn1/oid.ts';
import { encodeSignedData, parseSignedData } from '../../crypto/cms/signed-data.ts';
import { signContent } from '../../crypto/cms/sign.ts';
import { isCryptoError } from '../../crypto/errors.ts';
import type { SigningKey } from '../../crypto/keys.ts';
import { encodeTstInfo, readImprint } from '../../crypto/tst-info.ts';
import { namedBitList } from '../../crypto/x509/encode-extensions.ts';

export interface TimestampAuthority {
  /** Its certificate has the critical extended key usage timeStamping. */
  readonly key: SigningKey;
  readonly genTime: Date;
  /** OID; a request for another policy is rejected. */
  readonly policy?: string;
  readonly accuracyMs?: number;
  readonly serial?: bigint;
}

/** An example arc (RFC 5612 would give a real one). */
export const TEST_TSA_POLICY = '1.3.6.1.4.1.32473.1.1';

/** Bits of PKIFailureInfo (2.4.2). */
const FAILURE = { badAlg: 0, badDataFormat: 5, unacceptedPolicy: 15 } as const;
/** PKIStatus (2.4.2). */
const GRANTED = 0;
const REJECTION = 2;

/** DER TimeStampResp: a token, or a rejection when the request cannot be answered. */
export async function respond(requestDer: Uint8Array, authority: TimestampAuthority): Promise<Buffer> {
  const { key, genTime, policy = TEST_TSA_POLICY, accuracyMs = 1000, serial = randomSerial() } = authority;
  const request = readRequest(requestDer);
  if (request === null) return rejection('badDataFormat');
  if (readImprint(parseDer(request.imprintDer)).digest === null) return rejection('badAlg');
  if (request.policy !== null && request.policy !== policy) return rejection('unacceptedPolicy');
  const content = encodeTstInfo({ ...request, policy, serial, genTime, accuracyMs });
  const signers = [{ key, signingTime: genTime }];
  const token = await signContent({ content, detached: false, signers, contentType: OID.tstInfo });
  return sequence(sequence(integer(GRANTED)), request.certReq ? token : withoutCertificates(token));
}

interface Request {
  readonly imprintDer: Uint8Array;
  readonly policy: string | null;
  readonly nonce: bigint | null;
  readonly certReq: boolean;
}

/** TimeStampReq (2.4.1), null when it is none. */
function readRequest(der: Uint8Array): Request | null {
  try {
    const cursor = new DerCursor(parseDer(der));
    if (readSmallInteger(cursor.next()) !== 1) return null;
    const imprint = cursor.next(0x30);
    const policy = cursor.optional(0x06);
    const nonce = cursor.optional(0x02);
    const certReq = cursor.optional(0x01);
    cursor.end();
    return {
      imprintDer: imprint.bytes,
      policy: policy === null ? null : readOid(policy),
      nonce: nonce === null ? null : readInteger(nonce),
      certReq: certReq !== null && readBoolean(certReq),
    };
  } catch (error) {
    if (isCryptoError(error)) return null;
    throw error;
  }
}

function rejection(reason: keyof typeof FAILURE): Buffer {
  return sequence(sequence(integer(REJECTION), sequence(utf8String(reason)), namedBitList([FAILURE[reason]])));
}

/** 2.4.1: without certReq the token carries no certificates. */
function withoutCertificates(tokenDer: Uint8Array): Buffer {
  const { contentType, content, crls, signers } = parseSignedData(tokenDer);
  return encodeSignedData({ contentType, content, crls, certificates: [], signerInfos: signers.map(({ der }) => der) });
}

function randomSerial(): bigint {
  return BigInt(`0x40${randomBytes(8).toString('hex')}`);
}
