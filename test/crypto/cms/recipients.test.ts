import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  encodeAuthEnveloped,
  parseAuthEnveloped,
  type AuthEnveloped,
} from '../../../crypto/cms/auth-enveloped-data.ts';
import { requireRecipients, unwrapContentKey, wrapContentKey } from '../../../crypto/cms/recipients.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { softwareDecryptionKey, type DecryptionKey } from '../../../crypto/keys.ts';
import { keyUsage } from '../../../crypto/x509/encode-extensions.ts';
import type { Certificate, KeyUsage } from '../../../crypto/x509/certificate.ts';
import { createPeople, type Opener, type People } from '../../pki/cms-people.ts';
import { generateKeys, type KeyKind } from '../../pki/keys.ts';

function expectSilence(error: unknown): void {
  if (!(error instanceof CryptoError)) throw new Error('not a CryptoError', { cause: error });
  expect([error.code, error.message, error.cause]).toEqual(['seal/cannot-open', 'seal/cannot-open', undefined]);
}

describe('recipients', () => {
  let people: People;
  let rsa: Opener;
  let ec: Opener;
  beforeAll(async () => {
    people = await createPeople();
    [rsa, ec] = [await people.opener('RSA', 'rsa-2048'), await people.opener('EC')];
  });

  function envelopeFor(certificates: readonly Certificate[], contentKey = randomBytes(32)): AuthEnveloped {
    const recipientInfos = certificates.map((certificate) => wrapContentKey(contentKey, certificate));
    const parts = { recipientInfos, nonce: randomBytes(12), mac: randomBytes(16), encryptedContent: null };
    return parseAuthEnveloped(encodeAuthEnveloped(parts));
  }

  async function certificateWith(usages: readonly KeyUsage[] | null, kind: KeyKind): Promise<Certificate> {
    const { publicKey } = await generateKeys(kind);
    return people.authority.issueRaw(publicKey, { subject: 'Lain' }, usages === null ? [] : [keyUsage(usages)]);
  }

  describe('wrapping', () => {
    it.each([
      ['an EC certificate with keyEncipherment', 'ec-p256', ['keyEncipherment']],
      ['an RSA certificate with keyAgreement', 'rsa-2048', ['keyAgreement']],
      ['a signing certificate', 'ec-p256', ['digitalSignature', 'nonRepudiation']],
      ['a certificate without key usage', 'ec-p256', null],
    ] as const)('refuses %s', async (_, kind, usages) => {
      const certificate = await certificateWith(usages, kind);
      expect(() => wrapContentKey(randomBytes(32), certificate)).toThrow('certificate/wrong-usage');
    });

    it('refuses an RSA key of 1024 bits', () => {
      const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
      const certificate = people.authority.issueRaw(publicKey, { subject: 'Lemah' }, [keyUsage(['keyEncipherment'])]);
      expect(() => wrapContentKey(randomBytes(32), certificate)).toThrow('certificate/weak-algorithm');
    });

    it('refuses a key on P-521 and an Ed25519 key', async () => {
      const other = await certificateWith(['keyAgreement'], 'ec-p521');
      const ed = people.authority.issueRaw(generateKeyPairSync('ed25519').publicKey, { subject: 'Ed' }, [
        keyUsage(['keyAgreement']),
      ]);
      expect(() => wrapContentKey(randomBytes(32), other)).toThrow('cms/algorithm-refused');
      expect(() => wrapContentKey(randomBytes(32), ed)).toThrow('cms/algorithm-refused');
    });

    it.each([0, 16, 31, 33])('refuses a content key of %i bytes', (length) => {
      expect(() => wrapContentKey(Buffer.alloc(length), ec.certificate)).toThrow(RangeError);
    });
  });

  describe('unwrapping', () => {
    it('gives every recipient the same key', async () => {
      const contentKey = randomBytes(32);
      const envelope = envelopeFor([rsa.certificate, ec.certificate], contentKey);
      for (const opener of [rsa, ec]) expect(await unwrapContentKey(envelope, opener.key)).toEqual(contentKey);
    });

    it('says openly when the envelope is for others', async () => {
      await expect(unwrapContentKey(envelopeFor([rsa.certificate]), ec.key)).rejects.toThrow(
        'cms/no-matching-recipient',
      );
    });

    it('takes a recipient of another kind under the same name for another recipient', async () => {
      const envelope = envelopeFor([rsa.certificate]);
      const [recipient] = envelope.recipients;
      if (recipient === undefined) throw new Error('recipient');
      const { issuerDer, serialDer } = ec.certificate;
      const renamed = { ...envelope, recipients: [{ ...recipient, issuerDer, serialDer }] };
      await expect(unwrapContentKey(renamed, ec.key)).rejects.toThrow('cms/no-matching-recipient');
    });

    // Every cause that depends on secrets: same code, same message, no cause.
    const failing = (result: () => Promise<Buffer>): DecryptionKey => ({
      certificate: rsa.certificate,
      decryptOaep: result,
      agree: result,
    });
    it.each([
      ['padding does not fit', () => Promise.reject(new Error('oaep decoding error'))],
      ['key is too short', () => Promise.resolve(Buffer.alloc(31))],
      ['key is too long', () => Promise.resolve(Buffer.alloc(33))],
      ['key is empty', () => Promise.resolve(Buffer.alloc(0))],
    ])('cannot open when the %s, and does not say why', async (_, result) => {
      const error: unknown = await unwrapContentKey(envelopeFor([rsa.certificate]), failing(result)).catch(
        (thrown: unknown) => thrown,
      );
      expectSilence(error);
    });

    it('cannot open when the shared secret is another, and does not say why', async () => {
      const stranger = (await generateKeys('ec-p256')).privateKey;
      const key = softwareDecryptionKey(stranger, ec.certificate);
      const error: unknown = await unwrapContentKey(envelopeFor([ec.certificate]), key).catch(
        (thrown: unknown) => thrown,
      );
      expectSilence(error);
    });
  });

  describe('the set of recipients', () => {
    it('is accepted in any order', () => {
      const envelope = envelopeFor([rsa.certificate, ec.certificate]);
      expect(() => requireRecipients(envelope, [ec.certificate, rsa.certificate])).not.toThrow();
    });

    it('is refused with one missing, one too many, or one replaced', async () => {
      const other = await people.opener('Lain');
      const envelope = envelopeFor([rsa.certificate, ec.certificate]);
      for (const expected of [[rsa], [rsa, ec, other], [rsa, other], []]) {
        const certificates = expected.map(({ certificate }) => certificate);
        expect(() => requireRecipients(envelope, certificates)).toThrow('seal/recipients-mismatch');
      }
    });

    it('counts a certificate that the policy lists twice once', () => {
      const twice = [ec.certificate, ec.certificate];
      expect(() => requireRecipients(envelopeFor([ec.certificate]), twice)).not.toThrow();
      expect(() => requireRecipients(envelopeFor([ec.certificate, rsa.certificate]), twice)).toThrow(
        'seal/recipients-mismatch',
      );
    });

    it('is refused when a recipient has another form than its certificate asks for', () => {
      const envelope = envelopeFor([ec.certificate]);
      const onAnotherCurve = { ...ec.certificate, keyType: { kind: 'ec', curve: 'P-384' } } as const;
      const longer = { ...rsa.certificate, keyType: { kind: 'rsa', bits: 3072 } } as const;
      expect(() => requireRecipients(envelope, [onAnotherCurve])).toThrow('seal/recipients-mismatch');
      expect(() => requireRecipients(envelopeFor([rsa.certificate]), [longer])).toThrow('seal/recipients-mismatch');
    });
  });
});
