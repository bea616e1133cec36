// Office files are ZIP archives, and their makers write the present time into every entry. With one fixed time the same content
// gives the same bytes.

/** 1 January 1980, the earliest that the format knows: nobody takes it for a time when something happened. */
const DOS_DATE = 0x0021;
const DOS_TIME = 0;

const END_RECORD = 0x06054b50;
const CENTRAL_RECORD = 0x02014b50;
const LOCAL_RECORD = 0x04034b50;

/** Changes `zip` in place and returns it. @throws RangeError when it is no archive of plain records, which our own makers write */
export function withFixedTimes(zip: Buffer): Buffer {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || zip.readUInt32LE(end) !== END_RECORD) throw new RangeError('no archive');
  const entries = zip.readUInt16LE(end + 10);
  let central = zip.readUInt32LE(end + 16);
  for (let entry = 0; entry < entries; entry++) {
    if (zip.readUInt32LE(central) !== CENTRAL_RECORD) throw new RangeError('central directory');
    const local = zip.readUInt32LE(central + 42);
    if (zip.readUInt32LE(local) !== LOCAL_RECORD) throw new RangeError('local header');
    setTime(zip, central + 12);
    setTime(zip, local + 10);
    central += 46 + zip.readUInt16LE(central + 28) + zip.readUInt16LE(central + 30) + zip.readUInt16LE(central + 32);
  }
  return zip;
}

function setTime(zip: Buffer, at: number): void {
  zip.writeUInt16LE(DOS_TIME, at);
  zip.writeUInt16LE(DOS_DATE, at + 2);
}
