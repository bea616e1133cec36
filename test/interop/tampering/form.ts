// Lies about the file itself: its index, its names, and the many ways to write a ZIP file.
import { crc32 } from 'node:zlib';
import { encodeCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import { get, one, type Tampering } from './liar.ts';

const nothing = () => undefined;
const LOCAL = 30;
const END = 22;

/** Where the first entry of this name has its local header. */
const headerOf = (zip: Buffer, name: string) => zip.indexOf(Buffer.from(name)) - LOCAL;
/** Where its central header begins. */
const centralOf = (zip: Buffer, name: string) => zip.lastIndexOf(Buffer.from(name)) - 46;

const changed =
  (change: (zip: Buffer) => void) =>
  (zip: Buffer): Buffer => {
    const copy = Buffer.from(zip);
    change(copy);
    return copy;
  };

const onIndex =
  (change: (index: Readonly<Record<string, Json>>) => Json) =>
  (zip: Buffer): Buffer => {
    // The last entry: its bytes may change in length, so header and directory are made as the writer makes them.
    const at = headerOf(zip, 'dossier.json');
    const size = zip.readUInt32LE(at + 18);
    const start = at + LOCAL + zip.readUInt16LE(at + 26);
    const index = JSON.parse(zip.subarray(start, start + size).toString('utf8')) as Readonly<Record<string, Json>>;
    const text = encodeCanonicalJson(change(index));
    if (text.length !== size) throw new Error('another length');
    return changed((copy) => {
      text.copy(copy, start);
      const crc = crc32(text);
      copy.writeUInt32LE(crc, at + 14);
      copy.writeUInt32LE(crc, centralOf(copy, 'dossier.json') + 16);
    })(zip);
  };

const both = (zip: Buffer, name: string, local: number, central: number, value: number) => {
  zip.writeUInt16LE(value, headerOf(zip, name) + local);
  zip.writeUInt16LE(value, centralOf(zip, name) + central);
};

export const FORM: readonly Tampering[] = [
  {
    name: 'an index of something else',
    on: 'members',
    fails: 1,
    reindexed: false,
    lie: (parts) => void parts.set('trust.json', Buffer.from('{}')),
  },
  {
    name: 'an entry that is not listed',
    on: 'members',
    fails: 1,
    reindexed: false,
    lie: (parts) => void parts.set('rehearsals/0002.p7m', Buffer.from('x')),
  },
  {
    name: 'an entry of a strange name',
    on: 'members',
    fails: 1,
    lie: (parts) => void parts.set('catatan.txt', Buffer.from('x')),
  },
  {
    name: 'an entry whose name has a digit of another script',
    on: 'members',
    fails: 1,
    lie: (parts) => void parts.set('policies/00000\u00b2.p7m', get(parts, one(parts, /^policies\//))),
  },
  {
    name: 'anchors of somebody else in the dossier',
    on: 'members',
    fails: null,
    lie: (parts) => void parts.set('trust.json', Buffer.from('{}')),
  },
  {
    name: 'thirty thousand certificates that are none: nothing of that breaks a proof',
    on: 'members',
    fails: null,
    lie(parts) {
      for (let i = 0; i < 30_000; i++)
        parts.set(`certificates/${i.toString(16).padStart(64, '0')}.cer`, Buffer.from('x'));
    },
  },
  {
    name: 'another mimetype',
    on: 'members',
    fails: 1,
    lie: (parts) => void parts.set('mimetype', Buffer.from('application/zip')),
  },
  { name: 'no mimetype', on: 'members', fails: 1, lie: (parts) => void parts.delete('mimetype') },
  {
    name: 'another LPSE',
    on: 'members',
    fails: 1,
    lie: nothing,
    bytes: onIndex((index) => ({ ...index, kdLpse: 907 })),
  },
  {
    name: 'a day in the index that does not exist',
    on: 'members',
    fails: 1,
    lie: nothing,
    bytes: onIndex((index) => ({ ...index, createdAt: '2026-02-30T00:00:00.000Z' })),
  },
  {
    name: 'a byte after the end',
    on: 'members',
    fails: 1,
    lie: nothing,
    bytes: (zip) => Buffer.concat([zip, Buffer.alloc(1)]),
  },
  {
    name: 'a byte before the start',
    on: 'members',
    fails: 1,
    lie: nothing,
    bytes: (zip) => Buffer.concat([Buffer.alloc(1), zip]),
  },
  { name: 'a file cut short', on: 'members', fails: 1, lie: nothing, bytes: (zip) => zip.subarray(0, -1) },
  { name: 'an empty file', on: 'members', fails: 1, lie: nothing, bytes: () => Buffer.alloc(0) },
  {
    name: 'a ZIP without entries',
    on: 'members',
    fails: 1,
    lie: nothing,
    bytes: (zip) => changed((end) => end.fill(0, 4))(zip.subarray(-END)),
  },
  {
    name: 'a comment at the end',
    on: 'members',
    fails: 1,
    lie: nothing,
    bytes: (zip) => Buffer.concat([changed((copy) => copy.writeUInt16LE(1, copy.length - 2))(zip), Buffer.from('x')]),
  },
  {
    name: 'a flag in both headers',
    on: 'members',
    fails: 1,
    lie: nothing,
    bytes: changed((zip) => both(zip, 'mimetype', 6, 8, 0x800)),
  },
  {
    name: 'another date in both headers',
    on: 'members',
    fails: 1,
    lie: nothing,
    bytes: changed((zip) => both(zip, 'mimetype', 12, 14, 0x22)),
  },
  {
    name: 'another version in both headers',
    on: 'members',
    fails: 1,
    lie: nothing,
    bytes: changed((zip) => both(zip, 'mimetype', 4, 6, 45)),
  },
  {
    name: 'another CRC-32 in both headers of a small entry',
    on: 'members',
    fails: 1,
    lie: nothing,
    bytes: changed((zip) => both(zip, 'trust.json', 14, 16, 0xbeef)),
  },
  {
    name: 'another CRC-32 in both headers of a sealed file',
    on: 'sealed',
    fails: 1,
    lie: nothing,
    bytes: changed((zip) => both(zip, 'sealed/', 14, 16, 0xbeef)),
  },
  {
    name: 'another CRC-32 in both headers of a document',
    on: 'told',
    fails: 1,
    lie: nothing,
    bytes: changed((zip) => both(zip, 'documents/', 14, 16, 0xbeef)),
  },
  {
    name: 'another CRC-32 in the directory only',
    on: 'members',
    fails: 1,
    lie: nothing,
    bytes: changed((zip) => void zip.writeUInt16LE(0xbeef, centralOf(zip, 'trust.json') + 16)),
  },
  {
    name: 'other attributes in the directory',
    on: 'members',
    fails: 1,
    lie: nothing,
    bytes: changed((zip) => void zip.writeUInt32LE(0, centralOf(zip, 'trust.json') + 38)),
  },
  {
    name: 'a number of entries that is not theirs',
    on: 'members',
    fails: 1,
    lie: nothing,
    bytes: changed((zip) => void zip.writeUInt16LE(1, zip.length - END + 10)),
  },
  {
    name: 'one name for two entries',
    on: 'members',
    fails: 1,
    lie: (parts) => void parts.set('rehearsals/0002.p7m', Buffer.from('x')),
    bytes: (zip) => Buffer.from(zip.toString('latin1').replaceAll('rehearsals/0002', 'rehearsals/0001'), 'latin1'),
  },
];
