// X.501 names: parse, encode, compare (RFC 5280 7.1) and show (RFC 4514).
import { DerCursor, readOid, requireSorted, type DerNode } from '../asn1/der-reader.ts';
import { ia5String, oid, printableString, sequence, setOf, utf8String } from '../asn1/der-writer.ts';
import { OID } from '../asn1/oid.ts';
import { CryptoError } from '../errors.ts';

/** One AttributeTypeAndValue. */
export interface NameAttribute {
  readonly oid: string;
  /** Short name (`CN`, `O`, ...) or the dotted OID when we have none. */
  readonly type: string;
  /** Text of a string type; `#` and the hex of the DER for any other type. */
  readonly value: string;
  /** False for a value that is shown as hex: it equals no text. */
  readonly isText: boolean;
}

/** A parsed Name; the first RDN is the outermost (usually the country). */
export interface DistinguishedName {
  readonly der: Buffer;
  readonly rdns: readonly (readonly NameAttribute[])[];
  /** One comparison key per RDN: equal keys mean equal RDNs. Not for display. */
  readonly rdnKeys: readonly string[];
}

/** Short names of RFC 4514 section 3 and of X.520 as openssl writes them. */
export const ATTRIBUTE_OIDS = {
  CN: OID.commonName,
  O: OID.organizationName,
  OU: OID.organizationalUnitName,
  C: OID.countryName,
  L: OID.localityName,
  ST: OID.stateOrProvinceName,
  serialNumber: OID.serialNumber,
  UID: OID.userId,
  organizationIdentifier: OID.organizationIdentifier,
  title: OID.title,
  GN: OID.givenName,
  SN: OID.surname,
  DC: OID.domainComponent,
  emailAddress: OID.emailAddress,
} as const;

export type AttributeType = keyof typeof ATTRIBUTE_OIDS;

const SHORT_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(ATTRIBUTE_OIDS).map(([name, dotted]) => [dotted, name]),
);

/**
 * Reads a Name.
 * @throws asn1/malformed when a string does not fit its type, or the structure is not a Name
 */
export function parseName(node: DerNode): DistinguishedName {
  if (node.tag !== 0x30) throw new CryptoError('asn1/malformed', 'Name');
  const parsed = node.children.map(parseRdn);
  return {
    der: Buffer.from(node.bytes),
    rdns: parsed.map(({ attributes }) => attributes),
    rdnKeys: parsed.map(({ key }) => key),
  };
}

/** RelativeDistinguishedName, also as found under the implicit tag of a distribution point name. */
export function parseRdn(node: DerNode): { readonly attributes: readonly NameAttribute[]; readonly key: string } {
  if (node.children.length === 0) throw new CryptoError('asn1/malformed', 'empty RelativeDistinguishedName');
  requireSorted(node.children);
  const attributes = node.children.map(parseAttribute);
  const key = attributes
    .map(({ oid: dotted, value, isText }) => `${dotted}${isText ? `=${comparable(value)}` : value}`)
    .sort()
    .join('\0');
  return { attributes, key };
}

function parseAttribute(node: DerNode): NameAttribute {
  const cursor = new DerCursor(node);
  const dotted = readOid(cursor.next());
  const valueNode = cursor.next();
  cursor.end();
  const text = stringValue(valueNode);
  const value = text ?? `#${Buffer.from(valueNode.bytes).toString('hex')}`;
  return { oid: dotted, type: SHORT_NAMES.get(dotted) ?? dotted, value, isText: text !== null };
}

/** Text of the character string types of X.680 that appear in names, null for other types. */
function stringValue(node: DerNode): string | null {
  const bytes = Buffer.from(node.content);
  switch (node.tag) {
    case 0x0c:
      return decodeUtf8(bytes);
    case 0x12: // NumericString
    case 0x13: // PrintableString
    case 0x16: // IA5String
    case 0x1a: // VisibleString
      if (bytes.some((octet) => octet > 0x7f)) throw new CryptoError('asn1/malformed', 'string outside ASCII');
      return bytes.toString('latin1');
    case 0x14: // TeletexString: T.61 in theory, Latin-1 in every certificate that uses it
      return bytes.toString('latin1');
    case 0x1e: // BMPString
      if (bytes.length % 2 !== 0) throw new CryptoError('asn1/malformed', 'BMPString');
      return bytes.swap16().toString('utf16le');
    default:
      return null;
  }
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new CryptoError('asn1/malformed', 'UTF8String', { cause });
  }
}

/** Characters that RFC 4518 2.2 maps to nothing: they must not make two names differ. */
const INVISIBLE = /\p{Cf}|\p{Cc}|\p{Variation_Selector}|\u034f|\u1806/gu;

/** RFC 4518 in short: map invisible characters away, NFKC, fold case, squeeze spaces. */
function comparable(value: string): string {
  const spaced = value.replace(/[\t\n\v\f\r\u0085]/g, ' ');
  return spaced.replace(INVISIBLE, '').normalize('NFKC').toUpperCase().toLowerCase().trim().replace(/\s+/gu, ' ');
}

/** Name equality of RFC 5280 7.1: string type, case and repeated spaces do not matter. */
export function namesEqual(a: DistinguishedName, b: DistinguishedName): boolean {
  return a.rdnKeys.length === b.rdnKeys.length && isWithin(a, b);
}

/** True when `name` lies in the subtree under `base` (RFC 5280 4.2.1.10, directoryName). */
export function isWithin(name: DistinguishedName, base: DistinguishedName): boolean {
  return base.rdnKeys.length <= name.rdnKeys.length && base.rdnKeys.every((key, i) => key === name.rdnKeys[i]);
}

/** Whom a certificate names, in one line: the common name, or the whole name where it has none. */
export function shortName(name: DistinguishedName): string {
  return nameAttribute(name, 'CN') ?? nameText(name);
}

/** Text for people, most specific part first; control and direction characters are shown as `\XX`. */
export function nameText(name: DistinguishedName): string {
  return name.rdns
    .map((rdn) => rdn.map(({ type, value, isText }) => `${type}=${isText ? escapeValue(value) : value}`).join('+'))
    .reverse()
    .join(', ');
}

/** RFC 4514 2.4, and visible escapes for what could reorder or hide text on a screen. */
function escapeValue(value: string): string {
  return value
    .replace(/[\\"+,;<>]/g, '\\$&')
    .replace(/^[ #]| $/g, '\\$&')
    .replace(/[\p{Cf}\p{Cc}\p{Zl}\p{Zp}]/gu, (char) => Buffer.from(char).toString('hex').replace(/../g, '\\$&'));
}

/** Value of the most specific attribute of this type, if the name has one. */
export function nameAttribute(name: DistinguishedName, type: AttributeType): string | undefined {
  return name.rdns.flat().findLast((attribute) => attribute.oid === ATTRIBUTE_OIDS[type])?.value;
}

/** DER of a Name with one attribute per RDN, in the given order (outermost first). */
export function encodeName(attributes: readonly { readonly type: AttributeType; readonly value: string }[]): Buffer {
  return sequence(
    ...attributes.map(({ type, value }) => setOf(sequence(oid(ATTRIBUTE_OIDS[type]), encodeValue(type, value)))),
  );
}

/** RFC 5280 appendix A.1: countryName and serialNumber are PrintableString, email and DC are IA5String. */
function encodeValue(type: AttributeType, value: string): Buffer {
  if ((type === 'C' || type === 'serialNumber') && /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(value))
    return printableString(value);
  if (type === 'emailAddress' || type === 'DC') return ia5String(value);
  return utf8String(value);
}
