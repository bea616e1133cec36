// Reads the layout of a container: from the first byte to the last, every byte that is not an entry's content must be exactly
// what our writer would have put there (SPEC.md 2). Nothing can hide before, between or after, or be told differently twice.
import { CryptoError } from '../errors.ts';
import { crc32 } from './crc32.ts';
import { ENTRY, MIMETYPE, parseEntryOrder, type EntryOrder } from './entry-names.ts';
import type { ByteSource } from './io.ts';
import { MAX_OBJECT_BYTES } from './manifest.ts';
import {
  CENTRAL_SIGNATURE,
  encodeCentralDirectory,
  encodeLocalHeader,
  LOCAL_HEADER_BYTES,
  LOCAL_SIGNATURE,
  type ZipEntry,
} from './zip-records.ts';

/** An entry and where its content lies. */
export interface ContainerEntry extends ZipEntry {
  readonly dataOffset: number;
}

export interface ContainerLayout extends EntryOrder {
  readonly entries: readonly ContainerEntry[];
  /** Where the central directory begins. */
  readonly directoryOffset: number;
  entry(name: string): ContainerEntry;
}

/** Bound for every entry that is read into memory: manifests may have 4 MiB, the rest far less. */
const MAX_PART_BYTES = 8 << 20;
const LIMITS: EntryLimits = { nameBytes: 32, entries: 20_010, entryBytes: MAX_OBJECT_BYTES };

/** What a stored ZIP file of this one form may hold. */
export interface EntryLimits {
  readonly nameBytes: number;
  readonly entries: number;
  readonly entryBytes: number;
}

/**
 * The layout of the container in `source`. Contents are not read, but for `mimetype`.
 * @throws seal/container-malformed when any byte of the structure differs from the format
 */
export async function readContainer(source: ByteSource): Promise<ContainerLayout> {
  const { entries, directoryOffset: offset } = await readEntries(source, LIMITS);
  const order = parseEntryOrder(entries.map((entry) => entry.name));
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const layout: ContainerLayout = {
    ...order,
    entries,
    directoryOffset: offset,
    entry(name) {
      const found = byName.get(name);
      if (found === undefined) throw malformed(`no ${name}`);
      return found;
    },
  };
  if ((await readPart(source, layout.entry(ENTRY.mimetype))).toString('latin1') !== MIMETYPE)
    throw malformed('mimetype');
  return layout;
}

/**
 * The entries of a stored ZIP file in the one byte form of SPEC.md 2, whatever their names.
 * @throws seal/container-malformed when any byte of the structure differs from the form
 */
export async function readEntries(
  source: ByteSource,
  limits: EntryLimits,
): Promise<{ readonly entries: readonly ContainerEntry[]; readonly directoryOffset: number }> {
  const entries: ContainerEntry[] = [];
  let offset = 0;
  for (;;) {
    const entry = await readEntry(source, offset, limits);
    if (entry === null) break;
    if (entries.push(entry) > limits.entries) throw malformed('too many entries');
    offset = entry.dataOffset + entry.sizeBytes;
  }
  await requireDirectory(source, entries, offset);
  return { entries, directoryOffset: offset };
}

/**
 * Content of a small entry, checked against its CRC-32.
 * @throws seal/container-malformed when it is over 8 MiB
 * @throws seal/object-damaged when the CRC-32 differs
 */
export async function readPart(source: ByteSource, entry: ContainerEntry): Promise<Buffer> {
  if (entry.sizeBytes > MAX_PART_BYTES) throw malformed(`${entry.name} too long`);
  const bytes = await readExactly(source, entry.dataOffset, entry.sizeBytes);
  if (crc32(bytes) !== entry.crc32) throw new CryptoError('seal/object-damaged', `CRC-32 of ${entry.name}`);
  return bytes;
}

/** The entry whose local header begins at `offset`; null where the central directory begins. */
async function readEntry(
  source: ByteSource,
  offset: number,
  { nameBytes, entryBytes }: EntryLimits,
): Promise<ContainerEntry | null> {
  const head = await readUpTo(source, offset, LOCAL_HEADER_BYTES + nameBytes);
  if (head.length < LOCAL_HEADER_BYTES) throw malformed('cut short');
  const signature = head.readUInt32LE(0);
  if (signature === CENTRAL_SIGNATURE) return null;
  if (signature !== LOCAL_SIGNATURE) throw malformed('local header');
  const nameEnd = LOCAL_HEADER_BYTES + head.readUInt16LE(26);
  const name = head.toString('latin1', LOCAL_HEADER_BYTES, nameEnd);
  const entry = { name, crc32: head.readUInt32LE(14), sizeBytes: head.readUInt32LE(18), headerOffset: offset };
  const expected = encodeLocalHeader(entry);
  if (!expected.equals(head.subarray(0, expected.length))) throw malformed(`local header at ${String(offset)}`);
  const dataOffset = offset + expected.length;
  if (entry.sizeBytes > entryBytes || dataOffset + entry.sizeBytes > source.sizeBytes) throw malformed('entry size');
  return { ...entry, dataOffset };
}

/** Everything after the entries must be the central directory that these entries have. */
async function requireDirectory(source: ByteSource, entries: readonly ZipEntry[], offset: number): Promise<void> {
  const expected = encodeCentralDirectory(entries, offset);
  if (source.sizeBytes !== offset + expected.length) throw malformed('bytes after the entries');
  if (!(await readExactly(source, offset, expected.length)).equals(expected)) throw malformed('central directory');
}

async function readUpTo(source: ByteSource, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, await source.readInto(bytes, position));
}

async function readExactly(source: ByteSource, position: number, length: number): Promise<Buffer> {
  const bytes = await readUpTo(source, position, length);
  if (bytes.length < length) throw malformed('cut short');
  return bytes;
}

function malformed(detail: string): CryptoError {
  return new CryptoError('seal/container-malformed', detail);
}
