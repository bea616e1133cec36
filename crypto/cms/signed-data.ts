// SignedData (RFC 5652 section 5): encode and parse, one DER encoding each. What a signature is worth is judged elsewhere.
import {
  DerCursor,
  parseDer,
  readExplicit,
  readOctets,
  readOid,
  readSmallInteger,
  requireSorted,
  type DerLimits,
  type DerNode,
} from '../asn1/der-reader.ts';
import { algorithm, explicit, integer, octetString, oid, sequence, setOf, tlv } from '../asn1/der-writer.ts';
import { OID } from '../asn1/oid.ts';
import { equalBytes } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { parseCertificate, readAlgorithm, type AlgorithmIdentifier, type Certificate } from '../x509/certificate.ts';
import { issuerAndSerialKey, readIssuerAndSerial, type IssuerAndSerial } from './issuer-and-serial.ts';

/** Attached content of 4 MiB (an inner manifest) and room for archived CRLs. */
const MAX_BYTES = 16 << 20;
const LIMITS: DerLimits = { maxBytes: MAX_BYTES, maxDepth: 32, maxElements: 500_000 };
const MAX_SIGNERS = 64;

/** One SignerInfo (RFC 5652 5.3), naming its certificate by issuer and serial number. */
export interface SignerInfo extends IssuerAndSerial {
  readonly der: Uint8Array;
  readonly digestAlgorithm: AlgorithmIdentifier;
  /** The attributes as they were signed: DER SET OF, with its universal tag (5.4). */
  readonly signedAttributesDer: Uint8Array;
  /** Attribute type -> its only value. */
  readonly signedAttributes: ReadonlyMap<string, DerNode>;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  /** Types of the attributes that nobody signed. */
  readonly unsignedAttributes: readonly string[];
}

export interface SignedData {
  readonly der: Uint8Array;
  readonly contentType: string;
  /** Null when the content is detached. */
  readonly content: Uint8Array | null;
  readonly certificates: readonly Certificate[];
  /** DER CertificateLists, unread. */
  readonly crls: readonly Uint8Array[];
  /** No certificate twice; may be empty. */
  readonly signers: readonly SignerInfo[];
}

export interface SignedDataParts {
  readonly contentType: string;
  readonly content: Uint8Array | null;
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  /** DER SignerInfos, all with SHA-256. */
  readonly signerInfos: readonly Uint8Array[];
}

/** DER of ContentInfo{ SignedData }; equal certificates and CRLs are written once. */
export function encodeSignedData({ contentType, content, certificates, crls, signerInfos }: SignedDataParts): Buffer {
  const attached = content === null ? [] : [explicit(0, octetString(content))];
  const signedData = sequence(
    // 5.1: 3 when the content type is not id-data, else 1: every SignerInfo of ours is version 1.
    integer(contentType === OID.data ? 1 : 3),
    setOf(algorithm(OID.sha256)),
    sequence(oid(contentType), ...attached),
    ...implicitSetOf(0, certificates),
    ...implicitSetOf(1, crls),
    setOf(...signerInfos),
  );
  return sequence(oid(OID.signedData), explicit(0, signedData));
}

function implicitSetOf(tag: number, elements: readonly Uint8Array[]): Buffer[] {
  const sorted = elements.toSorted((a, b) => Buffer.compare(a, b));
  const distinct = sorted.filter((element, i) => !equalBytes(element, sorted[i - 1] ?? new Uint8Array()));
  return distinct.length === 0 ? [] : [tlv(0xa0 | tag, ...distinct)];
}

/**
 * Reads a SignedData in strict DER.
 * @throws signature/malformed when the bytes are not this structure, or pass a limit
 */
export function parseSignedData(der: Uint8Array, maxBytes = MAX_BYTES): SignedData {
  try {
    const cursor = new DerCursor(parseDer(der, { ...LIMITS, maxBytes }));
    if (readOid(cursor.next()) !== OID.signedData) throw malformed('content type');
    const content = readExplicit(cursor.next(0xa0));
    cursor.end();
    return { der, ...readSignedData(content) };
  } catch (error) {
    if (error instanceof CryptoError && error.code !== 'signature/malformed') {
      throw new CryptoError('signature/malformed', error.message, { cause: error });
    }
    throw error;
  }
}

function readSignedData(node: DerNode): Omit<SignedData, 'der'> {
  const cursor = new DerCursor(node);
  const version = readSmallInteger(cursor.next());
  const digestAlgorithms = cursor.next(0x31);
  const { contentType, content } = readEncapsulated(cursor.next(0x30));
  // Deliberately not required in order: OpenSSL's own timestamp authority writes certificates unsorted, and nobody signs them.
  const certificates = cursor.optional(0xa0)?.children ?? [];
  const crls = cursor.optional(0xa1)?.children ?? [];
  const signerInfos = cursor.next(0x31);
  cursor.end();
  if (version !== (contentType === OID.data ? 1 : 3)) throw malformed(`version ${version}`);
  requireSorted(digestAlgorithms.children);
  const digests = new Set(digestAlgorithms.children.map((one) => readAlgorithm(one).oid));
  return {
    contentType,
    content,
    certificates: certificates.map((one) => parseCertificate(requireSequence(one).bytes)),
    crls: crls.map((one) => requireSequence(one).bytes),
    signers: readSignerInfos(signerInfos, digests),
  };
}

/** 10.2.2 and 10.2.1: of the choices only the plain certificate and the plain CRL have this tag. */
function requireSequence(node: DerNode): DerNode {
  if (node.tag !== 0x30) throw malformed('other certificate or revocation format');
  return node;
}

function readEncapsulated(node: DerNode): Pick<SignedData, 'contentType' | 'content'> {
  const cursor = new DerCursor(node);
  const contentType = readOid(cursor.next());
  const content = cursor.optional(0xa0);
  cursor.end();
  return { contentType, content: content === null ? null : readOctets(readExplicit(content)) };
}

function readSignerInfos(node: DerNode, digests: ReadonlySet<string>): SignerInfo[] {
  if (node.children.length > MAX_SIGNERS) throw malformed(`${node.children.length} signers`);
  requireSorted(node.children);
  const signers = node.children.map(readSignerInfo);
  if (new Set(signers.map(issuerAndSerialKey)).size !== signers.length) throw malformed('signer twice');
  if (!signers.every(({ digestAlgorithm }) => digests.has(digestAlgorithm.oid)))
    throw malformed('digest not announced');
  return signers;
}

function readSignerInfo(node: DerNode): SignerInfo {
  const cursor = new DerCursor(node);
  // 5.3: version 1 goes with issuerAndSerialNumber; a key identifier would be version 3.
  if (readSmallInteger(cursor.next()) !== 1) throw malformed('SignerInfo version');
  const name = readIssuerAndSerial(cursor.next());
  const digestAlgorithm = readAlgorithm(cursor.next(0x30));
  const signedAttributes = cursor.next(0xa0);
  const signatureAlgorithm = readAlgorithm(cursor.next(0x30));
  const signature = readOctets(cursor.next());
  const unsignedAttributes = cursor.optional(0xa1);
  cursor.end();
  requireSorted(signedAttributes.children);
  return {
    ...name,
    der: node.bytes,
    digestAlgorithm,
    signedAttributesDer: tlv(0x31, signedAttributes.content),
    signedAttributes: readSingleValues(signedAttributes),
    signatureAlgorithm,
    signature,
    unsignedAttributes: unsignedAttributes?.children.map((attribute) => readAttribute(attribute).type) ?? [],
  };
}

/** 11: each attribute that we know is single-valued and occurs once. */
function readSingleValues(node: DerNode): Map<string, DerNode> {
  const attributes = new Map<string, DerNode>();
  for (const child of node.children) {
    const { type, values } = readAttribute(child);
    const [value] = values;
    if (value === undefined || values.length !== 1) throw malformed(`attribute ${type} without a single value`);
    if (attributes.has(type)) throw malformed(`attribute ${type} twice`);
    attributes.set(type, value);
  }
  return attributes;
}

function readAttribute(node: DerNode): { readonly type: string; readonly values: readonly DerNode[] } {
  const cursor = new DerCursor(node);
  const type = readOid(cursor.next());
  const values = cursor.next(0x31);
  cursor.end();
  return { type, values: values.children };
}

function malformed(detail: string): CryptoError {
  return new CryptoError('signature/malformed', detail);
}
