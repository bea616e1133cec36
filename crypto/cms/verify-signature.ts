// Verifies CAdES-BES signatures (RFC 5652 5.4 and 5.6, RFC 5035): attributes and signatures only. Whether a signer is trusted
// is for the path validator, at a time that the caller knows.
import { createHash } from 'node:crypto';
import { readOctets, readOid, readTime, type DerNode } from '../asn1/der-reader.ts';
import { OID } from '../asn1/oid.ts';
import { equalBytes } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import type { AlgorithmIdentifier, Certificate } from '../x509/certificate.ts';
import { verifySignature } from '../x509/verify-signature.ts';
import { digestOf, type DigestName } from './digest-algorithms.ts';
import { namesCertificate } from './issuer-and-serial.ts';
import { parseSignedData, type SignedData, type SignerInfo } from './signed-data.ts';
import { requireSigningCertificate } from './signing-certificate.ts';

export interface VerifiedSigner {
  readonly certificate: Certificate;
  /** The signer's own claim. */
  readonly signingTime: Date;
  readonly digestAlgorithm: DigestName;
}

export interface VerifiedSignedData {
  /** The signed bytes, attached or detached. */
  readonly content: Buffer;
  readonly contentType: string;
  /** At least one; every one of them is valid. */
  readonly signers: readonly VerifiedSigner[];
  /** Everything that came along, for building paths. */
  readonly certificates: readonly Certificate[];
  readonly crls: readonly Uint8Array[];
}

/** What `verifySigner` insists on. */
export interface SignatureRules {
  readonly contentType: string;
  readonly digests: readonly DigestName[];
}

const OUR_RULES: SignatureRules = { contentType: OID.data, digests: ['sha256'] };

/**
 * Verifies every signer of a SignedData over id-data with SHA-256. `detachedContent` is given exactly when the content is not inside.
 * @throws signature/malformed when structure or attributes are not the profile
 * @throws signature/wrong-content when the content, or its type, is not what was signed
 * @throws signature/wrong-signer when the signing-certificate attribute names another certificate
 * @throws signature/invalid when a signature does not verify
 * @throws certificate/weak-algorithm when a signer's key is too weak to count
 */
export function verifySignedData(der: Uint8Array, detachedContent?: Uint8Array, maxBytes?: number): VerifiedSignedData {
  const signed = parseSignedData(der, maxBytes);
  const content = signed.content ?? detachedContent;
  if (content === undefined) throw malformed('content is detached and was not given');
  if (signed.content !== null && detachedContent !== undefined) throw malformed('content is attached');
  if (signed.signers.length === 0) throw malformed('no signer');
  const signers = signed.signers.map((signer) => ({
    certificate: verifySigner(signed, signer, { content, rules: OUR_RULES }),
    signingTime: readSigningTime(signer),
    digestAlgorithm: 'sha256' as const,
  }));
  const { contentType, certificates, crls } = signed;
  return { content: Buffer.from(content), contentType, signers, certificates, crls };
}

/**
 * Verifies one signer and returns its certificate, found inside the message.
 * @throws as `verifySignedData`
 */
export function verifySigner(
  signed: SignedData,
  signer: SignerInfo,
  { content, rules }: { readonly content: Uint8Array; readonly rules: SignatureRules },
): Certificate {
  const certificate = findCertificate(signed, signer);
  const digest = digestOf(signer.digestAlgorithm);
  if (digest === null || !rules.digests.includes(digest)) throw malformed('digest algorithm');
  requireSignedContent(signed, signer, { ...rules, contentDigest: createHash(digest).update(content).digest() });
  requireProfile(signer, certificate);
  const signatureAlgorithm = toX509Algorithm(signer.signatureAlgorithm, digest);
  const { signedAttributesDer: tbsDer, signature } = signer;
  switch (verifySignature({ tbsDer, signatureAlgorithm, signature }, certificate)) {
    case 'valid':
      return certificate;
    case 'weak':
      throw new CryptoError('certificate/weak-algorithm', 'signer key');
    case 'invalid':
      throw new CryptoError('signature/invalid');
  }
}

/** The time that the signer claims (RFC 5652 11.3). @throws signature/malformed when it is missing */
function readSigningTime(signer: SignerInfo): Date {
  return asMalformed(() => readTime(requireAttribute(signer, OID.signingTime)));
}

/** Exactly one certificate of the message; two with one name would leave the choice to chance. */
function findCertificate({ certificates }: SignedData, signer: SignerInfo): Certificate {
  const named = certificates.filter((certificate) => namesCertificate(signer, certificate));
  const [certificate] = named;
  if (certificate === undefined) throw malformed('signer certificate is not inside');
  if (named.some(({ sha256 }) => sha256 !== certificate.sha256)) throw malformed('two certificates of one name');
  return certificate;
}

/** 5.6 and 11.1, 11.2: the attributes tie the signature to the type and the digest of the content. */
function requireSignedContent(
  signed: SignedData,
  signer: SignerInfo,
  expected: { readonly contentType: string; readonly contentDigest: Uint8Array },
): void {
  const contentType = asMalformed(() => readOid(requireAttribute(signer, OID.contentType)));
  const digest = asMalformed(() => readOctets(requireAttribute(signer, OID.messageDigest)));
  if (signed.contentType !== expected.contentType || contentType !== expected.contentType) {
    throw new CryptoError('signature/wrong-content', `content type ${contentType}`);
  }
  if (!equalBytes(digest, expected.contentDigest)) throw new CryptoError('signature/wrong-content', 'digest differs');
}

function requireProfile(signer: SignerInfo, certificate: Certificate): void {
  // The SHA-1 form (signing-certificate, v1) does not count.
  const value = requireAttribute(signer, OID.signingCertificateV2);
  asMalformed(() => requireSigningCertificate(value, certificate));
  // Nobody signs these, so none may carry meaning. One timestamp is let through unread, for signers whose software adds it (CAdES-T).
  const [first, ...others] = signer.unsignedAttributes;
  if (others.length > 0 || (first !== undefined && first !== OID.timestampToken)) throw malformed('unsigned attribute');
}

function requireAttribute({ signedAttributes }: SignerInfo, type: string): DerNode {
  const value = signedAttributes.get(type);
  if (value === undefined) throw malformed(`signed attribute ${type} missing`);
  return value;
}

const RSA_SIGNATURES = { sha256: OID.sha256WithRsa, sha384: OID.sha384WithRsa, sha512: OID.sha512WithRsa } as const;
const EC_SIGNATURES = { sha256: OID.ecdsaSha256, sha384: OID.ecdsaSha384, sha512: OID.ecdsaSha512 } as const;

/**
 * RFC 5754 3.2: for RSA the identifier is either the key's (rsaEncryption) or the signature's; the digest is named beside it.
 * @throws signature/malformed for any other scheme, or one with another digest
 */
function toX509Algorithm({ oid, parameters }: AlgorithmIdentifier, digest: DigestName): AlgorithmIdentifier {
  if (oid === OID.rsaEncryption) return { oid: RSA_SIGNATURES[digest], parameters };
  if (oid === RSA_SIGNATURES[digest] || oid === EC_SIGNATURES[digest]) return { oid, parameters };
  throw malformed(`signature algorithm ${oid}`);
}

function asMalformed<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof CryptoError && error.code.startsWith('asn1/')) {
      throw new CryptoError('signature/malformed', error.message, { cause: error });
    }
    throw error;
  }
}

function malformed(detail: string): CryptoError {
  return new CryptoError('signature/malformed', detail);
}
