// Dossiers as files (app/protocol/DOSSIER.md 1): stored ZIP in one byte form, written from front to back and read by name.
import type { ByteProgress, RunOptions } from './call-options.ts';
import type { ByteRun } from '../../crypto/seal/io.ts';

export interface WrittenEntry {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

/** A dossier being written; it has no name until `commit`. */
export interface DossierSink {
  /** What was added so far, in order. */
  readonly entries: readonly WrittenEntry[];
  add(name: string, bytes: Uint8Array): Promise<void>;
  /** A file, or bytes of it, of at most 2^30 bytes. @throws storage/*, document/* */
  addFile(name: string, path: string, run: ByteRun, options?: RunOptions<ByteProgress>): Promise<void>;
  /** @throws storage/unsafe-target when something has that name by now */
  commit(): Promise<void>;
  abort(): Promise<void>;
}

export interface DossierSource {
  readonly path: string;
  /** With the CRC-32 that the container gives, which nobody has compared yet. */
  readonly entries: readonly { readonly name: string; readonly run: ByteRun; readonly crc32: number }[];
  /** @throws audit/dossier-malformed when it is over 256 MiB or its CRC-32 differs */
  read(name: string): Promise<Buffer>;
  close(): Promise<void>;
}

export interface DossierFiles {
  /** @throws storage/unsafe-target when something has that name; storage/full, storage/failed */
  create(path: string): Promise<DossierSink>;
  /** @throws audit/dossier-malformed, document/not-found, document/not-a-file, document/unreadable */
  open(path: string): Promise<DossierSource>;
}
