// The parts of a foreign ZIP file with hard bounds: sizes are counted while they are unpacked, whatever the file says about
// them, so that a few kilobytes never become gigabytes. No ZIP64, no encryption, no part twice.
import { crc32, inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const MAX_COMMENT = 0xffff;

export class ZipRefused extends Error {
  readonly why: 'unreadable' | 'too-large';

  constructor(why: ZipRefused['why']) {
    super(why);
    this.name = 'ZipRefused';
    this.why = why;
  }
}

export interface ZipBounds {
  readonly parts: number;
  /** Of everything that is unpacked, together. */
  readonly bytes: number;
}

/** Parts whose name `wanted` takes, unpacked. @throws ZipRefused */
export function unpackZip(
  zip: Buffer,
  bounds: ZipBounds,
  wanted: (name: string) => boolean,
): ReadonlyMap<string, Buffer> {
  const { at, count } = findDirectory(zip);
  if (count > bounds.parts) throw new ZipRefused('too-large');
  const found = new Map<string, Buffer>();
  let position = at;
  let left = bounds.bytes;
  for (let i = 0; i < count; i++) {
    if (read32(zip, position) !== ENTRY) throw new ZipRefused('unreadable');
    const flags = zip.readUInt16LE(position + 8);
    const method = zip.readUInt16LE(position + 10);
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => zip.readUInt16LE(position + field));
    const next = position + 46 + (nameBytes ?? 0) + (extraBytes ?? 0) + (commentBytes ?? 0);
    const name = zip.toString('utf8', position + 46, position + 46 + (nameBytes ?? 0));
    if (wanted(name)) {
      if (found.has(name) || (flags & 1) !== 0) throw new ZipRefused('unreadable');
      const bytes = unpack(packedBytes(zip, position), method, left);
      if (crc32(bytes) !== read32(zip, position + 16)) throw new ZipRefused('unreadable');
      left -= bytes.length;
      found.set(name, bytes);
    }
    position = next;
  }
  return found;
}

/** The parts as a ZIP file of ours, stored without compression: what a library then reads is what was bounded. */
export function packStored(parts: ReadonlyMap<string, Buffer>): Buffer {
  const files: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, bytes] of parts) {
    const nameBytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    entries.push(Buffer.concat([signature(ENTRY), Buffer.from([20, 0]), common, tail, nameBytes]));
    files.push(Buffer.concat([signature(LOCAL), common, nameBytes]), bytes);
    offset += 30 + nameBytes.length + bytes.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(parts.size, 8);
  end.writeUInt16LE(parts.size, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, directory, end]);
}

function findDirectory(zip: Buffer): { readonly at: number; readonly count: number } {
  const from = Math.max(0, zip.length - END_BYTES - MAX_COMMENT);
  for (let at = zip.length - END_BYTES; at >= from; at--) {
    if (zip.readUInt32LE(at) !== END) continue;
    return { at: zip.readUInt32LE(at + 16), count: zip.readUInt16LE(at + 10) };
  }
  throw new ZipRefused('unreadable');
}

function packedBytes(zip: Buffer, entry: number): Buffer {
  const size = zip.readUInt32LE(entry + 20);
  const local = zip.readUInt32LE(entry + 42);
  if (read32(zip, local) !== LOCAL) throw new ZipRefused('unreadable');
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  if (start + size > zip.length) throw new ZipRefused('unreadable');
  return zip.subarray(start, start + size);
}

function unpack(packed: Buffer, method: number, maxBytes: number): Buffer {
  if (method === 0) {
    if (packed.length > maxBytes) throw new ZipRefused('too-large');
    return packed;
  }
  if (method !== 8) throw new ZipRefused('unreadable');
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, maxBytes) });
  } catch (error) {
    const beyond = error instanceof RangeError;
    throw new ZipRefused(beyond ? 'too-large' : 'unreadable');
  }
}

function read32(zip: Buffer, at: number): number {
  if (at + 46 > zip.length && at + 4 > zip.length) throw new ZipRefused('unreadable');
  return zip.readUInt32LE(at);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
