// OCSP (RFC 6960): requests and strict reading of responses. Whether an answer counts is decided in `ocsp-status.ts`.
import { createHash, randomBytes } from 'node:crypto';
import {
  DerCursor,
  integerValue,
  parseDer,
  readBitStringOctets,
  readExplicit,
  readOctets,
  readOid,
  readTime,
  type DerNode,
} from '../asn1/der-reader.ts';
import { algorithm, explicit, nul, octetString, sequence } from '../asn1/der-writer.ts';
import { OID } from '../asn1/oid.ts';
import { equalBytes, sha256Hex } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { parseCertificate, readAlgorithm, type AlgorithmIdentifier, type Certificate } from './certificate.ts';
import { readReason } from './crl.ts';
import { parseName } from './distinguished-name.ts';
import { extension } from './encode-extensions.ts';
import { readExtensions, type Extensions } from './extensions.ts';

/** CertID hashes; SHA-1 here only names an issuer, it protects nothing. */
export type CertIdHash = 'sha1' | 'sha256';

export interface OcspRequest {
  readonly der: Buffer;
  readonly nonce: Buffer;
}

/**
 * A request about one certificate, with a fresh 32-byte nonce (RFC 9654 2.1).
 * SHA-1 CertIDs by default: RFC 6960 4.3 makes only them mandatory, and widespread responders know no other.
 */
export function buildOcspRequest(
  certificate: Certificate,
  issuer: Certificate,
  hash: CertIdHash = 'sha1',
): OcspRequest {
  const nonce = randomBytes(32);
  const certId = sequence(
    algorithm(OID[hash], nul()),
    octetString(createHash(hash).update(issuer.subjectDer).digest()),
    octetString(createHash(hash).update(keyBits(issuer)).digest()),
    certificate.serialDer,
  );
  const extensions = explicit(2, sequence(extension(OID.ocspNonce, false, octetString(nonce))));
  return { der: sequence(sequence(sequence(sequence(certId)), extensions)), nonce };
}

export interface OcspAnswer {
  readonly hash: CertIdHash;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  readonly serialHex: string;
  readonly status:
    | { readonly kind: 'good' }
    | { readonly kind: 'unknown' }
    | { readonly kind: 'revoked'; readonly revokedAt: Date; readonly reason: number };
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  /** OID of a critical extension that we do not process: the answer must not be used. */
  readonly unknownCritical: string | null;
}

export interface OcspResponse {
  readonly der: Uint8Array;
  readonly sha256: string;
  readonly tbsDer: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  /** Key of the responder's name, or SHA-1 of its key bits. */
  readonly responder:
    { readonly kind: 'name'; readonly der: Uint8Array } | { readonly kind: 'key'; readonly sha1: Uint8Array };
  readonly producedAt: Date;
  readonly answers: readonly OcspAnswer[];
  readonly nonce: Uint8Array | null;
  readonly certificates: readonly Certificate[];
  readonly unknownCritical: string | null;
}

/** Answers and certificates in one response; we ask about one certificate. */
const MAX_ANSWERS = 100;
const MAX_CERTIFICATES = 10;

/**
 * Parses a successful basic response.
 * @throws ocsp/malformed when it is not one in strict DER, or the responder reports an error
 */
export function parseOcspResponse(der: Uint8Array): OcspResponse {
  try {
    return readResponse(der);
  } catch (error) {
    if (error instanceof CryptoError) throw new CryptoError('ocsp/malformed', error.message, { cause: error });
    throw error;
  }
}

/**
 * For a response just fetched: it must not answer somebody else's request.
 * A response without a nonce is allowed (RFC 6960 4.4.1: responders may precompute); it counts by its dates only.
 * @throws ocsp/malformed when the nonce is another one
 */
export function requireNonce(response: OcspResponse, nonce: Uint8Array): 'echoed' | 'absent' {
  if (response.nonce === null) return 'absent';
  if (!equalBytes(response.nonce, nonce)) throw malformed('nonce of another request');
  return 'echoed';
}

function readResponse(der: Uint8Array): OcspResponse {
  const outer = new DerCursor(parseDer(der));
  const status = integerValue(outer.next(0x0a).content);
  if (status !== 0n) throw malformed(`responder reports status ${String(status)}`);
  const responseBytes = new DerCursor(readExplicit(outer.next(0xa0)));
  outer.end();
  if (readOid(responseBytes.next()) !== OID.ocspBasic) throw malformed('response type');
  const basicDer = readOctets(responseBytes.next());
  responseBytes.end();

  const basic = new DerCursor(parseDer(basicDer));
  const data = basic.next(0x30);
  const signatureAlgorithm = readAlgorithm(basic.next(0x30));
  const signature = readBitStringOctets(basic.next());
  const certificatesNode = basic.optional(0xa0);
  basic.end();
  const certificates = certificatesNode === null ? [] : readExplicit(certificatesNode).children;
  if (certificates.length > MAX_CERTIFICATES) throw malformed('too many certificates');
  return {
    der,
    sha256: sha256Hex(der),
    tbsDer: data.bytes,
    signatureAlgorithm,
    signature,
    ...readData(data),
    certificates: certificates.map((node) => parseCertificate(node.bytes)),
  };
}

/** ResponseData (4.2.1). */
function readData(
  node: DerNode,
): Pick<OcspResponse, 'responder' | 'producedAt' | 'answers' | 'nonce' | 'unknownCritical'> {
  const cursor = new DerCursor(node);
  // version [0] DEFAULT v1: in DER it is never written, and there is no other version.
  const responder = readResponder(cursor.next());
  const producedAt = readTime(cursor.next(0x18));
  const answers = cursor.next(0x30).children;
  const extensionsNode = cursor.optional(0xa1);
  cursor.end();
  if (answers.length > MAX_ANSWERS) throw malformed('too many answers');
  const extensions: Extensions = extensionsNode === null ? new Map() : readExtensions(readExplicit(extensionsNode));
  const nonce = extensions.get(OID.ocspNonce);
  return {
    responder,
    producedAt,
    answers: answers.map(readAnswer),
    nonce: nonce === undefined ? null : readOctets(parseDer(nonce.value)),
    unknownCritical: [...extensions].find(([id, { critical }]) => critical && id !== OID.ocspNonce)?.[0] ?? null,
  };
}

function readResponder(node: DerNode): OcspResponse['responder'] {
  const inner = readExplicit(node);
  if (node.tag === 0xa1) return { kind: 'name', der: parseName(inner).der };
  if (node.tag === 0xa2) return { kind: 'key', sha1: readOctets(inner) };
  throw malformed('responderID');
}

/** SingleResponse (4.2.1). */
function readAnswer(node: DerNode): OcspAnswer {
  const cursor = new DerCursor(node);
  const certId = new DerCursor(cursor.next(0x30));
  const hash = readHash(readAlgorithm(certId.next()));
  const issuerNameHash = readOctets(certId.next());
  const issuerKeyHash = readOctets(certId.next());
  const serial = certId.next(0x02);
  integerValue(serial.content);
  certId.end();
  const status = readStatus(cursor.next());
  const thisUpdate = readTime(cursor.next(0x18));
  const nextUpdateNode = cursor.optional(0xa0);
  const extensionsNode = cursor.optional(0xa1);
  cursor.end();
  const extensions: Extensions = extensionsNode === null ? new Map() : readExtensions(readExplicit(extensionsNode));
  return {
    hash,
    issuerNameHash,
    issuerKeyHash,
    serialHex: Buffer.from(serial.content).toString('hex'),
    status,
    thisUpdate,
    nextUpdate: nextUpdateNode === null ? null : readTime(readExplicit(nextUpdateNode)),
    unknownCritical: [...extensions].find(([, { critical }]) => critical)?.[0] ?? null,
  };
}

function readHash({ oid }: AlgorithmIdentifier): CertIdHash {
  if (oid === OID.sha1) return 'sha1';
  if (oid === OID.sha256) return 'sha256';
  throw malformed('CertID hash');
}

function readStatus(node: DerNode): OcspAnswer['status'] {
  switch (node.tag) {
    case 0x80:
      return { kind: 'good' };
    case 0x82:
      return { kind: 'unknown' };
    case 0xa1: {
      const cursor = new DerCursor(node, 0xa1);
      const revokedAt = readTime(cursor.next(0x18));
      const reason = cursor.optional(0xa0);
      cursor.end();
      return { kind: 'revoked', revokedAt, reason: reason === null ? 0 : readReason(readExplicit(reason)) };
    }
    default:
      throw malformed('CertStatus');
  }
}

/** Value of the subjectPublicKey BIT STRING, as key hashes cover it (4.1.1). */
export function keyBits(certificate: Pick<Certificate, 'spkiDer'>): Uint8Array {
  const cursor = new DerCursor(parseDer(certificate.spkiDer));
  cursor.next(0x30);
  return readBitStringOctets(cursor.next());
}

function malformed(detail: string): CryptoError {
  return new CryptoError('ocsp/malformed', detail);
}
