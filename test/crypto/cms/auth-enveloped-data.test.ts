import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { implicit } from '../../../crypto/asn1/der-writer.ts';
import {
  encodeAuthEnveloped,
  HEADER_MAX_BYTES,
  MAX_RECIPIENTS,
  parseAuthEnveloped,
} from '../../../crypto/cms/auth-enveloped-data.ts';
import { wrapContentKey } from '../../../crypto/cms/recipients.ts';
import { createPeople, type Opener } from '../../pki/cms-people.ts';
import { editDer, nodeAt } from '../../vectors/cms/edit-der.ts';

// What each wrong header is refused for is in test/vectors/cms; here is what a right one gives back, and the limits.
describe('AuthEnvelopedData', () => {
  let members: Opener[];
  beforeAll(async () => {
    const people = await createPeople();
    members = [
      await people.opener('Satu', 'rsa-2048'),
      await people.opener('Dua'),
      await people.opener('Tiga', 'ec-p384'),
    ];
  });

  const [nonce, mac] = [randomBytes(12), randomBytes(16)];
  const wraps = () => members.map(({ certificate }) => wrapContentKey(randomBytes(32), certificate));
  const header = (encryptedContent: Uint8Array | null = null) =>
    encodeAuthEnveloped({ recipientInfos: wraps(), nonce, mac, encryptedContent });

  it('gives back nonce, tag and every recipient', () => {
    const parsed = parseAuthEnveloped(header());
    expect(Buffer.from(parsed.nonce)).toEqual(nonce);
    expect(Buffer.from(parsed.mac)).toEqual(mac);
    expect(parsed.recipients.map(({ kind }) => kind).toSorted()).toEqual(['ec-p256', 'ec-p384', 'rsa']);
    expect(parsed.encryptedContent).toBeNull();
  });

  it('tells absent content from empty content', () => {
    expect(parseAuthEnveloped(header(new Uint8Array())).encryptedContent).toHaveLength(0);
    expect(parseAuthEnveloped(header(Buffer.from('abc'))).encryptedContent).toEqual(Buffer.from('abc'));
  });

  it('is the same bytes in whichever order the recipients are given', () => {
    const recipientInfos = wraps();
    const parts = { nonce, mac, encryptedContent: null };
    const forward = encodeAuthEnveloped({ ...parts, recipientInfos });
    expect(encodeAuthEnveloped({ ...parts, recipientInfos: recipientInfos.toReversed() })).toEqual(forward);
  });

  it('is the only encoding of what it says: parsing and encoding again gives the same bytes', () => {
    const der = header();
    const parsed = parseAuthEnveloped(der);
    expect(encodeAuthEnveloped({ ...parsed, recipientInfos: parsed.recipients.map((one) => one.der) })).toEqual(der);
  });

  it('writes the tag length explicitly as 16', () => {
    expect(Buffer.from(nodeAt(header(), [1, 0, 2, 1, 1, 1]).bytes).toString('hex')).toBe('020110');
  });

  it('refuses a header over 256 KiB, unless the caller allows more', () => {
    const large = header(Buffer.alloc(HEADER_MAX_BYTES));
    expect(() => parseAuthEnveloped(large)).toThrow('cms/malformed');
    expect(parseAuthEnveloped(large, { maxBytes: HEADER_MAX_BYTES * 2 }).encryptedContent).toHaveLength(
      HEADER_MAX_BYTES,
    );
  });

  it('reads 64 recipients', async () => {
    const people = await createPeople();
    const many = await Promise.all(Array.from({ length: MAX_RECIPIENTS }, (_, i) => people.opener(`Anggota ${i}`)));
    const recipientInfos = many.map(({ certificate }) => wrapContentKey(randomBytes(32), certificate));
    const der = encodeAuthEnveloped({ recipientInfos, nonce, mac, encryptedContent: null });
    expect(parseAuthEnveloped(der).recipients).toHaveLength(MAX_RECIPIENTS);
    const [extra] = wraps();
    if (extra === undefined) throw new Error('wrap');
    expect(() =>
      encodeAuthEnveloped({ recipientInfos: [...recipientInfos, extra], nonce, mac, encryptedContent: null }),
    ).toThrow(RangeError);
  });

  it.each([
    ['nonce of 11 bytes', { nonce: Buffer.alloc(11) }],
    ['tag of 15 bytes', { mac: Buffer.alloc(15) }],
    ['no recipient', { recipientInfos: [] }],
  ])('is not written with %s', (_, part) => {
    expect(() => encodeAuthEnveloped({ recipientInfos: wraps(), nonce, mac, encryptedContent: null, ...part })).toThrow(
      RangeError,
    );
  });

  it('refuses content that stands under another tag', () => {
    const der = editDer(header(), [1, 0, 2, 1], (node) => [node.bytes, implicit(1, Buffer.from('abc'))]);
    expect(() => parseAuthEnveloped(der)).toThrow('cms/malformed');
  });
});
