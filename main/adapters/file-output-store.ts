// The OutputStore port: folders 0700 and files 0600 for people, by names that were made safe, never through a link. What came
// from strangers is marked as such where the system knows a mark.
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { OutputStore } from '../../app/ports/output-store.ts';
import { isSafeName } from '../../crypto/seal/document-name.ts';
import { markFromStranger } from './mark-of-the-web.ts';
import { makePrivateFolder, readBounded, removeFile, writePrivateFile } from './private-files.ts';
import { storing, systemCode, unlessMissing } from './storage-faults.ts';

const MAX_READ_BYTES = 64 << 20;

export const fileOutputStore: OutputStore = {
  async folder(base, ...names) {
    let current = await makePrivateFolder(base);
    for (const name of names) current = await makeLevel(current, name);
    return current;
  },

  pathIn(folder, name) {
    requireSafe(name);
    return join(folder, name);
  },

  async write(folder, name, bytes) {
    requireSafe(name);
    await requireRealFolder(folder);
    const path = join(folder, name);
    await writePrivateFile(path, bytes);
    return path;
  },

  read: (path) => readBounded(path, MAX_READ_BYTES),
  sizeOf: async (path) => (await storing(() => unlessMissing(lstat(path))))?.size ?? null,
  remove: removeFile,
  markForeign: async (paths, origin) => (await markFromStranger(paths, origin)).marked,
};

/** Makes a folder that is not there; what is there must be a folder and no link. */
async function makeLevel(parent: string, name: string): Promise<string> {
  requireSafe(name);
  const path = join(parent, name);
  await storing(async () => {
    try {
      await mkdir(path, { mode: 0o700 });
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
  });
  await requireRealFolder(path);
  return path;
}

async function requireRealFolder(path: string): Promise<void> {
  const facts = await storing(() => lstat(path));
  if (!facts.isDirectory()) throw new CodedError('storage/unsafe-target');
}

function requireSafe(name: string): void {
  if (!isSafeName(name)) throw new CodedError('storage/unsafe-target');
}
