// The DocumentStore port over the user's own files: read only, links never followed.
import { constants, type BigIntStats } from 'node:fs';
import { lstat, open, readFile, readdir, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { ByteProgress, CallOptions, RunOptions } from '../../app/ports/call-options.ts';
import type { DocumentStore, SourceFacts } from '../../app/ports/document-store.ts';
import { digestBytes, handleSource, TO_THE_END } from './digest-bytes.ts';
import { reading } from './storage-faults.ts';

const MAX_READ_BYTES = 16 << 20;
const READ_FLAGS =
  process.platform === 'win32' ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

export const fileDocumentStore: DocumentStore = { stat, read, digest, list };

async function stat(path: string): Promise<SourceFacts> {
  const facts = await reading(() => lstat(path, { bigint: true }));
  return {
    path,
    name: basename(path),
    kind: kindOf(facts),
    sizeBytes: Number(facts.size),
    modifiedAt: new Date(Number(facts.mtimeMs)),
    fileId: `${facts.dev}:${facts.ino}`,
    onRemovableDisk: await onRemovableDisk(facts.dev),
  };
}

function read(path: string, position: number, length: number): Promise<Buffer> {
  return withFile(path, async (file) => {
    const { size } = await file.stat();
    const start = Math.max(0, position < 0 ? size + position : position);
    const buffer = Buffer.alloc(Math.min(length, MAX_READ_BYTES, Math.max(0, size - start)));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, start + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  });
}

function digest(path: string, { signal, onProgress }: RunOptions<ByteProgress> = {}): Promise<string> {
  return withFile(path, async (file) => {
    const totalBytes = (await file.stat()).size;
    const { sha256 } = await digestBytes(handleSource(file), TO_THE_END, {
      signal,
      onBytes: (doneBytes) => onProgress?.({ doneBytes, totalBytes: Math.max(totalBytes, doneBytes) }),
    });
    return sha256;
  });
}

async function list(folder: string, options: CallOptions = {}): Promise<readonly string[]> {
  const found: string[] = [];
  const pending = [folder];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    options.signal?.throwIfAborted();
    const here = current;
    const entries = await reading(() => readdir(here, { withFileTypes: true }));
    for (const entry of entries) (entry.isDirectory() ? pending : found).push(join(here, entry.name));
  }
  return found.sort();
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  return reading(async () => {
    const file = await open(path, READ_FLAGS);
    try {
      if (!(await file.stat()).isFile()) throw new CodedError('document/not-a-file');
      return await use(file);
    } finally {
      await file.close();
    }
  });
}

function kindOf(facts: BigIntStats): SourceFacts['kind'] {
  if (facts.isFile()) return 'file';
  if (facts.isDirectory()) return 'folder';
  return facts.isSymbolicLink() ? 'link' : 'other';
}

/** Linux tells by sysfs; partitions have the flag at their disk. Null elsewhere. */
async function onRemovableDisk(device: bigint): Promise<boolean | null> {
  if (process.platform !== 'linux') return null;
  // The kernel's packing of major and minor numbers in st_dev.
  const major = ((device >> 8n) & 0xfffn) | ((device >> 32n) & ~0xfffn);
  const minor = (device & 0xffn) | ((device >> 12n) & ~0xffn);
  const folder = `/sys/dev/block/${major}:${minor}`;
  for (const path of [`${folder}/removable`, `${folder}/../removable`]) {
    const flag = await readFile(path, 'utf8').catch(() => null);
    if (flag !== null) return flag.trim() === '1';
  }
  return null;
}
