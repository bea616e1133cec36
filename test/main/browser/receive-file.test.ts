import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forgetReceived, receiveFile } from '../../../main/browser/receive-file.ts';

let folder = '';
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'segel-received-')), 'received');
});
afterEach(() => {
  rmSync(dirname(folder), { recursive: true, force: true });
});

function inParts(...parts: readonly string[]): AsyncIterable<Buffer> {
  return {
    async *[Symbol.asyncIterator]() {
      for (const part of parts) yield await Promise.resolve(Buffer.from(part));
    },
  };
}

async function* cutOff(): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from('half'));
  throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}

describe('a received file', () => {
  it('holds all bytes under its own name', async () => {
    const file = await receiveFile(inParts('satu ', 'dua'), { folder, name: 'Harga № 1.pdf' });
    expect(file).toMatchObject({ name: 'Harga № 1.pdf', sizeBytes: 8 });
    expect(basename(file.path)).toBe('Harga № 1.pdf');
    expect(readFileSync(file.path, 'utf8')).toBe('satu dua');
  });

  it.skipIf(process.platform === 'win32')('is readable by this user alone', async () => {
    const { path } = await receiveFile(inParts('x'), { folder, name: 'a' });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  });

  it('stands apart from another one of the same name', async () => {
    const [a, b] = [
      await receiveFile(inParts('a'), { folder, name: 'x/surat.pdf' }),
      await receiveFile(inParts('b'), { folder, name: 'y/surat.pdf' }),
    ];
    expect(a.path).not.toBe(b.path);
    expect(readFileSync(a.path, 'utf8')).toBe('a');
  });

  it.each(['../../keluar.pdf', 'C:\\temp\\keluar.pdf', '/etc/keluar.pdf'])(
    'stays in our folder whatever path %j says',
    async (name) => {
      const { path } = await receiveFile(inParts('x'), { folder, name });
      expect(basename(path)).toBe('keluar.pdf');
      expect(dirname(dirname(path))).toBe(folder);
    },
  );

  it.each(['', '.', '..', 'a/', 'a\0b', 'x'.repeat(256)])('is refused under the name %j', async (name) => {
    await expect(receiveFile(inParts('x'), { folder, name })).rejects.toMatchObject({ code: 'document/name-refused' });
  });

  it('leaves nothing when it is larger than the cap', async () => {
    const received = receiveFile(inParts('12345', '6'), { folder, name: 'a', maxBytes: 5 });
    await expect(received).rejects.toMatchObject({ code: 'document/total-too-large' });
    expect(readdirSync(folder)).toEqual([]);
    expect(await receiveFile(inParts('12345'), { folder, name: 'a', maxBytes: 5 })).toMatchObject({ sizeBytes: 5 });
  });

  it('leaves nothing when the window goes away in the middle', async () => {
    await expect(receiveFile(cutOff(), { folder, name: 'a' })).rejects.toMatchObject({ code: 'storage/failed' });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('forgetting', () => {
  it('keeps what is still referred to', async () => {
    const kept = await receiveFile(inParts('a'), { folder, name: 'a' });
    const dropped = await receiveFile(inParts('b'), { folder, name: 'b' });
    await forgetReceived(folder, (path) => path === kept.path);
    expect(readFileSync(kept.path, 'utf8')).toBe('a');
    expect(readdirSync(folder)).toEqual([basename(dirname(kept.path))]);
    expect(dropped.path).not.toBe(kept.path);
  });

  it('does nothing where nothing was ever received', async () => {
    await expect(forgetReceived(join(folder, 'none'), () => false)).resolves.toBeUndefined();
  });
});
