// Leaves of the log, page by page.
import { CodedError } from '../errors/coded-error.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { LogCalls } from '../ports/lpse-gateway.ts';

/** The most entries one call may ask for (log.ts). */
const PAGE = 1000;

/** Leaves `from` up to `to`, which is not included; unproven as yet. @throws network/bad-answer, network/* */
export async function fetchEntries(
  lpse: Pick<LogCalls, 'entries'>,
  { from, to }: { readonly from: number; readonly to: number },
  options: RunOptions<ByteProgress> = {},
): Promise<readonly Buffer[]> {
  const entries: Buffer[] = [];
  while (from + entries.length < to) {
    const start = from + entries.length;
    const end = Math.min(start + PAGE, to);
    const page = await lpse.entries(start, end, options);
    if (page.start !== start || page.entries.length === 0 || page.entries.length > end - start)
      throw new CodedError('network/bad-answer', { why: 'entries' });
    entries.push(...page.entries.map((entry) => Buffer.from(entry, 'base64')));
    options.onProgress?.({ doneBytes: entries.length, totalBytes: to - from });
  }
  return entries;
}
