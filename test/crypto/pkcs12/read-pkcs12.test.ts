import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explicit, integer, nul, octetString, oid, sequence, tlv, algorithm } from '../../../crypto/asn1/der-writer.ts';
import { OID } from '../../../crypto/asn1/oid.ts';
import { buildMac, type PassphraseForms } from '../../../crypto/pkcs12/integrity.ts';
import { P12 } from '../../../crypto/pkcs12/oid.ts';
import { encryptPbes2 } from '../../../crypto/pkcs12/pbes2.ts';
import { bmpPassword } from '../../../crypto/pkcs12/pkcs12-kdf.ts';
import { readPkcs12 } from '../../../crypto/pkcs12/read-pkcs12.ts';
import { WorkBudget } from '../../../crypto/pkcs12/work-budget.ts';
import { Secret } from '../../../crypto/secret.ts';
import { codeOfAsync } from '../../doubles/crypto-code.ts';

interface Entry {
  readonly file: string;
  readonly password: string;
  readonly refused?: string;
  readonly certificates: readonly string[];
  readonly chain: number;
  readonly friendlyName?: string;
}

const folder = new URL('../../vectors/p12/', import.meta.url);
const load = (file: string) => readFileSync(new URL(file, folder));
// Made by make-corpus.ts beside the files, in this shape.
const CORPUS = JSON.parse(load('corpus.json').toString()) as readonly Entry[];
const GOOD = CORPUS.filter(({ refused }) => refused === undefined);
const REFUSED = CORPUS.filter(({ refused }) => refused !== undefined);
const PASSWORD = 'rahasia123';

const read = (bytes: Uint8Array, password = PASSWORD, budget = new WorkBudget()) =>
  readPkcs12(bytes, Secret.fromText(password), { budget });

describe('the corpus', () => {
  it.each(GOOD)(
    'opens $file within four million iterations',
    async ({ file, password, certificates, chain, friendlyName }) => {
      const budget = new WorkBudget(4_000_000);
      const identities = await read(load(file), password, budget);
      expect(budget.spent).toBeGreaterThan(0);
      expect(identities.map(({ certificate }) => certificate.sha256).toSorted()).toEqual(certificates.toSorted());
      for (const { privateKey, certificate } of identities) {
        const signature = sign('sha256', Buffer.from('x'), privateKey);
        expect(verify('sha256', Buffer.from('x'), certificate.publicKey(), signature)).toBe(true);
      }
      expect(identities[0]?.chain).toHaveLength(chain);
      expect(identities.map((identity) => identity.friendlyName)).toContain(friendlyName);
    },
  );

  it.each(REFUSED)('answers $refused to $file', async ({ file, password, refused }) => {
    expect(await codeOfAsync(read(load(file), password))).toBe(refused);
  });

  // With and without an integrity code, in every scheme; the slowest files would add nothing.
  const encrypted = GOOD.filter(({ file }) => !file.startsWith('nss-') && file !== 'keytool-legacy.p12');
  it.each(encrypted)('tells a wrong passphrase for $file', async ({ file }) => {
    expect(await codeOfAsync(read(load(file), 'Rahasia123'))).toBe('identity/wrong-passphrase');
  });
});

describe('readPkcs12', () => {
  it('leaves the passphrase to its owner', async () => {
    const passphrase = Secret.fromText(PASSWORD);
    await readPkcs12(load('openssl-ec256.p12'), passphrase);
    expect(passphrase.bytes.toString()).toBe(PASSWORD);
  });

  it('finds the issuer but not the root for the chain', async () => {
    const [identity] = await read(load('openssl-rsa.p12'));
    expect(identity?.chain.map(({ basicConstraints }) => basicConstraints?.ca)).toEqual([true]);
    expect(Buffer.from(identity?.chain[0]?.subjectDer ?? [])).toEqual(
      Buffer.from(identity?.certificate.issuerDer ?? []),
    );
  });

  it('notices a flipped bit anywhere under the integrity code', async () => {
    const file = load('openssl-ec256.p12');
    for (let at = 60; at < file.length - 120; at += 97) {
      const damaged = Buffer.from(file);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      expect(['identity/wrong-passphrase', 'identity/malformed']).toContain(await codeOfAsync(read(damaged)));
    }
  });

  it('refuses a file that is cut short anywhere', async () => {
    const file = load('nss-ec.p12');
    for (let length = 0; length < file.length; length += 101) {
      expect(await codeOfAsync(read(file.subarray(0, length)))).toBe('identity/malformed');
    }
  });

  it('refuses a file of more than 2 MiB before reading it', async () => {
    expect(await codeOfAsync(read(Buffer.alloc((2 << 20) + 1)))).toBe('identity/too-expensive');
  });

  it('treats octets that are not UTF-8 as a wrong passphrase', async () => {
    const passphrase = Secret.take(Buffer.from([0xff, 0xfe]));
    expect(await codeOfAsync(readPkcs12(load('openssl-ec256.p12'), passphrase))).toBe('identity/wrong-passphrase');
  });
});

// Hostile files, made piece by piece.
const forms: PassphraseForms = { utf8: Buffer.from(PASSWORD), bmp: bmpPassword(Buffer.from(PASSWORD)) };
const data = (content: Uint8Array) => sequence(oid(OID.data), explicit(0, octetString(content)));
const bag = (type: string, value: Uint8Array) => sequence(oid(type), explicit(0, value));
const pbkdf2 = (iterations: number) =>
  algorithm(P12.pbkdf2, sequence(octetString(Buffer.alloc(8)), integer(iterations), algorithm(P12.hmacSha256, nul())));
const pbes2 = (derivation: Uint8Array, cipher: Uint8Array = algorithm(P12.aes256Cbc, octetString(Buffer.alloc(16)))) =>
  algorithm(P12.pbes2, sequence(derivation, cipher));
const shrouded = (scheme: Uint8Array) => bag(P12.shroudedKeyBag, sequence(scheme, octetString(Buffer.alloc(32))));
const pfx = (content: Uint8Array, ...mac: Uint8Array[]) => sequence(integer(3), data(content), ...mac);
const inSafe = (...bags: Uint8Array[]) => pfx(sequence(data(sequence(...bags))));
const macWith = (iterations: number, scheme: Uint8Array = algorithm(OID.sha256, nul())) =>
  sequence(sequence(scheme, octetString(Buffer.alloc(32))), octetString(Buffer.alloc(8)), integer(iterations));
const nested = (depth: number): Buffer =>
  depth === 0 ? sequence() : sequence(bag(P12.safeContentsBag, nested(depth - 1)));
const PKCS8 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'der', type: 'pkcs8' });

describe('work that is refused before it starts', () => {
  it.each([
    ['a MAC of a billion iterations', pfx(sequence(), macWith(1_000_000_000))],
    ['a MAC of ten million and one iterations', pfx(sequence(), macWith(10_000_001))],
    ['a PBMAC1 of a billion iterations', pfx(sequence(), macWith(1, pbmac1(1_000_000_000)))],
    ['a key under a billion iterations of PBKDF2', inSafe(shrouded(pbes2(pbkdf2(1_000_000_000))))],
    [
      'a key under a billion iterations of the old derivation',
      inSafe(shrouded(algorithm(P12.sha1TripleDes, sequence(octetString(Buffer.alloc(8)), integer(1_000_000_000))))),
    ],
    ['ten thousand bags', inSafe(...Array.from({ length: 10_000 }, () => bag(P12.localKeyId, nul())))],
    ['safe contents in safe contents, five deep', pfx(sequence(data(nested(5))))],
    [
      'a hundred levels of nesting',
      inSafe(Array.from({ length: 100 }).reduce<Buffer>((inner) => sequence(inner), nul())),
    ],
    ['a hundred thousand elements', inSafe(Buffer.alloc(200_000, nul()))],
  ])('%s', async (_, file) => {
    const budget = new WorkBudget();
    expect(await codeOfAsync(read(file, PASSWORD, budget))).toBe('identity/too-expensive');
    expect(budget.spent).toBe(0);
  });

  it('counts the sum of all keys: the second of two is refused when the budget is for one', async () => {
    const budget = new WorkBudget(150_000);
    const file = inSafe(...(await Promise.all([encryptedKey(100_000), encryptedKey(100_000)])));
    expect(await codeOfAsync(read(file, PASSWORD, budget))).toBe('identity/too-expensive');
    expect(budget.spent).toBe(100_000);
  });
});

describe('what we do not read', () => {
  const authentic = async (content: Uint8Array) =>
    pfx(content, await buildMac(content, forms, { kind: 'pkcs12', iterations: 1 }));

  it.each([
    ['integrity by a signature', sequence(integer(3), sequence(oid(OID.signedData), explicit(0, sequence())))],
    ['contents encrypted to a certificate', pfx(sequence(sequence(oid(OID.envelopedData), explicit(0, sequence()))))],
    ['an unknown integrity code', pfx(sequence(), macWith(1, algorithm('1.2.840.113549.2.5', nul())))],
    ['scrypt', inSafe(shrouded(pbes2(algorithm('1.3.6.1.4.1.11591.4.11', sequence(octetString(Buffer.alloc(8)))))))],
    ['an unknown cipher', inSafe(shrouded(pbes2(pbkdf2(1), algorithm('1.2.3', octetString(Buffer.alloc(16))))))],
    ['an unknown scheme', inSafe(shrouded(algorithm('1.2.3', sequence())))],
    [
      'an unknown HMAC',
      inSafe(
        shrouded(pbes2(algorithm(P12.pbkdf2, sequence(octetString(Buffer.alloc(8)), integer(1), algorithm('1.2.3'))))),
      ),
    ],
    [
      'an EC key with explicit parameters',
      inSafe(
        bag(P12.keyBag, sequence(integer(0), algorithm(OID.ecPublicKey, sequence(integer(1))), octetString(nul()))),
      ),
    ],
  ])('%s', async (_, file) => {
    expect(await codeOfAsync(read(file))).toBe('identity/unsupported');
  });

  it.each([
    ['version 2', sequence(integer(2), data(sequence()))],
    ['no contents', sequence(integer(3))],
    ['trailing octets', Buffer.concat([inSafe(), Buffer.alloc(1)])],
    ['a PBMAC1 key of 19 octets', pfx(sequence(), macWith(1, pbmac1(1, 19)))],
    ['a PBMAC1 key of unnamed length', pfx(sequence(), macWith(1, pbmac1(1, null)))],
    ['a PBMAC1 key of 257 octets', pfx(sequence(), macWith(1, pbmac1(1, 257)))],
    ['no iterations', pfx(sequence(), macWith(0))],
    ['negative iterations', pfx(sequence(), macWith(-1))],
    [
      'an IV of 8 octets for AES',
      inSafe(shrouded(pbes2(pbkdf2(1), algorithm(P12.aes256Cbc, octetString(Buffer.alloc(8)))))),
    ],
    [
      'a key that is none',
      inSafe(bag(P12.keyBag, sequence(integer(0), algorithm(OID.rsaEncryption, nul()), octetString(nul())))),
    ],
    [
      'a certificate that is none',
      inSafe(bag(P12.certBag, sequence(oid(P12.x509Certificate), explicit(0, octetString(nul()))))),
    ],
    ['a string for the safe', pfx(octetString(Buffer.alloc(3)))],
    ['octets', Buffer.from('hello')],
    ['nothing', Buffer.alloc(0)],
  ])('refuses %s', async (_, file) => {
    expect(await codeOfAsync(read(file))).toBe('identity/malformed');
  });

  it('an empty file is a file without keys', async () => {
    expect(await codeOfAsync(read(await authentic(sequence())))).toBe('identity/no-key');
  });

  it('passes over bags of unknown types', async () => {
    expect(await codeOfAsync(read(inSafe(bag('1.2.3', nul()), bag(P12.keyBag, tlv(0x30)))))).toBe('identity/malformed');
    expect(await codeOfAsync(read(inSafe(bag('1.2.3', nul()))))).toBe('identity/no-key');
  });
});

describe('a name for people', () => {
  const attribute = (value: Uint8Array) => tlv(0x31, sequence(oid(P12.friendlyName), tlv(0x31, value)));
  const bmp = (text: string) => tlv(0x1e, Buffer.from(text, 'utf16le').swap16());

  it.each([
    ['a BMPString', bmp('Siti'), 'Siti'],
    ['a UTF8String', tlv(0x0c, Buffer.from('Siti')), undefined],
    ['a BOOLEAN', tlv(0x01, Buffer.from([1])), undefined],
    ['an odd number of octets', tlv(0x1e, Buffer.from('abc')), undefined],
    ['a line break', bmp('a\nb'), undefined],
    ['a lone surrogate', bmp('\ud800'), undefined],
    ['257 characters', bmp('x'.repeat(257)), undefined],
    ['nothing', bmp(''), undefined],
  ])('%s', async (_, value, expected) => {
    const [identity] = await read(load('openssl-certs-plain.p12'));
    if (identity === undefined) throw new Error('no identity');
    const pkcs8 = identity.privateKey.export({ format: 'der', type: 'pkcs8' });
    const key = sequence(oid(P12.keyBag), explicit(0, pkcs8), attribute(value));
    const certificate = sequence(oid(P12.x509Certificate), explicit(0, octetString(identity.certificate.der)));
    const [again] = await read(inSafe(key, bag(P12.certBag, certificate)));
    expect(again?.friendlyName).toBe(expected);
    expect(createPublicKey(again?.privateKey ?? '').export({ format: 'jwk' })).toEqual(
      identity.certificate.publicKey().export({ format: 'jwk' }),
    );
  });
});

function pbmac1(iterations: number, keyLength: number | null = 32): Buffer {
  const length = keyLength === null ? [] : [integer(keyLength)];
  const prf = algorithm(P12.hmacSha256, nul());
  const derivation = algorithm(P12.pbkdf2, sequence(octetString(Buffer.alloc(8)), integer(iterations), ...length, prf));
  return algorithm(P12.pbmac1, sequence(derivation, prf));
}

async function encryptedKey(iterations: number): Promise<Buffer> {
  const { algorithm: scheme, ciphertext } = await encryptPbes2(PKCS8, forms.utf8, iterations);
  return bag(P12.shroudedKeyBag, sequence(scheme, octetString(ciphertext)));
}
