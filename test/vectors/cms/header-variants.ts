// Headers and locks that are right, and headers wrong in exactly one way each.
import { constants, createECDH, publicEncrypt, randomBytes } from 'node:crypto';
import {
  algorithm,
  bitString,
  explicit,
  implicit,
  integer,
  nul,
  octetString,
  oid,
  sequence,
  setOf,
  tlv,
} from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { sealAttached } from '../../../crypto/cms/attached.ts';
import { encodeAuthEnveloped } from '../../../crypto/cms/auth-enveloped-data.ts';
import { wrapContentKey } from '../../../crypto/cms/recipients.ts';
import type { CryptoCode } from '../../../crypto/errors.ts';
import type { Opener } from '../../pki/cms-people.ts';
import { editDer, flipBit, nodeAt, type DerChange, type DerPath } from './edit-der.ts';
import type { Category, Expected } from './vector-file.ts';

export interface HeaderVariant {
  readonly id: string;
  readonly expect: Expected;
  readonly der: Buffer;
  readonly opener: 'rsa' | 'ec' | 'ec384';
  readonly content?: Buffer;
}

export type Openers = Readonly<Record<HeaderVariant['opener'], Opener>>;

// Positions in ContentInfo{ AuthEnvelopedData } and, below RECIPIENT, in the only RecipientInfo.
const VERSION = [1, 0, 0];
const RECIPIENTS = [1, 0, 1];
const RECIPIENT = [1, 0, 1, 0];
const INNER_TYPE = [1, 0, 2, 0];
const CIPHER = [1, 0, 2, 1, 0];
const GCM = [1, 0, 2, 1, 1];
const NONCE = [1, 0, 2, 1, 1, 0];
const TAG_LENGTH = [1, 0, 2, 1, 1, 1];
const MAC = [1, 0, 3];
const RSA = {
  version: [...RECIPIENT, 0],
  rid: [...RECIPIENT, 1],
  algorithm: [...RECIPIENT, 2],
  key: [...RECIPIENT, 3],
};
const EC = {
  version: [...RECIPIENT, 0],
  curve: [...RECIPIENT, 1, 0, 0],
  point: [...RECIPIENT, 1, 0, 1],
  scheme: [...RECIPIENT, 2, 0],
  wrap: [...RECIPIENT, 2, 1],
  keys: [...RECIPIENT, 3],
  rid: [...RECIPIENT, 3, 0, 0],
  wrapped: [...RECIPIENT, 3, 0, 1],
};

const EXPLICIT_CURVE = algorithm(OID.ecPublicKey, sequence(integer(1)));
const ECDH_SHA1_KDF = '1.3.133.16.840.63.0.2';
const AES128_WRAP = '2.16.840.1.101.3.4.1.5';
const CHACHA20_POLY1305 = '1.2.840.113549.1.9.16.3.18';
const EMPTY_ATTRIBUTE = sequence(oid(OID.contentType), setOf(oid(OID.data)));

/** A header without content; one recipient unless told otherwise. */
function header(openers: readonly Opener[], contentKey = randomBytes(32)): Buffer {
  const recipientInfos = openers.map(({ certificate }) => wrapContentKey(contentKey, certificate));
  return encodeAuthEnveloped({ recipientInfos, nonce: randomBytes(12), mac: randomBytes(16), encryptedContent: null });
}

export function headerVariants(openers: Openers): HeaderVariant[] {
  return [
    ...accepted(openers),
    ...structures(openers),
    ...gcmParameters(openers),
    ...rsaRecipients(openers),
    ...ecRecipients(openers),
    ...secrets(openers),
  ];
}

function accepted({ rsa, ec, ec384 }: Openers): HeaderVariant[] {
  const bareHash = algorithm(OID.sha256);
  const bareOaep = algorithm(
    OID.rsaesOaep,
    sequence(explicit(0, bareHash), explicit(1, algorithm(OID.mgf1, bareHash))),
  );
  const content = Buffer.from('isi kunci');
  const lock = sealAttached(content, [rsa.certificate, ec.certificate, ec384.certificate]);
  const ok = { ok: true } as const;
  return [
    { id: 'segel::header::rsa', expect: ok, der: header([rsa]), opener: 'rsa' },
    { id: 'segel::header::p256', expect: ok, der: header([ec]), opener: 'ec' },
    { id: 'segel::header::p384', expect: ok, der: header([ec384]), opener: 'ec384' },
    { id: 'segel::header::three-recipients', expect: ok, der: header([rsa, ec, ec384]), opener: 'ec384' },
    {
      id: 'rfc4055::oaep::hash-without-null',
      expect: ok,
      der: editDer(header([rsa]), RSA.algorithm, () => bareOaep),
      opener: 'rsa',
    },
    {
      id: 'rfc5753::originator::curve-absent',
      expect: ok,
      der: editDer(header([ec]), EC.curve, () => algorithm(OID.ecPublicKey)),
      opener: 'ec',
    },
    { id: 'segel::lock::attached', expect: ok, der: lock, opener: 'rsa', content },
  ];
}

/** One refused variant: `der` wrong in one node. */
function refused(
  id: string,
  [category, code]: readonly [Category, CryptoCode],
  [opener, der]: readonly [HeaderVariant['opener'], Buffer],
): HeaderVariant {
  return { id, expect: { category, code }, der, opener };
}

const MALFORMED = ['structure', 'cms/malformed'] as const;
const ENCODING = ['encoding', 'cms/malformed'] as const;
const LIMIT = ['limit', 'cms/malformed'] as const;
const ALGORITHM = ['algorithm', 'cms/algorithm-refused'] as const;

function structures({ ec, ec384 }: Openers): HeaderVariant[] {
  const good = header([ec]);
  const two = header([ec, ec384]);
  const change = (path: DerPath, how: DerChange) => ['ec', editDer(good, path, how)] as const;
  const envelopedCbc = sequence(oid(OID.envelopedData), explicit(0, nodeAt(good, [1, 0]).bytes));
  const many = Array.from({ length: 65 }, () => wrapContentKey(randomBytes(32), ec.certificate));
  const indefinite = Buffer.concat([Buffer.from([0x30, 0x80]), parseContent(good), Buffer.from([0, 0])]);
  const longForm = Buffer.concat([
    Buffer.from([0x30, 0x84, 0, 0]),
    uint16(parseContent(good).length),
    parseContent(good),
  ]);
  return [
    refused('segel::header::empty', ENCODING, ['ec', Buffer.alloc(0)]),
    refused('x690::8-1-3-6::indefinite-length', ENCODING, ['ec', indefinite]),
    refused('x690::10-1::overlong-length', ENCODING, ['ec', longForm]),
    refused('segel::header::trailing-byte', ENCODING, ['ec', Buffer.concat([good, Buffer.alloc(1)])]),
    refused('segel::header::cut-by-one', ENCODING, ['ec', good.subarray(0, -1)]),
    refused(
      'segel::header::65-recipients',
      LIMIT,
      change(RECIPIENTS, () => setOf(...many)),
    ),
    refused(
      'segel::header::no-recipient',
      LIMIT,
      change(RECIPIENTS, () => setOf()),
    ),
    refused(
      'segel::header::recipient-twice',
      MALFORMED,
      change(RECIPIENT, (n) => [n.bytes, n.bytes]),
    ),
    refused('x690::11-6::recipients-unsorted', ENCODING, [
      'ec',
      editDer(two, RECIPIENTS, (n) => tlv(n.tag, ...n.children.map((c) => c.bytes).reverse())),
    ]),
    refused('rfc5652::enveloped-data::unauthenticated', ALGORITHM, ['ec', envelopedCbc]),
    refused(
      'rfc5652::content-info::signed-data-type',
      MALFORMED,
      change([0], () => oid(OID.signedData)),
    ),
    refused(
      'rfc5083::version::three',
      MALFORMED,
      change(VERSION, () => integer(3)),
    ),
    refused(
      'rfc5083::originator-info::present',
      MALFORMED,
      change(VERSION, (n) => [n.bytes, tlv(0xa0)]),
    ),
    refused(
      'rfc5083::auth-attrs::present',
      MALFORMED,
      change([1, 0, 2], (n) => [n.bytes, tlv(0xa1, EMPTY_ATTRIBUTE)]),
    ),
    refused(
      'rfc5083::unauth-attrs::present',
      MALFORMED,
      change(MAC, (n) => [n.bytes, tlv(0xa2, EMPTY_ATTRIBUTE)]),
    ),
    refused(
      'rfc5083::inner-type::not-data',
      MALFORMED,
      change(INNER_TYPE, () => oid(OID.signedData)),
    ),
    refused(
      'x690::8-7::content-in-segments',
      MALFORMED,
      change([1, 0, 2, 1], (n) => [n.bytes, tlv(0xa0, octetString(Buffer.alloc(4)))]),
    ),
    refused(
      'rfc5652::recipient-info::kek',
      ALGORITHM,
      change(RECIPIENT, () => tlv(0xa2, integer(4))),
    ),
    refused(
      'rfc5652::recipient-info::password',
      ALGORITHM,
      change(RECIPIENT, () => tlv(0xa3, integer(0))),
    ),
  ];
}

function gcmParameters({ ec }: Openers): HeaderVariant[] {
  const good = header([ec]);
  const change = (path: DerPath, how: DerChange) => ['ec', editDer(good, path, how)] as const;
  return [
    refused(
      'rfc5084::icvlen::absent',
      MALFORMED,
      change(TAG_LENGTH, () => []),
    ),
    refused(
      'rfc5084::icvlen::twelve',
      ALGORITHM,
      change(TAG_LENGTH, () => integer(12)),
    ),
    refused(
      'rfc5084::icvlen::four',
      ALGORITHM,
      change(TAG_LENGTH, () => integer(4)),
    ),
    refused(
      'rfc5084::icvlen::overlong',
      ENCODING,
      change(TAG_LENGTH, () => tlv(2, Buffer.from([0, 16]))),
    ),
    refused(
      'rfc5084::mac::15-bytes',
      MALFORMED,
      change(MAC, () => octetString(Buffer.alloc(15))),
    ),
    refused(
      'rfc5084::mac::4-bytes',
      MALFORMED,
      change(MAC, () => octetString(Buffer.alloc(4))),
    ),
    refused(
      'rfc5084::mac::17-bytes',
      MALFORMED,
      change(MAC, () => octetString(Buffer.alloc(17))),
    ),
    refused(
      'rfc5084::nonce::8-bytes',
      ALGORITHM,
      change(NONCE, () => octetString(Buffer.alloc(8))),
    ),
    refused(
      'rfc5084::nonce::16-bytes',
      ALGORITHM,
      change(NONCE, () => octetString(Buffer.alloc(16))),
    ),
    refused(
      'rfc5084::parameters::third-field',
      MALFORMED,
      change(TAG_LENGTH, (n) => [n.bytes, integer(1)]),
    ),
    refused(
      'rfc3565::cipher::aes-256-cbc',
      ALGORITHM,
      change(CIPHER, () => oid(OID.aes256Cbc)),
    ),
    refused(
      'rfc8103::cipher::chacha20-poly1305',
      ALGORITHM,
      change(CIPHER, () => oid(CHACHA20_POLY1305)),
    ),
    refused(
      'rfc5084::parameters::null',
      MALFORMED,
      change(GCM, () => nul()),
    ),
  ];
}

function rsaRecipients({ rsa }: Openers): HeaderVariant[] {
  const good = header([rsa]);
  const change = (path: DerPath, how: DerChange) => ['rsa', editDer(good, path, how)] as const;
  const hash = algorithm(OID.sha256, nul());
  const mask = algorithm(OID.mgf1, hash);
  const sha1Mask = algorithm(OID.mgf1, algorithm(OID.sha1, nul()));
  const label = explicit(2, algorithm(OID.pSpecified, octetString(Buffer.from('label'))));
  const oaep = (...fields: Buffer[]) => change(RSA.algorithm, () => algorithm(OID.rsaesOaep, sequence(...fields)));
  const pkcs1Key = publicEncrypt(
    { key: rsa.certificate.publicKey(), padding: constants.RSA_PKCS1_PADDING },
    randomBytes(32),
  );
  const pkcs1 = editDer(
    editDer(good, RSA.algorithm, () => algorithm(OID.rsaEncryption, nul())),
    RSA.key,
    () => octetString(pkcs1Key),
  );
  return [
    refused('rfc3370::key-transport::pkcs1-v1-5', ALGORITHM, ['rsa', pkcs1]),
    refused('rfc4055::oaep::sha1-defaults', ALGORITHM, oaep()),
    refused('rfc4055::oaep::mgf1-sha1', ALGORITHM, oaep(explicit(0, hash), explicit(1, sha1Mask))),
    refused('rfc4055::oaep::mgf1-absent', ALGORITHM, oaep(explicit(0, hash))),
    refused('rfc4055::oaep::label', ALGORITHM, oaep(explicit(0, hash), explicit(1, mask), label)),
    refused(
      'rfc5652::key-transport::version-two',
      MALFORMED,
      change(RSA.version, () => integer(2)),
    ),
    refused(
      'rfc5652::key-transport::key-identifier',
      MALFORMED,
      change(RSA.rid, () => implicit(0, Buffer.alloc(20))),
    ),
    refused(
      'rfc5652::key-transport::128-byte-key',
      MALFORMED,
      change(RSA.key, () => octetString(Buffer.alloc(128))),
    ),
  ];
}

function ecRecipients({ ec }: Openers): HeaderVariant[] {
  const good = header([ec]);
  const change = (path: DerPath, how: DerChange) => ['ec', editDer(good, path, how)] as const;
  const point = nodeAt(good, EC.point).content.subarray(1);
  const compressed = Buffer.concat([Buffer.from([2 + ((point.at(-1) ?? 0) & 1)]), point.subarray(1, 33)]);
  const foreignCurve = createECDH('secp384r1').generateKeys();
  return [
    refused(
      'rfc5753::scheme::sha1-kdf',
      ALGORITHM,
      change(EC.scheme, () => oid(ECDH_SHA1_KDF)),
    ),
    refused(
      'rfc5753::scheme::p256-with-sha384-kdf',
      ALGORITHM,
      change(EC.scheme, () => oid(OID.ecdhSha384Kdf)),
    ),
    refused(
      'rfc3565::wrap::aes-128',
      ALGORITHM,
      change(EC.wrap, () => algorithm(AES128_WRAP)),
    ),
    refused(
      'rfc3565::wrap::null-parameters',
      ALGORITHM,
      change(EC.wrap, () => algorithm(OID.aes256Wrap, nul())),
    ),
    refused(
      'rfc5753::originator::explicit-curve',
      ALGORITHM,
      change(EC.curve, () => EXPLICIT_CURVE),
    ),
    refused(
      'rfc5753::originator::other-curve',
      ALGORITHM,
      change(EC.curve, () => algorithm(OID.ecPublicKey, oid(OID.p384))),
    ),
    refused(
      'rfc5753::originator::other-curve-point',
      MALFORMED,
      change(EC.point, () => bitString(foreignCurve)),
    ),
    refused(
      'rfc5753::originator::compressed-point',
      MALFORMED,
      change(EC.point, () => bitString(compressed)),
    ),
    refused(
      'rfc5753::originator::point-off-curve',
      MALFORMED,
      change(EC.point, () => bitString(flipBit(point, -1))),
    ),
    refused(
      'rfc5753::originator::point-at-infinity',
      MALFORMED,
      change(EC.point, () => bitString(Buffer.alloc(1))),
    ),
    refused(
      'rfc5652::ukm::present',
      ALGORITHM,
      change([...RECIPIENT, 1], (n) => [n.bytes, explicit(1, octetString(Buffer.alloc(8)))]),
    ),
    refused(
      'rfc5652::key-agreement::version-two',
      MALFORMED,
      change(EC.version, () => integer(2)),
    ),
    refused(
      'rfc5652::key-agreement::two-keys',
      MALFORMED,
      change(EC.keys, (n) => tlv(0x30, n.content, n.content)),
    ),
    refused(
      'rfc5652::key-agreement::no-key',
      MALFORMED,
      change(EC.keys, () => sequence()),
    ),
    refused(
      'rfc5652::key-agreement::key-identifier',
      MALFORMED,
      change(EC.rid, () => tlv(0xa0, octetString(Buffer.alloc(20)))),
    ),
    refused(
      'rfc3394::wrapped-key::24-bytes',
      MALFORMED,
      change(EC.wrapped, () => octetString(Buffer.alloc(24))),
    ),
    refused(
      'rfc3394::wrapped-key::16-bytes',
      MALFORMED,
      change(EC.wrapped, () => octetString(Buffer.alloc(16))),
    ),
  ];
}

/** Right in form; what is wrong depends on secrets, so all look alike. */
function secrets({ rsa, ec, ec384 }: Openers): HeaderVariant[] {
  const CANNOT_OPEN = ['secret', 'seal/cannot-open'] as const;
  const shortKey = publicEncrypt(
    { key: rsa.certificate.publicKey(), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
    randomBytes(16),
  );
  const flip: DerChange = (node) => tlv(node.tag, flipBit(node.content, -1));
  const otherPoint = createECDH('prime256v1').generateKeys();
  const lock = sealAttached(Buffer.from('isi kunci'), [ec.certificate]);
  return [
    refused('segel::header::other-recipient', ['recipient', 'cms/no-matching-recipient'], ['ec384', header([rsa, ec])]),
    refused('rfc8017::oaep::flipped-bit', CANNOT_OPEN, ['rsa', editDer(header([rsa]), RSA.key, flip)]),
    refused('rfc8017::oaep::16-byte-key', CANNOT_OPEN, [
      'rsa',
      editDer(header([rsa]), RSA.key, () => octetString(shortKey)),
    ]),
    refused('rfc3394::integrity::flipped-bit', CANNOT_OPEN, ['ec', editDer(header([ec]), EC.wrapped, flip)]),
    refused('rfc5753::originator::another-key', CANNOT_OPEN, [
      'ec',
      editDer(header([ec]), EC.point, () => bitString(otherPoint)),
    ]),
    refused('rfc5753::p384::flipped-wrap', CANNOT_OPEN, ['ec384', editDer(header([ec384]), EC.wrapped, flip)]),
    refused('rfc5084::lock::flipped-mac', CANNOT_OPEN, ['ec', editDer(lock, MAC, flip)]),
    refused('rfc5084::lock::flipped-content', CANNOT_OPEN, ['ec', editDer(lock, [1, 0, 2, 2], flip)]),
    refused('rfc5084::lock::flipped-nonce', CANNOT_OPEN, ['ec', editDer(lock, NONCE, flip)]),
  ];
}

function parseContent(der: Buffer): Uint8Array {
  return nodeAt(der, []).content;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
