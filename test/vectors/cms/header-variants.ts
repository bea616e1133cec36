// Headers and locks that are right, and headers wrong in exactly one way each.
import { randomBytes } from 'node:crypto';
import {
  algorithm,
  explicit,
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
import { wrapContentKey } from '../../../crypto/cms/recipients.ts';
import { editDer, nodeAt, type DerChange, type DerPath } from './edit-der.ts';
import {
  ALGORITHM,
  CIPHER,
  EC,
  ENCODING,
  GCM,
  header,
  type HeaderVariant,
  INNER_TYPE,
  LIMIT,
  MAC,
  MALFORMED,
  NONCE,
  type Openers,
  RECIPIENT,
  RECIPIENTS,
  refused,
  RSA,
  TAG_LENGTH,
  VERSION,
} from './header-parts.ts';
import { ecRecipients, rsaRecipients, secrets } from './recipient-variants.ts';

const CHACHA20_POLY1305 = '1.2.840.113549.1.9.16.3.18';
const EMPTY_ATTRIBUTE = sequence(oid(OID.contentType), setOf(oid(OID.data)));

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

function parseContent(der: Buffer): Uint8Array {
  return nodeAt(der, []).content;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
