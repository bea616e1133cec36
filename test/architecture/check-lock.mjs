// The lockfile is complete (every dependency of every entry is in it), exact, and names no download address.
import { readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const lock = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8'));
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const faults = [];

/** The lock entry that `name` resolves to from inside `from`, walking up nested node_modules. */
function resolve(from, name) {
  for (let at = from; ;) {
    const entry = lock.packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`];
    if (entry !== undefined || at === '') return entry;
    const cut = at.lastIndexOf('/node_modules/');
    at = cut < 0 ? '' : at.slice(0, cut);
  }
}

for (const [where, entry] of Object.entries(lock.packages)) {
  for (const name of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
    if (resolve(where, name) === undefined) faults.push(`the lock lacks ${name}, needed by ${where || 'the project'}`);
  }
  if (entry.resolved !== undefined) faults.push(`${where} names a download address`);
  if (where !== '' && entry.integrity === undefined && entry.inBundle !== true && entry.link !== true) {
    faults.push(`${where} has no integrity hash`);
  }
}
for (const group of ['dependencies', 'devDependencies', 'optionalDependencies']) {
  for (const [name, range] of Object.entries(manifest[group] ?? {})) {
    if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range)) faults.push(`${name} is not an exact version: ${range}`);
  }
}

for (const fault of faults) console.error(fault);
process.exit(faults.length === 0 ? 0 : 1);
