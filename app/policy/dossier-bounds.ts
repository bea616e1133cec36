// What a dossier may hold (app/protocol/DOSSIER.md 1), for those who write one and for those who read one.
import { CodedError } from '../errors/coded-error.ts';
import { PIECE_BYTES } from './dossier-names.ts';

export const DOSSIER_BOUNDS = {
  entries: 60_000,
  nameBytes: 160,
  /** Of sealed files and documents. */
  entryBytes: PIECE_BYTES,
  /** Numbers of pieces have three digits. */
  pieces: 999,
  /** Of everything else: it is read into memory. */
  smallEntryBytes: 256 << 20,
  smallBytes: 2 ** 30,
} as const;

/** Sealed files and documents. */
export const LARGE_ENTRY = /^(?:sealed\/|documents\/[^/]+\/\d)/;

export interface PlannedEntry {
  readonly name: string;
  readonly size: number;
}

/** @throws audit/dossier-too-large, naming the bound */
export function requireBounds(entries: readonly PlannedEntry[]): void {
  const small = entries.filter(({ name }) => !LARGE_ENTRY.test(name));
  requireAtMost('entries', entries.length);
  for (const { name, size } of small) requireAtMost('smallEntryBytes', size, name);
  requireAtMost('smallBytes', sumOf(small));
}

/** The entries of one large file: one for all but the longest. @throws audit/dossier-too-large */
export function piecesOf(stem: string, size: number): readonly (PlannedEntry & { readonly position: number })[] {
  const count = Math.max(1, Math.ceil(size / PIECE_BYTES));
  requireAtMost('pieces', count, stem);
  return Array.from({ length: count }, (_, i) => ({
    name: count === 1 ? stem : `${stem}.${String(i + 1).padStart(3, '0')}`,
    size: Math.min(PIECE_BYTES, size - i * PIECE_BYTES),
    position: i * PIECE_BYTES,
  }));
}

export function sumOf(entries: readonly Pick<PlannedEntry, 'size'>[]): number {
  return entries.reduce((sum, { size }) => sum + size, 0);
}

function requireAtMost(bound: keyof typeof DOSSIER_BOUNDS, found: number, entry?: string): void {
  const limit = DOSSIER_BOUNDS[bound];
  if (found <= limit) return;
  const about = entry === undefined ? {} : { entry };
  throw new CodedError('audit/dossier-too-large', { why: bound, limit, found, ...about });
}
