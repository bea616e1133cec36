import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  algorithm,
  explicit,
  implicit,
  integer,
  octetString,
  oid,
  sequence,
  setOf,
  tlv,
} from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { sealAttached } from '../../../crypto/cms/attached.ts';
import { INSPECT_MAX_BYTES, inspectForeignCms } from '../../../crypto/cms/inspect-foreign.ts';
import { signContent } from '../../../crypto/cms/sign.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { createPeople, TEST_NOW, type Opener, type SigningPerson } from '../../pki/cms-people.ts';
import { editDer, flipBit, nodeAt } from '../../vectors/cms/edit-der.ts';

// What openssl writes is described in test/interop/openssl-cms.test.ts.
describe('describing foreign CMS', () => {
  let rsa: Opener;
  let ec: Opener;
  let signer: SigningPerson;
  beforeAll(async () => {
    const people = await createPeople();
    [rsa, ec, signer] = [
      await people.opener('RSA', 'rsa-2048'),
      await people.opener('EC'),
      await people.signer('PT Penawar'),
    ];
  });

  const lock = () => sealAttached(Buffer.from('isi'), [rsa.certificate, ec.certificate]);

  it('describes our own lock', () => {
    const described = inspectForeignCms(lock());
    const { recipients, ...rest } = described;
    expect(rest).toEqual({
      encoding: 'der',
      contentType: 'authEnvelopedData',
      innerType: 'data',
      contentBytes: 3,
      algorithm: 'aes256Gcm',
      nonceBytes: 12,
      tagBytes: 16,
      signers: [],
      certificates: [],
    });
    expect(recipients).toHaveLength(2);
    expect(recipients).toContainEqual({
      kind: 'key-transport',
      algorithm: 'rsaesOaep',
      issuer: 'CN=AMS Uji, C=ID',
      serialHex: rsa.certificate.serialHex,
      keyIdHex: null,
    });
    expect(recipients).toContainEqual(
      expect.objectContaining({
        kind: 'key-agreement',
        algorithm: 'ecdhSha256Kdf',
        serialHex: ec.certificate.serialHex,
      }),
    );
  });

  it('describes a header whose content is elsewhere', () => {
    const header = editDer(lock(), [1, 0, 2, 2], () => []);
    expect(inspectForeignCms(header).contentBytes).toBeNull();
  });

  it('describes what Segel refuses: indefinite lengths, segments, short tags, key identifiers', () => {
    const der = lock();
    const segments = tlv(0xa0, octetString(Buffer.from('is')), octetString(Buffer.from('i')));
    const odd = editDer(
      editDer(der, [1, 0, 2, 2], () => segments),
      [1, 0, 3],
      () => octetString(Buffer.alloc(4)),
    );
    const indefinite = Buffer.concat([Buffer.from([0x30, 0x80]), nodeAt(odd, []).content, Buffer.from([0, 0])]);
    expect(inspectForeignCms(indefinite)).toMatchObject({ encoding: 'ber', contentBytes: 3, tagBytes: 4 });

    const keyId = editDer(der, [1, 0, 1], (node) =>
      setOf(
        ...node.children
          .filter(({ tag }) => tag === 0x30)
          .map(({ bytes }) => editDer(bytes, [1], () => implicit(0, Buffer.from('c0ffee', 'hex')))),
      ),
    );
    expect(inspectForeignCms(keyId).recipients).toEqual([
      { kind: 'key-transport', algorithm: 'rsaesOaep', issuer: null, serialHex: null, keyIdHex: 'c0ffee' },
    ]);
  });

  it('describes signers, certificates and content of a signature', async () => {
    const content = Buffer.from('isi');
    const der = await signContent({ content, detached: false, signers: [{ key: signer.key, signingTime: TEST_NOW }] });
    const { signers, certificates, ...rest } = inspectForeignCms(der);
    expect(rest).toMatchObject({ contentType: 'signedData', innerType: 'data', contentBytes: 3, algorithm: null });
    expect(certificates.map(({ serialHex }) => serialHex)).toContain(signer.certificate.serialHex);
    expect(signers).toMatchObject([
      {
        issuer: 'CN=AMS Uji, C=ID',
        serialHex: signer.certificate.serialHex,
        digestAlgorithm: 'sha256',
        signatureAlgorithm: 'ecdsaSha256',
        unsignedAttributes: [],
      },
    ]);
    expect(signers[0]?.signedAttributes).toContain('signingCertificateV2');
  });

  it('describes recipients of every kind', () => {
    const wrap = algorithm(OID.aes256Wrap);
    const keyEncryptionKey = tlv(
      0xa2,
      integer(4),
      sequence(octetString(Buffer.alloc(4))),
      wrap,
      octetString(Buffer.alloc(40)),
    );
    const password = tlv(0xa3, integer(0), wrap, octetString(Buffer.alloc(40)));
    const other = tlv(0xa4, oid('1.2.3.4'), integer(1));
    const der = editDer(lock(), [1, 0, 1], () => tlv(0x31, keyEncryptionKey, password, other));
    expect(inspectForeignCms(der).recipients.map(({ kind }) => kind)).toEqual([
      'key-encryption-key',
      'password',
      'other',
    ]);
  });

  it('lists a certificate of another form without a name, and a signer by its key identifier', async () => {
    const der = await signContent({
      content: Buffer.from('isi'),
      detached: true,
      signers: [{ key: signer.key, signingTime: TEST_NOW }],
    });
    const keyId = implicit(0, Buffer.from('c0ffee', 'hex'));
    const named = editDer(
      editDer(der, [1, 0, 4, 0, 1], () => keyId),
      [1, 0, 3, 0],
      () => tlv(0xa2, integer(1)),
    );
    const described = inspectForeignCms(named);
    expect(described.contentBytes).toBeNull();
    expect(described.certificates).toContainEqual({ issuer: null, serialHex: null, keyIdHex: null });
    expect(described.signers).toMatchObject([{ issuer: null, keyIdHex: 'c0ffee' }]);
  });

  it('describes encryption without recipients', () => {
    const cbc = algorithm(OID.aes256Cbc, octetString(Buffer.alloc(16)));
    const encrypted = sequence(integer(0), sequence(oid(OID.data), cbc, implicit(0, Buffer.alloc(32))));
    const der = sequence(oid(OID.encryptedData), explicit(0, encrypted));
    expect(inspectForeignCms(der)).toMatchObject({
      contentType: 'encryptedData',
      algorithm: 'aes256Cbc',
      nonceBytes: 16,
      contentBytes: 32,
      recipients: [],
    });
  });

  it('names a type that it does not know by its number', () => {
    expect(inspectForeignCms(sequence(oid('1.2.3.4'), explicit(0, integer(1))))).toMatchObject({
      contentType: '1.2.3.4',
      recipients: [],
    });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('-----BEGIN CMS-----')],
    ['a number', integer(1)],
    ['an empty sequence', sequence()],
    ['a type without content', sequence(oid(OID.data))],
    ['deep nesting', nested(40)],
    [
      'too many elements',
      sequence(oid(OID.data), explicit(0, sequence(...Array.from({ length: 20_000 }, () => integer(1))))),
    ],
  ])('refuses %s', (_, bytes) => {
    expect(() => inspectForeignCms(bytes)).toThrow('cms/malformed');
  });

  it('refuses bytes after the structure, and over 16 MiB', () => {
    expect(() => inspectForeignCms(Buffer.concat([lock(), Buffer.alloc(1)]))).toThrow('cms/malformed');
    expect(() => inspectForeignCms(Buffer.alloc(INSPECT_MAX_BYTES + 1))).toThrow('cms/malformed');
  });

  it('describes or refuses, and never fails otherwise', () => {
    const der = lock();
    const damaged = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.tuple(fc.nat(der.length - 1), fc.nat(7)).map(([at, bit]) => flipBit(der, at, bit)),
      fc.nat(der.length).map((length) => der.subarray(0, length)),
      fc.nat(der.length - 1).map((at) => Buffer.concat([der.subarray(0, at), randomBytes(3), der.subarray(at)])),
    );
    fc.assert(
      fc.property(damaged, (bytes) => {
        try {
          inspectForeignCms(bytes);
        } catch (error) {
          if (!(error instanceof CryptoError) || error.code !== 'cms/malformed') throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});

function nested(depth: number): Buffer {
  return Array.from({ length: depth }).reduce<Buffer>((inner) => sequence(inner), integer(1));
}
