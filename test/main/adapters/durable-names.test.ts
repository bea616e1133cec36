// A virus scanner holds a fresh file for a moment: the name is given all the same. Anything else is said at once.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { renamePatiently } from '../../../main/adapters/durable-names.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** The real call, after so many refusals. */
function held(times: number, code: string) {
  let calls = 0;
  return {
    calls: () => calls,
    fs: {
      rename: async (from: Parameters<typeof rename>[0], to: Parameters<typeof rename>[1]) => {
        calls += 1;
        if (calls <= times) throw systemError(code);
        await rename(from, to);
      },
    },
  };
}

describe('giving a file its name', () => {
  it.each(['EBUSY', 'EPERM', 'EACCES'])('waits while the file is held (%s)', async (code) => {
    await writeFile(at('from'), 'isi');
    const { fs, calls } = held(2, code);
    await renamePatiently(at('from'), at('to'), fs);
    expect(calls()).toBe(3);
    expect(await readFile(at('to'), 'utf8')).toBe('isi');
  });

  it('does not try again what cannot become better', async () => {
    await writeFile(at('from'), 'isi');
    const full = held(1, 'ENOSPC');
    await expect(renamePatiently(at('from'), at('to'), full.fs)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(full.calls()).toBe(1);
    await expect(renamePatiently(at('gone'), at('to'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
