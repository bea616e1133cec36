// Where the plaintext of an opened document goes: `<folder>/<slot>/<file>`, by safe names. A file of that name that is already there
// is never written over: the same bytes are kept, other bytes get the new file beside them.
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { toSafeNames, withSuffix } from '../../crypto/seal/document-name.ts';
import type { NamedSink } from '../../crypto/seal/io.ts';
import type { InnerDocument } from '../../crypto/seal/manifest.ts';
import { fileDocumentStore } from './file-document-store.ts';
import { createFileSink, removeUnfinished } from './file-io.ts';
import { fileOutputStore } from './file-output-store.ts';
import { storing, unlessMissing } from './storage-faults.ts';

/** Of UTF-8: what is left below the folders of tender and bidder for a path that every system takes (opening-folder.ts). */
const SLOT_BYTES = 32;
export const OPENED_NAME_BYTES = 60;

export class OpenedFiles {
  readonly #folder: string;
  /** Folder names by slot. */
  readonly #slots = new Map<string, string>();
  readonly #paths = new Map<InnerDocument, string>();

  /** @param folder - of the bid, which must exist */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Where a committed document lies; null when it was not. */
  pathOf(document: InnerDocument): string | null {
    return this.#paths.get(document) ?? null;
  }

  /** @throws storage/full, storage/failed, storage/unsafe-target */
  async createSink(name: string, document: InnerDocument): Promise<NamedSink> {
    const isNew = !this.#slots.has(document.slot);
    const folder = await fileOutputStore.folder(this.#folder, this.#slotFolder(document.slot));
    // Plaintext under a name that nobody would look for; before anything of this opening lies there.
    if (isNew) await removeUnfinished(folder);
    const { free, taken } = await findFree(folder, name);
    const sink = await createFileSink(free);
    return {
      ...sink,
      commit: async () => {
        const same = await findSame(taken, document);
        if (same === null) await sink.commit();
        else await sink.abort();
        this.#paths.set(document, same ?? free);
      },
    };
  }

  #slotFolder(slot: string): string {
    const known = [...this.#slots.keys()];
    if (!known.includes(slot)) {
      // In the order of the manifest, so that the same bid has the same folders everywhere.
      const names = toSafeNames([...known, slot].map(withoutDots), SLOT_BYTES);
      this.#slots.set(slot, names.at(-1) ?? slot);
    }
    return this.#slots.get(slot) ?? slot;
  }
}

/** Every file of the program in a bid's folder has a dot in its name: no slot of a stranger's takes its place. */
function withoutDots(slot: string): string {
  return slot.replaceAll('.', '_');
}

/** `name`, or the first of `name~2`, `name~3` ... that nothing has yet; and what the earlier ones were. */
async function findFree(folder: string, name: string): Promise<{ free: string; taken: readonly string[] }> {
  const taken: string[] = [];
  for (let n = 1; ; n++) {
    const path = join(folder, n === 1 ? name : withSuffix(name, `~${String(n)}`, OPENED_NAME_BYTES));
    if ((await storing(() => unlessMissing(lstat(path)))) === null) return { free: path, taken };
    taken.push(path);
  }
}

async function findSame(paths: readonly string[], { size, sha256 }: InnerDocument): Promise<string | null> {
  for (const path of paths) {
    const facts = await storing(() => unlessMissing(lstat(path)));
    if (facts?.isFile() !== true || facts.size !== size) continue;
    // A file that cannot be read is not the same.
    if ((await fileDocumentStore.digest(path).catch(() => null)) === sha256) return path;
  }
  return null;
}
