// The whole transparency log as it stands now, proven against its signed head: nothing is shown from the log that its key has
// not signed. What was read before is handed in and not fetched again.
import { leafHash, rootOf } from '../../crypto/merkle.ts';
import { firstFailure } from '../domain/check-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { fetchEntries } from './log-entries.ts';
import { verifyLog, type LogNeeds } from './verify-log.ts';

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
  const entries = [...known, ...(await fetchEntries(needs.lpse, { from: known.length, to: size }, options))];
  const root = Buffer.from(rootOf(entries.map((entry) => leafHash(entry)))).toString('hex');
  if (root !== rootSha256) throw new CodedError('log/proof-invalid', { size, entries: entries.length });
  return entries;
}
