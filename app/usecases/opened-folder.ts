// Which folder shows a person the bids that were opened here. Never a bid's own file or folder, and nothing that a page may name: the
// folder of the tender where it is plainly a folder, else the one above it, whose name is the program's.
import type { DocumentStore } from '../ports/document-store.ts';
import type { OutputStore } from '../ports/output-store.ts';
import { tenderLevel } from './opening-folder.ts';

export interface OpenedFolderNeeds {
  readonly output: Pick<OutputStore, 'folder' | 'pathIn'>;
  readonly documents: Pick<DocumentStore, 'stat'>;
}

export interface OpenedFolderInput {
  /** Where `openBids` wrote on this computer. */
  readonly baseDir: string;
  readonly kdTender: string;
  /** As the LPSE has it. */
  readonly packageName: string;
  readonly versiTender: number;
}

/** @throws storage/unsafe-target when something else lies where the program keeps opened bids; storage/full, storage/failed */
export async function findOpenedFolder(
  { output, documents }: OpenedFolderNeeds,
  { baseDir, kdTender, ...about }: OpenedFolderInput,
): Promise<string> {
  const base = await output.folder(baseDir);
  const name = tenderLevel(kdTender, about);
  if (hasExtension(name)) return base;
  const path = output.pathIn(base, name);
  const facts = await documents.stat(path).catch(() => null);
  return facts?.kind === 'folder' ? path : base;
}

/** A system may run a folder that is called like a program (`.app`), or show something else in its place (`.{...}`). */
function hasExtension(name: string): boolean {
  return /\.[^.\s]+$/.test(name);
}
