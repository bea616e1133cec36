// The whole transparency log as it stands now, proven against its signed head: nothing is shown from the log that its key has
// not signed. What was read before is handed in and not fetched again.
import { leafHash, rootOf } from '../../crypto/merkle.ts';
import { firstFailure } from '../domain/check-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { LogCalls } from '../ports/lpse-gateway.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { verifyLog, type LogNeeds } from './verify-log.ts';

/** The most entries one call may ask for (log.ts). */
const PAGE = 1000;

/**
 * @param about - `known`: the first leaves, from an earlier reading
 * @throws log/checkpoint-invalid, log/forked and every other alarm; log/proof-invalid when the entries are not the head's
 */
export async function readLog(
  needs: LogNeeds,
  about: { readonly trust: LpseTrust; readonly known: readonly Uint8Array[] },
  options: CallOptions = {},
): Promise<readonly Uint8Array[]> {
  const { report, checkpoint } = await verifyLog(needs, about, options);
  const failure = firstFailure(report);
  if (failure !== null || checkpoint === null) {
    throw new CodedError(failure?.code ?? 'log/checkpoint-invalid', failure?.facts ?? {});
  }
  const { size, rootSha256 } = checkpoint;
  // A head older than what was read belongs to a server that was put back; the consistency proof above has said so.
  const known = about.known.slice(0, size);
  const entries = [...known, ...(await fetchLeaves(needs.lpse, { from: known.length, to: size }, options))];
  const root = Buffer.from(rootOf(entries.map((entry) => leafHash(entry)))).toString('hex');
  if (root !== rootSha256) throw new CodedError('log/proof-invalid', { size, entries: entries.length });
  return entries;
}

async function fetchLeaves(
  lpse: LogCalls,
  { from, to }: { readonly from: number; readonly to: number },
  options: CallOptions,
): Promise<readonly Buffer[]> {
  const leaves: Buffer[] = [];
  for (let start = from; start < to; start = from + leaves.length) {
    const end = Math.min(start + PAGE, to);
    const page = await lpse.entries(start, end, options);
    if (page.start !== start || page.entries.length === 0 || page.entries.length > end - start)
      throw new CodedError('network/bad-answer', { why: 'entries' });
    leaves.push(...page.entries.map((entry) => Buffer.from(entry, 'base64')));
  }
  return leaves;
}
