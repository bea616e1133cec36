// SignedData that is right, and SignedData wrong in exactly one way each.
import { constants, createHash } from 'node:crypto';
import {
  algorithm,
  explicit,
  implicit,
  integer,
  nul,
  octetString,
  oid,
  sequence,
  tlv,
} from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { mergeSignatures, signContent } from '../../../crypto/cms/sign.ts';
import { sha256 } from '../../../crypto/encoding.ts';
import type { CryptoCode } from '../../../crypto/errors.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import type { SigningPerson } from '../../pki/cms-people.ts';
import { TEST_NOW } from '../../pki/cms-people.ts';
import { editDer, flipBit, nodeAt } from './edit-der.ts';
import { attribute, handMadeSignedData, profileAttributes, type HandMade } from './hand-made-signature.ts';
import type { Category, Expected } from './vector-file.ts';

export interface SignatureVariant {
  readonly id: string;
  readonly expect: Expected;
  readonly der: Buffer;
  readonly detachedContent?: Buffer;
}

export interface Signers {
  readonly ec: SigningPerson;
  readonly rsa: SigningPerson;
  readonly p384: SigningPerson;
  /** RSA-1024: too weak to count. */
  readonly weak: SigningPerson;
}

const CONTENT = Buffer.from('{"format":"sampul/1"}');
const SIGNATURE = [1, 0, 4, 0, 5];
const SIGNERS = [1, 0, 4];
const CERTIFICATES = [1, 0, 3];
const COUNTERSIGNATURE = '1.2.840.113549.1.9.6';
const OK = { ok: true } as const;

export async function signatureVariants(signers: Signers): Promise<SignatureVariant[]> {
  return [
    ...(await accepted(signers)),
    ...attributes(signers),
    ...structures(signers),
    ...signatures(signers),
    ...certificateBindings(signers),
  ];
}

async function accepted({ ec, rsa, p384 }: Signers): Promise<SignatureVariant[]> {
  const signer = ({ key }: SigningPerson) => ({ key, signingTime: TEST_NOW });
  const attached = (...people: SigningPerson[]) =>
    signContent({ content: CONTENT, detached: false, signers: people.map(signer) });
  const detached = await signContent({ content: CONTENT, detached: true, signers: [signer(ec)] });
  const token = tlv(0xa1, attribute(OID.timestampToken, sequence()));
  return [
    { id: 'segel::signature::attached-p256', expect: OK, der: await attached(ec) },
    { id: 'segel::signature::attached-rsa', expect: OK, der: await attached(rsa) },
    { id: 'segel::signature::attached-p384', expect: OK, der: await attached(p384) },
    { id: 'segel::signature::detached', expect: OK, der: detached, detachedContent: CONTENT },
    {
      id: 'segel::signature::three-signers',
      expect: OK,
      der: mergeSignatures(await attached(ec), await attached(rsa, p384)),
    },
    {
      id: 'rfc5754::rsa-encryption::identifier',
      expect: OK,
      der: handMadeSignedData({
        content: CONTENT,
        signer: rsa,
        signatureAlgorithm: algorithm(OID.rsaEncryption, nul()),
      }),
    },
    {
      id: 'rfc5754::digest::null-parameters',
      expect: OK,
      der: editDer(await attached(ec), [...SIGNERS, 0, 2], () => algorithm(OID.sha256, nul())),
    },
    {
      id: 'rfc5035::issuer-serial::same',
      expect: OK,
      der: withSigningCertificate(ec, essCertificate(ec.certificate, { issuerSerial: ec.certificate })),
    },
    {
      id: 'rfc5035::hash::sha512',
      expect: OK,
      der: withSigningCertificate(ec, essCertificate(ec.certificate, { hash: 'sha512' })),
    },
    {
      id: 'rfc5126::cades-t::one-timestamp',
      expect: OK,
      der: handMadeSignedData({ content: CONTENT, signer: ec, unsignedAttributes: token }),
    },
  ];
}

function refused(
  id: string,
  [category, code]: readonly [Category, CryptoCode],
  der: Buffer,
  detachedContent?: Buffer,
): SignatureVariant {
  return { id, expect: { category, code }, der, ...(detachedContent === undefined ? {} : { detachedContent }) };
}

const MALFORMED = ['structure', 'signature/malformed'] as const;
const ENCODING = ['encoding', 'signature/malformed'] as const;
const ALGORITHM = ['algorithm', 'signature/malformed'] as const;
const CONTENT_DIFFERS = ['content', 'signature/wrong-content'] as const;
const SIGNER = ['signer', 'signature/wrong-signer'] as const;
const INVALID = ['signature', 'signature/invalid'] as const;

function attributes({ ec }: Signers): SignatureVariant[] {
  const base: HandMade = { content: CONTENT, signer: ec };
  const all = profileAttributes(base);
  const sorted = (...list: Uint8Array[]) => list.toSorted((a, b) => Buffer.compare(a, b));
  const made = (...list: Uint8Array[]) => handMadeSignedData({ ...base, attributes: sorted(...list) });
  const { contentType, signingTime, messageDigest, signingCertificate } = all;
  const otherType = attribute(OID.contentType, oid(OID.tstInfo));
  const otherDigest = attribute(OID.messageDigest, octetString(sha256(Buffer.from('lain'))));
  const twoTypes = attribute(OID.contentType, oid(OID.data), oid(OID.tstInfo));
  return [
    refused(
      'rfc5652::signed-attrs::missing-content-type',
      MALFORMED,
      made(signingTime, messageDigest, signingCertificate),
    ),
    refused(
      'rfc5652::signed-attrs::missing-message-digest',
      MALFORMED,
      made(contentType, signingTime, signingCertificate),
    ),
    refused(
      'rfc5652::signed-attrs::missing-signing-time',
      MALFORMED,
      made(contentType, messageDigest, signingCertificate),
    ),
    refused(
      'rfc5035::signed-attrs::missing-signing-certificate',
      MALFORMED,
      made(contentType, signingTime, messageDigest),
    ),
    refused('rfc5652::signed-attrs::attribute-twice', MALFORMED, made(...Object.values(all), otherDigest)),
    refused(
      'rfc5652::signed-attrs::two-values',
      MALFORMED,
      made(twoTypes, signingTime, messageDigest, signingCertificate),
    ),
    refused(
      'x690::11-6::attributes-unsorted',
      ENCODING,
      handMadeSignedData({ ...base, attributes: sorted(...Object.values(all)).reverse() }),
    ),
    refused(
      'rfc5652::content-type::attribute-differs',
      CONTENT_DIFFERS,
      made(otherType, signingTime, messageDigest, signingCertificate),
    ),
    refused(
      'rfc5652::content-type::not-data',
      CONTENT_DIFFERS,
      handMadeSignedData({ ...base, contentType: OID.tstInfo }),
    ),
    refused(
      'rfc5652::message-digest::differs',
      CONTENT_DIFFERS,
      made(contentType, signingTime, otherDigest, signingCertificate),
    ),
  ];
}

function structures({ ec }: Signers): SignatureVariant[] {
  const base: HandMade = { content: CONTENT, signer: ec };
  const good = handMadeSignedData(base);
  const detached = handMadeSignedData({ ...base, attached: false });
  const keyId = implicit(0, ec.certificate.subjectKeyId ?? Buffer.alloc(20));
  const countersigned = tlv(0xa1, attribute(COUNTERSIGNATURE, sequence()));
  const twoTokens = tlv(
    0xa1,
    attribute(OID.timestampToken, sequence()),
    attribute(OID.timestampToken, sequence(nul())),
  );
  const segments = explicit(0, tlv(0x24, octetString(CONTENT)));
  const indefinite = Buffer.concat([Buffer.from([0x30, 0x80]), nodeAt(good, []).content, Buffer.from([0, 0])]);
  return [
    refused('segel::signature::empty', ENCODING, Buffer.alloc(0)),
    refused('x690::8-1-3-6::signed-data-indefinite', ENCODING, indefinite),
    refused('segel::signature::trailing-byte', ENCODING, Buffer.concat([good, Buffer.alloc(1)])),
    refused(
      'x690::10-2::content-in-segments',
      ENCODING,
      editDer(good, [1, 0, 2, 1], () => segments),
    ),
    refused('rfc5652::content::attached-and-given', MALFORMED, good, CONTENT),
    refused('rfc5652::content::detached-and-missing', MALFORMED, detached),
    refused('rfc5652::content::detached-other', CONTENT_DIFFERS, detached, Buffer.from('{"format":"sampul/2"}')),
    refused(
      'rfc5652::content::attached-changed',
      CONTENT_DIFFERS,
      editDer(good, [1, 0, 2, 1, 0], () => octetString(Buffer.from('{}'))),
    ),
    refused(
      'rfc5652::signer-infos::none',
      MALFORMED,
      editDer(good, SIGNERS, (n) => tlv(n.tag)),
    ),
    refused(
      'rfc5652::signer-infos::signer-twice',
      MALFORMED,
      editDer(good, [...SIGNERS, 0], (n) => [n.bytes, n.bytes]),
    ),
    refused('rfc5652::signer-info::version-three', MALFORMED, handMadeSignedData({ ...base, signerVersion: 3 })),
    refused('rfc5652::signer-info::key-identifier', MALFORMED, handMadeSignedData({ ...base, sid: keyId })),
    refused(
      'rfc5652::signer-info::no-signed-attributes',
      MALFORMED,
      editDer(good, [...SIGNERS, 0, 3], () => []),
    ),
    refused(
      'rfc5652::unsigned-attrs::countersignature',
      MALFORMED,
      handMadeSignedData({ ...base, unsignedAttributes: countersigned }),
    ),
    refused(
      'rfc5126::cades-t::two-timestamps',
      MALFORMED,
      handMadeSignedData({ ...base, unsignedAttributes: twoTokens }),
    ),
    refused(
      'rfc5652::version::three-with-data',
      MALFORMED,
      editDer(good, [1, 0, 0], () => integer(3)),
    ),
    refused(
      'rfc5652::digest-algorithms::not-announced',
      MALFORMED,
      editDer(good, [1, 0, 1, 0], () => algorithm(OID.sha512)),
    ),
    refused(
      'rfc5652::certificates::attribute-certificate',
      MALFORMED,
      editDer(good, [...CERTIFICATES, 0], (n) => [n.bytes, tlv(0xa2, integer(1))]),
    ),
    refused(
      'rfc5652::content-info::auth-enveloped-type',
      MALFORMED,
      editDer(good, [0], () => oid(OID.authEnvelopedData)),
    ),
  ];
}

function signatures({ ec, rsa, weak }: Signers): SignatureVariant[] {
  const base: HandMade = { content: CONTENT, signer: ec };
  const good = handMadeSignedData(base);
  const flipped = editDer(good, SIGNATURE, (node) => tlv(node.tag, flipBit(node.content, -1)));
  const otherKey = { ...ec, privateKey: rsa.privateKey };
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  const raw = handMadeSignedData({ ...base, signOptions: { dsaEncoding: 'ieee-p1363' } });
  return [
    refused('rfc5652::signature::flipped-bit', INVALID, flipped),
    refused(
      'rfc5652::signature::empty',
      INVALID,
      editDer(good, SIGNATURE, () => octetString(Buffer.alloc(0))),
    ),
    refused(
      'rfc5652::signature::another-key',
      INVALID,
      handMadeSignedData({ ...base, signer: otherKey, signatureAlgorithm: algorithm(OID.ecdsaSha256) }),
    ),
    refused(
      'rfc5652::signature::rsa-scheme-with-ec-key',
      INVALID,
      editDer(good, [...SIGNERS, 0, 4], () => algorithm(OID.sha256WithRsa, nul())),
    ),
    refused('rfc5754::ecdsa::raw-encoding', INVALID, raw),
    refused(
      'rfc4056::rsa-pss::refused',
      ALGORITHM,
      handMadeSignedData({
        content: CONTENT,
        signer: rsa,
        signOptions: pss,
        signatureAlgorithm: algorithm(OID.rsassaPss, sequence()),
      }),
    ),
    refused(
      'rfc8017::rsa-pss::labelled-pkcs1',
      INVALID,
      handMadeSignedData({ content: CONTENT, signer: rsa, signOptions: pss }),
    ),
    refused('rfc5754::digest::sha1', ALGORITHM, announcing('sha1', handMadeSignedData({ ...base, digest: 'sha1' }))),
    refused(
      'segel::digest::sha512',
      ALGORITHM,
      announcing(
        'sha512',
        handMadeSignedData({ ...base, digest: 'sha512', signatureAlgorithm: algorithm(OID.ecdsaSha512) }),
      ),
    ),
    refused(
      'rfc5754::digest::other-than-scheme',
      ALGORITHM,
      handMadeSignedData({ ...base, signatureAlgorithm: algorithm(OID.ecdsaSha384) }),
    ),
    refused(
      'segel::key::rsa-1024',
      ['algorithm', 'certificate/weak-algorithm'],
      handMadeSignedData({ content: CONTENT, signer: weak }),
    ),
  ];
}

function announcing(digest: 'sha1' | 'sha512', der: Buffer): Buffer {
  return editDer(der, [1, 0, 1, 0], () => algorithm(OID[digest]));
}

function certificateBindings({ ec, rsa }: Signers): SignatureVariant[] {
  const base: HandMade = { content: CONTENT, signer: ec };
  const v1 = attribute(
    OID.signingCertificate,
    sequence(sequence(sequence(octetString(createHash('sha1').update(ec.certificate.der).digest())))),
  );
  const { contentType, signingTime, messageDigest } = profileAttributes(base);
  const onlyV1 = [contentType, signingTime, messageDigest, v1].toSorted((a, b) => Buffer.compare(a, b));
  const sha1Hash = sequence(algorithm(OID.sha1), octetString(createHash('sha1').update(ec.certificate.der).digest()));
  const without = editDer(handMadeSignedData(base), CERTIFICATES, (n) =>
    tlv(n.tag, ...n.children.map((c) => c.bytes).filter((der) => !ec.certificate.der.equals(der))),
  );
  return [
    refused(
      'rfc5035::signing-certificate::another',
      SIGNER,
      withSigningCertificate(ec, essCertificate(rsa.certificate, {})),
    ),
    refused(
      'rfc5035::signing-certificate::second-entry-only',
      SIGNER,
      withSigningCertificate(ec, essCertificate(rsa.certificate, {}), essCertificate(ec.certificate, {})),
    ),
    refused(
      'rfc5035::issuer-serial::another',
      SIGNER,
      withSigningCertificate(ec, essCertificate(ec.certificate, { issuerSerial: rsa.certificate })),
    ),
    refused('rfc5035::hash::sha1', SIGNER, withSigningCertificate(ec, sha1Hash)),
    refused('rfc5035::signing-certificate::no-entry', MALFORMED, withSigningCertificate(ec)),
    refused(
      'rfc2634::signing-certificate::version-one-only',
      MALFORMED,
      handMadeSignedData({ ...base, attributes: onlyV1 }),
    ),
    refused('rfc5652::certificates::signer-missing', MALFORMED, without),
  ];
}

function withSigningCertificate(signer: SigningPerson, ...entries: readonly Uint8Array[]): Buffer {
  const base: HandMade = { content: CONTENT, signer };
  const { contentType, signingTime, messageDigest } = profileAttributes(base);
  const value = attribute(OID.signingCertificateV2, sequence(sequence(...entries)));
  const list = [contentType, signingTime, messageDigest, value].toSorted((a, b) => Buffer.compare(a, b));
  return handMadeSignedData({ ...base, attributes: list });
}

/** ESSCertIDv2 */
function essCertificate(
  { der }: Certificate,
  { hash, issuerSerial }: { readonly hash?: 'sha512'; readonly issuerSerial?: Certificate },
): Buffer {
  const digest = octetString(
    createHash(hash ?? 'sha256')
      .update(der)
      .digest(),
  );
  const name =
    issuerSerial === undefined ? [] : [sequence(sequence(explicit(4, issuerSerial.issuerDer)), issuerSerial.serialDer)];
  return sequence(...(hash === undefined ? [] : [algorithm(OID[hash])]), digest, ...name);
}
