// The small parts of a dossier in memory, and whether its form and index hold (check 1 of app/protocol/DOSSIER.md). Sealed files and
// documents are hashed where they lie: a tender of many gigabytes needs no more memory than a small one.
import { sha256Hex } from '../../crypto/encoding.ts';
import { isCryptoError } from '../../crypto/errors.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { DossierSource } from '../ports/dossier-files.ts';
import { DossierIndex, type DossierEntry } from '../protocol/dossier.ts';
import { MIMETYPE_BYTES, requireListed, requireNames } from '../policy/dossier-names.ts';
import { parseAs } from '../policy/tender/dossier.ts';

export interface ReadDossier {
  readonly parts: ReadonlyMap<string, Buffer>;
  /** Null when it cannot be read: then nothing else means anything. */
  readonly index: DossierIndex | null;
  /** What is wrong with form or index; null when nothing is. */
  readonly failure: Error | null;
}

const LARGE = /^(?:sealed|documents)\//;

export async function readDossier(source: DossierSource, options: RunOptions<ByteProgress>): Promise<ReadDossier> {
  const parts = new Map<string, Buffer>();
  const found: DossierEntry[] = [];
  let failure: Error | null = null;
  for (const { name, run } of source.entries) {
    options.signal?.throwIfAborted();
    if (LARGE.test(name)) {
      found.push({ name, size: run.sizeBytes, sha256: '' });
      continue;
    }
    try {
      const bytes = await source.read(name);
      parts.set(name, bytes);
      found.push({ name, size: bytes.length, sha256: sha256Hex(bytes) });
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== 'audit/dossier-malformed') throw error;
      failure ??= error;
    }
  }
  failure ??= failureOf(() => requireNames(source.entries.map(({ name }) => name)));
  try {
    const bytes = parts.get('dossier.json');
    if (bytes === undefined) throw new CodedError('audit/dossier-malformed', { why: 'absent', entry: 'dossier.json' });
    const index = parseAs(bytes, DossierIndex, 'dossier.json');
    failure ??= await indexFailure(source, { index, found, mimetype: parts.get('mimetype') }, options);
    return { parts, index, failure };
  } catch (error) {
    if (!(error instanceof CodedError) && !isCryptoError(error)) throw error;
    return { parts, index: null, failure: failure ?? error };
  }
}

/** The digests of large entries are made here; a sealed file is read once more when it is judged. */
async function indexFailure(
  source: DossierSource,
  about: {
    readonly index: DossierIndex;
    readonly found: readonly DossierEntry[];
    readonly mimetype: Buffer | undefined;
  },
  options: RunOptions<ByteProgress>,
): Promise<Error | null> {
  const { index, found, mimetype } = about;
  if (mimetype?.equals(MIMETYPE_BYTES) !== true)
    return new CodedError('audit/dossier-malformed', { why: 'mimetype', entry: 'mimetype' });
  const complete: DossierEntry[] = [];
  for (const entry of found) {
    const large = entry.sha256 === '';
    complete.push(large ? { ...entry, sha256: await source.digest(entry.name, options) } : entry);
  }
  return failureOf(() => requireListed(index.entries, complete));
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
