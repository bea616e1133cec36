// Project Wycheproof through our own code paths: nothing invalid accepted, nothing valid refused beyond the written reasons.
import { constants, createDecipheriv, createPrivateKey, privateDecrypt, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseDer } from '../../crypto/asn1/der-reader.ts';
import { algorithm, explicit, integer, nul, octetString, oid, sequence } from '../../crypto/asn1/der-writer.ts';
import { OID } from '../../crypto/asn1/oid.ts';
import { openAttached } from '../../crypto/cms/attached.ts';
import { unwrapKey, wrapKey } from '../../crypto/cms/aes-key-wrap.ts';
import { encodeAuthEnveloped } from '../../crypto/cms/auth-enveloped-data.ts';
import { wrapContentKey } from '../../crypto/cms/recipients.ts';
import { ephemeralKey, softwareDecryptionKey, type DecryptionKey } from '../../crypto/keys.ts';
import { derivePbkdf2 } from '../../crypto/pkcs12/pbkdf2.ts';
import { WorkBudget } from '../../crypto/pkcs12/work-budget.ts';
import type { parseCertificate } from '../../crypto/x509/certificate.ts';
import { readAlgorithm, type AlgorithmIdentifier } from '../../crypto/x509/certificate.ts';
import { keyBits } from '../../crypto/x509/ocsp.ts';
import { readKeyType, toPublicKey } from '../../crypto/x509/public-key.ts';
import { verifySignature } from '../../crypto/x509/verify-signature.ts';
import { createAuthority } from '../pki/authority.ts';

const DATA_DIR = path.join(
  process.env.SEGEL_TEST_DATA ?? path.resolve(import.meta.dirname, '../../../shared/data'),
  'wycheproof',
);
const HAS_DATA = existsSync(DATA_DIR);

/** Test cases carry hex strings under names that depend on the file. */
type Vector = Readonly<Record<string, string>> & {
  readonly tcId: number;
  readonly result: 'valid' | 'invalid' | 'acceptable';
};
type Group = Readonly<Record<string, unknown>> & { readonly tests: readonly Vector[] };

function load(filename: string): readonly Group[] {
  return (JSON.parse(readFileSync(path.join(DATA_DIR, filename), 'utf8')) as { testGroups: Group[] }).testGroups;
}

const bytes = (hex: unknown) => Buffer.from(String(hex), 'hex');

/** What happened to one vector: the outcome equals the expected bytes, or it was refused. */
async function accepts(attempt: () => Promise<boolean> | boolean): Promise<boolean> {
  try {
    return await attempt();
  } catch {
    // Deliberately without the reason: which error a library throws is not what Wycheproof tests.
    return false;
  }
}

/** tcIds of invalid vectors that were accepted, and of valid ones that were refused. */
async function run(groups: readonly Group[], attempt: (test: Vector, group: Group) => Promise<boolean> | boolean) {
  const invalidAccepted: number[] = [];
  const validRefused: number[] = [];
  let total = 0;
  for (const group of groups) {
    for (const test of group.tests) {
      total += 1;
      const accepted = await accepts(() => attempt(test, group));
      if (accepted && test.result === 'invalid') invalidAccepted.push(test.tcId);
      if (!accepted && test.result === 'valid') validRefused.push(test.tcId);
    }
  }
  return { total, invalidAccepted, validRefused };
}

const only = (groups: readonly Group[], keep: (test: Vector, group: Group) => boolean): Group[] =>
  groups.map((group) => ({ ...group, tests: group.tests.filter((test) => keep(test, group)) }));

const NONE = { invalidAccepted: [], validRefused: [] };

describe.skipIf(!HAS_DATA)(`Wycheproof${HAS_DATA ? '' : ' (skipped: no test data)'}`, () => {
  describe('signatures, through the X.509 verifier', () => {
    const signatureFile = (
      filename: string,
      keyOf: (group: Group) => unknown,
      signatureAlgorithm: AlgorithmIdentifier,
    ) =>
      run(load(filename), (test, group) => {
        const spki = bytes(keyOf(group));
        const signer = { keyType: readKeyType(parseDer(spki)), publicKey: () => toPublicKey(spki) };
        const signed = { tbsDer: bytes(test.msg), signatureAlgorithm, signature: bytes(test.sig) };
        return verifySignature(signed, signer) === 'valid';
      });
    const publicKeyDer = (group: Group) => group.publicKeyDer;

    it.each([
      ['ecdsa_secp256r1_sha256_test.json', OID.ecdsaSha256, 484],
      ['ecdsa_secp384r1_sha384_test.json', OID.ecdsaSha384, 504],
    ])('%s', async (filename, dotted, total) => {
      expect(await signatureFile(filename, publicKeyDer, { oid: dotted, parameters: null })).toEqual({
        total,
        ...NONE,
      });
    });

    it('rsa_signature_2048_sha256_test.json', async () => {
      const signatureAlgorithm = { oid: OID.sha256WithRsa, parameters: nul() };
      const result = await signatureFile('rsa_signature_2048_sha256_test.json', publicKeyDer, signatureAlgorithm);
      expect(result).toEqual({ total: 259, ...NONE });
    });

    it('rsa_pss_2048_sha256_mgf1_32_test.json', async () => {
      const hash = algorithm(OID.sha256, nul());
      const parameters = sequence(explicit(0, hash), explicit(1, algorithm(OID.mgf1, hash)), explicit(2, integer(32)));
      const signatureAlgorithm = readAlgorithm(parseDer(algorithm(OID.rsassaPss, parameters)));
      const result = await signatureFile('rsa_pss_2048_sha256_mgf1_32_test.json', publicKeyDer, signatureAlgorithm);
      expect(result).toEqual({ total: 108, ...NONE });
    });
  });

  describe('ECDH, through the key that opens seals', () => {
    it.each([
      ['ecdh_secp256r1_test.json', 'P-256', OID.p256, 612],
      ['ecdh_secp384r1_test.json', 'P-384', OID.p384, 1047],
    ] as const)('%s', async (filename, curve, curveOid, total) => {
      const result = await run(load(filename), async (test) => {
        const spki = parseDer(bytes(test.public));
        const keyType = readKeyType(spki);
        if (keyType.kind !== 'ec' || keyType.curve !== curve) return false;
        const point = keyBits({ spkiDer: spki.bytes });
        const shared = await ecKey(bytes(test.private), curveOid, curve).agree(point);
        return shared.equals(bytes(test.shared));
      });
      expect(result).toEqual({ total, ...NONE });
    });

    /** A decryption key from a bare private value; only the certificate's curve is looked at. */
    function ecKey(scalar: Buffer, curveOid: string, curve: 'P-256' | 'P-384'): DecryptionKey {
      const size = curve === 'P-256' ? 32 : 48;
      const value = Buffer.concat([Buffer.alloc(size), scalar]).subarray(-size);
      const sec1 = sequence(integer(1), octetString(value), explicit(0, oid(curveOid)));
      const privateKey = createPrivateKey({ key: sec1, format: 'der', type: 'sec1' });
      return softwareDecryptionKey(privateKey, { ...template, keyType: { kind: 'ec', curve } });
    }
  });

  describe('RSA-OAEP, through the key that opens seals', () => {
    it.each(['rsa_oaep_2048_sha256_mgf1sha256_test.json', 'rsa_oaep_3072_sha256_mgf1sha256_test.json'])(
      '%s: labels are not part of the format, so those vectors must be refused',
      async (filename) => {
        const decrypt = (test: Vector, group: Group) =>
          softwareDecryptionKey(rsaKey(group), template).decryptOaep(bytes(test.ct));
        const attempt = async (test: Vector, group: Group) => (await decrypt(test, group)).equals(bytes(test.msg));
        const unlabelled = only(load(filename), (test) => test.label === '');
        expect(await run(unlabelled, attempt)).toMatchObject(NONE);
        const labelled = only(load(filename), (test) => test.label !== '' && test.result === 'valid');
        const { total, validRefused } = await run(labelled, attempt);
        expect(total).toBeGreaterThan(0);
        expect(validRefused).toHaveLength(total);
      },
    );

    it('meets a key that can decrypt at all', () => {
      // The refusals above mean something only if the same key opens a labelled vector when told the label.
      const [group] = load('rsa_oaep_2048_sha256_mgf1sha256_test.json');
      const test = group?.tests.find(({ label, result }) => label !== '' && result === 'valid');
      if (group === undefined || test === undefined) throw new Error('no labelled vector');
      const options = { key: rsaKey(group), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
      const opened = privateDecrypt({ ...options, oaepLabel: bytes(test.label) }, bytes(test.ct));
      expect(opened.toString('hex')).toBe(test.msg);
    });

    const rsaKey = (group: Group): KeyObject =>
      createPrivateKey({ key: bytes(group.privateKeyPkcs8), format: 'der', type: 'pkcs8' });
  });

  describe('AES key wrap', () => {
    it('aes_wrap_test.json: 256-bit keys agree, shorter ones are refused', async () => {
      const is256 = (_test: Vector, group: Group) => group.keySize === 256;
      const attempt = (test: Vector) => unwrapKey(bytes(test.key), bytes(test.ct)).equals(bytes(test.msg));
      const result = await run(only(load('aes_wrap_test.json'), is256), attempt);
      expect(result).toEqual({ total: 68, ...NONE });
      const shorter = await run(
        only(load('aes_wrap_test.json'), (test, group) => !is256(test, group) && test.result === 'valid'),
        attempt,
      );
      expect(shorter.validRefused).toHaveLength(shorter.total);
    });

    it('wraps every valid 256-bit vector to the same bytes', () => {
      const groups = only(
        load('aes_wrap_test.json'),
        (test, group) => group.keySize === 256 && test.result === 'valid',
      );
      for (const test of groups.flatMap((group) => group.tests)) {
        expect(wrapKey(bytes(test.key), bytes(test.msg)).toString('hex')).toBe(test.ct);
      }
    });
  });

  describe('AES-GCM', () => {
    const isOurs = (test: Vector, group: Group) => group.keySize === 256 && test.aad === '';

    it('aes_gcm_test.json: 256-bit keys without associated data, through an attached seal; other nonce lengths are refused', async () => {
      const attempt = async (test: Vector) => {
        const contentKey = bytes(test.key);
        const der = encodeAuthEnveloped({
          recipientInfos: [wrapContentKey(contentKey, recipient.certificate)],
          nonce: bytes(test.iv),
          mac: bytes(test.tag),
          encryptedContent: bytes(test.ct),
        });
        return (await openAttached(der, recipient)).equals(bytes(test.msg));
      };
      const ours = only(load('aes_gcm_test.json'), (test, group) => isOurs(test, group) && group.ivSize === 96);
      const result = await run(ours, attempt);
      expect(result).toMatchObject(NONE);
      expect(result.total).toBeGreaterThan(40);
      const otherNonces = only(load('aes_gcm_test.json'), (test, group) => isOurs(test, group) && group.ivSize !== 96);
      const refused = await run(otherNonces, attempt);
      const valid = otherNonces.flatMap(({ tests }) => tests).filter((test) => test.result === 'valid');
      expect(refused.invalidAccepted).toEqual([]);
      expect(refused.validRefused).toHaveLength(valid.length);
    });

    it('aes_gcm_test.json: the platform is right about 12-byte nonces for all key sizes and associated data', async () => {
      const groups = only(load('aes_gcm_test.json'), (_test, group) => group.ivSize === 96);
      const result = await run(groups, (test, group) => {
        const name = `aes-${String(group.keySize)}-gcm` as 'aes-256-gcm';
        const cipher = createDecipheriv(name, bytes(test.key), bytes(test.iv), { authTagLength: 16 });
        cipher.setAAD(bytes(test.aad)).setAuthTag(bytes(test.tag));
        return Buffer.concat([cipher.update(bytes(test.ct)), cipher.final()]).equals(bytes(test.msg));
      });
      expect(result).toMatchObject(NONE);
    });
  });

  describe('PBKDF2, as identities are unlocked', () => {
    it('pbkdf2_hmacsha256_test.json', async () => {
      const result = await run(load('pbkdf2_hmacsha256_test.json'), async (test) => {
        const [iterations, keyLength] = [Number(test.iterationCount), Number(test.dkLen)];
        const parameters = { salt: bytes(test.salt), iterations, keyLength, hash: 'sha256' } as const;
        const derived = await derivePbkdf2(bytes(test.password), parameters, keyLength, new WorkBudget());
        return derived.equals(bytes(test.dk));
      });
      expect(result).toEqual({ total: 60, ...NONE });
    });
  });

  it('lets no explicit curve parameters and no compressed point reach the library', () => {
    const point = Buffer.from(`02${'11'.repeat(32)}`, 'hex');
    expect(() => ephemeralKey('P-256', point)).toThrow('ephemeral point form');
  });

  let recipient: DecryptionKey;
  let template: ReturnType<typeof parseCertificate>;

  beforeAll(async () => {
    const authority = await createAuthority({ subject: 'Wycheproof' });
    const issued = await authority.issue('member-encrypt', { subject: 'Member' });
    recipient = softwareDecryptionKey(issued.privateKey, issued.certificate);
    template = issued.certificate;
  });
});
