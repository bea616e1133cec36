// The small parts of a dossier in memory, and whether its form and index hold (check 1 of app/protocol/DOSSIER.md). Sealed files and
// documents are read once, where they lie, a few at a time: their digests for the index and what is found out about a sealed file
// come from the same read, and a tender of many gigabytes needs no more memory than a small one.
import { sha256Hex } from '../../crypto/encoding.ts';
import { isCryptoError } from '../../crypto/errors.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ByteProgress, CallOptions, RunOptions } from '../ports/call-options.ts';
import type { DossierSource } from '../ports/dossier-files.ts';
import type { RunDigest, Sealer } from '../ports/sealer.ts';
import type { DossierEntry, DossierIndex } from '../protocol/dossier.ts';
import { DOSSIER_BOUNDS, LARGE_ENTRY } from '../policy/dossier-bounds.ts';
import { MIMETYPE_BYTES, requireListed, requireNames } from '../policy/dossier-names.ts';
import type { DocumentFiles } from '../policy/tender/check-documents.ts';
import type { SealedFiles } from '../policy/tender/check-sealed-files.ts';
import { parseIndex } from '../policy/tender/dossier.ts';
import { queueLimits, runQueue } from './opening-queue.ts';

export interface ReadDossier {
  readonly parts: ReadonlyMap<string, Buffer>;
  /** Null when it cannot be read: then nothing else means anything. */
  readonly index: DossierIndex | null;
  /** What is wrong with form or index; null when nothing is. */
  readonly failure: Error | null;
  /** What was found out about the sealed files. */
  readonly sealed: SealedFiles;
  readonly documents: DocumentFiles;
}

type ValueOf<M> = M extends ReadonlyMap<string, infer V> ? V : never;

const NOTHING = { sealed: new Map(), documents: new Map() } as const;

type Entry = DossierSource['entries'][number];

const SEALED = /^sealed\/([^/]+)\.sampul(?:\.\d{3})?$/;
const DOCUMENT = /^documents\/([^/]+\/\d{1,4})/;

/**
 * Before any of it is read: a stranger's file must not take all the memory of whoever judges it.
 * @throws audit/dossier-malformed when these entries, all of them together, are larger than those of any tender
 */
export function requireSmall(entries: readonly Pick<Entry, 'run'>[]): void {
  if (entries.reduce((sum, { run }) => sum + run.sizeBytes, 0) > DOSSIER_BOUNDS.smallBytes)
    throw new CodedError('audit/dossier-malformed', { why: 'size' });
}

export async function readDossier(
  needs: { readonly source: DossierSource; readonly sealer: Sealer },
  options: RunOptions<ByteProgress>,
): Promise<ReadDossier> {
  const { source } = needs;
  const parts = new Map<string, Buffer>();
  let failure = failureOf(() => requireNames(source.entries.map(({ name }) => name)));
  const small = source.entries.filter((entry) => !LARGE_ENTRY.test(entry.name));
  const tooLarge = failureOf(() => requireSmall(small));
  if (tooLarge !== null) return { parts, index: null, failure: tooLarge, ...NOTHING };
  for (const { name } of small) {
    options.signal?.throwIfAborted();
    try {
      parts.set(name, await source.read(name));
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== 'audit/dossier-malformed') throw error;
      failure ??= error;
    }
  }
  const index = readIndex(parts);
  if (index instanceof Error) return { parts, index: null, failure: failure ?? index, ...NOTHING };
  const { sealed, documents, digests } = await readLarge(needs, options);
  failure ??= failureOf(() => {
    if (parts.get('mimetype')?.equals(MIMETYPE_BYTES) !== true)
      throw new CodedError('audit/dossier-malformed', { why: 'mimetype', entry: 'mimetype' });
    requireListed(index.entries, foundEntries(source, { parts, digests }));
  });
  return { parts, index, failure, sealed, documents };
}

function readIndex(parts: ReadonlyMap<string, Buffer>): DossierIndex | Error {
  const entry = 'dossier.json';
  const bytes = parts.get(entry);
  if (bytes === undefined) return new CodedError('audit/dossier-malformed', { why: 'absent', entry });
  try {
    return parseIndex(bytes);
  } catch (error) {
    if (error instanceof CodedError || isCryptoError(error)) return error;
    throw error;
  }
}

/** @throws audit/dossier-malformed when the CRC-32 of a large entry differs; of the others it was compared at reading */
function foundEntries(
  { entries }: DossierSource,
  about: { readonly parts: ReadonlyMap<string, Buffer>; readonly digests: ReadonlyMap<string, RunDigest> },
): readonly DossierEntry[] {
  return entries.map(({ name, run: { sizeBytes: size }, crc32 }) => {
    const bytes = about.parts.get(name);
    if (bytes !== undefined) return { name, size, sha256: sha256Hex(bytes) };
    const digest = about.digests.get(name);
    if (digest?.crc32 !== crc32) throw new CodedError('audit/dossier-malformed', { why: 'CRC-32', entry: name });
    return { name, size, sha256: digest.sha256 };
  });
}

/** Large entries, the pieces of one sealed file together. */
async function readLarge(
  { source, sealer }: { readonly source: DossierSource; readonly sealer: Sealer },
  { signal, onProgress }: RunOptions<ByteProgress>,
) {
  const sealed = new Map<string, ValueOf<SealedFiles>>();
  const documents = new Map<string, ValueOf<DocumentFiles>>();
  const digests = new Map<string, RunDigest>();
  const groups = Map.groupBy(
    source.entries.filter(({ name }) => LARGE_ENTRY.test(name)),
    ({ name }) => SEALED.exec(name)?.[1] ?? DOCUMENT.exec(name)?.[1] ?? name,
  );
  const tell = teller([...groups.values()].flat(), onProgress);
  const read = async (id: string, entries: readonly Entry[], options: CallOptions): Promise<readonly RunDigest[]> => {
    const runs = entries.map(({ run }) => run);
    const telling = { ...options, onProgress: tell(id) };
    if (!id.includes('/')) {
      const found = await sealer.examineInside(source.path, runs, telling);
      sealed.set(id, found.sealed);
      return found.runs;
    }
    const found = await sealer.digestInside(source.path, runs, telling);
    const of = entries.map(({ name, run }) => ({ name, size: run.sizeBytes }));
    documents.set(id, { entries: of, sha256: found.sha256 });
    return found.runs;
  };
  const jobs = [...groups].map(([id, entries]) => ({
    sizeBytes: 0,
    fetch: () => Promise.resolve(entries),
    open: async (fetched: readonly Entry[], options: CallOptions) => {
      const found = await read(id, fetched, options);
      found.forEach((digest, i) => digests.set(fetched[i]?.name ?? '', digest));
    },
    finish: () => Promise.resolve(),
  }));
  await runQueue(jobs, queueLimits(sealer.parallel), signal === undefined ? {} : { signal });
  return { sealed, documents, digests };
}

/** Adds up what several of them read at once. */
function teller(entries: readonly Entry[], onProgress: RunOptions<ByteProgress>['onProgress']) {
  const totalBytes = entries.reduce((sum, { run }) => sum + run.sizeBytes, 0);
  const done = new Map<string, number>();
  return (id: string) =>
    ({ doneBytes }: ByteProgress): void => {
      done.set(id, doneBytes);
      onProgress?.({ doneBytes: [...done.values()].reduce((sum, bytes) => sum + bytes, 0), totalBytes });
    };
}

function failureOf(check: () => void): Error | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
}
