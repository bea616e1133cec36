// Merkle tree of the transparency log: hashing as RFC 6962 2.1, proofs verified as RFC 9162 2.1.3.2 and 2.1.4.2.
// Sizes are numbers up to 2^53 - 1, so halves are taken by arithmetic: JavaScript's bit operators stop at 32 bits.
import { equalBytes, sha256 } from './encoding.ts';
import { CryptoError } from './errors.ts';

const LEAF = Buffer.from([0x00]);
const NODE = Buffer.from([0x01]);
/** Longer than any proof in a tree of 2^53 leaves: refused before anything is hashed. */
const MAX_PROOF = 64;

/** RFC 6962 2.1: SHA-256(0x00 || leaf). */
export function leafHash(leaf: Uint8Array): Buffer {
  return sha256(LEAF, leaf);
}

/** RFC 6962 2.1: SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(NODE, left, right);
}

/** Root of the tree over these leaf hashes; SHA-256 of nothing for an empty tree. */
export function rootOf(leafHashes: readonly Uint8Array[]): Buffer {
  return MerkleTree.of(leafHashes).root();
}

/**
 * Sibling hashes of leaf `index`, from leaf to root (RFC 6962 2.1.1).
 * @throws log/proof-invalid when there is no such leaf
 */
export function inclusionProof(leafHashes: readonly Uint8Array[], index: number): Buffer[] {
  return MerkleTree.of(leafHashes).inclusionProof(index);
}

/**
 * Proof that the first `oldSize` leaves are the start of these (RFC 6962 2.1.2); empty for 0 and for the whole tree.
 * @throws log/proof-invalid when `oldSize` is not 0 .. size
 */
export function consistencyProof(leafHashes: readonly Uint8Array[], oldSize: number): Buffer[] {
  return MerkleTree.of(leafHashes).consistencyProof(oldSize);
}

export interface InclusionClaim {
  readonly leafHash: Uint8Array;
  /** Position of the leaf, from 0. */
  readonly index: number;
  /** Number of leaves under `root`. */
  readonly size: number;
  /** 32-byte sibling hashes, from leaf to root. */
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/**
 * Checks that the leaf lies at this index of the tree (RFC 9162 2.1.3.2).
 * @throws log/proof-invalid when it does not, or the proof is longer or shorter than it must be
 */
export function verifyInclusion({ leafHash: leaf, index, size, proof, root }: InclusionClaim): void {
  requireSize(size);
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw invalid('leaf index');
  requireHashes([leaf, root, ...proof]);
  const walk = new Walk(index, size - 1);
  let hash: Uint8Array = leaf;
  for (const sibling of proof) hash = walk.step() === 'left' ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
  walk.end();
  if (!equalBytes(hash, root)) throw invalid('inclusion root');
}

export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly newSize: number;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Checks that the newer tree begins with the older one (RFC 9162 2.1.4.2). Two trees of one size must be equal, and the empty
 * tree begins every tree; both with an empty proof.
 * @throws log/proof-invalid when it does not, or the newer tree is smaller
 */
export function verifyConsistency({ oldSize, oldRoot, newSize, newRoot, proof }: ConsistencyClaim): void {
  requireSize(oldSize);
  requireSize(newSize);
  requireHashes([oldRoot, newRoot, ...proof]);
  if (oldSize > newSize) throw invalid('the newer tree is smaller');
  if (oldSize === newSize || oldSize === 0) {
    const expected = oldSize === 0 ? sha256() : newRoot;
    if (proof.length > 0 || !equalBytes(oldRoot, expected)) throw invalid('trees of one size differ');
    return;
  }
  if (proof.length === 0) throw invalid('empty proof');
  const [first = oldRoot, ...rest] = levelOf(oldSize) !== null ? [oldRoot, ...proof] : proof;
  const walk = new Walk(oldSize - 1, newSize - 1);
  walk.skipRightEdges();
  let [oldHash, newHash] = [first, first];
  for (const sibling of rest) {
    if (walk.step() === 'left') {
      oldHash = nodeHash(sibling, oldHash);
      newHash = nodeHash(sibling, newHash);
    } else {
      newHash = nodeHash(newHash, sibling);
    }
  }
  walk.end();
  if (!equalBytes(oldHash, oldRoot) || !equalBytes(newHash, newRoot)) throw invalid('consistency root');
}

/** The pair (fn, sn) of RFC 9162: the position of a node and of the last node, level by level towards the root. */
class Walk {
  #node: number;
  #last: number;

  constructor(node: number, last: number) {
    this.#node = node;
    this.#last = last;
  }

  /** The side of the next sibling; moves up. */
  step(): 'left' | 'right' {
    if (this.#last === 0) throw invalid('proof too long');
    const isRight = this.#node % 2 === 1;
    const side = isRight || this.#node === this.#last ? 'left' : 'right';
    // A last node without a sibling rises unchanged until it has one.
    if (side === 'left' && !isRight) while (this.#node % 2 === 0 && this.#node !== 0) this.#up();
    this.#up();
    return side;
  }

  skipRightEdges(): void {
    while (this.#node % 2 === 1) this.#up();
  }

  end(): void {
    if (this.#last !== 0) throw invalid('proof too short');
  }

  #up(): void {
    this.#node = Math.floor(this.#node / 2);
    this.#last = Math.floor(this.#last / 2);
  }
}

/** A growing tree that keeps every complete subtree: appending and proving cost O(log n) hashes. */
export class MerkleTree {
  /** `#levels[k][i]`: hash over leaves i * 2^k up to (i + 1) * 2^k. */
  readonly #levels: Buffer[][] = [[]];

  static of(leafHashes: readonly Uint8Array[]): MerkleTree {
    const tree = new MerkleTree();
    for (const hash of leafHashes) tree.append(hash);
    return tree;
  }

  get size(): number {
    return this.#levels[0]?.length ?? 0;
  }

  /** Adds a leaf hash and returns its index. */
  append(hash: Uint8Array): number {
    const index = this.size;
    let node: Buffer = Buffer.from(hash);
    for (let level = 0; ; level++) {
      const row = (this.#levels[level] ??= []);
      row.push(node);
      const left = row.length % 2 === 0 ? row.at(-2) : undefined;
      if (left === undefined) return index;
      node = nodeHash(left, node);
    }
  }

  /** Root of the first `size` leaves. */
  root(size: number = this.size): Buffer {
    this.#requireWithin(size);
    return size === 0 ? sha256() : this.#hashOf(0, size);
  }

  /**
   * Proof for leaf `index` in the tree of the first `size` leaves.
   * @throws log/proof-invalid when there is no such leaf
   */
  inclusionProof(index: number, size: number = this.size): Buffer[] {
    this.#requireWithin(size);
    if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw invalid('no such leaf');
    return this.#path(index, 0, size);
  }

  /**
   * Proof between the trees of the first `oldSize` and the first `newSize` leaves.
   * @throws log/proof-invalid unless 0 <= oldSize <= newSize <= size
   */
  consistencyProof(oldSize: number, newSize: number = this.size): Buffer[] {
    this.#requireWithin(newSize);
    if (!Number.isSafeInteger(oldSize) || oldSize < 0 || oldSize > newSize) throw invalid('no such tree size');
    return oldSize === 0 || oldSize === newSize ? [] : this.#subproof(oldSize, 0, newSize, true);
  }

  #requireWithin(size: number): void {
    requireSize(size);
    if (size > this.size) throw invalid('no such tree size');
  }

  /** MTH(D[start:end]); `start` is always a multiple of the smallest power of two >= end - start. */
  #hashOf(start: number, end: number): Buffer {
    const count = end - start;
    const level = levelOf(count);
    if (level !== null) {
      const complete = this.#levels[level]?.[start / count];
      if (complete === undefined) throw invalid('no such subtree');
      return complete;
    }
    const middle = start + largestPowerBelow(count);
    return nodeHash(this.#hashOf(start, middle), this.#hashOf(middle, end));
  }

  /** PATH(m, D[start:end]) of RFC 6962 2.1.1, with `index` counted from the start of the tree. */
  #path(index: number, start: number, end: number): Buffer[] {
    if (end - start === 1) return [];
    const middle = start + largestPowerBelow(end - start);
    return index < middle
      ? [...this.#path(index, start, middle), this.#hashOf(middle, end)]
      : [...this.#path(index, middle, end), this.#hashOf(start, middle)];
  }

  /** SUBPROOF(m, D[start:end], b) of RFC 6962 2.1.2, with `oldEnd` counted from the start of the tree. */
  #subproof(oldEnd: number, start: number, end: number, known: boolean): Buffer[] {
    if (oldEnd === end) return known ? [] : [this.#hashOf(start, end)];
    const middle = start + largestPowerBelow(end - start);
    return oldEnd <= middle
      ? [...this.#subproof(oldEnd, start, middle, known), this.#hashOf(middle, end)]
      : [...this.#subproof(oldEnd, middle, end, false), this.#hashOf(start, middle)];
  }
}

/** k when `n` is 2^k, else null. Deliberately no logarithm: it rounds above 2^48. */
function levelOf(n: number): number | null {
  let level = 0;
  let power = 1;
  for (; power < n; power *= 2) level++;
  return power === n ? level : null;
}

/** The largest power of two smaller than `n` (n >= 2). */
function largestPowerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

function requireSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 0) throw invalid('tree size');
}

function requireHashes(hashes: readonly Uint8Array[]): void {
  if (hashes.length > MAX_PROOF) throw invalid('proof too long');
  if (hashes.some((hash) => hash.length !== 32)) throw invalid('hash length');
}

function invalid(detail: string): CryptoError {
  return new CryptoError('log/proof-invalid', detail);
}
