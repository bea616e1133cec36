// A workspace for one thread: small inputs and tests. Big files go faster with lanes of their own (main/workers).
import { createHash, type Hash } from 'node:crypto';
import { crc32 } from './crc32.ts';
import { IO_BYTES, type DigestLane, type LaneDigests, type LaneOptions, type Workspace } from './io.ts';

export function createInlineWorkspace(): Workspace {
  const buffers = () => [Buffer.alloc(IO_BYTES), Buffer.alloc(IO_BYTES)];
  return { inputs: buffers(), outputs: buffers(), lanes: [new InlineLane(), new InlineLane()] };
}

class InlineLane implements DigestLane {
  #options: LaneOptions = {};
  #hash: Hash = createHash('sha256');
  #crc = 0;
  #total = 0;
  #blocks: Buffer[] = [];

  begin(options: LaneOptions = {}): void {
    this.#options = options;
    this.#hash = createHash('sha256');
    this.#crc = 0;
    this.#total = 0;
    this.#blocks = [];
  }

  update(bytes: Uint8Array): Promise<void> {
    const { blockBytes = Infinity } = this.#options;
    if (this.#options.crc32 === true) this.#crc = crc32(bytes, this.#crc);
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + blockBytes - (this.#total % blockBytes));
      this.#hash.update(piece);
      this.#total += piece.length;
      at += piece.length;
      if (this.#total % blockBytes === 0) this.#blocks.push(this.#hash.copy().digest());
    }
    return Promise.resolve();
  }

  finish(): Promise<LaneDigests> {
    const { blockBytes } = this.#options;
    if (blockBytes !== undefined && this.#total % blockBytes !== 0) this.#blocks.push(this.#hash.copy().digest());
    return Promise.resolve({ sha256: this.#hash.digest(), crc32: this.#crc, blocks: this.#blocks });
  }
}
