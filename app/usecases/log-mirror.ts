// A copy of the log on this computer, for as long as somebody watches: every leaf, and the tree over them. A leaf counts as proven
// when it is here, because the tree has been compared with a checkpoint that the log's key signed.
import { equalBytes } from '../../crypto/encoding.ts';
import { leafHash, MerkleTree } from '../../crypto/merkle.ts';
import type { Checkpoint } from '../../crypto/checkpoint.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { LogCalls } from '../ports/lpse-gateway.ts';
import { LeafIndex } from './leaf-index.ts';
import { fetchEntries } from './log-entries.ts';

export class LogMirror {
  /** What the leaves here say of tenders; whoever asks it has it read first. */
  readonly index = new LeafIndex(this);
  readonly #lpse: Pick<LogCalls, 'entries'>;
  #tree = MerkleTree.of([]);
  #entries: Buffer[] = [];
  #turn: Promise<void> = Promise.resolve();

  constructor(lpse: Pick<LogCalls, 'entries'>) {
    this.#lpse = lpse;
  }

  /** Leaves that are proven. */
  get size(): number {
    return this.#tree.size;
  }

  /** Null when it is not proven yet. */
  leaf(index: number): Buffer | null {
    return this.#entries[index] ?? null;
  }

  /** The first `size` leaves. */
  entries(size: number): readonly Buffer[] {
    return this.#entries.slice(0, size);
  }

  /**
   * Takes in what the log has up to this checkpoint, whose signature was verified. What does not fit is not kept.
   * @throws log/proof-invalid when the leaves are not those under the checkpoint; network/*
   */
  async extendTo(checkpoint: Checkpoint, options: RunOptions<ByteProgress> = {}): Promise<void> {
    // One after the other: two who look at once would put the same leaves in twice.
    const turn = this.#turn.then(() => this.#extendTo(checkpoint, options));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #extendTo({ size, root }: Checkpoint, options: RunOptions<ByteProgress>): Promise<void> {
    const more = await fetchEntries(this.#lpse, { from: this.size, to: size }, options);
    const hashes = more.map((entry) => leafHash(entry));
    const before = this.#tree.size;
    for (const hash of hashes) this.#tree.append(hash);
    if (equalBytes(this.#tree.root(size), root)) {
      this.#entries.push(...more);
      return;
    }
    this.#tree = MerkleTree.of(this.#entries.slice(0, before).map((entry) => leafHash(entry)));
    throw new CodedError('log/proof-invalid', { size });
  }
}
