// TSTInfo (RFC 3161 2.4.2): what a timestamp token says.
import {
  DerCursor,
  integerValue,
  parseDer,
  readBoolean,
  readExplicit,
  readInteger,
  readOctets,
  readOid,
  readSmallInteger,
  readTime,
  type DerNode,
} from './asn1/der-reader.ts';
import {
  algorithm,
  generalizedTime,
  implicit,
  integer,
  integerOctets,
  nul,
  octetString,
  oid,
  sequence,
} from './asn1/der-writer.ts';
import { OID } from './asn1/oid.ts';
import { digestOf, type DigestName } from './cms/digest-algorithms.ts';
import { CryptoError } from './errors.ts';
import { readAlgorithm } from './x509/certificate.ts';
import { readExtensions } from './x509/extensions.ts';
import { parseGeneralName, type GeneralName } from './x509/general-name.ts';

export interface MessageImprint {
  /** Null for a digest that we do not know or accept. */
  readonly digest: DigestName | null;
  readonly hash: Uint8Array;
}

export interface TstInfo {
  readonly policy: string;
  readonly imprint: MessageImprint;
  /** Value octets of the serial number. */
  readonly serialHex: string;
  /** A fraction finer than milliseconds is cut. */
  readonly genTime: Date;
  /** Rounded up; 0 when the authority does not say. */
  readonly accuracyMs: number;
  readonly nonce: bigint | null;
  readonly authority: GeneralName | null;
}

/** MessageImprint with SHA-256; parameters NULL, as OpenSSL writes and expects. */
export function encodeImprint(sha256: Uint8Array): Buffer {
  return sequence(algorithm(OID.sha256, nul()), octetString(sha256));
}

export function readImprint(node: DerNode): MessageImprint {
  const cursor = new DerCursor(node);
  const digest = digestOf(readAlgorithm(cursor.next(0x30)));
  const hash = readOctets(cursor.next());
  cursor.end();
  return { digest, hash };
}

/** What an authority puts together; the reference authority does. */
export interface TstInfoFields {
  readonly policy: string;
  /** MessageImprint TLV, as the request had it. */
  readonly imprintDer: Uint8Array;
  readonly serial: bigint;
  readonly genTime: Date;
  readonly accuracyMs: number;
  readonly nonce: bigint | null;
}

export function encodeTstInfo(fields: TstInfoFields): Buffer {
  return sequence(
    integer(1),
    oid(fields.policy),
    fields.imprintDer,
    integer(fields.serial),
    generalizedTime(fields.genTime),
    ...(fields.accuracyMs === 0 ? [] : [encodeAccuracy(fields.accuracyMs)]),
    ...(fields.nonce === null ? [] : [integer(fields.nonce)]),
  );
}

/**
 * @throws timestamp/malformed when the bytes are not a TSTInfo in DER, or carry a critical extension
 */
export function parseTstInfo(der: Uint8Array): TstInfo {
  try {
    return readTstInfo(new DerCursor(parseDer(der)));
  } catch (error) {
    if (error instanceof CryptoError && error.code !== 'timestamp/malformed') {
      throw new CryptoError('timestamp/malformed', error.message, { cause: error });
    }
    throw error;
  }
}

function readTstInfo(cursor: DerCursor): TstInfo {
  if (readSmallInteger(cursor.next()) !== 1) throw malformed('TSTInfo version');
  const policy = readOid(cursor.next());
  const imprint = readImprint(cursor.next(0x30));
  const serial = cursor.next(0x02);
  const genTime = readTime(cursor.next(0x18), { fraction: true });
  const accuracy = cursor.optional(0x30);
  // Deliberately: ordering may be written out as FALSE although that is its default; nothing depends on it.
  const ordering = cursor.optional(0x01);
  const nonce = cursor.optional(0x02);
  const authority = cursor.optional(0xa0);
  const extensions = cursor.optional(0xa1);
  cursor.end();
  integerValue(serial.content);
  if (ordering !== null) readBoolean(ordering);
  if (extensions !== null) requireNoneCritical(extensions);
  return {
    policy,
    imprint,
    serialHex: Buffer.from(serial.content).toString('hex'),
    genTime,
    accuracyMs: accuracy === null ? 0 : readAccuracy(accuracy),
    nonce: nonce === null ? null : readInteger(nonce),
    authority: authority === null ? null : parseGeneralName(readExplicit(authority)),
  };
}

/** Accuracy: seconds, milliseconds and microseconds, the latter two in 1..999. */
function readAccuracy(node: DerNode): number {
  const cursor = new DerCursor(node);
  const seconds = cursor.optional(0x02);
  const millis = cursor.optional(0x80);
  const micros = cursor.optional(0x81);
  cursor.end();
  return (
    (seconds === null ? 0 : readSmallInteger(seconds) * 1000) +
    thousandths(millis) +
    Math.ceil(thousandths(micros) / 1000)
  );
}

function thousandths(node: DerNode | null): number {
  if (node === null) return 0;
  const value = integerValue(node.content);
  if (value < 1n || value > 999n) throw malformed('accuracy');
  return Number(value);
}

function encodeAccuracy(accuracyMs: number): Buffer {
  const [seconds, millis] = [Math.floor(accuracyMs / 1000), accuracyMs % 1000];
  return sequence(
    ...(seconds === 0 ? [] : [integer(seconds)]),
    ...(millis === 0 ? [] : [implicit(0, integerOctets(BigInt(millis)))]),
  );
}

/** No extension is known to us, so a critical one forbids to use the token. */
function requireNoneCritical(node: DerNode): void {
  const known = readExtensions(node, node.tag);
  if ([...known.values()].some(({ critical }) => critical)) throw malformed('critical extension');
}

function malformed(detail: string): CryptoError {
  return new CryptoError('timestamp/malformed', detail);
}
