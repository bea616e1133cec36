// CAdES-BES signatures (ETSI EN 319 122-1, RFC 5652 section 5, RFC 5035) with SHA-256 and RSA PKCS#1 v1.5 or ECDSA.
import { algorithm, integer, nul, octetString, oid, sequence, setOf, time, tlv } from '../asn1/der-writer.ts';
import { OID } from '../asn1/oid.ts';
import { equalBytes, sha256 } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import type { SigningKey } from '../keys.ts';
import { keyWeakness } from '../x509/algorithm-policy.ts';
import type { Certificate } from '../x509/certificate.ts';
import { digestOf } from './digest-algorithms.ts';
import { encodeIssuerAndSerial, issuerAndSerialKey } from './issuer-and-serial.ts';
import { encodeSignedData, parseSignedData, type SignedData, type SignerInfo } from './signed-data.ts';
import { encodeSigningCertificateV2 } from './signing-certificate.ts';
import { verifySignedData } from './verify-signature.ts';

export interface Signer {
  readonly key: SigningKey;
  /** What the signer's clock says; whole seconds are kept. */
  readonly signingTime: Date;
}

export interface SignContentInput {
  readonly content: Uint8Array;
  readonly detached: boolean;
  /** At least one. */
  readonly signers: readonly Signer[];
  /** Default id-data. */
  readonly contentType?: string;
  /** DER CertificateLists to archive along; not covered by the signature. */
  readonly crls?: readonly Uint8Array[];
}

/**
 * SignedData over `content`, with the certificates of signers and their chains.
 * @throws certificate/weak-algorithm when a signer's key is not RSA from 2048 bits or EC
 */
export async function signContent(input: SignContentInput): Promise<Buffer> {
  const { content, detached, signers, contentType = OID.data, crls = [] } = input;
  if (signers.length === 0) throw new RangeError('no signer');
  const digest = sha256(content);
  return encodeSignedData({
    contentType,
    content: detached ? null : content,
    certificates: signers.flatMap(({ key }) => [key.certificate, ...key.chain]).map(({ der }) => der),
    crls,
    signerInfos: await Promise.all(signers.map((signer) => signOne(signer, contentType, digest))),
  });
}

/**
 * The same SignedData with more signers. What is there is verified first: nobody signs beside a broken signature.
 * @throws as `verifySignedData`, and signature/malformed when a signer is there already
 */
export async function addSigners(
  signedDataDer: Uint8Array,
  signers: readonly Signer[],
  detachedContent?: Uint8Array,
): Promise<Buffer> {
  const { content, contentType } = verifySignedData(signedDataDer, detachedContent);
  const detached = detachedContent !== undefined;
  return mergeSignatures(signedDataDer, await signContent({ content, detached, signers, contentType }));
}

/**
 * One SignedData from signatures that were made separately over identical content. The same signature may come twice; nothing is verified.
 * @throws signature/wrong-content when contents, their types, or attached and detached form differ
 * @throws signature/malformed when one is no SignedData, or one certificate has made two different signatures
 */
export function mergeSignatures(...signedDataDers: readonly Uint8Array[]): Buffer {
  const parts = signedDataDers.map((der) => parseSignedData(der));
  const [first] = parts;
  if (first === undefined) throw new RangeError('nothing to merge');
  if (!parts.every((part) => sameContent(first, part))) throw new CryptoError('signature/wrong-content', 'merge');
  const signers = parts.flatMap((part) => part.signers);
  // encodeSignedData announces SHA-256 and nothing else.
  if (!signers.every(({ digestAlgorithm }) => digestOf(digestAlgorithm) === 'sha256')) {
    throw new CryptoError('signature/malformed', 'digest algorithm');
  }
  const distinct = new Map(signers.map((signer) => [Buffer.from(signer.der).toString('hex'), signer]));
  if (new Set([...distinct.values()].map(issuerAndSerialKey)).size !== distinct.size) {
    throw new CryptoError('signature/malformed', 'one certificate signed twice');
  }
  return encodeSignedData({
    contentType: first.contentType,
    content: first.content,
    certificates: parts.flatMap((part) => part.certificates.map(({ der }) => der)),
    crls: parts.flatMap((part) => part.crls),
    signerInfos: [...distinct.values()].map(({ der }) => der),
  });
}

async function signOne({ key, signingTime }: Signer, contentType: string, digest: Uint8Array): Promise<Buffer> {
  const { certificate } = key;
  const attributes = [
    attribute(OID.contentType, oid(contentType)),
    attribute(OID.signingTime, time(signingTime)),
    attribute(OID.messageDigest, octetString(digest)),
    attribute(OID.signingCertificateV2, encodeSigningCertificateV2(certificate)),
  ].toSorted((a, b) => Buffer.compare(a, b));
  const signatureAlgorithm = algorithmOf(certificate);
  // 5.4: signed with the universal SET OF tag, carried under [0] IMPLICIT.
  const signature = await key.sign(setOf(...attributes));
  return sequence(
    integer(1),
    encodeIssuerAndSerial(certificate),
    algorithm(OID.sha256),
    tlv(0xa0, ...attributes),
    signatureAlgorithm,
    octetString(signature),
  );
}

function attribute(type: string, value: Uint8Array): Buffer {
  return sequence(oid(type), setOf(value));
}

/** RFC 5754 3.2 and 3.3 */
function algorithmOf({ keyType }: Certificate): Buffer {
  const weakness = keyWeakness(keyType);
  if (weakness !== null) throw new CryptoError('certificate/weak-algorithm', weakness);
  return keyType.kind === 'rsa' ? algorithm(OID.sha256WithRsa, nul()) : algorithm(OID.ecdsaSha256);
}

function sameContent(a: SignedData, b: SignedData): boolean {
  if (a.contentType !== b.contentType || (a.content === null) !== (b.content === null)) return false;
  if (a.content !== null && b.content !== null) return equalBytes(a.content, b.content);
  const digests = [...a.signers, ...b.signers].map(messageDigestHex);
  return new Set(digests).size === 1;
}

function messageDigestHex({ digestAlgorithm, signedAttributes }: SignerInfo): string {
  const value = signedAttributes.get(OID.messageDigest)?.bytes ?? [];
  return `${digestAlgorithm.oid}:${Buffer.from(value).toString('hex')}`;
}
