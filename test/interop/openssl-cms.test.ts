// openssl opens what we seal, and the other way round; and it shows what only the manifest can refuse.
import { createCipheriv, createDecipheriv, createPrivateKey, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { openAttached, rewrapHeader, sealAttached } from '../../crypto/cms/attached.ts';
import { encodeAuthEnveloped, parseAuthEnveloped, type AuthEnveloped } from '../../crypto/cms/auth-enveloped-data.ts';
import { inspectForeignCms } from '../../crypto/cms/inspect-foreign.ts';
import { requireRecipients, unwrapContentKey, wrapContentKey } from '../../crypto/cms/recipients.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import type { Issued } from '../pki/authority.ts';
import { createPeople, type Opener, type People } from '../pki/cms-people.ts';
import { HAS_OPENSSL, keyPem, pem, runOpenssl, type Verdict } from '../pki/openssl.ts';
import { buildSalamander, loadSalamander } from '../vectors/cms/salamander.ts';

const KINDS = ['rsa-2048', 'rsa-3072', 'ec-p256', 'ec-p384'] as const;
type Kind = (typeof KINDS)[number];

const base64 = (text: string): Buffer => Buffer.from(text, 'base64');

describe.skipIf(!HAS_OPENSSL)('CMS with openssl (skipped without openssl 3)', () => {
  let people: People;
  let openers: Readonly<Record<Kind, Opener>>;

  beforeAll(async () => {
    people = await createPeople();
    const made = await Promise.all(KINDS.map(async (kind) => [kind, await people.opener(kind, kind)] as const));
    openers = Object.fromEntries(made) as typeof openers; // every kind of KINDS is there
  });

  /** `openssl cms -decrypt`, with the ciphertext beside the header when it is detached. */
  function decrypt(header: Uint8Array, opener: Issued, ciphertext?: Uint8Array): Verdict {
    const content = ciphertext === undefined ? [] : ['-content', 'object.enc'];
    const options = [
      '-inform',
      'DER',
      '-in',
      'header.p7m',
      '-recip',
      'recip.pem',
      '-inkey',
      'recip.key',
      '-out',
      'result',
    ];
    return runOpenssl(['cms', '-decrypt', '-binary', ...options, ...content], {
      'header.p7m': header,
      'recip.pem': pem(opener.certificate.der),
      'recip.key': keyPem(opener),
      'object.enc': ciphertext ?? Buffer.alloc(0),
    });
  }

  function sealDetached(content: Buffer, recipients: readonly Opener[]): { header: Buffer; ciphertext: Buffer } {
    const [key, nonce] = [randomBytes(32), randomBytes(12)];
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const ciphertext = Buffer.concat([cipher.update(content), cipher.final()]);
    const recipientInfos = recipients.map(({ certificate }) => wrapContentKey(key, certificate));
    return {
      header: encodeAuthEnveloped({ recipientInfos, nonce, mac: cipher.getAuthTag(), encryptedContent: null }),
      ciphertext,
    };
  }

  async function openDetached(envelope: AuthEnveloped, opener: Opener, ciphertext: Uint8Array): Promise<Buffer> {
    const key = await unwrapContentKey(envelope, opener.key);
    const cipher = createDecipheriv('aes-256-gcm', key, envelope.nonce).setAuthTag(envelope.mac);
    return Buffer.concat([cipher.update(ciphertext), cipher.final()]);
  }

  describe('what we seal', () => {
    it.each(KINDS)('opens for a %s recipient of a header with one recipient', (kind) => {
      const content = randomBytes(100_000);
      const { header, ciphertext } = sealDetached(content, [openers[kind]]);
      const verdict = decrypt(header, openers[kind], ciphertext);
      expect(verdict).toMatchObject({ ok: true, output: '' });
      expect(verdict.result.equals(content)).toBe(true);
    });

    it.each(KINDS)('opens for a %s recipient of a header with all four', (kind) => {
      const content = randomBytes(1000);
      const { header, ciphertext } = sealDetached(content, Object.values(openers));
      const verdict = decrypt(header, openers[kind], ciphertext);
      expect(verdict.ok).toBe(true);
      expect(verdict.result.equals(content)).toBe(true);
    });

    it('opens when the object is empty', () => {
      const { header, ciphertext } = sealDetached(Buffer.alloc(0), [openers['ec-p256']]);
      expect(decrypt(header, openers['ec-p256'], ciphertext)).toMatchObject({ ok: true, result: Buffer.alloc(0) });
    });

    it.each(KINDS)('opens as an attached lock for a %s recipient', (kind) => {
      const { header } = sealDetached(Buffer.from('isi'), Object.values(openers));
      const verdict = decrypt(sealAttached(header, [openers[kind].certificate]), openers[kind]);
      expect(verdict.ok).toBe(true);
      expect(verdict.result.equals(header)).toBe(true);
    });

    it('opens after the KMS has wrapped its header again for a member (NON_CA)', async () => {
      const content = randomBytes(5000);
      const { header, ciphertext } = sealDetached(content, [openers['rsa-3072']]);
      const rewrapped = await rewrapHeader(header, openers['rsa-3072'].key, openers['ec-p384'].certificate);
      expect(decrypt(rewrapped, openers['ec-p384'], ciphertext).result.equals(content)).toBe(true);
      expect(decrypt(rewrapped, openers['rsa-3072'], ciphertext).ok).toBe(false);
    });

    it('is refused after one bit of the ciphertext was flipped, by openssl and by us', async () => {
      const { header, ciphertext } = sealDetached(randomBytes(1000), [openers['ec-p256']]);
      ciphertext.writeUInt8(ciphertext.readUInt8(500) ^ 1, 500);
      expect(decrypt(header, openers['ec-p256'], ciphertext).ok).toBe(false);
      await expect(openDetached(parseAuthEnveloped(header), openers['ec-p256'], ciphertext)).rejects.toThrow();
    });

    it('is refused with the key of somebody else', () => {
      const { header, ciphertext } = sealDetached(randomBytes(1000), [openers['rsa-2048']]);
      expect(decrypt(header, openers['rsa-3072'], ciphertext).ok).toBe(false);
    });
  });

  describe('what openssl seals', () => {
    const OAEP = ['-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_md:sha256'];
    const KEY_OPTIONS: Readonly<Record<Kind, readonly string[]>> = {
      'rsa-2048': OAEP,
      'rsa-3072': OAEP,
      'ec-p256': ['-keyopt', 'ecdh_kdf_md:sha256'],
      'ec-p384': ['-keyopt', 'ecdh_kdf_md:sha384'],
    };

    function encrypt(
      content: Uint8Array,
      kinds: readonly Kind[],
      options: readonly string[] = ['-aes-256-gcm'],
    ): Verdict {
      const recipients = kinds.flatMap((kind) => ['-recip', `${kind}.pem`, ...KEY_OPTIONS[kind]]);
      const files = Object.fromEntries(kinds.map((kind) => [`${kind}.pem`, pem(openers[kind].certificate.der)]));
      const args = [
        'cms',
        '-encrypt',
        '-binary',
        ...options,
        '-outform',
        'DER',
        '-in',
        'content',
        '-out',
        'result',
        ...recipients,
      ];
      return runOpenssl(args, { ...files, content });
    }

    it.each(KINDS)('opens attached for a %s recipient', async (kind) => {
      const content = randomBytes(1000);
      const made = encrypt(content, [kind]);
      expect(made).toMatchObject({ ok: true, output: '' });
      expect((await openAttached(made.result, openers[kind].key)).equals(content)).toBe(true);
    });

    it.each(KINDS)('opens with the ciphertext taken out, for a %s recipient among four', async (kind) => {
      const content = randomBytes(50_000);
      const attached = parseAuthEnveloped(encrypt(content, KINDS).result);
      const header = encodeAuthEnveloped({
        ...attached,
        recipientInfos: attached.recipients.map(({ der }) => der),
        encryptedContent: null,
      });
      const envelope = parseAuthEnveloped(header);
      requireRecipients(
        envelope,
        Object.values(openers).map(({ certificate }) => certificate),
      );
      const ciphertext = attached.encryptedContent ?? Buffer.alloc(0);
      expect((await openDetached(envelope, openers[kind], ciphertext)).equals(content)).toBe(true);
    });

    it('is refused when its key derivation is the default of openssl, SHA-1', () => {
      const files = { 'ec.pem': pem(openers['ec-p256'].certificate.der), content: randomBytes(10) };
      const args = [
        'cms',
        '-encrypt',
        '-binary',
        '-aes-256-gcm',
        '-outform',
        'DER',
        '-in',
        'content',
        '-out',
        'result',
        'ec.pem',
      ];
      const made = runOpenssl(args, files);
      expect(made.ok).toBe(true);
      expect(() => parseAuthEnveloped(made.result)).toThrow('cms/algorithm-refused');
    });

    it('is refused in CBC, streamed, and as PKCS#1 v1.5, but can be described', () => {
      const cbc = encrypt(randomBytes(100), ['rsa-2048'], ['-aes-256-cbc']).result;
      expect(() => parseAuthEnveloped(cbc)).toThrow('cms/algorithm-refused');
      expect(inspectForeignCms(cbc)).toMatchObject({
        contentType: 'envelopedData',
        algorithm: 'aes256Cbc',
        tagBytes: null,
        contentBytes: 112,
      });

      const streamed = encrypt(randomBytes(10_000), ['ec-p256'], ['-aes-256-gcm', '-stream']).result;
      expect(() => parseAuthEnveloped(streamed)).toThrow('cms/malformed');
      expect(inspectForeignCms(streamed)).toMatchObject({
        encoding: 'ber',
        contentType: 'authEnvelopedData',
        algorithm: 'aes256Gcm',
        contentBytes: 10_000,
        nonceBytes: 12,
        tagBytes: 16,
        recipients: [{ kind: 'key-agreement', algorithm: 'ecdhSha256Kdf', issuer: 'CN=AMS Uji, C=ID' }],
      });

      const files = { 'rsa.pem': pem(openers['rsa-2048'].certificate.der), content: randomBytes(10) };
      const args = [
        'cms',
        '-encrypt',
        '-binary',
        '-aes-256-gcm',
        '-outform',
        'DER',
        '-in',
        'content',
        '-out',
        'result',
        'rsa.pem',
      ];
      const pkcs1 = runOpenssl(args, files).result;
      expect(() => parseAuthEnveloped(pkcs1)).toThrow('cms/algorithm-refused');
      expect(inspectForeignCms(pkcs1)).toMatchObject({
        encoding: 'der',
        recipients: [{ kind: 'key-transport', algorithm: 'rsaEncryption' }],
      });
    });
  });

  describe('two prices in one file', () => {
    it('opens without complaint as another price for each member: the archived vector', () => {
      const { header, ciphertext, readers } = loadSalamander();
      const outputs = readers.map(({ certificate, privateKey, reads }) => {
        const parsed = parseCertificate(base64(certificate));
        const key = createPrivateKey({ key: base64(privateKey), format: 'der', type: 'pkcs8' });
        const verdict = decrypt(
          base64(header),
          { certificate: parsed, privateKey: key, chain: [] },
          base64(ciphertext),
        );
        expect(verdict).toMatchObject({ ok: true, output: '' });
        expect(verdict.result.includes(reads)).toBe(true);
        return verdict.result;
      });
      const [first, second] = readers.map(({ reads }) => reads);
      expect(outputs[0]?.includes(second ?? '')).toBe(false);
      expect(outputs[1]?.includes(first ?? '')).toBe(false);
    });

    it('opens so for us as well, until the manifest is asked', async () => {
      const [one, two] = [openers['rsa-2048'], openers['ec-p256']];
      const made = buildSalamander(
        { certificate: one.certificate, text: 'Rp 1' },
        { certificate: two.certificate, text: 'Rp 9' },
      );
      const envelope = parseAuthEnveloped(made.headerDer);
      requireRecipients(envelope, [one.certificate, two.certificate]);
      expect((await openDetached(envelope, one, made.ciphertext)).equals(made.plaintexts[0])).toBe(true);
      expect((await openDetached(envelope, two, made.ciphertext)).equals(made.plaintexts[1])).toBe(true);
      expect(made.plaintexts[0].equals(made.plaintexts[1])).toBe(false);
    });
  });
});
