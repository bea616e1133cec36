import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { copyFile } from '../../../main/adapters/copy-file.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const file = useTemporaryFolder();
const bytes = Buffer.alloc(2_500_000, 9);

describe('copying a file out', () => {
  it('tells the digest of what was copied, replaces what was there, for its owner only', async () => {
    await writeFile(file('from'), bytes);
    await writeFile(file('to'), 'earlier');
    const digests: string[] = [];
    await copyFile(file('from'), file('to'), (sha256) => digests.push(sha256));
    expect(digests).toEqual([sha256Hex(bytes)]);
    expect(await readFile(file('to'))).toEqual(bytes);
    expect((await stat(file('to'))).mode & 0o077).toBe(0);
  });

  it('leaves everything as it was when the copy is not the expected one', async () => {
    await writeFile(file('from'), bytes);
    await writeFile(file('to'), 'earlier');
    const refuse = () => {
      throw new CodedError('draft/sealed-file-changed');
    };
    await expect(copyFile(file('from'), file('to'), refuse)).rejects.toMatchObject({
      code: 'draft/sealed-file-changed',
    });
    expect(await readFile(file('to'), 'utf8')).toBe('earlier');
    expect(await readdir(file())).toEqual(['from', 'to']);
  });

  it('leaves nothing behind when it is stopped, or when the source is gone', async () => {
    await writeFile(file('from'), bytes);
    const stop = new AbortController();
    stop.abort();
    await expect(copyFile(file('from'), file('to'), undefined, { signal: stop.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    await expect(copyFile(file('none'), file('to'))).rejects.toMatchObject({ code: 'storage/failed' });
    expect(await readdir(file())).toEqual(['from']);
  });
});
