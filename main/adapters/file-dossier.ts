// The DossierFiles port: the container of sealed files with longer names, digests made while the bytes pass.
import { crc32 } from 'node:zlib';
import { CodedError } from '../../app/errors/coded-error.ts';
import { DOSSIER_BOUNDS } from '../../app/policy/dossier-bounds.ts';
import type { DossierFiles, DossierSink, DossierSource, WrittenEntry } from '../../app/ports/dossier-files.ts';
import type { ByteProgress, RunOptions } from '../../app/ports/call-options.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { isCryptoError } from '../../crypto/errors.ts';
import { readEntries, type ContainerEntry } from '../../crypto/seal/container-reader.ts';
import { ContainerWriter } from '../../crypto/seal/container-writer.ts';
import type { ByteRun, NamedSink } from '../../crypto/seal/io.ts';
import { digestBytes } from './digest-bytes.ts';
import { createFileSink, openFileSource, type FileSource } from './file-io.ts';

export const fileDossiers: DossierFiles = {
  async create(path) {
    const sink = await createFileSink(path);
    return new FileDossierSink(new ContainerWriter(sink), sink);
  },

  async open(path) {
    const file = await openFileSource(path);
    try {
      const { entries } = await readEntries(file, DOSSIER_BOUNDS);
      return openSource(path, file, entries);
    } catch (error) {
      await file.close();
      if (isCryptoError(error))
        throw new CodedError('audit/dossier-malformed', { why: error.message }, { cause: error });
      throw error;
    }
  },
};

class FileDossierSink implements DossierSink {
  readonly entries: WrittenEntry[] = [];
  readonly #writer: ContainerWriter;
  readonly #file: Pick<NamedSink, 'commit' | 'abort'>;

  constructor(writer: ContainerWriter, file: Pick<NamedSink, 'commit' | 'abort'>) {
    this.#writer = writer;
    this.#file = file;
  }

  async add(name: string, bytes: Uint8Array): Promise<void> {
    await this.#writer.add(name, bytes);
    this.entries.push({ name, size: bytes.length, sha256: sha256Hex(bytes) });
  }

  async addFile(
    name: string,
    path: string,
    run: ByteRun,
    { signal, onProgress }: RunOptions<ByteProgress> = {},
  ): Promise<void> {
    const file = await openFileSource(path);
    try {
      const entry = await this.#writer.begin(name);
      let crc = 0;
      const { sha256, sizeBytes } = await digestBytes(file, run, {
        signal,
        take: (bytes) => {
          crc = crc32(bytes, crc);
          return entry.write(bytes);
        },
        onBytes: (doneBytes) => onProgress?.({ doneBytes, totalBytes: run.sizeBytes }),
      });
      if (sizeBytes < run.sizeBytes) throw new CodedError('document/unreadable', { why: 'cut short' });
      await entry.end(crc);
      this.entries.push({ name, size: sizeBytes, sha256 });
    } finally {
      await file.close();
    }
  }

  async commit(): Promise<void> {
    await this.#writer.finish();
    await this.#file.commit();
  }

  abort(): Promise<void> {
    return this.#file.abort();
  }
}

function openSource(path: string, file: FileSource, entries: readonly ContainerEntry[]): DossierSource {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  if (byName.size !== entries.length) throw new CodedError('audit/dossier-malformed', { why: 'name twice' });
  const require = (name: string): ContainerEntry => {
    const entry = byName.get(name);
    if (entry === undefined) throw new CodedError('audit/dossier-malformed', { why: 'no such entry', entry: name });
    return entry;
  };
  return {
    path,
    entries: entries.map(({ name, dataOffset, sizeBytes, crc32: listed }) => ({
      name,
      run: { position: dataOffset, sizeBytes },
      crc32: listed,
    })),
    async read(name) {
      const entry = require(name);
      if (entry.sizeBytes > DOSSIER_BOUNDS.smallEntryBytes)
        throw new CodedError('audit/dossier-malformed', { why: 'size', entry: name });
      const bytes = Buffer.alloc(entry.sizeBytes);
      const read = await file.readInto(bytes, entry.dataOffset);
      if (read < bytes.length || crc32(bytes) !== entry.crc32)
        throw new CodedError('audit/dossier-malformed', { why: 'CRC-32', entry: name });
      return bytes;
    },
    close: () => file.close(),
  };
}
