import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commitmentTo, encodeShare, joinShares, parseShare, splitSecret, type Share } from '../../crypto/shares.ts';
import { codeOf } from '../doubles/crypto-code.ts';

function combinations<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) => combinations(items.slice(i + 1), size - 1).map((rest) => [item, ...rest]));
}

const share = (x: number, hex: string): Share => ({ x, bytes: Buffer.from(hex, 'hex') });
const secret = randomBytes(32);
const commitment = commitmentTo(secret);
const shares = splitSecret(secret, { threshold: 3, shares: 5 });
const damaged = (x: number) =>
  shares.map((one) => (one.x === x ? { x, bytes: Buffer.from(one.bytes.map((octet) => octet ^ 1)) } : one));

describe('joinShares', () => {
  it('joins every set of three out of five, in any order', () => {
    const sets = combinations(shares, 3);
    expect(sets).toHaveLength(10);
    for (const set of sets) {
      expect(joinShares(set, 3, commitment)).toEqual(secret);
      expect(joinShares(set.toReversed(), 3)).toEqual(secret);
    }
  });

  it('is the inverse of splitSecret for any threshold, number and length', () => {
    const scene = fc
      .integer({ min: 2, max: 12 })
      .chain((n) => fc.record({ n: fc.constant(n), k: fc.integer({ min: 2, max: n }) }));
    fc.assert(
      fc.property(scene, fc.uint8Array({ minLength: 1, maxLength: 50 }), ({ n, k }, bytes) => {
        const dealt = splitSecret(bytes, { threshold: k, shares: n });
        expect(joinShares(dealt.slice(n - k), k)).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('joins shares that another program made with the same arithmetic', () => {
    // 41 + 02 x + 53 x^2 over GF(2^8)/0x11d at x = 1, 2, 255, reckoned by hand with the school method.
    const mul = (a: number, b: number): number => {
      let product = 0;
      for (let i = 0; i < 8; i++) if (b & (1 << i)) product ^= a << i;
      for (let i = 15; i >= 8; i--) if (product & (1 << i)) product ^= 0x11d << (i - 8);
      return product;
    };
    const at = (x: number) => share(x, (0x41 ^ mul(2, x) ^ mul(0x53, mul(x, x))).toString(16).padStart(2, '0'));
    expect(joinShares([at(1), at(2), at(255)], 3)).toEqual(Buffer.from([0x41]));
  });

  it('refuses fewer shares than the threshold', () => {
    expect(codeOf(() => joinShares(shares.slice(0, 2), 3))).toBe('share/too-few');
    expect(codeOf(() => joinShares([], 3))).toBe('share/too-few');
  });

  it('refuses a threshold below two, which would call one share the secret', () => {
    expect(codeOf(() => joinShares(shares, 1))).toBe('share/too-few');
  });

  it('never gives other bytes than the committed secret: any changed share is noticed', () => {
    for (const set of combinations(damaged(2), 3)) {
      const expected = set.some(({ x }) => x === 2) ? 'share/inconsistent' : 'accepted';
      expect(codeOf(() => joinShares(set, 3, commitment))).toBe(expected);
    }
  });

  it('notices a wrong share without the commitment when there is one share more than needed', () => {
    expect(codeOf(() => joinShares(damaged(4).slice(0, 4), 3))).toBe('share/inconsistent');
  });

  it('notices shares joined with too low a threshold', () => {
    expect(codeOf(() => joinShares(shares.slice(0, 3), 2))).toBe('share/inconsistent');
    expect(codeOf(() => joinShares(shares.slice(0, 2), 2, commitment))).toBe('share/inconsistent');
  });

  it.each([
    ['the same x twice', [share(1, 'aa'), share(1, 'aa')]],
    ['x = 0, which would be the secret itself', [share(0, 'aa'), share(1, 'bb')]],
    ['x = 256', [share(256, 'aa'), share(1, 'bb')]],
    ['a fraction for x', [share(1.5, 'aa'), share(1, 'bb')]],
    ['shares of two lengths', [share(1, 'aa'), share(2, 'bbbb')]],
    ['empty shares', [share(1, ''), share(2, '')]],
  ])('refuses %s', (_, set) => {
    expect(codeOf(() => joinShares(set, 2))).toBe('share/malformed');
  });
});

describe('splitSecret', () => {
  it('gives x = 1 .. n', () => {
    expect(shares.map(({ x }) => x)).toEqual([1, 2, 3, 4, 5]);
    const most = splitSecret(secret, { threshold: 2, shares: 255 });
    expect(most.at(-1)?.x).toBe(255);
    expect(joinShares(most.slice(-2), 2)).toEqual(secret);
  });

  it('deals anew each time', () => {
    const again = splitSecret(secret, { threshold: 3, shares: 5 });
    expect(again.map(({ bytes }) => bytes.toString('hex'))).not.toEqual(
      shares.map(({ bytes }) => bytes.toString('hex')),
    );
  });

  it('leaves the last coefficient free to be zero: two shares of a 2-of-n secret may be equal', () => {
    // 4096 octets, so that an octet with a zero coefficient is missing with probability e^-16 only.
    const [first, second] = splitSecret(Buffer.alloc(4096), { threshold: 2, shares: 2 });
    const equal = first?.bytes.filter((octet, i) => octet === second?.bytes[i]);
    expect(equal?.length).toBeGreaterThan(0);
  });

  it.each([
    { threshold: 1, shares: 5 },
    { threshold: 6, shares: 5 },
    { threshold: 2, shares: 256 },
    { threshold: 2.5, shares: 5 },
  ])('refuses $threshold of $shares', (quorum) => {
    expect(() => splitSecret(secret, quorum)).toThrow(RangeError);
  });

  it('refuses an empty secret', () => {
    expect(() => splitSecret(Buffer.alloc(0), { threshold: 2, shares: 3 })).toThrow(RangeError);
  });
});

describe('share files', () => {
  const quorumId = 'ab'.repeat(32);
  const [first = share(1, '00')] = shares;
  const file = encodeShare(quorumId, first);

  it('come back as they were', () => {
    expect(parseShare(file, quorumId)).toEqual(first);
  });

  it.each([
    ['another quorum', file, 'cd'.repeat(32)],
    ['a changed x', Buffer.from(file.toString().replace('"x":1', '"x":2')), quorumId],
    [
      'a changed octet',
      encodeChanged((text) => text.replace(/("share":")(..)/, (_, head: string) => `${head}00`)),
      quorumId,
    ],
    [
      'a changed check value',
      encodeChanged((text) => text.replace(/"check":"[0-9a-f]{64}/, `"check":"${'0'.repeat(64)}`)),
      quorumId,
    ],
    ['an unknown member', encodeChanged((text) => text.replace('{', '{"a":1,')), quorumId],
    ['another format', encodeChanged((text) => text.replace('segel-share/1', 'segel-share/2')), quorumId],
    [
      'upper-case hex',
      encodeChanged((text) => text.replace(/"share":"\w+/, (hex) => hex.toUpperCase().replace('SHARE', 'share'))),
      quorumId,
    ],
    ['an empty share', encodeChanged((text) => text.replace(/"share":"\w+/, '"share":"')), quorumId],
    ['an array', Buffer.from('[]'), quorumId],
    ['a number', Buffer.from('1'), quorumId],
    ['a space', Buffer.from(`${file.toString()} `), quorumId],
    ['no JSON', Buffer.from([0xff, 0xfe]), quorumId],
  ])('refuses %s', (_, bytes, id) => {
    expect(codeOf(() => parseShare(bytes, id))).toBe('share/malformed');
  });

  function encodeChanged(change: (text: string) => string): Buffer {
    const changed = change(file.toString());
    if (changed === file.toString()) throw new Error('nothing was changed');
    return Buffer.from(changed);
  }
});
