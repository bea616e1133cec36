// Licences of the packages that this program is made of, read from the packages themselves: those it needs to run, with all that
// they need, and those that its window was bundled from.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const PackageFile = z.object({
  name: z.string().default(''),
  version: z.string().default(''),
  license: z.union([z.string(), z.object({ type: z.string() })]).optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});
type PackageFile = z.infer<typeof PackageFile>;

export interface Licence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/** Bundled into the window's script; they are no dependencies of the running program. */
const BUNDLED = [
  ...['react', 'react-dom', 'react-bootstrap', 'bootstrap', 'react-router'],
  ...['@tanstack/react-query', 'i18next', 'react-i18next'],
] as const;

let known: Promise<readonly Licence[]> | null = null;

/** Sorted by name; read once. */
export function readLicences(): Promise<readonly Licence[]> {
  return (known ??= collect());
}

async function collect(): Promise<readonly Licence[]> {
  const root = await findRoot(import.meta.dirname);
  if (root === null) return [];
  const found = new Map<string, Licence>();
  const top = await readPackage(root);
  const pending: (readonly [name: string, from: string])[] = [...namesOf(top), ...BUNDLED].map((name) => [name, root]);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [name, from] = next;
    const folder = await resolveFolder(name, from, root);
    if (folder === null) continue;
    const about = await readPackage(folder);
    const key = `${about.name}@${about.version}`;
    if (found.has(key)) continue;
    found.set(key, { name: about.name, version: about.version, licence: licenceOf(about) });
    for (const needed of namesOf(about)) pending.push([needed, folder]);
  }
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
}

function namesOf({ dependencies, optionalDependencies }: PackageFile): readonly string[] {
  // The Node that runs a source checkout is no part of the program.
  return Object.keys({ ...dependencies, ...optionalDependencies }).filter(
    (name) => !/^node-(linux|win|darwin)-/.test(name),
  );
}

function licenceOf({ license }: PackageFile): string {
  return (typeof license === 'string' ? license : license?.type) ?? '';
}

/** As Node looks for it: from the folder upwards, not above the program's own. */
async function resolveFolder(name: string, from: string, root: string): Promise<string | null> {
  for (let folder = from; folder.startsWith(root); folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if ((await readText(join(candidate, 'package.json'))) !== null) return candidate;
  }
  return null;
}

async function findRoot(from: string): Promise<string | null> {
  for (let folder = from; ; folder = dirname(folder)) {
    if ((await readText(join(folder, 'package.json'))) !== null) return folder;
    if (folder === dirname(folder)) return null;
  }
}

async function readPackage(folder: string): Promise<PackageFile> {
  return PackageFile.parse(JSON.parse((await readText(join(folder, 'package.json'))) ?? '{}'));
}

async function readText(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}
