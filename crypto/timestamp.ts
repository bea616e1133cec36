// Timestamps (RFC 3161, RFC 5816): the request, the answer, and whether the token can be believed. Tokens are counted only with
// SHA-256 imprints, a signing-certificate-v2 attribute, and a certificate that may do nothing but timestamp.
import { randomBytes } from 'node:crypto';
import { DerCursor, parseDer, readSmallInteger } from './asn1/der-reader.ts';
import { boolean, integer, oid, sequence, unsignedInteger } from './asn1/der-writer.ts';
import { OID } from './asn1/oid.ts';
import { parseSignedData, type SignedData } from './cms/signed-data.ts';
import { verifySigner, type SignatureRules } from './cms/verify-signature.ts';
import { equalBytes } from './encoding.ts';
import { CryptoError } from './errors.ts';
import { encodeImprint, parseTstInfo, type TstInfo } from './tst-info.ts';
import type { Certificate } from './x509/certificate.ts';
import { namesEqual } from './x509/distinguished-name.ts';
import { generalNameKey, type GeneralName } from './x509/general-name.ts';
import { requirePath, type PathInput } from './x509/validate-path.ts';

const NONCE_BYTES = 8;
const SHA256_BYTES = 32;

export interface TimestampRequest {
  /** SHA-256 of the bytes to be timestamped, 32 bytes. */
  readonly sha256: Uint8Array;
  /** Unsigned big-endian; random when absent. */
  readonly nonce?: Buffer;
  /** OID of the policy asked for. */
  readonly policy?: string;
}

/** TimeStampReq (2.4.1) with certReq, so that the token verifies without further files. */
export function buildTimestampRequest(request: TimestampRequest): { readonly der: Buffer; readonly nonce: Buffer } {
  const { sha256, nonce = randomNonce(), policy } = request;
  if (sha256.length !== SHA256_BYTES || nonce.length === 0) throw new RangeError('digest or nonce length');
  const der = sequence(
    integer(1),
    encodeImprint(sha256),
    ...(policy === undefined ? [] : [oid(policy)]),
    unsignedInteger(nonce),
    boolean(true),
  );
  return { der, nonce };
}

/** Positive, and minimal as INTEGER: the first bit is 0 and the first byte is not. */
function randomNonce(): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  nonce.writeUInt8((nonce.readUInt8(0) & 0x3f) | 0x40, 0);
  return nonce;
}

/**
 * The token of a TimeStampResp (2.4.2).
 * @throws timestamp/refused-by-authority when the status is not `granted`; granted "with modifications" is not what was asked for
 * @throws timestamp/malformed when the bytes are not a response
 */
export function readTimestampResponse(der: Uint8Array): { readonly tokenDer: Uint8Array } {
  return asTimestampFault('timestamp/malformed', () => {
    const cursor = new DerCursor(parseDer(der));
    const status = new DerCursor(cursor.next(0x30));
    const token = cursor.optional(0x30);
    cursor.end();
    const value = readSmallInteger(status.next());
    status.optional(0x30);
    status.optional(0x03);
    status.end();
    if (value !== 0) throw new CryptoError('timestamp/refused-by-authority', `status ${value}`);
    if (token === null) throw new CryptoError('timestamp/malformed', 'granted without a token');
    return { tokenDer: token.bytes };
  });
}

export interface TimestampExpectation extends Pick<
  PathInput,
  'anchors' | 'crls' | 'ocsp' | 'revocation' | 'revocationAt'
> {
  /** SHA-256 of the bytes that were timestamped. */
  readonly sha256: Uint8Array;
  /** What the request had; absent when the request is not at hand. */
  readonly nonce?: Buffer;
  readonly policy?: string;
  /** Certificates besides those in the token. */
  readonly intermediates?: readonly Certificate[];
}

export interface VerifiedTimestamp {
  readonly genTime: Date;
  /** The time may be off by this much either way; 0 when the authority does not say. */
  readonly accuracyMs: number;
  /** Value octets of the token's serial number. */
  readonly serialHex: string;
  readonly signer: Certificate;
  /** All that the token carries, unjudged: for building the signer's path. */
  readonly certificates: readonly Certificate[];
}

/**
 * Verifies a TimeStampResp over `sha256` down to an anchor, at the token's own time.
 * @throws timestamp/refused-by-authority when it carries a refusal
 * @throws timestamp/malformed when response, token or signature are not in shape
 * @throws timestamp/invalid when it is about other bytes, another request or policy, or its signer may not timestamp or is not trusted
 *   (`cause` says why)
 */
export function verifyTimestamp(responseDer: Uint8Array, expected: TimestampExpectation): VerifiedTimestamp {
  const { tokenDer } = readTimestampResponse(responseDer);
  const token = asTimestampFault('timestamp/malformed', () => parseSignedData(tokenDer));
  if (token.content === null) throw new CryptoError('timestamp/malformed', 'no TSTInfo');
  const signer = requireSigner(token, token.content);
  const info = parseTstInfo(token.content);
  requireAnswer(info, expected);
  requireAuthority(info, signer);
  requireTrusted(signer, token, { ...expected, at: info.genTime });
  const { genTime, accuracyMs, serialHex } = info;
  return { genTime, accuracyMs, serialHex, signer, certificates: token.certificates };
}

const TOKEN_RULES: SignatureRules = { contentType: OID.tstInfo, digests: ['sha256', 'sha384', 'sha512'] };

/** 2.4.2: a token carries the authority's signature and no other. */
function requireSigner(token: SignedData, content: Uint8Array): Certificate {
  const [signer, ...others] = token.signers;
  if (signer === undefined || others.length > 0) throw new CryptoError('timestamp/malformed', 'one signer');
  return asTimestampFault('timestamp/invalid', () => verifySigner(token, signer, { content, rules: TOKEN_RULES }));
}

function requireAnswer(info: TstInfo, { sha256, nonce, policy }: TimestampExpectation): void {
  if (info.imprint.digest !== 'sha256' || !equalBytes(info.imprint.hash, sha256))
    throw invalid('imprint of other bytes');
  if (nonce !== undefined && info.nonce !== BigInt(`0x${nonce.toString('hex')}`)) throw invalid('nonce');
  if (policy !== undefined && info.policy !== policy) throw invalid('policy');
}

/** 2.3: exactly one extended key usage, timeStamping, critical; and the key is one for signatures. */
function requireAuthority({ authority }: TstInfo, signer: Certificate): void {
  const { extendedKeyUsage, keyUsage } = signer;
  const purposes = extendedKeyUsage?.purposes ?? [];
  if (extendedKeyUsage?.critical !== true || purposes.length !== 1 || purposes[0] !== OID.ekuTimeStamping) {
    throw invalid('extended key usage is not timeStamping alone, critical');
  }
  if (keyUsage?.has('digitalSignature') === false && !keyUsage.has('nonRepudiation')) throw invalid('key usage');
  // 2.4.2: the name, if given, is one of the certificate's.
  if (authority !== null && !isNameOf(authority, signer)) throw invalid('authority name');
}

function isNameOf(name: GeneralName, { subject, subjectAltNames }: Certificate): boolean {
  if (name.kind === 'directory' && namesEqual(name.value, subject)) return true;
  return subjectAltNames.some((other) => generalNameKey(other) === generalNameKey(name));
}

function requireTrusted(
  signer: Certificate,
  token: SignedData,
  expected: TimestampExpectation & { readonly at: Date },
): void {
  const { anchors, crls, ocsp, revocation, revocationAt, at, intermediates = [] } = expected;
  const input: PathInput = {
    leaf: signer,
    intermediates: [...token.certificates, ...intermediates],
    anchors,
    at,
    revocation,
    requiredPurpose: OID.ekuTimeStamping,
    ...(crls === undefined ? {} : { crls }),
    ...(ocsp === undefined ? {} : { ocsp }),
    ...(revocationAt === undefined ? {} : { revocationAt }),
  };
  asTimestampFault('timestamp/invalid', () => requirePath(input));
}

/** Codes of the parts (a token's certificate is not the user's) become codes of the timestamp, with the part as cause. */
function asTimestampFault<T>(code: 'timestamp/malformed' | 'timestamp/invalid', run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof CryptoError) || error.code.startsWith('timestamp/')) throw error;
    throw new CryptoError(code, error.message, { cause: error });
  }
}

function invalid(detail: string): CryptoError {
  return new CryptoError('timestamp/invalid', detail);
}
