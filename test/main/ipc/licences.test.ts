// Which packages the program names: its own and those of the page, where none of the page's packages are installed.
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { licencesBelow } from '../../../main/ipc/licences.ts';

const root = resolve(import.meta.dirname, '../../..');
let program: string;

beforeEach(async () => {
  program = await mkdtemp(join(tmpdir(), 'segel-licences-'));
  await writeFile(join(program, 'package.json'), JSON.stringify({ name: 'p', dependencies: { zod: '*' } }));
  await mkdir(join(program, 'node_modules', 'zod'), { recursive: true });
  await cp(join(root, 'node_modules/zod/package.json'), join(program, 'node_modules/zod/package.json'));
});
afterEach(() => rm(program, { recursive: true, force: true }));

it('names every package that the page imports, with version and licence', async () => {
  const outDir = join(program, 'out', 'renderer');
  await build({
    configFile: join(root, 'vite.config.ts'),
    root: join(root, 'renderer'),
    logLevel: 'error',
    build: { outDir },
  });
  const licences = await licencesBelow(program);
  const names = licences.map(({ name }) => name);
  const imported = await importedByThePage();
  expect(imported).toEqual(expect.arrayContaining(['react', 'react-dom', 'bootstrap', 'react-router', 'i18next']));
  expect(names).toEqual(expect.arrayContaining([...imported, 'zod']));
  // What those packages need is in the script too.
  expect(names).toEqual(expect.arrayContaining(['scheduler', '@popperjs/core']));
  expect(licences.filter(({ version, licence }) => version === '' || licence === '')).toEqual([]);
});

it('names those of the program alone when there is no page', async () => {
  expect((await licencesBelow(program)).map(({ name, licence }) => [name, licence])).toEqual([['zod', 'MIT']]);
});

/** By its sources: imports that are neither relative nor types alone. */
async function importedByThePage(): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const file of await readdir(join(root, 'renderer'), { recursive: true })) {
    if (!/\.tsx?$/.test(file)) continue;
    const text = await readFile(join(root, 'renderer', file), 'utf8');
    for (const [, clause = '', name = ''] of text.matchAll(
      /^import\s+((?:[^;'"]*?\sfrom\s+)?)'((?:@[\w-]+\/)?[\w][\w.-]*)[^']*';/gm,
    )) {
      if (!clause.startsWith('type ')) names.add(name);
    }
  }
  return [...names].toSorted();
}
