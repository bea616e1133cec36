// Timestamp responses that are right, and responses wrong in exactly one way each.
import { createHash } from 'node:crypto';
import {
  algorithm,
  boolean,
  explicit,
  generalizedTime,
  implicit,
  integer,
  octetString,
  oid,
  sequence,
  tlv,
} from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { mergeSignatures, signContent } from '../../../crypto/cms/sign.ts';
import { sha256 } from '../../../crypto/encoding.ts';
import type { CryptoCode } from '../../../crypto/errors.ts';
import { buildTimestampRequest, readTimestampResponse } from '../../../crypto/timestamp.ts';
import { encodeImprint, encodeTstInfo, type TstInfoFields } from '../../../crypto/tst-info.ts';
import { authorityKeyIdentifier, extendedKeyUsage, extension } from '../../../crypto/x509/encode-extensions.ts';
import { TEST_NOW, type People, type SigningPerson } from '../../pki/cms-people.ts';
import { respond, TEST_TSA_POLICY } from '../../pki/timestamp-authority.ts';
import { softwareSigningKey } from '../../../crypto/keys.ts';
import { generateKeys } from '../../pki/keys.ts';
import { editDer, flipBit, type DerChange, type DerPath } from './edit-der.ts';
import { attribute, handMadeSignedData, profileAttributes } from './hand-made-signature.ts';
import type { Category, Expected } from './vector-file.ts';

export interface TimestampVariant {
  readonly id: string;
  readonly expect: Expected;
  readonly der: Buffer;
  readonly sha256: Buffer;
  readonly nonce?: Buffer;
  readonly policy?: string;
}

export interface Authorities {
  readonly tsa: SigningPerson;
  /** A bidder under the same root: trusted, but not for time. */
  readonly bidder: SigningPerson;
  /** A timestamp authority under another root. */
  readonly stranger: SigningPerson;
  readonly people: People;
}

const DIGEST = sha256(Buffer.from('manifest.p7s'));
const NONCE = Buffer.from('4102030405060708', 'hex');
const OK = { ok: true } as const;
const GRANTED = sequence(integer(0));
const DAY = 86_400_000;

export async function timestampVariants(authorities: Authorities): Promise<TimestampVariant[]> {
  return [
    ...(await accepted(authorities)),
    ...(await responses(authorities)),
    ...(await answers(authorities)),
    ...(await tokenInfos(authorities)),
    ...(await signers(authorities)),
    ...(await certificates(authorities)),
  ];
}

async function accepted({ tsa }: Authorities): Promise<TimestampVariant[]> {
  const { der: request } = buildTimestampRequest({ sha256: DIGEST, nonce: NONCE, policy: TEST_TSA_POLICY });
  const fraction = new Date(TEST_NOW.getTime() + 120);
  const named = await token(tsa, {
    change: [[], (n) => sequence(n.content, explicit(0, explicit(4, tsa.certificate.subjectDer)))],
  });
  return [
    {
      id: 'segel::timestamp::nonce-and-policy',
      expect: OK,
      der: await respond(request, { key: tsa.key, genTime: TEST_NOW }),
      sha256: DIGEST,
      nonce: NONCE,
      policy: TEST_TSA_POLICY,
    },
    {
      id: 'rfc3161::gen-time::fraction',
      expect: OK,
      der: granted(await token(tsa, { fields: { genTime: fraction } })),
      sha256: DIGEST,
    },
    {
      id: 'rfc3161::accuracy::absent',
      expect: OK,
      der: granted(await token(tsa, { fields: { accuracyMs: 0 } })),
      sha256: DIGEST,
    },
    { id: 'rfc3161::tsa::own-name', expect: OK, der: granted(named), sha256: DIGEST },
    {
      id: 'rfc3161::ordering::written-out',
      expect: OK,
      der: granted(await token(tsa, { change: [[5], (n) => [n.bytes, boolean(false)]] })),
      sha256: DIGEST,
    },
  ];
}

function refused(
  id: string,
  [category, code]: readonly [Category, CryptoCode],
  der: Buffer,
  asked: Pick<TimestampVariant, 'nonce' | 'policy'> = {},
): TimestampVariant {
  return { id, expect: { category, code }, der, sha256: DIGEST, ...asked };
}

const MALFORMED = ['structure', 'timestamp/malformed'] as const;
const ENCODING = ['encoding', 'timestamp/malformed'] as const;
const ANSWER = ['answer', 'timestamp/invalid'] as const;
const SIGNER = ['signer', 'timestamp/invalid'] as const;
const TRUST = ['trust', 'timestamp/invalid'] as const;
const REFUSED = ['answer', 'timestamp/refused-by-authority'] as const;

async function responses({ tsa }: Authorities): Promise<TimestampVariant[]> {
  const good = await token(tsa);
  return [
    refused(
      'rfc3161::status::rejection',
      REFUSED,
      await respond(Buffer.from('3000', 'hex'), { key: tsa.key, genTime: TEST_NOW }),
    ),
    refused('rfc3161::status::granted-with-mods', REFUSED, sequence(sequence(integer(1)), good)),
    refused('rfc3161::status::waiting', REFUSED, sequence(sequence(integer(3)))),
    refused('rfc3161::response::no-token', MALFORMED, sequence(GRANTED)),
    refused('rfc3161::response::empty', ENCODING, Buffer.alloc(0)),
    refused('rfc3161::response::bare-token', MALFORMED, good),
    refused('rfc3161::response::trailing-byte', ENCODING, Buffer.concat([granted(good), Buffer.alloc(1)])),
    refused('rfc3161::response::cut-by-one', ENCODING, granted(good).subarray(0, -1)),
  ];
}

async function answers({ tsa }: Authorities): Promise<TimestampVariant[]> {
  const other = encodeImprint(sha256(Buffer.from('lain')));
  const sha512Imprint = sequence(
    algorithm(OID.sha512),
    octetString(createHash('sha512').update('manifest.p7s').digest()),
  );
  const sha1Imprint = sequence(algorithm(OID.sha1), octetString(DIGEST));
  const otherNonce = flipBit(NONCE, -1);
  return [
    refused('rfc3161::imprint::other-bytes', ANSWER, granted(await token(tsa, { fields: { imprintDer: other } }))),
    refused('rfc3161::imprint::sha512', ANSWER, granted(await token(tsa, { fields: { imprintDer: sha512Imprint } }))),
    refused('rfc3161::imprint::sha1-label', ANSWER, granted(await token(tsa, { fields: { imprintDer: sha1Imprint } }))),
    refused('rfc3161::nonce::another', ANSWER, granted(await token(tsa)), { nonce: otherNonce }),
    refused('rfc3161::nonce::absent', ANSWER, granted(await token(tsa, { fields: { nonce: null } })), { nonce: NONCE }),
    refused('rfc3161::policy::another', ANSWER, granted(await token(tsa)), { policy: `${TEST_TSA_POLICY}.9` }),
    refused(
      'rfc3161::tsa::another-name',
      SIGNER,
      granted(
        await token(tsa, {
          change: [[], (n) => sequence(n.content, explicit(0, explicit(4, tsa.certificate.issuerDer)))],
        }),
      ),
    ),
  ];
}

async function tokenInfos({ tsa }: Authorities): Promise<TimestampVariant[]> {
  const made = async (path: DerPath, how: DerChange) => granted(await token(tsa, { change: [path, how] }));
  const genTime = (text: string) => made([4], () => tlv(0x18, Buffer.from(text)));
  const accuracy = (field: Buffer) => made([5], () => sequence(field));
  const critical = tlv(0xa1, extension('1.3.6.1.4.1.32473.9', true, Buffer.alloc(2)));
  return [
    refused('rfc3161::tst-info::version-two', MALFORMED, await made([0], () => integer(2))),
    refused('rfc3161::gen-time::no-zulu', MALFORMED, await genTime('20260701030000')),
    refused('rfc3161::gen-time::offset', MALFORMED, await genTime('20260701100000+0700')),
    refused('rfc3161::gen-time::trailing-zero', MALFORMED, await genTime('20260701030000.50Z')),
    refused('rfc3161::gen-time::no-seconds', MALFORMED, await genTime('202607010300Z')),
    refused('rfc3161::gen-time::utc-time', MALFORMED, await made([4], () => tlv(0x17, Buffer.from('260701030000Z')))),
    refused('rfc3161::accuracy::zero-millis', MALFORMED, await accuracy(implicit(0, Buffer.from([0])))),
    refused('rfc3161::accuracy::1000-millis', MALFORMED, await accuracy(implicit(0, Buffer.from([3, 0xe8])))),
    refused('rfc3161::accuracy::negative-seconds', MALFORMED, await accuracy(integer(-1))),
    refused('rfc3161::extensions::critical', MALFORMED, await made([], (n) => sequence(n.content, critical))),
    refused('rfc3161::tst-info::trailing-field', MALFORMED, await made([], (n) => sequence(n.content, oid(OID.data)))),
    refused('x690::8-3-2::overlong-serial', MALFORMED, await made([3], () => tlv(2, Buffer.from([0, 1])))),
  ];
}

async function signers({ tsa, bidder }: Authorities): Promise<TimestampVariant[]> {
  const content = encodeTstInfo(defaults());
  const base = { content, signer: tsa, contentType: OID.tstInfo };
  const { contentType, signingTime, messageDigest } = profileAttributes(base);
  const v1 = attribute(
    OID.signingCertificate,
    sequence(sequence(sequence(octetString(createHash('sha1').update(tsa.certificate.der).digest())))),
  );
  const sorted = (...list: Buffer[]) => list.toSorted((a, b) => Buffer.compare(a, b));
  const bindsBidder = profileAttributes({ ...base, signer: bidder }).signingCertificate;
  const asData = await signContent({ content, detached: false, signers: [{ key: tsa.key, signingTime: TEST_NOW }] });
  return [
    refused('rfc3161::signer::any-certificate-of-the-ca', SIGNER, granted(await token(bidder))),
    refused(
      'rfc5816::signing-certificate::absent',
      SIGNER,
      granted(handMadeSignedData({ ...base, attributes: sorted(contentType, signingTime, messageDigest) })),
    ),
    refused(
      'rfc5816::signing-certificate::version-one-only',
      SIGNER,
      granted(handMadeSignedData({ ...base, attributes: sorted(contentType, signingTime, messageDigest, v1) })),
    ),
    refused(
      'rfc5816::signing-certificate::another',
      SIGNER,
      granted(
        handMadeSignedData({ ...base, attributes: sorted(contentType, signingTime, messageDigest, bindsBidder) }),
      ),
    ),
    refused('rfc3161::token::two-signers', MALFORMED, granted(mergeSignatures(await token(tsa), await token(bidder)))),
    refused('rfc3161::token::content-type-data', SIGNER, granted(asData)),
    refused('rfc3161::token::detached', MALFORMED, granted(handMadeSignedData({ ...base, attached: false }))),
    refused(
      'rfc3161::token::flipped-signature',
      SIGNER,
      granted(editDer(await token(tsa), [1, 0, 4, 0, 5], (n) => tlv(n.tag, flipBit(n.content, -1)))),
    ),
    refused(
      'rfc3161::token::changed-time',
      SIGNER,
      granted(editDer(await token(tsa), [1, 0, 2, 1, 0], (n) => octetString(backdated(n.content)))),
    ),
    refused(
      'rfc3161::token::no-certificates',
      SIGNER,
      withoutCertReq(await respond(sequence(integer(1), encodeImprint(DIGEST)), { key: tsa.key, genTime: TEST_NOW })),
    ),
  ];
}

async function certificates({ tsa, stranger, people }: Authorities): Promise<TimestampVariant[]> {
  const keys = await generateKeys('ec-p256');
  const issued = (usage: Buffer) => {
    const certificate = people.authority.issueRaw(keys.publicKey, { subject: 'Bukan TSA' }, [
      usage,
      authorityKeyIdentifier(people.authority.keyId),
    ]);
    return {
      ...tsa,
      certificate,
      privateKey: keys.privateKey,
      key: softwareSigningKey(keys.privateKey, certificate, tsa.chain),
    };
  };
  const expired = new Date(tsa.certificate.notAfter.getTime() + DAY);
  const early = new Date(tsa.certificate.notBefore.getTime() - DAY);
  const twoPurposes = extendedKeyUsage([OID.ekuTimeStamping, OID.ekuClientAuth], { critical: true });
  return [
    refused(
      'rfc3161::eku::not-critical',
      SIGNER,
      granted(await token(issued(extendedKeyUsage([OID.ekuTimeStamping])))),
    ),
    refused('rfc3161::eku::two-purposes', SIGNER, granted(await token(issued(twoPurposes)))),
    refused(
      'rfc3161::eku::other-purpose',
      SIGNER,
      granted(await token(issued(extendedKeyUsage([OID.ekuOcspSigning], { critical: true })))),
    ),
    refused('rfc5280::path::other-root', TRUST, granted(await token(stranger))),
    refused('rfc5280::path::expired-at-gen-time', TRUST, granted(await token(tsa, { fields: { genTime: expired } }))),
    refused(
      'rfc5280::path::not-yet-valid-at-gen-time',
      TRUST,
      granted(await token(tsa, { fields: { genTime: early } })),
    ),
  ];
}

function defaults(): TstInfoFields {
  const nonce = BigInt(`0x${NONCE.toString('hex')}`);
  return {
    policy: TEST_TSA_POLICY,
    imprintDer: encodeImprint(DIGEST),
    serial: 7n,
    genTime: TEST_NOW,
    accuracyMs: 1000,
    nonce,
  };
}

/** A token over a TSTInfo with other fields, or with one node changed before it is signed. */
function token(
  { key }: SigningPerson,
  {
    fields = {},
    change,
  }: { readonly fields?: Partial<TstInfoFields>; readonly change?: readonly [DerPath, DerChange] } = {},
): Promise<Buffer> {
  const info = encodeTstInfo({ ...defaults(), ...fields });
  const content = change === undefined ? info : editDer(info, ...change);
  return signContent({ content, detached: false, signers: [{ key, signingTime: TEST_NOW }], contentType: OID.tstInfo });
}

function granted(tokenDer: Uint8Array): Buffer {
  return sequence(GRANTED, tokenDer);
}

function backdated(tstInfoDer: Uint8Array): Buffer {
  return editDer(tstInfoDer, [4], () => generalizedTime(new Date(TEST_NOW.getTime() - DAY)));
}

function withoutCertReq(response: Buffer): Buffer {
  return granted(readTimestampResponse(response).tokenDer);
}
