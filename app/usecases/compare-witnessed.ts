// UC-27 Compare what a witness saw with what this computer is shown: a head that a witness has cosigned and that does not fit to the
// log here is a split view, and an alarm on either side of it.
import { parseCheckpoint, parseVerifierKey, verifyCheckpoint, type Checkpoint } from '../../crypto/checkpoint.ts';
import { verifyCosignatures, type Cosignature } from '../../crypto/cosignature.ts';
import { equalBytes } from '../../crypto/encoding.ts';
import type { VerifierKey } from '../../crypto/signed-note.ts';
import { toReport, type CheckReport } from '../domain/check-report.ts';
import { CodedError, type ProblemDetails } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { LogCalls } from '../ports/lpse-gateway.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { codedFailure, findOut, missing, notMade, type Row } from '../policy/run-check.ts';
import { isUnreached, proveGrowth } from './log-growth.ts';
import { verifyLog, watchHead, type LogNeeds } from './verify-log.ts';

export interface WitnessedInput {
  readonly trust: LpseTrust;
  /** A head of the log with cosignatures. */
  readonly note: string;
  /** Keys of witnesses whom somebody here knows. */
  readonly witnesses: readonly VerifierKey[];
}

export interface WitnessedHead {
  readonly report: CheckReport;
  /** Null unless the log's signature is good. */
  readonly size: number | null;
  /** Leaves in the log that is shown here now; null when it was not asked, or is not signed. */
  readonly shownSize: number | null;
  /** Known witnesses that cosigned. */
  readonly cosignatures: readonly Cosignature[];
}

/**
 * @param needs - with `log` null, only the note itself is judged
 * @returns every check; a contradiction has been written to the journal
 * @throws network/*
 */
export async function compareWitnessed(
  needs: { readonly log: LogNeeds | null },
  { trust, note, witnesses }: WitnessedInput,
  options: RunOptions = {},
): Promise<WitnessedHead> {
  const { rows, head, cosignatures } = readWitnessed({ trust, note, witnesses });
  if (head === null || needs.log === null) {
    return { report: toReport(rows), size: head?.size ?? null, shownSize: null, cosignatures };
  }
  const log = await verifyLog(needs.log, { trust }, options);
  const row = await watchHead(needs.log, { connection: { trust, log }, note }, options);
  const agrees: Row = { ...row, id: 'witness-agrees' };
  const shownSize = log.checkpoint?.size ?? null;
  return { report: toReport([...rows, ...log.report.checks, agrees]), size: head.size, shownSize, cosignatures };
}

function readWitnessed({ trust, note, witnesses }: WitnessedInput): {
  readonly rows: readonly Row[];
  readonly head: Checkpoint | null;
  readonly cosignatures: readonly Cosignature[];
} {
  const key = parseVerifierKey(trust.logVerifierKey);
  const { row: signed, value: head } = findOut(
    'witness-head',
    () => verifyCheckpoint(note, key),
    ({ size, origin }) => ({ size, origin }),
  );
  if (head === null) return { rows: [signed, notMade('witness-cosigned')], head: null, cosignatures: [] };
  const { row: cosigned, value } = findOut(
    'witness-cosigned',
    () => verifyCosignatures(note, witnesses),
    (found) => ({ witnesses: found.map(({ name, at }) => `${name} ${at.toISOString()}`).join(', ') }),
  );
  const cosignatures = value ?? [];
  const row = value !== null && value.length === 0 ? missing('witness-cosigned', 'audit/not-witnessed') : cosigned;
  return { rows: [signed, row], head, cosignatures };
}

export interface CoveredInput extends Omit<WitnessedInput, 'note'> {
  /** Signed head in a receipt. */
  readonly receiptHead: string;
  /** Heads with cosignatures, of this log or of others. */
  readonly notes: readonly string[];
}

/**
 * Whether a head of the log that known witnesses cosigned contains the head that a receipt was made in: row `receipt-witnessed`.
 * @param log - asked for the proof between the two heads; null to stay offline, where only equal sizes can be compared
 * @throws network/*
 */
export async function coverReceipt(
  log: Pick<LogCalls, 'consistency'> | null,
  { trust, receiptHead, notes, witnesses }: CoveredInput,
  options: RunOptions = {},
): Promise<Row> {
  const key = parseVerifierKey(trust.logVerifierKey);
  let row: Row = missing('receipt-witnessed', 'audit/not-witnessed');
  try {
    const own = verifyCheckpoint(receiptHead, key);
    // All of them: one that covers the receipt does not make up for another that contradicts it.
    for (const note of [receiptHead, ...notes]) {
      if (parseCheckpoint(note).origin !== own.origin) continue;
      const seen = verifyCheckpoint(note, key);
      const [first] = verifyCosignatures(note, witnesses);
      if (first === undefined) continue;
      const facts = { witness: first.name, at: first.at.toISOString(), size: seen.size };
      const covers = await isCovered(log, { own, seen, facts }, options);
      if (covers) row = { id: 'receipt-witnessed', outcome: 'passed', facts };
      else if (row.outcome !== 'passed') row = missing('receipt-witnessed', 'audit/receipt-not-covered');
    }
    return row;
  } catch (error) {
    const { code, details } = codedFailure(error);
    if (isUnreached(code)) throw error;
    return { id: 'receipt-witnessed', outcome: 'failed', code, facts: details };
  }
}

/** False when nothing can be said: the head is older, or newer and nobody is there to prove it. @throws log/forked */
async function isCovered(
  log: Pick<LogCalls, 'consistency'> | null,
  { own, seen, facts }: { readonly own: Checkpoint; readonly seen: Checkpoint; readonly facts: ProblemDetails },
  options: RunOptions,
): Promise<boolean> {
  if (seen.size === own.size) {
    if (!equalBytes(seen.root, own.root)) throw new CodedError('log/forked', facts);
    return true;
  }
  if (log === null) return false;
  const [older, newer] = seen.size < own.size ? [seen, own] : [own, seen];
  await proveGrowth(log, { older, newer }, options);
  return newer === seen;
}
