// The certificate extensions of RFC 5280 4.2, each read from its value octets. What they mean for a path is decided elsewhere.
import {
  bitStringValue,
  DerCursor,
  integerValue,
  parseDer,
  readBoolean,
  readExplicit,
  readOctets,
  readOid,
  readSmallInteger,
  type DerNode,
} from '../asn1/der-reader.ts';
import { OID } from '../asn1/oid.ts';
import { CryptoError } from '../errors.ts';
import { parseRdn } from './distinguished-name.ts';
import { parseGeneralName, parseGeneralNames, type GeneralName } from './general-name.ts';

/** Order of the named bits (RFC 5280 4.2.1.3). */
export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUsage = (typeof KEY_USAGES)[number];

export interface Extension {
  readonly critical: boolean;
  /** Content of the extnValue OCTET STRING. */
  readonly value: Uint8Array;
}
export type Extensions = ReadonlyMap<string, Extension>;

/** Extensions by OID; `tag` where the field is tagged implicitly. @throws asn1/malformed when one appears twice (RFC 5280 4.2) */
export function readExtensions(node: DerNode, tag = 0x30): Extensions {
  if (node.tag !== tag || node.children.length === 0) throw malformed('Extensions');
  const extensions = new Map<string, Extension>();
  for (const child of node.children) {
    const cursor = new DerCursor(child);
    const id = readOid(cursor.next());
    const flag = cursor.optional(0x01);
    // DER: a DEFAULT value is not encoded. Deliberately: an explicit FALSE is read, since real issuers write it.
    const critical = flag !== null && readBoolean(flag);
    const value = readOctets(cursor.next());
    cursor.end();
    if (extensions.has(id)) throw malformed(`extension ${id} twice`);
    extensions.set(id, { critical, value });
  }
  return extensions;
}

export interface BasicConstraints {
  readonly ca: boolean;
  readonly pathLength: number | null;
}

/** 4.2.1.9 */
export function readBasicConstraints(value: Uint8Array): BasicConstraints {
  const cursor = new DerCursor(parseDer(value));
  const flag = cursor.optional(0x01);
  const length = cursor.optional(0x02);
  cursor.end();
  return { ca: flag !== null && readBoolean(flag), pathLength: length === null ? null : readSmallInteger(length) };
}

/** 4.2.1.3 */
export function readKeyUsage(value: Uint8Array): ReadonlySet<KeyUsage> {
  const node = parseDer(value);
  if (node.tag !== 0x03) throw malformed('KeyUsage');
  return new Set(namedBits(node.content).flatMap((bit) => KEY_USAGES[bit] ?? []));
}

/** Positions of the one bits of a BIT STRING's value octets. */
export function namedBits(content: Uint8Array): number[] {
  const { bytes } = bitStringValue(content);
  return [...bytes].flatMap((octet, i) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => octet & (0x80 >> bit)).map((bit) => i * 8 + bit),
  );
}

/** 4.2.1.12: at least one purpose. */
export function readExtendedKeyUsage(value: Uint8Array): readonly string[] {
  return nonEmpty(parseDer(value)).map(readOid);
}

/** 4.2.1.2 */
export function readSubjectKeyId(value: Uint8Array): Uint8Array {
  return readOctets(parseDer(value));
}

/** 4.2.1.1: keyIdentifier only; issuer and serial are hints that we do not need. */
export function readAuthorityKeyId(value: Uint8Array): Uint8Array | null {
  const cursor = new DerCursor(parseDer(value));
  const keyId = cursor.optional(0x80);
  cursor.optional(0xa1);
  cursor.optional(0x82);
  cursor.end();
  return keyId?.content ?? null;
}

/** 4.2.1.6 */
export function readSubjectAltName(value: Uint8Array): readonly GeneralName[] {
  const node = parseDer(value);
  if (node.tag !== 0x30) throw malformed('SubjectAltName');
  return parseGeneralNames(node);
}

export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

/** 4.2.1.10: minimum 0 and no maximum, as the profile fixes them. */
export function readNameConstraints(value: Uint8Array): NameConstraints {
  const cursor = new DerCursor(parseDer(value));
  const permitted = cursor.optional(0xa0);
  const excluded = cursor.optional(0xa1);
  cursor.end();
  if (permitted === null && excluded === null) throw malformed('empty NameConstraints');
  return { permitted: readSubtrees(permitted), excluded: readSubtrees(excluded) };
}

function readSubtrees(node: DerNode | null): GeneralName[] {
  if (node === null) return [];
  if (node.children.length === 0) throw malformed('empty GeneralSubtrees');
  return node.children.map((subtree) => {
    const cursor = new DerCursor(subtree);
    const base = parseGeneralName(cursor.next());
    cursor.end();
    return base;
  });
}

/** 4.2.1.4: policy identifiers; qualifiers do not matter for the decision. */
export function readCertificatePolicies(value: Uint8Array): readonly string[] {
  const policies = nonEmpty(parseDer(value)).map((information) => {
    const cursor = new DerCursor(information);
    const id = readOid(cursor.next());
    cursor.optional(0x30);
    cursor.end();
    return id;
  });
  if (new Set(policies).size !== policies.length) throw malformed('policy twice');
  return policies;
}

export interface PolicyMapping {
  readonly issuerDomain: string;
  readonly subjectDomain: string;
}

/** 4.2.1.5 */
export function readPolicyMappings(value: Uint8Array): readonly PolicyMapping[] {
  return nonEmpty(parseDer(value)).map((mapping) => {
    const cursor = new DerCursor(mapping);
    const pair = { issuerDomain: readOid(cursor.next()), subjectDomain: readOid(cursor.next()) };
    cursor.end();
    return pair;
  });
}

export interface PolicyConstraints {
  readonly requireExplicitPolicy: number | null;
  readonly inhibitPolicyMapping: number | null;
}

/** 4.2.1.11 */
export function readPolicyConstraints(value: Uint8Array): PolicyConstraints {
  const cursor = new DerCursor(parseDer(value));
  const explicitPolicy = cursor.optional(0x80);
  const mapping = cursor.optional(0x81);
  cursor.end();
  if (explicitPolicy === null && mapping === null) throw malformed('empty PolicyConstraints');
  return { requireExplicitPolicy: skipCerts(explicitPolicy), inhibitPolicyMapping: skipCerts(mapping) };
}

/** 4.2.1.14 */
export function readInhibitAnyPolicy(value: Uint8Array): number {
  return readSmallInteger(parseDer(value));
}

function skipCerts(node: DerNode | null): number | null {
  if (node === null) return null;
  const count = integerValue(node.content);
  if (count < 0n || count > 0x7fffffffn) throw malformed('SkipCerts');
  return Number(count);
}

/** Reason bits of a distribution point (4.2.1.13): 1 keyCompromise .. 8 aACompromise. */
export const ALL_REASONS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8]);

/** Where a CRL is found; `fullName` null and `relativeKey` null when the point names only a CRL issuer. */
export interface DistributionPointName {
  readonly fullName: readonly GeneralName[] | null;
  /** Comparison key of nameRelativeToCRLIssuer. */
  readonly relativeKey: string | null;
}
export interface DistributionPoint {
  readonly name: DistributionPointName | null;
  readonly reasons: ReadonlySet<number> | null;
  readonly crlIssuer: readonly GeneralName[] | null;
}

/** 4.2.1.13, also used for FreshestCRL (4.2.1.15). */
export function readDistributionPoints(value: Uint8Array): readonly DistributionPoint[] {
  return nonEmpty(parseDer(value)).map((point) => {
    const cursor = new DerCursor(point);
    const name = cursor.optional(0xa0);
    const reasons = cursor.optional(0x81);
    const crlIssuer = cursor.optional(0xa2);
    cursor.end();
    if (name === null && crlIssuer === null) throw malformed('DistributionPoint');
    return {
      name: name === null ? null : readDistributionPointName(name),
      reasons: reasons === null ? null : new Set(namedBits(reasons.content)),
      crlIssuer: crlIssuer === null ? null : parseGeneralNames(crlIssuer),
    };
  });
}

/** The `[0] EXPLICIT` DistributionPointName of distribution points and of IssuingDistributionPoint. */
export function readDistributionPointName(node: DerNode): DistributionPointName {
  const choice = readExplicit(node);
  if (choice.tag === 0xa0) return { fullName: parseGeneralNames(choice), relativeKey: null };
  if (choice.tag === 0xa1) return { fullName: null, relativeKey: parseRdn(choice).key };
  throw malformed('DistributionPointName');
}

/** 4.2.2.1: HTTP addresses of one access method. */
export function readAccessUrls(value: Uint8Array, method: string = OID.ocsp): readonly string[] {
  return nonEmpty(parseDer(value)).flatMap((description) => {
    const cursor = new DerCursor(description);
    const id = readOid(cursor.next());
    const location = parseGeneralName(cursor.next());
    cursor.end();
    return id === method && location.kind === 'uri' && isHttp(location.value) ? [location.value] : [];
  });
}

/** HTTP addresses of CRLs, in the order of the points. */
export function httpCrlUrls(points: readonly DistributionPoint[]): readonly string[] {
  const names = points.flatMap((point) => point.name?.fullName ?? []);
  return names.flatMap((name) => (name.kind === 'uri' && isHttp(name.value) ? [name.value] : []));
}

function isHttp(url: string): boolean {
  return /^https?:\/\//i.test(url);
}

function nonEmpty(node: DerNode): readonly DerNode[] {
  if (node.tag !== 0x30 || node.children.length === 0) throw malformed('empty SEQUENCE OF');
  return node.children;
}

function malformed(detail: string): CryptoError {
  return new CryptoError('asn1/malformed', detail);
}
