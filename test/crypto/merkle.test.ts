import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  consistencyProof,
  inclusionProof,
  leafHash,
  MerkleTree,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '../../crypto/merkle.ts';
import { codeOf } from '../doubles/crypto-code.ts';

interface TreeVector {
  readonly name: string;
  readonly leaves: readonly string[];
  readonly roots: readonly string[];
  readonly inclusion: readonly { readonly index: number; readonly size: number; readonly proof: readonly string[] }[];
  readonly consistency: readonly {
    readonly oldSize: number;
    readonly newSize: number;
    readonly proof: readonly string[];
  }[];
}

// The file is made by make.py beside it, in this shape.
const VECTORS = JSON.parse(
  readFileSync(new URL('../vectors/merkle/trees.json', import.meta.url), 'utf8'),
) as readonly TreeVector[];

/** Roots published with the certificate-transparency reference implementation, for 1 to 8 leaves. */
const REFERENCE_ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const hex = (text: string) => Buffer.from(text, 'hex');
const hexes = (hashes: readonly Uint8Array[]) => hashes.map((hash) => Buffer.from(hash).toString('hex'));
const leaves = (count: number) => Array.from({ length: count }, (_, i) => leafHash(Buffer.from(`leaf ${String(i)}`)));

/** MTH over leaf hashes, by the definition. */
function naiveRoot(hashes: readonly Uint8Array[]): Buffer {
  const [only] = hashes;
  if (only === undefined) return createHash('sha256').digest();
  if (hashes.length === 1) return Buffer.from(only);
  const k = 2 ** (hashes.length - 1).toString(2).length / 2;
  return createHash('sha256')
    .update(Buffer.concat([Buffer.from([1]), naiveRoot(hashes.slice(0, k)), naiveRoot(hashes.slice(k))]))
    .digest();
}

describe.each(VECTORS)('RFC 6962 2.1: $name', ({ leaves: leafTexts, roots, inclusion, consistency }) => {
  const hashes = leafTexts.map((leaf) => leafHash(hex(leaf)));

  it('has the root of every prefix', () => {
    expect(roots.map((_, size) => rootOf(hashes.slice(0, size)).toString('hex'))).toEqual(roots);
  });

  it('has the inclusion proof of every leaf in every prefix, and verifies it', () => {
    for (const { index, size, proof } of inclusion) {
      expect(hexes(inclusionProof(hashes.slice(0, size), index))).toEqual(proof);
      const leaf = hashes[index] ?? Buffer.alloc(0);
      verifyInclusion({ leafHash: leaf, index, size, proof: proof.map(hex), root: hex(roots[size] ?? '') });
    }
  });

  it('has the consistency proof of every pair of prefixes, and verifies it', () => {
    for (const { oldSize, newSize, proof } of consistency) {
      expect(hexes(consistencyProof(hashes.slice(0, newSize), oldSize))).toEqual(proof);
      const [oldRoot, newRoot] = [hex(roots[oldSize] ?? ''), hex(roots[newSize] ?? '')];
      verifyConsistency({ oldSize, oldRoot, newSize, newRoot, proof: proof.map(hex) });
    }
  });
});

describe('rootOf', () => {
  it('gives the roots of the certificate-transparency reference tree', () => {
    const hashes = (VECTORS[0]?.leaves ?? []).map((leaf) => leafHash(hex(leaf)));
    expect(REFERENCE_ROOTS.map((_, i) => rootOf(hashes.slice(0, i + 1)).toString('hex'))).toEqual(REFERENCE_ROOTS);
  });

  it('is SHA-256 of nothing for the empty tree', () => {
    expect(rootOf([]).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});

describe('MerkleTree', () => {
  const SIZES = 130;
  const all = leaves(SIZES);
  const tree = MerkleTree.of(all);
  const roots = Array.from({ length: SIZES + 1 }, (_, size) => naiveRoot(all.slice(0, size)));
  const rootAt = (size: number) => roots[size] ?? Buffer.alloc(0);

  it(`has the naive root at every size up to ${String(SIZES)}`, () => {
    const grown = new MerkleTree();
    for (const [i, leaf] of all.entries()) {
      expect(grown.append(leaf)).toBe(i);
      expect(grown.root()).toEqual(rootAt(i + 1));
      expect(tree.root(i + 1)).toEqual(rootAt(i + 1));
    }
  });

  it('proves every leaf at every size', () => {
    for (let size = 1; size <= SIZES; size++) {
      for (let index = 0; index < size; index++) {
        const proof = tree.inclusionProof(index, size);
        verifyInclusion({ leafHash: all[index] ?? Buffer.alloc(0), index, size, proof, root: rootAt(size) });
      }
    }
  });

  it('proves every size against every later one', () => {
    for (let newSize = 0; newSize <= SIZES; newSize++) {
      for (let oldSize = 0; oldSize <= newSize; oldSize++) {
        const proof = tree.consistencyProof(oldSize, newSize);
        verifyConsistency({ oldSize, oldRoot: rootAt(oldSize), newSize, newRoot: rootAt(newSize), proof });
      }
    }
  });

  it.each([
    ['a leaf beyond the end', () => tree.inclusionProof(SIZES)],
    ['a negative leaf', () => tree.inclusionProof(-1)],
    ['a fraction of a leaf', () => tree.inclusionProof(0.5)],
    ['a size beyond the end', () => tree.root(SIZES + 1)],
    ['an older tree that is larger', () => tree.consistencyProof(5, 4)],
    ['a negative older tree', () => tree.consistencyProof(-1)],
  ])('refuses %s', (_, act) => {
    expect(codeOf(act)).toBe('log/proof-invalid');
  });
});

describe('verifyInclusion', () => {
  const scene = fc
    .integer({ min: 1, max: 130 })
    .chain((size) => fc.record({ size: fc.constant(size), index: fc.integer({ min: 0, max: size - 1 }) }));
  const claimOf = ({ size, index }: { size: number; index: number }) => {
    const hashes = leaves(size);
    const leaf = hashes[index] ?? Buffer.alloc(0);
    return { leafHash: leaf, index, size, proof: inclusionProof(hashes, index), root: rootOf(hashes) };
  };

  it('refuses a proof with any bit flipped', () => {
    fc.assert(
      fc.property(scene, fc.nat(), fc.nat(255), ({ size, index }, where, bit) => {
        fc.pre(size > 1);
        const claim = claimOf({ size, index });
        const proof = claim.proof.map((hash) => Buffer.from(hash));
        const target = proof[where % proof.length] ?? Buffer.alloc(0);
        target[bit >> 3] = (target[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(codeOf(() => verifyInclusion({ ...claim, proof }))).toBe('log/proof-invalid');
      }),
    );
  });

  it('refuses another index with the same proof', () => {
    fc.assert(
      fc.property(scene, fc.nat(140), ({ size, index }, other) => {
        fc.pre(other !== index);
        expect(codeOf(() => verifyInclusion({ ...claimOf({ size, index }), index: other }))).toBe('log/proof-invalid');
      }),
    );
  });

  it('refuses a proof that is one hash longer or shorter', () => {
    fc.assert(
      fc.property(scene, (at) => {
        const claim = claimOf(at);
        const longer = { ...claim, proof: [...claim.proof, Buffer.alloc(32)] };
        expect(codeOf(() => verifyInclusion(longer))).toBe('log/proof-invalid');
        if (claim.proof.length === 0) return;
        expect(codeOf(() => verifyInclusion({ ...claim, proof: claim.proof.slice(0, -1) }))).toBe('log/proof-invalid');
        expect(codeOf(() => verifyInclusion({ ...claim, proof: claim.proof.slice(1) }))).toBe('log/proof-invalid');
      }),
    );
  });

  const claim = claimOf({ size: 7, index: 3 });
  it.each([
    ['an empty tree', { size: 0, index: 0 }],
    ['a size that is no integer', { size: 7.5 }],
    ['a size beyond 2^53', { size: 2 ** 54 }],
    ['a negative index', { index: -1 }],
    ['a hash of 31 octets', { proof: [Buffer.alloc(31), ...claim.proof.slice(1)] }],
    ['a leaf hash of 33 octets', { leafHash: Buffer.alloc(33) }],
    ['a root of no octets', { root: Buffer.alloc(0) }],
    ['a proof of ten thousand hashes', { proof: Array.from({ length: 10_000 }, () => Buffer.alloc(32)) }],
  ])('refuses %s', (_, change) => {
    expect(codeOf(() => verifyInclusion({ ...claim, ...change }))).toBe('log/proof-invalid');
  });
});

describe('verifyConsistency', () => {
  const hashes = leaves(70);
  const claimOf = (oldSize: number, newSize: number) => ({
    oldSize,
    oldRoot: rootOf(hashes.slice(0, oldSize)),
    newSize,
    newRoot: rootOf(hashes.slice(0, newSize)),
    proof: consistencyProof(hashes.slice(0, newSize), oldSize),
  });

  it('refuses a tree in which an older leaf was rewritten', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 69 }), fc.nat(), (oldSize, where) => {
        const forged = [...hashes];
        forged[where % oldSize] = leafHash(Buffer.from('forged'));
        const claim = { ...claimOf(oldSize, 70), newRoot: rootOf(forged), proof: consistencyProof(forged, oldSize) };
        expect(codeOf(() => verifyConsistency(claim))).toBe('log/proof-invalid');
      }),
    );
  });

  it('refuses the proof of another pair of sizes', () => {
    for (let size = 2; size < 70; size++) {
      const claim = { ...claimOf(size, 70), proof: claimOf(size - 1, 70).proof };
      expect(codeOf(() => verifyConsistency(claim))).toBe('log/proof-invalid');
    }
  });

  it.each([
    ['a newer tree that is smaller', { ...claimOf(6, 8), oldSize: 8, newSize: 6 }],
    ['two different trees of one size', { ...claimOf(8, 8), oldRoot: rootOf(leaves(9)) }],
    ['a proof between trees of one size', { ...claimOf(8, 8), proof: [Buffer.alloc(32)] }],
    ['an empty tree with a root', { ...claimOf(0, 8), oldRoot: Buffer.alloc(32) }],
    ['a missing proof', { ...claimOf(6, 8), proof: [] }],
    ['a missing proof for a power of two', { ...claimOf(4, 8), proof: [] }],
    ['a proof one hash too long', { ...claimOf(6, 8), proof: [...claimOf(6, 8).proof, Buffer.alloc(32)] }],
    ['a proof one hash too short', { ...claimOf(6, 8), proof: claimOf(6, 8).proof.slice(0, -1) }],
    ['a negative size', { ...claimOf(6, 8), oldSize: -1 }],
  ])('refuses %s', (_, claim) => {
    expect(codeOf(() => verifyConsistency(claim))).toBe('log/proof-invalid');
  });

  it('does not take a size near 2^49 for a power of two', () => {
    const root = rootOf(leaves(1));
    const claim = { oldSize: 2 ** 49 + 1, oldRoot: root, newSize: 2 ** 50, newRoot: root, proof: [] };
    expect(codeOf(() => verifyConsistency(claim))).toBe('log/proof-invalid');
  });
});
