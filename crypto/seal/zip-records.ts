// The records of a stored ZIP file (PKWARE APPNOTE 6.3.10) in the one form that a sealed envelope may have: no compression, no
// flags, no comments, a fixed date, mode 0600; ZIP64 only for offsets that do not fit (APPNOTE 4.5.3). One form means that a
// reader can compare bytes instead of interpreting fields.

/** Header of one entry; names are ASCII. */
export interface ZipEntry {
  readonly name: string;
  readonly crc32: number;
  readonly sizeBytes: number;
  /** Where its local header begins. */
  readonly headerOffset: number;
}

export const LOCAL_HEADER_BYTES = 30;
export const LOCAL_SIGNATURE = 0x04034b50;
export const CENTRAL_SIGNATURE = 0x02014b50;

const ZIP64_SIGNATURE = 0x06064b50;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const END_SIGNATURE = 0x06054b50;
const VERSION = 20;
const VERSION_ZIP64 = 45;
const MADE_BY_UNIX = 3 << 8;
/** 1 January 1980, the earliest the format can say: when a bid was sealed stands in the signed manifest. */
const DOS_DATE = 0x0021;
const MODE = 0o100600;
const OVERFLOW = 0xffffffff;

/** Local file header with the entry's name. */
export function encodeLocalHeader({ name, crc32, sizeBytes }: Omit<ZipEntry, 'headerOffset'>): Buffer {
  const bytes = Buffer.alloc(LOCAL_HEADER_BYTES + name.length);
  bytes.writeUInt32LE(LOCAL_SIGNATURE, 0);
  bytes.writeUInt16LE(VERSION, 4);
  bytes.writeUInt16LE(DOS_DATE, 12);
  bytes.writeUInt32LE(crc32, 14);
  bytes.writeUInt32LE(sizeBytes, 18);
  bytes.writeUInt32LE(sizeBytes, 22);
  bytes.writeUInt16LE(name.length, 26);
  bytes.write(name, LOCAL_HEADER_BYTES, 'latin1');
  return bytes;
}

/** Central directory and end records of a file whose entries end at `offset`. */
export function encodeCentralDirectory(entries: readonly ZipEntry[], offset: number): Buffer {
  const directory = Buffer.concat(entries.map(encodeCentralHeader));
  const zip64 = offset >= OVERFLOW ? encodeZip64End(entries.length, directory.length, offset) : Buffer.alloc(0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END_SIGNATURE, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(Math.min(offset, OVERFLOW), 16);
  return Buffer.concat([directory, zip64, end]);
}

function encodeCentralHeader({ name, crc32, sizeBytes, headerOffset }: ZipEntry): Buffer {
  const zip64 = headerOffset >= OVERFLOW;
  const bytes = Buffer.alloc(46 + name.length + (zip64 ? 12 : 0));
  bytes.writeUInt32LE(CENTRAL_SIGNATURE, 0);
  bytes.writeUInt16LE(MADE_BY_UNIX | (zip64 ? VERSION_ZIP64 : VERSION), 4);
  bytes.writeUInt16LE(zip64 ? VERSION_ZIP64 : VERSION, 6);
  bytes.writeUInt16LE(DOS_DATE, 14);
  bytes.writeUInt32LE(crc32, 16);
  bytes.writeUInt32LE(sizeBytes, 20);
  bytes.writeUInt32LE(sizeBytes, 24);
  bytes.writeUInt16LE(name.length, 28);
  bytes.writeUInt16LE(zip64 ? 12 : 0, 30);
  bytes.writeUInt32LE(MODE * 0x10000, 38);
  bytes.writeUInt32LE(Math.min(headerOffset, OVERFLOW), 42);
  bytes.write(name, 46, 'latin1');
  if (zip64) {
    bytes.writeUInt16LE(0x0001, 46 + name.length);
    bytes.writeUInt16LE(8, 48 + name.length);
    bytes.writeBigUInt64LE(BigInt(headerOffset), 50 + name.length);
  }
  return bytes;
}

/** ZIP64 end of central directory record and its locator. */
function encodeZip64End(count: number, directoryBytes: number, offset: number): Buffer {
  const bytes = Buffer.alloc(76);
  bytes.writeUInt32LE(ZIP64_SIGNATURE, 0);
  bytes.writeBigUInt64LE(44n, 4);
  bytes.writeUInt16LE(MADE_BY_UNIX | VERSION_ZIP64, 12);
  bytes.writeUInt16LE(VERSION_ZIP64, 14);
  bytes.writeBigUInt64LE(BigInt(count), 24);
  bytes.writeBigUInt64LE(BigInt(count), 32);
  bytes.writeBigUInt64LE(BigInt(directoryBytes), 40);
  bytes.writeBigUInt64LE(BigInt(offset), 48);
  bytes.writeUInt32LE(ZIP64_LOCATOR_SIGNATURE, 56);
  bytes.writeBigUInt64LE(BigInt(offset + directoryBytes), 64);
  bytes.writeUInt32LE(1, 72);
  return bytes;
}
