// Headers whose one recipient is wrong in exactly one way, and those that are right in form and do not open.
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
  tlv,
} from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { sealAttached } from '../../../crypto/cms/attached.ts';
import { editDer, flipBit, nodeAt, type DerChange, type DerPath } from './edit-der.ts';
import {
  ALGORITHM,
  EC,
  header,
  type HeaderVariant,
  MAC,
  MALFORMED,
  NONCE,
  type Openers,
  RECIPIENT,
  refused,
  RSA,
} from './header-parts.ts';

const EXPLICIT_CURVE = algorithm(OID.ecPublicKey, sequence(integer(1)));
const ECDH_SHA1_KDF = '1.3.133.16.840.63.0.2';
const AES128_WRAP = '2.16.840.1.101.3.4.1.5';

export function rsaRecipients({ rsa }: Openers): HeaderVariant[] {
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

export function ecRecipients({ ec }: Openers): HeaderVariant[] {
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
export function secrets({ rsa, ec, ec384 }: Openers): HeaderVariant[] {
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
