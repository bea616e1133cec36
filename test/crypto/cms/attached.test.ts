import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { openAttached, requireSameSeal, rewrapHeader, sealAttached } from '../../../crypto/cms/attached.ts';
import { encodeAuthEnveloped, HEADER_MAX_BYTES, parseAuthEnveloped } from '../../../crypto/cms/auth-enveloped-data.ts';
import { requireRecipients, unwrapContentKey, wrapContentKey } from '../../../crypto/cms/recipients.ts';
import { createPeople, type Opener } from '../../pki/cms-people.ts';
import { flipBit } from '../../vectors/cms/edit-der.ts';

describe('attached seals', () => {
  let kms: Opener;
  let member: Opener;
  let stranger: Opener;
  beforeAll(async () => {
    const people = await createPeople();
    [kms, member, stranger] = [
      await people.opener('KMS', 'ec-p384'),
      await people.opener('Anggota'),
      await people.opener('Asing'),
    ];
  });

  it.each([0, 1, 1000, HEADER_MAX_BYTES])('give %i bytes back to each recipient', async (length) => {
    const content = randomBytes(length);
    const sealed = sealAttached(content, [kms.certificate, member.certificate]);
    for (const opener of [kms, member]) expect((await openAttached(sealed, opener.key)).equals(content)).toBe(true);
  });

  it('do not open for a stranger', async () => {
    await expect(openAttached(sealAttached(Buffer.from('isi'), [kms.certificate]), stranger.key)).rejects.toThrow(
      'cms/no-matching-recipient',
    );
  });

  it('take 256 KiB and no more', () => {
    expect(() => sealAttached(Buffer.alloc(HEADER_MAX_BYTES + 1), [kms.certificate])).toThrow(RangeError);
  });

  it('differ each time', () => {
    const seals = [1, 2].map(() => parseAuthEnveloped(sealAttached(Buffer.from('isi'), [kms.certificate])));
    expect(new Set(seals.map(({ nonce }) => Buffer.from(nonce).toString('hex'))).size).toBe(2);
    expect(new Set(seals.map(({ encryptedContent }) => Buffer.from(encryptedContent ?? []).toString('hex'))).size).toBe(
      2,
    );
  });

  it('are refused without their content', async () => {
    const { recipients, ...parts } = parseAuthEnveloped(sealAttached(Buffer.from('isi'), [kms.certificate]));
    const header = encodeAuthEnveloped({
      ...parts,
      recipientInfos: recipients.map(({ der }) => der),
      encryptedContent: null,
    });
    await expect(openAttached(header, kms.key)).rejects.toThrow('cms/malformed');
  });

  it('are refused after any one byte was changed', async () => {
    const sealed = sealAttached(Buffer.from('isi'), [kms.certificate]);
    for (let at = 0; at < sealed.length; at++) {
      await expect(openAttached(flipBit(sealed, at, at % 8), kms.key)).rejects.toThrow(/cms\/|seal\/cannot-open/);
    }
  });

  describe('a header sealed again', () => {
    const header = (contentKey = randomBytes(32)) =>
      encodeAuthEnveloped({
        recipientInfos: [wrapContentKey(contentKey, kms.certificate)],
        nonce: randomBytes(12),
        mac: randomBytes(16),
        encryptedContent: null,
      });

    it('gives the same content key to the new recipient, and only to that one', async () => {
      const contentKey = randomBytes(32);
      const rewrapped = await rewrapHeader(header(contentKey), kms.key, member.certificate);
      const envelope = parseAuthEnveloped(rewrapped);
      requireRecipients(envelope, [member.certificate]);
      expect(await unwrapContentKey(envelope, member.key)).toEqual(contentKey);
    });

    it('is the same seal', async () => {
      const original = header();
      const rewrapped = await rewrapHeader(original, kms.key, member.certificate);
      expect(() => requireSameSeal(original, rewrapped)).not.toThrow();
      expect(rewrapped.equals(original)).toBe(false);
    });

    it('is not made for a certificate that may not decrypt, nor by a stranger', async () => {
      const signer = await (await createPeople()).signer('Penawar');
      await expect(rewrapHeader(header(), kms.key, signer.certificate)).rejects.toThrow('certificate/wrong-usage');
      await expect(rewrapHeader(header(), stranger.key, member.certificate)).rejects.toThrow(
        'cms/no-matching-recipient',
      );
    });

    it.each([
      ['nonce', { nonce: randomBytes(12) }],
      ['tag', { mac: randomBytes(16) }],
      ['attached content', { encryptedContent: Buffer.from('isi') }],
    ])('is another seal with another %s', (_, change) => {
      const original = header();
      const { recipients, ...parts } = parseAuthEnveloped(original);
      const other = encodeAuthEnveloped({ ...parts, recipientInfos: recipients.map(({ der }) => der), ...change });
      expect(() => requireSameSeal(original, other)).toThrow('seal/release-mismatch');
      expect(() => requireSameSeal(other, original)).toThrow('seal/release-mismatch');
    });

    it('is compared by its content when both have it inside', () => {
      const seal = sealAttached(Buffer.from('isi'), [kms.certificate]);
      const { recipients, encryptedContent, ...parts } = parseAuthEnveloped(seal);
      const changed = flipBit(encryptedContent ?? Buffer.alloc(1), 0);
      const other = encodeAuthEnveloped({
        ...parts,
        recipientInfos: recipients.map(({ der }) => der),
        encryptedContent: changed,
      });
      expect(() => requireSameSeal(seal, seal)).not.toThrow();
      expect(() => requireSameSeal(seal, other)).toThrow('seal/release-mismatch');
    });
  });
});
