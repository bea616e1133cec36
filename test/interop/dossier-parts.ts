// Dossiers taken apart and put together again: what a liar with a text editor and a ZIP program can do.
import { encodeCanonicalJson, parseCanonicalJson } from '../../crypto/canonical-json.ts';
import { compareNames } from '../../app/policy/dossier-names.ts';
import { DossierIndex } from '../../app/protocol/dossier.ts';
import { fileDossiers } from '../../main/adapters/file-dossier.ts';
import type { Parts } from './tampering/liar.ts';

export async function partsOf(path: string): Promise<Parts> {
  const source = await fileDossiers.open(path);
  const parts: Parts = new Map();
  for (const { name } of source.entries) parts.set(name, await source.read(name));
  await source.close();
  return parts;
}

/** @param reindexed - false leaves the index as it was, whatever was done to the parts */
export async function writeParts(path: string, parts: Parts, reindexed: boolean): Promise<void> {
  const index = DossierIndex.parse(parseCanonicalJson(parts.get('dossier.json') ?? Buffer.alloc(0)));
  const names = [...parts.keys()].toSorted(compareNames).filter((name) => name !== 'dossier.json');
  const sink = await fileDossiers.create(path);
  for (const name of names) await sink.add(name, parts.get(name) ?? Buffer.alloc(0));
  const entries = sink.entries.map(({ name, size, sha256 }) => ({ name, size, sha256 }));
  await sink.add('dossier.json', encodeCanonicalJson(reindexed ? { ...index, entries } : index));
  await sink.commit();
}
