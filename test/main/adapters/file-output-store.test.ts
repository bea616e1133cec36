// Folders and files for people, by names from strangers: inside the target or refused.
import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { fileOutputStore as store } from '../../../main/adapters/file-output-store.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();

describe('fileOutputStore', () => {
  it('makes folders one by one, private, and finds them again', async () => {
    const folder = await store.folder(at('out'), '10092474000', '001 PT Uji');
    expect(await store.folder(at('out'), '10092474000', '001 PT Uji')).toBe(folder);
    const path = await store.write(folder, 'surat.pdf', Buffer.from('isi'));
    expect([path, await readFile(path, 'utf8')]).toEqual([store.pathIn(folder, 'surat.pdf'), 'isi']);
    if (process.platform === 'win32') return;
    const mode = async (one: string) => ((await stat(one)).mode & 0o777).toString(8);
    expect([await mode(folder), await mode(path)]).toEqual(['700', '600']);
  });

  it.each(['..', '../x', 'a/b', 'a\\b', '', '.', 'CON', 'a:b', 'x\u202Efdp.exe', 'a\0b'])(
    'refuses the name %j',
    async (name) => {
      const folder = await store.folder(at('out'));
      expect(await anyCode(store.folder(at('out'), name))).toBe('storage/unsafe-target');
      expect(await anyCode(store.write(folder, name, Buffer.from('x')))).toBe('storage/unsafe-target');
    },
  );

  it.skipIf(process.platform === 'win32')('goes through no link that lies in the way (needs links)', async () => {
    await mkdir(at('victim'));
    await store.folder(at('out'));
    await symlink(at('victim'), at('out', 'tautan'));
    expect(await anyCode(store.folder(at('out'), 'tautan'))).toBe('storage/unsafe-target');
    expect(await anyCode(store.write(at('out', 'tautan'), 'a', Buffer.from('x')))).toBe('storage/unsafe-target');
  });

  it('reads back, tells sizes, and removes', async () => {
    const folder = await store.folder(at('out'));
    const path = await store.write(folder, 'a', Buffer.from('isi'));
    expect([await store.sizeOf(path), await store.sizeOf(at('none')), await store.read(at('none'))]).toEqual([
      3,
      null,
      null,
    ]);
    await store.remove(path);
    await store.remove(path);
    expect(await store.read(path)).toBeNull();
  });

  it('takes the place of a folder for nothing', async () => {
    await mkdir(at('out'));
    await writeFile(at('out', 'berkas'), '');
    expect(await anyCode(store.folder(at('out'), 'berkas'))).toBe('storage/unsafe-target');
  });
});
