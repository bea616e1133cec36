// Every leaf of a tree, held against its root. A log only grows, so that leaves once proven are not fetched again.
import type { Checkpoint } from '../../crypto/checkpoint.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { LogCalls } from '../ports/lpse-gateway.ts';
import { isTreeOf } from '../policy/log-leaf.ts';
import { fetchEntries } from './log-entries.ts';

/** Leaves of the largest proven tree by the LPSE they came from. */
const proven = new WeakMap<LogCalls, readonly Uint8Array[]>();

/**
 * @param head - of a checkpoint whose signature was verified
 * @returns `holds` false when these are not the leaves under that root: whoever asks says what follows
 */
export async function readTree(
  lpse: LogCalls,
  head: Checkpoint,
  options: RunOptions<ByteProgress> = {},
): Promise<{ readonly entries: readonly Uint8Array[]; readonly holds: boolean }> {
  const all = proven.get(lpse) ?? [];
  const known = all.slice(0, head.size);
  const entries = [...known, ...(await fetchEntries(lpse, { from: known.length, to: head.size }, options))];
  const holds = isTreeOf(entries, head);
  if (!holds) proven.delete(lpse);
  else if (entries.length > all.length) proven.set(lpse, entries);
  return { entries, holds };
}

/** As `readTree`, for whoever needs them all. @throws log/proof-invalid when these are not the leaves under that root */
export async function requireTree(
  lpse: LogCalls,
  head: Checkpoint,
  options: RunOptions<ByteProgress> = {},
): Promise<readonly Uint8Array[]> {
  const { entries, holds } = await readTree(lpse, head, options);
  if (!holds) throw new CodedError('log/proof-invalid', { size: head.size, entries: entries.length });
  return entries;
}
