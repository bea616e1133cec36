// The system's mark on files from strangers, read back with the system's own tool.
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { markFromStranger } from '../../../main/adapters/mark-of-the-web.ts';
import { useTemporaryFolder } from './temporary-folder.ts';

const at = useTemporaryFolder();
const hasTool = spawnSync('getfattr', ['--version']).status === 0;

describe('markFromStranger', () => {
  it.skipIf(process.platform !== 'linux' || !hasTool)(
    'marks files, also with hostile names (needs Linux and attr)',
    async () => {
      const names = ['biasa.pdf', '-n', 'dengan spasi.pdf'];
      for (const name of names) await writeFile(at(name), '');
      const outcome = await markFromStranger(
        names.map((name) => at(name)),
        'https://lpse.example',
      );
      if (!outcome.marked) expect(outcome.reason).toBe('not-supported');
      else
        for (const name of names)
          expect(execFileSync('getfattr', ['--only-values', '-n', 'user.xdg.origin.url', at(name)]).toString()).toBe(
            'https://lpse.example',
          );
    },
  );

  it.skipIf(process.platform !== 'linux')('says when it cannot (Linux)', async () => {
    const path = process.env.PATH;
    process.env.PATH = at('kosong');
    try {
      expect(await markFromStranger([at('a')], 'https://x')).toEqual({ marked: false, reason: 'no-tool' });
    } finally {
      process.env.PATH = path;
    }
  });

  it('has nothing to do for no files', async () => {
    expect(await markFromStranger([], 'https://x')).toEqual({ marked: true, reason: 'done' });
  });
});
