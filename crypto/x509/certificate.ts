// X.509 certificates (RFC 5280 4.1): strict DER into domain words. Nothing here decides about trust.
import type { KeyObject } from 'node:crypto';
import {
  DerCursor,
  integerValue,
  parseDer,
  readBitStringOctets,
  readExplicit,
  readOid,
  readSmallInteger,
  readTime,
  type DerNode,
} from '../asn1/der-reader.ts';
import { OID } from '../asn1/oid.ts';
import { equalBytes, sha256Hex } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { parseName, type DistinguishedName } from './distinguished-name.ts';
import * as ext from './extensions.ts';
import type { GeneralName } from './general-name.ts';
import { readKeyType, toPublicKey, type KeyType } from './public-key.ts';

export type { KeyUsage } from './extensions.ts';
export type { KeyType } from './public-key.ts';

/** AlgorithmIdentifier; `parameters` is the whole TLV. */
export interface AlgorithmIdentifier {
  readonly oid: string;
  readonly parameters: Uint8Array | null;
}

export interface Certificate {
  readonly der: Buffer;
  /** Hex SHA-256 of `der`. */
  readonly sha256: string;
  readonly tbsDer: Uint8Array;
  /** 1, 2 or 3. */
  readonly version: number;
  /** Value octets of the serial number. */
  readonly serialHex: string;
  /** The serial number as INTEGER TLV. */
  readonly serialDer: Uint8Array;
  readonly issuerDer: Uint8Array;
  readonly subjectDer: Uint8Array;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly spkiDer: Uint8Array;
  readonly keyType: KeyType;
  /** @throws certificate/malformed when the key bytes are not a key */
  publicKey(): KeyObject;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly extensions: ext.Extensions;
  readonly basicConstraints: ext.BasicConstraints | null;
  readonly keyUsage: ReadonlySet<ext.KeyUsage> | null;
  readonly extendedKeyUsage: { readonly critical: boolean; readonly purposes: readonly string[] } | null;
  readonly subjectKeyId: Uint8Array | null;
  readonly authorityKeyId: Uint8Array | null;
  readonly subjectAltNames: readonly GeneralName[];
  readonly nameConstraints: ext.NameConstraints | null;
  readonly certificatePolicies: readonly string[] | null;
  readonly policyMappings: readonly ext.PolicyMapping[];
  readonly policyConstraints: ext.PolicyConstraints | null;
  readonly inhibitAnyPolicy: number | null;
  readonly distributionPoints: readonly ext.DistributionPoint[];
  /** HTTP(S) addresses only. */
  readonly crlUrls: readonly string[];
  readonly ocspUrls: readonly string[];
}

/**
 * Parses one certificate; every known extension is read, so a malformed one is found here.
 * @throws certificate/malformed when the bytes are not a certificate in strict DER
 */
export function parseCertificate(der: Uint8Array): Certificate {
  try {
    return readCertificate(Buffer.from(der));
  } catch (error) {
    if (error instanceof CryptoError && error.code !== 'certificate/malformed') {
      throw new CryptoError('certificate/malformed', error.message, { cause: error });
    }
    throw error;
  }
}

function readCertificate(der: Buffer): Certificate {
  const outer = new DerCursor(parseDer(der));
  const tbs = outer.next(0x30);
  const outerAlgorithm = outer.next(0x30);
  const signature = readBitStringOctets(outer.next());
  outer.end();

  const fields = new DerCursor(tbs);
  const version = readVersion(fields.optional(0xa0));
  const serial = fields.next(0x02);
  // 4.1.1.2: the algorithm inside the signed part must be the one outside it.
  if (!equalBytes(fields.next(0x30).bytes, outerAlgorithm.bytes)) throw malformed('signature algorithms differ');
  const issuer = parseName(fields.next(0x30));
  const { notBefore, notAfter } = readValidity(fields.next(0x30));
  const subject = parseName(fields.next(0x30));
  const spki = fields.next(0x30);
  const uniqueIds = [fields.optional(0x81), fields.optional(0x82)];
  const extensionsNode = fields.optional(0xa3);
  fields.end();
  if (version === 1 && uniqueIds.some((id) => id !== null)) throw malformed('unique identifier in version 1');
  if (version !== 3 && extensionsNode !== null) throw malformed('extensions without version 3');
  const extensions =
    extensionsNode === null ? new Map<string, ext.Extension>() : ext.readExtensions(readExplicit(extensionsNode));

  let key: KeyObject | undefined;
  return {
    der,
    sha256: sha256Hex(der),
    tbsDer: tbs.bytes,
    version,
    serialHex: readSerial(serial),
    serialDer: serial.bytes,
    issuerDer: issuer.der,
    subjectDer: subject.der,
    issuer,
    subject,
    notBefore,
    notAfter,
    spkiDer: spki.bytes,
    keyType: readKeyType(spki),
    publicKey: () => (key ??= toPublicKey(spki.bytes)),
    signatureAlgorithm: readAlgorithm(outerAlgorithm),
    signature,
    extensions,
    ...readKnownExtensions(extensions),
  };
}

function readKnownExtensions(extensions: ext.Extensions) {
  const read = <T, D>(id: string, reader: (value: Uint8Array) => T, absent: D): T | D => {
    const extension = extensions.get(id);
    return extension === undefined ? absent : reader(extension.value);
  };
  const purposes = read(OID.extendedKeyUsage, ext.readExtendedKeyUsage, null);
  const distributionPoints = read(OID.crlDistributionPoints, ext.readDistributionPoints, []);
  return {
    basicConstraints: read(OID.basicConstraints, ext.readBasicConstraints, null),
    keyUsage: read(OID.keyUsage, ext.readKeyUsage, null),
    extendedKeyUsage:
      purposes === null ? null : { critical: extensions.get(OID.extendedKeyUsage)?.critical === true, purposes },
    subjectKeyId: read(OID.subjectKeyIdentifier, ext.readSubjectKeyId, null),
    authorityKeyId: read(OID.authorityKeyIdentifier, ext.readAuthorityKeyId, null),
    subjectAltNames: read(OID.subjectAltName, ext.readSubjectAltName, []),
    nameConstraints: read(OID.nameConstraints, ext.readNameConstraints, null),
    certificatePolicies: read(OID.certificatePolicies, ext.readCertificatePolicies, null),
    policyMappings: read(OID.policyMappings, ext.readPolicyMappings, []),
    policyConstraints: read(OID.policyConstraints, ext.readPolicyConstraints, null),
    inhibitAnyPolicy: read(OID.inhibitAnyPolicy, ext.readInhibitAnyPolicy, null),
    distributionPoints,
    crlUrls: ext.httpCrlUrls(distributionPoints),
    ocspUrls: read(OID.authorityInfoAccess, ext.readAccessUrls, []),
  };
}

/** AlgorithmIdentifier of any structure. */
export function readAlgorithm(node: DerNode): AlgorithmIdentifier {
  const cursor = new DerCursor(node);
  const oid = readOid(cursor.next());
  const parameters = cursor.peek() === null ? null : cursor.next().bytes;
  cursor.end();
  return { oid, parameters };
}

/** True when issuer and subject are the same name (RFC 5280 3.2: self-issued). */
export function isSelfIssued(certificate: Certificate): boolean {
  const { issuer, subject } = certificate;
  return (
    issuer.rdnKeys.length === subject.rdnKeys.length && issuer.rdnKeys.every((key, i) => key === subject.rdnKeys[i])
  );
}

function readVersion(node: DerNode | null): number {
  if (node === null) return 1;
  const version = readSmallInteger(readExplicit(node)) + 1;
  if (version !== 2 && version !== 3) throw malformed('version');
  return version;
}

/** 4.1.2.2: at most 20 octets. Deliberately: negative and zero serials are read, as the RFC asks of readers. */
function readSerial(node: DerNode): string {
  integerValue(node.content);
  if (node.content.length === 0 || node.content.length > 20) throw malformed('serial number');
  return Buffer.from(node.content).toString('hex');
}

function readValidity(node: DerNode): { notBefore: Date; notAfter: Date } {
  const cursor = new DerCursor(node);
  const [notBefore, notAfter] = [readTime(cursor.next()), readTime(cursor.next())];
  cursor.end();
  return { notBefore, notAfter };
}

function malformed(detail: string): CryptoError {
  return new CryptoError('certificate/malformed', detail);
}
