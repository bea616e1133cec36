import { createHash, createPublicKey, diffieHellman, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseDer } from '../../../crypto/asn1/der-reader.ts';
import { unwrapKey } from '../../../crypto/cms/aes-key-wrap.ts';
import { encodeEcdhRecipient, openEcdhRecipient, readEcdhRecipient } from '../../../crypto/cms/recipient-ecdh.ts';
import { createPeople, type Opener, type People } from '../../pki/cms-people.ts';
import { nodeAt } from '../../vectors/cms/edit-der.ts';

// Refusals are vectors: test/vectors/cms, ids rfc5753, rfc3565, rfc3394, rfc5652::key-agreement.
describe('ECDH recipient', () => {
  let people: People;
  let members: Readonly<Record<'ec-p256' | 'ec-p384', Opener>>;
  beforeAll(async () => {
    people = await createPeople();
    members = { 'ec-p256': await people.opener('Satu', 'ec-p256'), 'ec-p384': await people.opener('Dua', 'ec-p384') };
  });

  it.each(['ec-p256', 'ec-p384'] as const)('gives the content key back to a %s key', async (kind) => {
    const contentKey = randomBytes(32);
    const recipient = readEcdhRecipient(parseDer(encodeEcdhRecipient(contentKey, members[kind].certificate)));
    expect(recipient.kind).toBe(kind);
    expect(await openEcdhRecipient(recipient, members[kind].key)).toEqual(contentKey);
  });

  it('derives the key-encryption key as RFC 5753 7.2 has it: hash of Z, counter 1 and ECC-CMS-SharedInfo', () => {
    const { certificate, privateKey } = members['ec-p384'];
    const contentKey = randomBytes(32);
    const { ephemeralPoint, wrappedKey } = readEcdhRecipient(parseDer(encodeEcdhRecipient(contentKey, certificate)));
    const coordinate = (from: number, to: number) =>
      Buffer.from(ephemeralPoint.subarray(from, to)).toString('base64url');
    const jwk = { kty: 'EC', crv: 'P-384', x: coordinate(1, 49), y: coordinate(49, 97) };
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
    // { { id-aes256-wrap }, [2] { OCTET STRING 00000100 } }, written out by hand.
    const sharedInfo = Buffer.from('3015300b060960864801650304012d a2060404 00000100'.replaceAll(' ', ''), 'hex');
    const z = diffieHellman({ privateKey, publicKey });
    const kek = createHash('sha384')
      .update(z)
      .update(Buffer.from('00000001', 'hex'))
      .update(sharedInfo)
      .digest()
      .subarray(0, 32);
    expect(unwrapKey(kek, wrappedKey)).toEqual(contentKey);
  });

  it('names version 3, the curve, the scheme and the wrap, and no ukm', () => {
    const der = encodeEcdhRecipient(randomBytes(32), members['ec-p256'].certificate);
    const hex = (...path: number[]) => Buffer.from(nodeAt(der, path).bytes).toString('hex');
    expect(hex(0)).toBe('020103');
    expect(hex(1, 0, 0)).toBe('301306072a8648ce3d020106082a8648ce3d030107');
    expect(hex(2)).toBe('301506062b8104010b01300b060960864801650304012d');
    expect(nodeAt(der, []).children).toHaveLength(4);
  });

  it('uses a fresh ephemeral key each time', () => {
    const contentKey = randomBytes(32);
    const points = [1, 2].map(() => {
      const der = encodeEcdhRecipient(contentKey, members['ec-p256'].certificate);
      return Buffer.from(readEcdhRecipient(parseDer(der)).ephemeralPoint).toString('hex');
    });
    expect(new Set(points).size).toBe(2);
  });

  it('refuses a certificate on P-521', async () => {
    const other = await people.opener('Tiga', 'ec-p521');
    expect(() => encodeEcdhRecipient(randomBytes(32), other.certificate)).toThrow('cms/algorithm-refused');
  });

  it('reads the private key of the member only', async () => {
    const recipient = readEcdhRecipient(parseDer(encodeEcdhRecipient(randomBytes(32), members['ec-p256'].certificate)));
    const stranger = await people.opener('Asing');
    await expect(openEcdhRecipient(recipient, stranger.key)).rejects.toThrow('seal/cannot-open');
  });
});
