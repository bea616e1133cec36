// The bytes of a container: one form, and every other is refused. unzip is the second opinion.
import { spawnSync } from 'node:child_process';
import { crc32 as nativeCrc32 } from 'node:zlib';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesSource } from '../../../crypto/seal/bytes-source.ts';
import { readContainer, readPart } from '../../../crypto/seal/container-reader.ts';
import { crc32 } from '../../../crypto/seal/crc32.ts';
import { entryNames, parseEntryOrder } from '../../../crypto/seal/entry-names.ts';
import type { ByteSource } from '../../../crypto/seal/io.ts';
import { encodeCentralDirectory, encodeLocalHeader } from '../../../crypto/seal/zip-records.ts';
import { codeOf, codeOfAsync } from '../../doubles/crypto-code.ts';
import { pack } from '../../vectors/sampul/hand-made.ts';

const HAS_UNZIP = spawnSync('unzip', ['-v']).status === 0;

function entriesOf(documentObjects: number, timestamped = false): [string, Buffer][] {
  const names = entryNames({ mode: 'CA', documentObjects, timestamped });
  return names.map((name) => [name, Buffer.from(name === 'mimetype' ? 'application/x-sampul+zip' : name)]);
}

const codeFor = (bytes: Buffer) => codeOfAsync(readContainer(bytesSource(bytes)));

describe('readContainer', () => {
  let bytes: Buffer;
  beforeAll(async () => {
    bytes = await pack(entriesOf(2));
  });

  it('finds every entry where it is', async () => {
    const source = bytesSource(bytes);
    const layout = await readContainer(source);
    expect(layout).toMatchObject({ mode: 'CA', documentObjects: 2, timestamped: false });
    for (const entry of layout.entries.slice(1)) expect((await readPart(source, entry)).toString()).toBe(entry.name);
  });

  it('refuses every single changed byte of the structure', async () => {
    const layout = await readContainer(bytesSource(bytes));
    const content = new Set<number>();
    for (const { dataOffset, sizeBytes, name } of layout.entries) {
      if (name !== 'mimetype') for (let i = 0; i < sizeBytes; i++) content.add(dataOffset + i);
    }
    for (let at = 0; at < bytes.length; at++) {
      if (content.has(at)) continue;
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      // A changed CRC-32 in both headers alike shows when the entry is read; in one of them, here.
      expect(['seal/container-malformed', 'seal/object-damaged'], `byte ${String(at)}`).toContain(
        await codeFor(changed),
      );
    }
  });

  it('refuses bytes before, between and after', async () => {
    const junk = Buffer.from('junk');
    const middle = (await readContainer(bytesSource(bytes))).entries[3]?.headerOffset ?? 0;
    const between = Buffer.concat([bytes.subarray(0, middle), junk, bytes.subarray(middle)]);
    for (const changed of [
      Buffer.concat([junk, bytes]),
      between,
      Buffer.concat([bytes, junk]),
      Buffer.concat([bytes, bytes]),
    ]) {
      expect(await codeFor(changed)).toBe('seal/container-malformed');
    }
  });

  it('refuses every shorter file', async () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(await codeFor(bytes.subarray(0, length))).toBe('seal/container-malformed');
    }
  });

  const reordered: Readonly<Record<string, (entries: [string, Buffer][]) => [string, Buffer][]>> = {
    'entries in another order': ([first, second, third, ...rest]) =>
      [first, third, second, ...rest].filter((e) => e !== undefined),
    'an entry twice': ([first, second, ...rest]) => [first, second, second, ...rest].filter((e) => e !== undefined),
    'a missing entry': (entries) => entries.filter(([name]) => name !== 'evidence.p7m'),
    'an unknown entry': (entries) => [...entries, ['extra', Buffer.alloc(0)]],
    'a path': (entries) => entries.map(([name, content]) => [name === 'evidence.p7m' ? '../evidence' : name, content]),
    'another mimetype': (entries) =>
      entries.map(([name, content]) => [name, name === 'mimetype' ? Buffer.from('x') : content]),
    'both kinds of header': (entries) => entries.map(([name, content]) => [name.replace('0001.lock', '0001'), content]),
    'no entries': () => [],
  };
  it.each(Object.entries(reordered))('refuses %s', async (_what, change) => {
    expect(await codeFor(await pack(change(entriesOf(2))))).toBe('seal/container-malformed');
  });

  it.skipIf(!HAS_UNZIP)('reads what unzip reads (needs unzip)', () => {
    const dir = mkdtempSync(join(tmpdir(), 'segel-zip-'));
    try {
      writeFileSync(join(dir, 'a.zip'), bytes);
      const test = spawnSync('unzip', ['-tq', 'a.zip'], { cwd: dir, encoding: 'utf8' });
      expect(test.stdout).toContain('No errors detected');
      const shown = spawnSync('unzip', ['-p', 'a.zip', 'objects/0001.enc'], { cwd: dir, encoding: 'utf8' });
      expect(shown.stdout).toBe('objects/0001.enc');
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});

describe('ZIP64', () => {
  /** A container of five 1 GiB ciphertexts of zeros that exists only where somebody looks. */
  function sparse(): ByteSource {
    const pieces: { at: number; bytes: Buffer }[] = [];
    const entries = [];
    let offset = 0;
    for (const [name, content] of entriesOf(5)) {
      const sizeBytes = /000[1-5]\.enc$/.test(name) ? 2 ** 30 : content.length;
      const entry = { name, sizeBytes, crc32: crc32(content), headerOffset: offset };
      const header = encodeLocalHeader(entry);
      pieces.push({ at: offset, bytes: header });
      if (sizeBytes === content.length) pieces.push({ at: offset + header.length, bytes: content });
      entries.push(entry);
      offset += header.length + sizeBytes;
    }
    const end = encodeCentralDirectory(entries, offset);
    pieces.push({ at: offset, bytes: end });
    return {
      sizeBytes: offset + end.length,
      readInto(target, position) {
        const length = Math.max(0, Math.min(target.length, offset + end.length - position));
        target.fill(0, 0, length);
        for (const { at, bytes } of pieces) {
          const from = Math.max(at, position);
          const to = Math.min(at + bytes.length, position + length);
          if (from < to) target.set(bytes.subarray(from - at, to - at), from - position);
        }
        return Promise.resolve(length);
      },
    };
  }

  it('is used for offsets over 4 GiB and nowhere else', async () => {
    const source = sparse();
    const layout = await readContainer(source);
    expect(layout.documentObjects).toBe(5);
    expect(layout.directoryOffset).toBeGreaterThan(2 ** 32);
    const end = Buffer.alloc(2000);
    await source.readInto(end, layout.directoryOffset);
    expect(end.readUInt16LE(6)).toBe(20);
    expect(end.includes(Buffer.from('504b0606', 'hex'))).toBe(true);
  });
});

describe('parseEntryOrder', () => {
  it('is the inverse of entryNames', () => {
    fc.assert(
      fc.property(
        fc.record({
          mode: fc.constantFrom('CA' as const, 'NON_CA' as const),
          documentObjects: fc.integer({ min: 0, max: 9999 }),
          timestamped: fc.boolean(),
        }),
        (order) => {
          expect(parseEntryOrder(entryNames(order))).toEqual(order);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('refuses more than 9999 objects', () => {
    const names = entryNames({ mode: 'CA', documentObjects: 10_000, timestamped: false });
    expect(codeOf(() => parseEntryOrder(names))).toBe('seal/container-malformed');
  });
});

describe('crc32', () => {
  it('equals the native one, in one piece or several', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        expect(crc32(a)).toBe(nativeCrc32(a));
        expect(crc32(b, crc32(a))).toBe(nativeCrc32(Buffer.concat([a, b])));
      }),
    );
  });
});
