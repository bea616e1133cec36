// Certificate revocation lists (RFC 5280 5): strict DER into words. Whether a list may be used is decided in `crl-status.ts`.
import {
  CRL_LIMITS,
  DerCursor,
  integerValue,
  parseDer,
  readBitStringOctets,
  readBoolean,
  readExplicit,
  readInteger,
  readSmallInteger,
  readTime,
  type DerNode,
} from '../asn1/der-reader.ts';
import { tlv } from '../asn1/der-writer.ts';
import { OID } from '../asn1/oid.ts';
import { equalBytes, sha256Hex } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { readAlgorithm, type AlgorithmIdentifier } from './certificate.ts';
import { parseName, type DistinguishedName } from './distinguished-name.ts';
import {
  namedBits,
  readAuthorityKeyId,
  readDistributionPointName,
  readExtensions,
  type DistributionPointName,
  type Extensions,
} from './extensions.ts';

/** CRLReason removeFromCRL (5.3.1). */
export const REMOVE_FROM_CRL = 8;

export interface RevokedCertificate {
  readonly revokedAt: Date;
  /** CRLReason, 0 when absent. */
  readonly reason: number;
  readonly invalidityDate: Date | null;
}

/** IssuingDistributionPoint (5.2.5). */
export interface CrlScope {
  readonly name: DistributionPointName | null;
  readonly onlyUserCertificates: boolean;
  readonly onlyCaCertificates: boolean;
  readonly onlyAttributeCertificates: boolean;
  readonly onlySomeReasons: ReadonlySet<number> | null;
  readonly indirect: boolean;
}

export interface Crl {
  readonly der: Uint8Array;
  readonly sha256: string;
  readonly tbsDer: Uint8Array;
  readonly issuer: DistinguishedName;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  /** By value octets of the serial number, in hex. */
  readonly revoked: ReadonlyMap<string, RevokedCertificate>;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly authorityKeyId: Uint8Array | null;
  readonly number: bigint | null;
  /** BaseCRLNumber of a delta CRL, null for a complete one. */
  readonly baseNumber: bigint | null;
  readonly scope: CrlScope | null;
  /** expiredCertsOnCRL (X.509 9.5.2.8): certificates that ended at or after this instant are still listed; null when it says nothing. */
  readonly expiredSince: Date | null;
  /** Hex of the scope extension: a delta CRL must have the scope of its base. */
  readonly scopeKey: string;
  /** OID of a critical extension of the list or of an entry that we do not process: the list must not be used (5.2, 5.3). */
  readonly unknownCritical: string | null;
}

/**
 * Parses one CRL.
 * @throws crl/malformed when the bytes are not a CRL in strict DER of at most 32 MiB
 */
export function parseCrl(der: Uint8Array): Crl {
  try {
    return readCrl(der);
  } catch (error) {
    if (error instanceof CryptoError) throw new CryptoError('crl/malformed', error.message, { cause: error });
    throw error;
  }
}

const LIST_EXTENSIONS = new Set<string>([
  OID.crlNumber,
  OID.deltaCrlIndicator,
  OID.issuingDistributionPoint,
  OID.authorityKeyIdentifier,
  OID.expiredCertsOnCrl,
]);
/** certificateIssuer is missing on purpose: entries of indirect lists are not processed. */
const ENTRY_EXTENSIONS = new Set<string>([OID.crlReason, OID.invalidityDate]);

function readCrl(der: Uint8Array): Crl {
  const outer = new DerCursor(parseDer(der, CRL_LIMITS));
  const tbs = outer.next(0x30);
  const algorithmNode = outer.next(0x30);
  const signature = readBitStringOctets(outer.next());
  outer.end();

  const fields = new DerCursor(tbs);
  const version = fields.optional(0x02);
  if (version !== null && readSmallInteger(version) !== 1) throw malformed('version');
  if (!equalBytes(fields.next(0x30).bytes, algorithmNode.bytes)) throw malformed('signature algorithms differ');
  const issuer = parseName(fields.next(0x30));
  const thisUpdate = readTime(fields.next());
  const nextUpdateNode = fields.optional(0x17) ?? fields.optional(0x18);
  const entries = readEntries(fields.optional(0x30));
  const extensionsNode = fields.optional(0xa0);
  fields.end();
  if (version === null && extensionsNode !== null) throw malformed('extensions without version 2');
  const extensions: Extensions = extensionsNode === null ? new Map() : readExtensions(readExplicit(extensionsNode));
  const scopeExtension = extensions.get(OID.issuingDistributionPoint);
  const keyId = extensions.get(OID.authorityKeyIdentifier);
  const expired = extensions.get(OID.expiredCertsOnCrl);

  return {
    der,
    sha256: sha256Hex(der),
    tbsDer: tbs.bytes,
    issuer,
    thisUpdate,
    nextUpdate: nextUpdateNode === null ? null : readTime(nextUpdateNode),
    revoked: entries.revoked,
    signatureAlgorithm: readAlgorithm(algorithmNode),
    signature,
    authorityKeyId: keyId === undefined ? null : readAuthorityKeyId(keyId.value),
    number: readNumber(extensions, OID.crlNumber),
    baseNumber: readNumber(extensions, OID.deltaCrlIndicator),
    scope: scopeExtension === undefined ? null : readScope(scopeExtension.value),
    expiredSince: expired === undefined ? null : readTime(parseDer(expired.value)),
    scopeKey: scopeExtension === undefined ? '' : Buffer.from(scopeExtension.value).toString('hex'),
    unknownCritical: firstUnknownCritical(extensions, LIST_EXTENSIONS) ?? entries.unknownCritical,
  };
}

function readEntries(node: DerNode | null): {
  revoked: Map<string, RevokedCertificate>;
  unknownCritical: string | null;
} {
  const revoked = new Map<string, RevokedCertificate>();
  let unknownCritical: string | null = null;
  for (const entry of node?.children ?? []) {
    const cursor = new DerCursor(entry);
    const serial = cursor.next(0x02);
    integerValue(serial.content);
    const revokedAt = readTime(cursor.next());
    const extensionsNode = cursor.optional(0x30);
    cursor.end();
    const extensions: Extensions = extensionsNode === null ? new Map() : readExtensions(extensionsNode);
    unknownCritical ??= firstUnknownCritical(extensions, ENTRY_EXTENSIONS);
    const serialHex = Buffer.from(serial.content).toString('hex');
    // A serial listed twice keeps its first entry: either says that it is revoked.
    if (!revoked.has(serialHex)) revoked.set(serialHex, { revokedAt, ...readEntryExtensions(extensions) });
  }
  return { revoked, unknownCritical };
}

function readEntryExtensions(extensions: Extensions): { reason: number; invalidityDate: Date | null } {
  const reason = extensions.get(OID.crlReason);
  const invalidity = extensions.get(OID.invalidityDate);
  return {
    reason: reason === undefined ? 0 : readReason(parseDer(reason.value)),
    invalidityDate: invalidity === undefined ? null : readTime(parseDer(invalidity.value)),
  };
}

/** CRLReason, ENUMERATED (5.3.1). */
export function readReason(node: DerNode): number {
  if (node.tag !== 0x0a) throw malformed('CRLReason');
  const reason = Number(integerValue(node.content));
  if (reason < 0 || reason > 10 || reason === 7) throw malformed('CRLReason');
  return reason;
}

function readScope(value: Uint8Array): CrlScope {
  const cursor = new DerCursor(parseDer(value));
  const name = cursor.optional(0xa0);
  const flag = (tag: number) => {
    const node = cursor.optional(tag);
    return node !== null && readImplicitBoolean(node);
  };
  const onlyUserCertificates = flag(0x81);
  const onlyCaCertificates = flag(0x82);
  const reasons = cursor.optional(0x83);
  const indirect = flag(0x84);
  const onlyAttributeCertificates = flag(0x85);
  cursor.end();
  return {
    name: name === null ? null : readDistributionPointName(name),
    onlyUserCertificates,
    onlyCaCertificates,
    onlyAttributeCertificates,
    onlySomeReasons: reasons === null ? null : new Set(namedBits(reasons.content)),
    indirect,
  };
}

/** BOOLEAN under an implicit tag: DER knows one encoding of TRUE, and FALSE is the default. */
function readImplicitBoolean({ content }: DerNode): boolean {
  return readBoolean(parseDer(tlv(0x01, content)));
}

function readNumber(extensions: Extensions, id: string): bigint | null {
  const extension = extensions.get(id);
  return extension === undefined ? null : readInteger(parseDer(extension.value));
}

function firstUnknownCritical(extensions: Extensions, known: ReadonlySet<string>): string | null {
  for (const [id, { critical }] of extensions) if (critical && !known.has(id)) return id;
  return null;
}

function malformed(detail: string): CryptoError {
  return new CryptoError('crl/malformed', detail);
}
