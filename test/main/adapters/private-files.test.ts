// Private files: modes, no following of links, old content or new and nothing between.
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { makePrivateFolder, readBounded, removeFile, writePrivateFile } from '../../../main/adapters/private-files.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

describe('writePrivateFile', () => {
  it.skipIf(process.platform === 'win32')('makes files 0600 in folders 0700 (POSIX modes)', async () => {
    await makePrivateFolder(at('a', 'b'));
    await writePrivateFile(at('a', 'b', 'c'), Buffer.from('isi'));
    expect([await modeOf(at('a', 'b')), await modeOf(at('a', 'b', 'c'))]).toEqual(['700', '600']);
  });

  it.skipIf(process.platform === 'win32')('replaces a link instead of writing through it (needs links)', async () => {
    await writeFile(at('victim'), 'tetap');
    await symlink(at('victim'), at('link'));
    await writePrivateFile(at('link'), Buffer.from('baru'));
    expect(await readFile(at('victim'), 'utf8')).toBe('tetap');
    expect(await readFile(at('link'), 'utf8')).toBe('baru');
  });

  it('leaves the old file and nothing else when it fails', async () => {
    await mkdir(at('taken'));
    expect(await anyCode(writePrivateFile(at('taken'), Buffer.from('x')))).toBe('storage/failed');
    expect(await anyCode(writePrivateFile(at('missing', 'x'), Buffer.from('x')))).toBe('storage/failed');
    expect(await readdir(at())).toEqual(['taken']);
  });

  it.skipIf(process.platform !== 'linux')('says that the disk is full (needs /dev/full)', async () => {
    // ENOSPC from the kernel itself: a name whose write cannot succeed.
    const { open } = await import('node:fs/promises');
    const { toStorageFault } = await import('../../../main/adapters/storage-faults.ts');
    const full = await open('/dev/full', 'w');
    const error: unknown = await full.writeFile('x').catch((reason: unknown) => reason);
    await full.close();
    expect(toStorageFault(error)).toMatchObject({ code: 'storage/full', details: { system: 'ENOSPC' } });
  });
});

describe('readBounded', () => {
  it('answers null for a file that is not there and refuses one that is too large', async () => {
    await writeFile(at('big'), Buffer.alloc(11));
    expect(await readBounded(at('none'), 10)).toBeNull();
    expect(await anyCode(readBounded(at('big'), 10))).toBe('storage/failed');
    expect(await readBounded(at('big'), 11)).toHaveLength(11);
  });

  it('removes a file that need not be there', async () => {
    await writeFile(at('a'), '');
    await removeFile(at('a'));
    await removeFile(at('a'));
    expect(await readdir(at())).toEqual([]);
  });
});
