import { createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodePem } from '../../crypto/encoding.ts';
import { createQuorumKey, openQuorumKey, type DealtQuorum } from '../../crypto/quorum-key.ts';
import { joinShares, type Share } from '../../crypto/shares.ts';
import { HAS_OPENSSL, runOpenssl } from '../pki/openssl.ts';
import { codeOfAsync } from '../doubles/crypto-code.ts';

const quorum = await createQuorumKey({ threshold: 3, holders: 5 });

function wrong({ x, bytes }: Share): Share {
  return { x, bytes: randomBytes(bytes.length) };
}

const pick = (from: DealtQuorum, ...xs: number[]) => from.shares.filter(({ x }) => xs.includes(x));

describe('openQuorumKey', () => {
  it('gives the key whose public half is certified', async () => {
    const { privateKey, unfit } = await openQuorumKey(quorum, pick(quorum, 1, 3, 5));
    const signature = sign('sha256', Buffer.from('x'), privateKey);
    expect(verify('sha256', Buffer.from('x'), quorum.publicKey, signature)).toBe(true);
    expect(unfit).toEqual([]);
  });

  it.each(['ec-p384', 'rsa-3072'] as const)('opens a %s key', async (type) => {
    const dealt = await createQuorumKey({ threshold: 2, holders: 3, type });
    const { privateKey } = await openQuorumKey(dealt, pick(dealt, 2, 3));
    expect(createPublicKey(privateKey).equals(dealt.publicKey)).toBe(true);
  });

  it('refuses fewer shares than the threshold', async () => {
    expect(await codeOfAsync(openQuorumKey(quorum, pick(quorum, 1, 2)))).toBe('share/too-few');
  });

  it('refuses a set with one wrong share', async () => {
    const shares = pick(quorum, 1, 2, 3).map((share) => (share.x === 2 ? wrong(share) : share));
    expect(await codeOfAsync(openQuorumKey(quorum, shares))).toBe('share/inconsistent');
  });

  it('opens with the right shares and names the wrong ones when there are enough of both', async () => {
    const shares = quorum.shares.map((share) => (share.x === 1 || share.x === 4 ? wrong(share) : share));
    const { privateKey, unfit } = await openQuorumKey(quorum, shares);
    expect(createPublicKey(privateKey).equals(quorum.publicKey)).toBe(true);
    expect(unfit).toEqual([1, 4]);
  });

  it('refuses the shares of another quorum', async () => {
    const other = await createQuorumKey({ threshold: 3, holders: 5 });
    expect(await codeOfAsync(openQuorumKey(quorum, other.shares))).toBe('share/inconsistent');
  });

  it('refuses a key file that holds another key than the certified one', async () => {
    const other = await createQuorumKey({ threshold: 3, holders: 5 });
    const mixed = { ...other, quorumId: quorum.quorumId };
    expect(await codeOfAsync(openQuorumKey(mixed, other.shares))).toBe('share/inconsistent');
  });

  it('refuses a damaged key file', async () => {
    const encryptedKeyDer = Buffer.from(quorum.encryptedKeyDer);
    encryptedKeyDer[encryptedKeyDer.length - 1] = (encryptedKeyDer.at(-1) ?? 0) ^ 1;
    expect(await codeOfAsync(openQuorumKey({ ...quorum, encryptedKeyDer }, quorum.shares))).toBe('share/inconsistent');
  });

  it('gives up on a hundred wrong shares instead of trying every set of them', async () => {
    const shares = Array.from({ length: 100 }, (_, i) => ({ x: i + 1, bytes: randomBytes(32) }));
    expect(await codeOfAsync(openQuorumKey({ ...quorum, threshold: 50 }, shares))).toBe('share/inconsistent');
  });
});

describe('createQuorumKey', () => {
  it.runIf(HAS_OPENSSL)('makes a key file that openssl opens under hex(W) (skipped without openssl 3)', () => {
    const passphrase = joinShares(quorum.shares, 3, quorum.commitment).toString('hex');
    const files = { 'key.pem': encodePem('ENCRYPTED PRIVATE KEY', quorum.encryptedKeyDer) };
    const args = ['pkey', '-in', 'key.pem', '-passin', `pass:${passphrase}`, '-pubout', '-out', 'result'];
    const { result } = runOpenssl(args, files);
    expect(createPublicKey(result).equals(quorum.publicKey)).toBe(true);
    expect(runOpenssl(['pkey', '-in', 'key.pem', '-passin', 'pass:00', '-noout'], files).ok).toBe(false);
  });

  it('refuses a quorum of one', async () => {
    await expect(createQuorumKey({ threshold: 1, holders: 3 })).rejects.toThrow(RangeError);
  });
});
