// Signatures that verify and are not what crypto/SPEC.md 5 asks for. Each is put under a member's result, whose content stays.
import { createHash } from 'node:crypto';
import {
  algorithm,
  explicit,
  integer,
  nul,
  octetString,
  oid,
  sequence,
  setOf,
  time,
  tlv,
} from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { encodeIssuerAndSerial } from '../../../crypto/cms/issuer-and-serial.ts';
import { encodeSigningCertificateV2 } from '../../../crypto/cms/signing-certificate.ts';
import { sha256 } from '../../../crypto/encoding.ts';
import type { SigningKey } from '../../../crypto/keys.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { signedByAll, signedTwice } from '../../doubles/signed-twice.ts';
import { contentOf, get, named, one, signedIn, type Liar, type Parts, type Tampering } from './liar.ts';

const RESULT = /^openings\/satu\/results\//;
const MEMBER = 'dedi.kurniawan';

interface Forged {
  readonly key: SigningKey;
  readonly content: Uint8Array;
  readonly at: Date;
  /** Of signingCertificateV2; none when null. */
  readonly meant: Uint8Array | null;
  readonly digest: Uint8Array;
  readonly contentType: string;
  readonly version: number;
  readonly unsigned: readonly Uint8Array[];
  readonly more: readonly Uint8Array[];
  readonly order: (attributes: readonly Buffer[]) => readonly Buffer[];
}

const attribute = (type: string, ...values: readonly Uint8Array[]) => sequence(oid(type), setOf(...values));
const sorted = (all: readonly Buffer[]) => all.toSorted((a, b) => Buffer.compare(a, b));

/** SignedData of one signer, in whatever form was asked for. */
async function forged(input: Forged): Promise<Buffer> {
  const { key, content, at, meant, order } = input;
  const attributes = order(
    sorted(
      [
        attribute(OID.contentType, oid(input.contentType)),
        attribute(OID.signingTime, time(at)),
        attribute(OID.messageDigest, octetString(input.digest)),
        ...(meant === null ? [] : [attribute(OID.signingCertificateV2, meant)]),
        ...input.more,
      ].map((one) => Buffer.from(one)),
    ),
  );
  const isRsa = key.certificate.keyType.kind === 'rsa';
  const signerInfo = sequence(
    integer(1),
    encodeIssuerAndSerial(key.certificate),
    algorithm(OID.sha256),
    tlv(0xa0, ...attributes),
    isRsa ? algorithm(OID.rsaEncryption, nul()) : algorithm(OID.ecdsaSha256),
    octetString(await key.sign(tlv(0x31, ...attributes))),
    ...(input.unsigned.length === 0 ? [] : [tlv(0xa1, ...input.unsigned)]),
  );
  const certificates = sorted([key.certificate, ...key.chain].map(({ der }) => Buffer.from(der)));
  const inner = sequence(oid(OID.data), explicit(0, octetString(content)));
  const signedData = sequence(
    integer(input.version),
    setOf(algorithm(OID.sha256)),
    inner,
    tlv(0xa0, ...certificates),
    setOf(signerInfo),
  );
  return sequence(oid(OID.signedData), explicit(0, signedData));
}

/** SigningCertificateV2 of one ESSCertIDv2. */
const meaning = (...fields: readonly Uint8Array[]) => sequence(sequence(sequence(...fields)));
const issuerSerial = ({ issuerDer, serialDer }: Certificate) => sequence(sequence(explicit(4, issuerDer)), serialDer);

const resigned =
  (change: (honest: Forged, liar: Liar) => Partial<Forged> | Promise<Partial<Forged>>): Tampering['lie'] =>
  async (parts, liar) => {
    const name = one(parts, RESULT);
    const content = signedIn(parts, name);
    const key = await liar.key(MEMBER);
    const honest: Forged = {
      ...{ key, content, at: liar.lpse.clock.now(), meant: encodeSigningCertificateV2(key.certificate) },
      ...{ digest: sha256(content), contentType: OID.data, version: 1, unsigned: [], more: [], order: (all) => all },
    };
    parts.set(name, await forged({ ...honest, ...(await change(honest, liar)) }));
  };

const bytesOf =
  (change: (der: Buffer) => Buffer): Tampering['lie'] =>
  (parts) => {
    const name = one(parts, RESULT);
    parts.set(name, change(get(parts, name)));
  };

/** The outermost value with an indefinite length, as BER allows. */
function indefinite(der: Buffer): Buffer {
  const start = 2 + ((der[1] ?? 0) & 0x80 ? (der[1] ?? 0) & 0x7f : 0);
  return Buffer.concat([Buffer.from([0x30, 0x80]), der.subarray(start), Buffer.alloc(2)]);
}

/** The outermost length in an octet more than it needs. */
function overlong(der: Buffer): Buffer {
  const count = (der[1] ?? 0) & 0x7f;
  return Buffer.concat([Buffer.from([0x30, 0x81 + count, 0]), der.subarray(2)]);
}

async function withOther(parts: Parts, liar: Liar): Promise<void> {
  const name = one(parts, RESULT);
  const keys = await Promise.all([liar.key(MEMBER), liar.key('cipta.mandiri')]);
  parts.set(name, await signedByAll(signedIn(parts, name), keys, liar.lpse.clock.now()));
}

const on = 'nonCa';

export const SIGNATURES: readonly Tampering[] = [
  { name: 'the same result signed again', on, fails: null, lie: resigned(() => ({})) },
  {
    name: 'signingCertificateV2 of another certificate',
    on,
    fails: 13,
    lie: resigned(async (_, liar) => ({
      meant: encodeSigningCertificateV2((await liar.key('cipta.mandiri')).certificate),
    })),
  },
  { name: 'no signingCertificateV2', on, fails: 13, lie: resigned(() => ({ meant: null })) },
  {
    name: 'signingCertificateV2 twice',
    on,
    fails: 13,
    lie: resigned(({ meant }) => ({ more: [attribute(OID.signingCertificateV2, meant ?? nul())] })),
  },
  {
    name: 'signingCertificateV2 with SHA-512 and issuerSerial',
    on,
    fails: null,
    lie: resigned(({ key: { certificate } }) => ({
      meant: meaning(
        algorithm(OID.sha512),
        octetString(createHash('sha512').update(certificate.der).digest()),
        issuerSerial(certificate),
      ),
    })),
  },
  {
    name: 'signingCertificateV2 with SHA-1',
    on,
    fails: 13,
    lie: resigned(({ key: { certificate } }) => ({
      meant: meaning(algorithm('1.3.14.3.2.26'), octetString(createHash('sha1').update(certificate.der).digest())),
    })),
  },
  {
    name: 'signingCertificateV2 with the serial number of another certificate',
    on,
    fails: 13,
    lie: resigned(async ({ key: { certificate } }, liar) => ({
      meant: meaning(octetString(sha256(certificate.der)), issuerSerial((await liar.key('siti.rahayu')).certificate)),
    })),
  },
  {
    name: 'signed attributes out of order',
    on,
    fails: 13,
    lie: resigned(() => ({ order: (all) => all.toReversed() })),
  },
  { name: 'an attribute of other content', on, fails: 13, lie: resigned(() => ({ digest: sha256(Buffer.from('x')) })) },
  { name: 'an attribute of another content type', on, fails: 13, lie: resigned(() => ({ contentType: OID.tstInfo })) },
  { name: 'SignedData of another version', on, fails: 13, lie: resigned(() => ({ version: 3 })) },
  {
    name: 'a timestamp among the unsigned attributes',
    on,
    fails: null,
    lie: resigned(() => ({ unsigned: [attribute(OID.timestampToken, sequence())] })),
  },
  {
    name: 'another unsigned attribute',
    on,
    fails: 13,
    lie: resigned(({ content }) => ({ unsigned: [attribute('1.2.840.113549.1.9.6', octetString(content))] })),
  },
  { name: 'a result of two signers', on, fails: 13, lie: withOther },
  {
    name: 'a result that its member signed twice',
    on,
    fails: 13,
    async lie(parts, liar) {
      const name = one(parts, RESULT);
      const at = liar.lpse.clock.now();
      parts.set(name, await signedTwice(signedIn(parts, name), { twice: await liar.key(MEMBER), once: [], at }));
    },
  },
  {
    name: 'a signature with a byte after it',
    on,
    fails: 13,
    lie: bytesOf((der) => Buffer.concat([der, Buffer.alloc(1)])),
  },
  { name: 'a signature in BER', on, fails: 13, lie: bytesOf(indefinite) },
  { name: 'a signature with an overlong length', on, fails: 13, lie: bytesOf(overlong) },
  {
    name: 'a signature whose content lies elsewhere',
    on,
    fails: 13,
    lie(parts) {
      const name = one(parts, RESULT);
      if (contentOf(parts, name).format !== 'segel-result/1') throw new Error('not a result');
      parts.set(name, get(parts, named(parts, /receipt\.p7s$/)[0] ?? ''));
    },
  },
];
