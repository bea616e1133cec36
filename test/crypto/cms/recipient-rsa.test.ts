import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseDer } from '../../../crypto/asn1/der-reader.ts';
import { encodeRsaRecipient, readRsaRecipient } from '../../../crypto/cms/recipient-rsa.ts';
import { createPeople, type Opener } from '../../pki/cms-people.ts';
import { nodeAt } from '../../vectors/cms/edit-der.ts';

// Refusals are vectors: test/vectors/cms, ids rfc3370, rfc4055, rfc5652::key-transport.
describe('RSA recipient', () => {
  let member: Opener;
  beforeAll(async () => {
    member = await (await createPeople()).opener('Anggota', 'rsa-2048');
  });

  it('carries the content key under OAEP, as long as the modulus', async () => {
    const contentKey = randomBytes(32);
    const recipient = readRsaRecipient(parseDer(encodeRsaRecipient(contentKey, member.certificate)));
    expect(recipient.kind).toBe('rsa');
    expect(recipient.encryptedKey).toHaveLength(256);
    expect(await member.key.decryptOaep(recipient.encryptedKey)).toEqual(contentKey);
  });

  it('writes the OAEP parameters as openssl does: SHA-256 and MGF1 with SHA-256, each with NULL, no label', () => {
    const der = encodeRsaRecipient(randomBytes(32), member.certificate);
    const sha256 = '300d06096086480165030402010500';
    const mgf1 = `301a06092a864886f70d010108${sha256}`;
    const parameters = `a00f${sha256}a11c${mgf1}`;
    expect(Buffer.from(nodeAt(der, [2]).bytes).toString('hex')).toBe(`303c06092a864886f70d010107302f${parameters}`);
  });

  it('is another ciphertext each time', () => {
    const contentKey = randomBytes(32);
    const wraps = [1, 2].map(() => encodeRsaRecipient(contentKey, member.certificate).toString('hex'));
    expect(new Set(wraps).size).toBe(2);
  });
});
