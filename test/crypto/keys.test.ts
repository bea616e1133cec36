import { createECDH, randomBytes, verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { ephemeralKey, softwareDecryptionKey, softwareSigningKey } from '../../crypto/keys.ts';
import { createPeople, type People } from '../pki/cms-people.ts';
import { flipBit } from '../vectors/cms/edit-der.ts';

describe('keys', () => {
  let people: People;
  beforeAll(async () => {
    people = await createPeople();
  });

  it.each(['rsa-2048', 'ec-p256', 'ec-p384'] as const)('sign with SHA-256: %s', async (kind) => {
    const { privateKey, certificate, chain } = await people.signer('Penawar', { key: kind });
    const key = softwareSigningKey(privateKey, certificate, chain);
    const data = randomBytes(100);
    expect(verify('sha256', data, certificate.publicKey(), await key.sign(data))).toBe(true);
    expect(key.chain).toBe(chain);
  });

  it('reject, and do not throw, when they are asked for what they cannot do', async () => {
    const rsa = await people.opener('RSA', 'rsa-2048');
    const ec = await people.opener('EC');
    await expect(rsa.key.decryptOaep(Buffer.alloc(256))).rejects.toThrow();
    await expect(rsa.key.agree(Buffer.alloc(65))).rejects.toThrow('cms/algorithm-refused');
    await expect(ec.key.decryptOaep(Buffer.alloc(256))).rejects.toThrow();
    await expect(ec.key.agree(Buffer.alloc(65))).rejects.toThrow('cms/malformed');
  });

  it('agree on the curve of their certificate only', async () => {
    const { privateKey, certificate } = await people.opener('EC', 'ec-p384');
    const key = softwareDecryptionKey(privateKey, certificate);
    const peer = createECDH('secp384r1');
    const point = peer.generateKeys();
    const shared = await key.agree(point);
    const own = certificate.spkiDer.subarray(-97);
    expect(shared).toEqual(peer.computeSecret(own));
    await expect(key.agree(createECDH('prime256v1').generateKeys())).rejects.toThrow('cms/malformed');
  });

  describe('an ephemeral point', () => {
    const point = createECDH('prime256v1').generateKeys();

    it('is read when it is uncompressed and on the curve', () => {
      const spki = ephemeralKey('P-256', point).export({ format: 'der', type: 'spki' });
      expect(spki.subarray(-65)).toEqual(point);
    });

    it.each([
      ['compressed', Buffer.from(createECDH('prime256v1').generateKeys('hex', 'compressed'), 'hex')],
      ['hybrid', Buffer.from(createECDH('prime256v1').generateKeys('hex', 'hybrid'), 'hex')],
      ['off the curve', flipBit(point, -1)],
      ['at infinity', Buffer.alloc(1)],
      ['all zero', Buffer.concat([Buffer.from([4]), Buffer.alloc(64)])],
      ['too long', Buffer.concat([point, Buffer.alloc(1)])],
      ['empty', Buffer.alloc(0)],
    ])('is refused when it is %s', (_, wrong) => {
      expect(() => ephemeralKey('P-256', wrong)).toThrow('cms/malformed');
    });
  });
});
