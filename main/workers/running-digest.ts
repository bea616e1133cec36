// SHA-256, CRC-32 and running block digests of one stream of bytes, fed in pieces of any length.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { LaneDigests, LaneOptions } from '../../crypto/seal/io.ts';

export class RunningDigest {
  readonly #hash = createHash('sha256');
  readonly #withCrc: boolean;
  readonly #blockBytes: number;
  readonly #blocks: Buffer[] = [];
  #inBlock = 0;
  #crc = 0;

  constructor(options: LaneOptions) {
    this.#withCrc = options.crc32 ?? false;
    this.#blockBytes = options.blockBytes ?? 0;
  }

  update(bytes: Uint8Array): void {
    if (this.#withCrc) this.#crc = crc32(bytes, this.#crc);
    if (this.#blockBytes === 0) this.#hash.update(bytes);
    else this.#updateBlocks(bytes);
  }

  finish(): LaneDigests {
    if (this.#inBlock > 0) this.#endBlock();
    return { sha256: this.#hash.digest(), crc32: this.#crc, blocks: this.#blocks };
  }

  #updateBlocks(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + this.#blockBytes - this.#inBlock);
      this.#hash.update(piece);
      this.#inBlock += piece.length;
      at += piece.length;
      if (this.#inBlock === this.#blockBytes) this.#endBlock();
    }
  }

  #endBlock(): void {
    this.#blocks.push(this.#hash.copy().digest());
    this.#inBlock = 0;
  }
}
