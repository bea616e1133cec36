// Licences of the packages that this program is made of: those it needs to run, with all that they need, read from the packages
// themselves, and those that its page was bundled from, from the list that the build wrote beside the page.
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

const Licence = z.strictObject({ name: z.string(), version: z.string(), licence: z.string() });
export type Licence = Readonly<z.infer<typeof Licence>>;

/** By main/packaging/bundled-licences.ts; below the program's folder, in a package as in a checkout. */
const PAGE_LIST = join('out', 'renderer', 'licences.json');

let known: Promise<readonly Licence[]> | null = null;

/** Sorted by name; read once. */
export function readLicences(): Promise<readonly Licence[]> {
  return (known ??= findRoot(import.meta.dirname).then((root) => (root === null ? [] : licencesBelow(root))));
}

/** @param packageJson - its parsed content */
export function licenceOf(packageJson: unknown): Licence {
  const { name, version, license } = PackageFile.parse(packageJson);
  return { name, version, licence: (typeof license === 'string' ? license : license?.type) ?? '' };
}

/** @param root - the program's folder: package.json, node_modules, and `out` when it was built */
export async function licencesBelow(root: string): Promise<readonly Licence[]> {
  const found = new Map((await readPageList(root)).map((one) => [keyOf(one), one]));
  const top = await readPackage(root);
  const pending: (readonly [name: string, from: string])[] = namesOf(top).map((name) => [name, root]);
  const seen = new Set<string>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [name, from] = next;
    const folder = await resolveFolder(name, from, root);
    if (folder === null) continue;
    const about = await readPackage(folder);
    const key = keyOf(about);
    // The page shares packages with the program: seen is what was walked, not what is listed.
    if (seen.has(key)) continue;
    seen.add(key);
    found.set(key, licenceOf(about));
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

function keyOf({ name, version }: Pick<Licence, 'name' | 'version'>): string {
  return `${name}@${version}`;
}

/** Empty in a checkout that was not built: there is no page either. */
async function readPageList(root: string): Promise<readonly Licence[]> {
  const text = await readText(join(root, PAGE_LIST));
  return text === null ? [] : z.array(Licence).parse(JSON.parse(text));
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
