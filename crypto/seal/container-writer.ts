// Writes a container from front to back: headers first with room for CRC and size, patched when the bytes are through.
import { crc32 } from './crc32.ts';
import type { ByteSink } from './io.ts';
import { encodeCentralDirectory, encodeLocalHeader, type ZipEntry } from './zip-records.ts';

export class ContainerWriter {
  readonly #sink: ByteSink;
  readonly #entries: ZipEntry[];
  #offset: number;

  /** Starts a file, or goes on after `entries`, which end at `offset`. */
  constructor(sink: ByteSink, entries: readonly ZipEntry[] = [], offset = 0) {
    this.#sink = sink;
    this.#entries = [...entries];
    this.#offset = offset;
  }

  /** Bytes written so far. */
  get offset(): number {
    return this.#offset;
  }

  /** A whole entry. */
  async add(name: string, bytes: Uint8Array): Promise<void> {
    const entry = { name, crc32: crc32(bytes), sizeBytes: bytes.length, headerOffset: this.#offset };
    await this.#append(encodeLocalHeader(entry));
    await this.#append(bytes);
    this.#entries.push(entry);
  }

  /** Begins an entry whose bytes follow through `write`; one entry at a time. */
  async begin(name: string): Promise<StreamedEntry> {
    const headerOffset = this.#offset;
    await this.#append(encodeLocalHeader({ name, crc32: 0, sizeBytes: 0 }));
    const start = this.#offset;
    return {
      write: (bytes) => this.#append(bytes),
      end: async (crc) => {
        const entry = { name, crc32: crc, sizeBytes: this.#offset - start, headerOffset };
        await this.#sink.patch(headerOffset, encodeLocalHeader(entry));
        this.#entries.push(entry);
      },
    };
  }

  /** Writes the central directory. Returns the size of the file. */
  async finish(): Promise<number> {
    await this.#append(encodeCentralDirectory(this.#entries, this.#offset));
    return this.#offset;
  }

  async #append(bytes: Uint8Array): Promise<void> {
    await this.#sink.write(bytes);
    this.#offset += bytes.length;
  }
}

/** An entry under way. */
export interface StreamedEntry {
  write(bytes: Uint8Array): Promise<void>;
  /** Completes the entry with the CRC-32 of what was written. */
  end(crc: number): Promise<void>;
}
