// Lenient reading of CMS that other programs wrote (BER, indefinite lengths, attached content), to describe it to a person.
// Nothing here decides anything: what Segel accepts is read by parseAuthEnveloped and parseSignedData.
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import { parseDer } from '../asn1/der-reader.ts';
import { OID } from '../asn1/oid.ts';
import { isCryptoError, CryptoError } from '../errors.ts';
import { nameText, parseName } from '../x509/distinguished-name.ts';

/** asn1js reads into memory, several times over; its own limits are set before it starts. */
export const INSPECT_MAX_BYTES = 16 << 20;
const LIMITS = { maxDepth: 32, maxNodes: 10_000, maxContentLength: INSPECT_MAX_BYTES, parseEmbedded: false };
const MAX_LISTED = 256;

/** A certificate as a structure names it: by issuer and serial number, or by key identifier. */
export interface ForeignName {
  readonly issuer: string | null;
  readonly serialHex: string | null;
  readonly keyIdHex: string | null;
}

export interface ForeignRecipient extends ForeignName {
  readonly kind: 'key-transport' | 'key-agreement' | 'key-encryption-key' | 'password' | 'other';
  readonly algorithm: string;
}

export interface ForeignSigner extends ForeignName {
  readonly digestAlgorithm: string;
  readonly signatureAlgorithm: string;
  readonly signedAttributes: readonly string[];
  readonly unsignedAttributes: readonly string[];
}

/** Algorithms and types by name, or as dotted OID when we have no name. */
export interface ForeignCms {
  readonly encoding: 'der' | 'ber';
  readonly contentType: string;
  readonly innerType: string | null;
  /** Null when the content is not inside. */
  readonly contentBytes: number | null;
  /** Of the content; null when it is not encrypted. */
  readonly algorithm: string | null;
  readonly nonceBytes: number | null;
  readonly tagBytes: number | null;
  readonly recipients: readonly ForeignRecipient[];
  readonly signers: readonly ForeignSigner[];
  readonly certificates: readonly ForeignName[];
}

/**
 * Describes a CMS structure without judging it.
 * @throws cms/malformed when the bytes are no CMS, or are over 16 MiB, too deep or too many
 */
export function inspectForeignCms(bytes: Uint8Array): ForeignCms {
  if (bytes.length > INSPECT_MAX_BYTES) throw malformed('too long to inspect');
  try {
    const [type, content] = childrenOf(parseBer(bytes));
    if (!(type instanceof asn1js.ObjectIdentifier) || content === undefined) throw malformed('no ContentInfo');
    const inner = childrenOf(content)[0];
    if (inner === undefined) throw malformed('no content');
    const contentType = type.getValue();
    return {
      ...NOTHING,
      encoding: encodingOf(bytes),
      contentType: nameOf(contentType),
      ...describe(contentType, inner),
    };
  } catch (error) {
    if (isCryptoError(error, 'cms/malformed')) throw error;
    // The libraries throw plain errors; their texts describe structure only.
    throw new CryptoError('cms/malformed', 'not readable as CMS', { cause: error });
  }
}

const NOTHING = {
  innerType: null,
  contentBytes: null,
  algorithm: null,
  nonceBytes: null,
  tagBytes: null,
  recipients: [],
  signers: [],
  certificates: [],
} as const satisfies Partial<ForeignCms>;

type Description = Partial<ForeignCms>;

function describe(contentType: string, node: asn1js.AsnType): Description {
  switch (contentType) {
    case OID.signedData:
      return describeSigned(childrenOf(node));
    case OID.envelopedData:
    case OID.authEnvelopedData:
      return describeEnveloped(childrenOf(node));
    case OID.encryptedData:
      return describeEncryptedContent(childrenOf(node)[1]);
    default:
      return {};
  }
}

/** EnvelopedData (RFC 5652 6.1) and AuthEnvelopedData (RFC 5083 2.1) begin alike. */
function describeEnveloped(fields: readonly asn1js.AsnType[]): Description {
  const at = fields.findIndex((field) => field instanceof asn1js.Set);
  const recipients = childrenOf(fields[at]).slice(0, MAX_LISTED).flatMap(describeRecipient);
  const mac = fields.slice(at + 2).find((field) => field instanceof asn1js.OctetString);
  const tagBytes = mac === undefined ? null : mac.getValue().byteLength;
  return { recipients, ...describeEncryptedContent(fields[at + 1]), tagBytes };
}

function describeEncryptedContent(node: asn1js.AsnType | undefined): Description {
  const [type, cipher, content] = childrenOf(node);
  const [algorithm, parameters] = childrenOf(cipher);
  const nonce = [parameters, ...childrenOf(parameters)].find((one) => one instanceof asn1js.OctetString);
  return {
    innerType: nameOfNode(type),
    algorithm: nameOfNode(algorithm),
    nonceBytes: nonce?.getValue().byteLength ?? null,
    contentBytes: content === undefined ? null : lengthOf(content),
  };
}

function describeRecipient(node: asn1js.AsnType): ForeignRecipient[] {
  const { value } = new pkijs.RecipientInfo({ schema: node });
  if (value instanceof pkijs.KeyTransRecipientInfo) {
    const algorithm = nameOf(value.keyEncryptionAlgorithm.algorithmId);
    return [{ kind: 'key-transport', algorithm, ...describeName(value.rid) }];
  }
  if (value instanceof pkijs.KeyAgreeRecipientInfo) {
    const algorithm = nameOf(value.keyEncryptionAlgorithm.algorithmId);
    return value.recipientEncryptedKeys.encryptedKeys
      .slice(0, MAX_LISTED)
      .map(({ rid }) => ({ kind: 'key-agreement', algorithm, ...describeName(rid.value) }));
  }
  const kind =
    value instanceof pkijs.KEKRecipientInfo
      ? 'key-encryption-key'
      : value instanceof pkijs.PasswordRecipientinfo
        ? 'password'
        : 'other';
  return [{ kind, algorithm: '', ...NO_NAME }];
}

/** SignedData (RFC 5652 5.1) */
function describeSigned(fields: readonly asn1js.AsnType[]): Description {
  const [, , encapsulated, ...rest] = fields;
  const [type, content] = childrenOf(encapsulated);
  const certificates = rest.find((field) => isContextTag(field, 0));
  const signerInfos = rest.findLast((field) => field instanceof asn1js.Set);
  return {
    innerType: nameOfNode(type),
    contentBytes: content === undefined ? null : lengthOf(content),
    certificates: childrenOf(certificates).slice(0, MAX_LISTED).map(describeCertificate),
    signers: childrenOf(signerInfos).slice(0, MAX_LISTED).map(describeSigner),
  };
}

function describeSigner(node: asn1js.AsnType): ForeignSigner {
  const info = new pkijs.SignerInfo({ schema: node });
  return {
    ...describeName(info.sid),
    digestAlgorithm: nameOf(info.digestAlgorithm.algorithmId),
    signatureAlgorithm: nameOf(info.signatureAlgorithm.algorithmId),
    signedAttributes: info.signedAttrs?.attributes.map(({ type }) => nameOf(type)) ?? [],
    unsignedAttributes: info.unsignedAttrs?.attributes.map(({ type }) => nameOf(type)) ?? [],
  };
}

function describeCertificate(node: asn1js.AsnType): ForeignName {
  // Other choices than a plain certificate are listed without a name.
  if (!(node instanceof asn1js.Sequence)) return NO_NAME;
  const { issuer, serialNumber } = new pkijs.Certificate({ schema: node });
  return describeName(new pkijs.IssuerAndSerialNumber({ issuer, serialNumber }));
}

const NO_NAME: ForeignName = { issuer: null, serialHex: null, keyIdHex: null };

/** Whatever stands where a certificate is named. */
function describeName(value: unknown): ForeignName {
  if (value instanceof pkijs.IssuerAndSerialNumber) {
    const serialHex = Buffer.from(value.serialNumber.valueBlock.valueHexView).toString('hex');
    return { ...NO_NAME, issuer: issuerText(value.issuer), serialHex };
  }
  if (value instanceof pkijs.RecipientKeyIdentifier) return { ...NO_NAME, keyIdHex: hexOf(value.subjectKeyIdentifier) };
  if (value instanceof asn1js.OctetString || value instanceof asn1js.Primitive)
    return { ...NO_NAME, keyIdHex: hexOf(value) };
  return NO_NAME;
}

function hexOf({ valueBlock }: asn1js.OctetString | asn1js.Primitive): string {
  return Buffer.from(valueBlock.valueHexView).toString('hex');
}

/** The name as our own reader shows it, or null when that finds it malformed. */
function issuerText(issuer: pkijs.RelativeDistinguishedNames): string | null {
  try {
    return nameText(parseName(parseDer(new Uint8Array(issuer.toSchema().toBER()))));
  } catch (error) {
    if (isCryptoError(error)) return null;
    throw error;
  }
}

function parseBer(bytes: Uint8Array): asn1js.AsnType {
  const { offset, result } = asn1js.fromBER(bytes, LIMITS);
  if (offset !== bytes.length) throw malformed(offset === -1 ? result.error : 'trailing bytes');
  return result;
}

function encodingOf(bytes: Uint8Array): ForeignCms['encoding'] {
  try {
    parseDer(bytes, { maxBytes: INSPECT_MAX_BYTES, maxDepth: LIMITS.maxDepth, maxElements: LIMITS.maxNodes });
    return 'der';
  } catch (error) {
    if (isCryptoError(error)) return 'ber';
    throw error;
  }
}

function childrenOf(node: asn1js.AsnType | undefined): readonly asn1js.AsnType[] {
  return node instanceof asn1js.Constructed || node instanceof asn1js.Sequence || node instanceof asn1js.Set
    ? node.valueBlock.value
    : [];
}

/** Octets of a string in one piece, in segments, or under an explicit tag. */
function lengthOf(node: asn1js.AsnType): number {
  if (node instanceof asn1js.OctetString) return node.getValue().byteLength;
  if (node instanceof asn1js.Primitive) return node.valueBlock.valueHexView.length;
  return childrenOf(node).reduce((sum, child) => sum + lengthOf(child), 0);
}

function isContextTag(node: asn1js.AsnType, tagNumber: number): boolean {
  const CONTEXT_SPECIFIC = 3;
  return node.idBlock.tagClass === CONTEXT_SPECIFIC && node.idBlock.tagNumber === tagNumber;
}

const NAMES: ReadonlyMap<string, string> = new Map(Object.entries(OID).map(([name, dotted]) => [dotted, name]));

function nameOf(dotted: string): string {
  return NAMES.get(dotted) ?? dotted;
}

function nameOfNode(node: asn1js.AsnType | undefined): string | null {
  return node instanceof asn1js.ObjectIdentifier ? nameOf(node.getValue()) : null;
}

function malformed(detail: string): CryptoError {
  return new CryptoError('cms/malformed', detail);
}
