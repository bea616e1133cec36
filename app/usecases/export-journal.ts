// UC-21 Export the journal, of one tender or of everything, as evidence: what was done, what was answered, when, in a chain that
// anybody can recompute. A broken chain is exported too, and said.
import { encodeCanonicalJson, type Json } from '../../crypto/canonical-json.ts';
import { toSafeName } from '../../crypto/seal/document-name.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal, JournalEntry } from '../ports/journal.ts';
import type { OutputStore } from '../ports/output-store.ts';
import { requireUnbroken } from '../policy/journal-chain.ts';
import { codedFailure } from '../policy/run-check.ts';

export interface ExportedJournal {
  readonly path: string;
  readonly entries: number;
  /** Null when the whole chain holds. */
  readonly broken: ErrorCode | null;
}

/** One canonical JSON object per line, oldest first; the chain is checked over the whole journal. */
export async function exportJournal(
  needs: { readonly journal: Journal; readonly output: OutputStore; readonly clock: Clock },
  input: { readonly baseDir: string; readonly kdTender: string | null },
): Promise<ExportedJournal> {
  const all = await needs.journal.entries();
  const chosen = input.kdTender === null ? all : all.filter(({ kdTender }) => kdTender === input.kdTender);
  const folder = await needs.output.folder(input.baseDir);
  const name = toSafeName(`jurnal-${input.kdTender ?? 'semua'}-${stamp(needs.clock.now())}.jsonl`);
  const path = await needs.output.write(folder, name, toLines(chosen));
  return { path, entries: chosen.length, broken: brokenCode(all) };
}

/** Bytes of a `.jsonl`: one entry per line. */
export function toLines(entries: readonly JournalEntry[]): Buffer {
  const newline = Buffer.from('\n');
  return Buffer.concat(entries.flatMap((entry) => [encodeCanonicalJson({ ...entry } satisfies Json), newline]));
}

function brokenCode(entries: readonly JournalEntry[]): ErrorCode | null {
  try {
    requireUnbroken(entries);
    return null;
  } catch (error) {
    return codedFailure(error).code;
  }
}

/** `20261120-164400` in UTC. */
export function stamp(date: Date): string {
  return date.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
}
