// Answers `files.*`: what the system's dialogs chose becomes handles; paths stay here.
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { CodedError } from '../../app/errors/coded-error.ts';
import { storing } from '../adapters/storage-faults.ts';
import { toSafeName } from '../../crypto/seal/document-name.ts';
import type { AreaHandlers } from './area.ts';
import type { Program } from './program.ts';

export function filesHandlers({ host, files, installation }: Program): AreaHandlers<'files'> {
  return {
    'files.choose': async ({ purpose }, caller) => {
      const chosen: { handle: string; name: string; sizeBytes: number }[] = [];
      for (const path of await host.chooseFiles(purpose)) {
        const facts = await storing(() => stat(path));
        // A folder of documents is every file in it; a folder of anchors is one thing.
        const paths = facts.isDirectory() && purpose === 'folder' ? await installation.documents.list(path) : [path];
        for (const file of paths) {
          const { size } = file === path ? facts : await storing(() => stat(file));
          chosen.push({ handle: files.issue({ path: file }, caller), name: basename(file), sizeBytes: size });
        }
      }
      if (chosen.length > MAX_CHOSEN)
        throw new CodedError('document/too-many', { count: chosen.length, limit: MAX_CHOSEN });
      return { files: chosen };
    },

    'files.saveAs': async ({ suggestedName }, caller) => {
      const path = await host.chooseTarget(toSafeName(suggestedName));
      return path === null ? null : { handle: files.issue({ path }, caller), shownAs: basename(path) };
    },
  };
}

/** More than any package takes; a slip of the hand can choose a whole disk. */
const MAX_CHOSEN = 2000;
