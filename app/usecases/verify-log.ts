// UC-13 Look at the transparency log: is its head signed by the pinned key, and has it only grown since this computer last
// looked? A smaller or rewritten log is an alarm, kept in the journal; the older head stays the one that is remembered.
import {
  parseVerifierKey,
  verifyCheckpoint,
  type Checkpoint,
  type VerifiedCheckpoint,
} from '../../crypto/checkpoint.ts';
import { firstFailure, toReport, type CheckReport } from '../domain/check-report.ts';
import type { LogSilence } from '../domain/log-silence.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { Journal } from '../ports/journal.ts';
import type { LpseMemory } from '../ports/lpse-memory.ts';
import type { LogCalls } from '../ports/lpse-gateway.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { codedFailure, missing, notMade, type Row } from '../policy/run-check.ts';
import { isUnreached, proveGrowth } from './log-growth.ts';

export interface LogNeeds {
  readonly lpse: LogCalls;
  readonly memory: LpseMemory;
  readonly journal: Journal;
}

export interface LogVerdict {
  readonly report: CheckReport;
  /** Null unless its signature is good. */
  readonly checkpoint: { readonly origin: string; readonly size: number; readonly rootSha256: string } | null;
  /** The log gave no proof at this look, and `checkpoint` is the head that was proven last (`log-silence.ts`). */
  readonly silence?: LogSilence;
}

/** Never throws for what the log says; a verdict that is not `ok` has been written to the journal. */
export async function verifyLog(
  needs: LogNeeds,
  { trust }: { readonly trust: LpseTrust },
  options: RunOptions = {},
): Promise<LogVerdict> {
  const text = await needs.lpse.checkpoint(options);
  const key = parseVerifierKey(trust.logVerifierKey);
  let newer: VerifiedCheckpoint;
  try {
    newer = verifyCheckpoint(text, key);
  } catch (error) {
    const rows = [failed('log-checkpoint', error), notMade('log-consistency')];
    return alarm(needs, { trust, rows, text }, null);
  }
  const signed: Row = { id: 'log-checkpoint', outcome: 'passed', facts: { size: newer.size, origin: newer.origin } };
  const checkpoint = { origin: newer.origin, size: newer.size, rootSha256: Buffer.from(newer.root).toString('hex') };
  const remembered = await needs.memory.checkpoint(newer.origin);
  try {
    const from = await requireGrown(needs.lpse, { remembered, newer, trust }, options);
    if (remembered === null || newer.size > from) await needs.memory.rememberCheckpoint(newer.origin, text);
    const grown: Row = { id: 'log-consistency', outcome: 'passed', facts: { from, to: newer.size } };
    return { report: toReport([signed, grown]), checkpoint };
  } catch (error) {
    return alarm(needs, { trust, rows: [signed, failed('log-consistency', error)], text }, checkpoint);
  }
}

/**
 * The head of the log as it stands now, for whoever reads on only in a log without an alarm.
 * @throws log/checkpoint-invalid, log/forked and every other alarm
 */
export async function requireHead(
  needs: LogNeeds,
  about: { readonly trust: LpseTrust },
  options: RunOptions = {},
): Promise<Checkpoint> {
  return headOf(await verifyLog(needs, about, options));
}

function headOf({ report, checkpoint, silence }: LogVerdict): Checkpoint {
  const failure = firstFailure(report);
  // What was not proven then may be proven now, from the head that was.
  const stops = failure !== null && failure.code !== 'log/unproven';
  if (stops || checkpoint === null) {
    const code = silence === undefined ? 'log/checkpoint-invalid' : 'log/unproven';
    throw new CodedError(failure?.code ?? code, failure?.facts ?? {});
  }
  const { origin, size, rootSha256 } = checkpoint;
  return { origin, size, root: Buffer.from(rootSha256, 'hex') };
}

/**
 * A head that the LPSE shows for some purpose belongs to the very log that this computer watches, whose alarm stops here.
 * @throws log/checkpoint-invalid, log/forked and every other alarm of the connection
 */
export async function requireSameLog(
  lpse: LogCalls,
  about: { readonly connection: { readonly trust: LpseTrust; readonly log: LogVerdict }; readonly note: string },
  options: RunOptions = {},
): Promise<VerifiedCheckpoint> {
  const { trust, log } = about.connection;
  const watched = headOf(log);
  const shown = verifyCheckpoint(about.note, parseVerifierKey(trust.logVerifierKey));
  const [older, newer] = shown.size < watched.size ? [shown, watched] : [watched, shown];
  await proveGrowth(lpse, { older, newer }, options);
  return shown;
}

/**
 * A head that came with something else, a receipt for one: the same log, and remembered when it is newer. Otherwise an alarm.
 * @returns a row for the report; never throws for what the log says
 */
export async function watchHead(
  needs: LogNeeds,
  about: { readonly connection: { readonly trust: LpseTrust; readonly log: LogVerdict }; readonly note: string },
  options: RunOptions = {},
): Promise<Row> {
  const { trust } = about.connection;
  try {
    const shown = await requireSameLog(needs.lpse, about, options);
    const remembered = await needs.memory.checkpoint(shown.origin);
    const known = remembered === null ? 0 : verifyCheckpoint(remembered, parseVerifierKey(trust.logVerifierKey)).size;
    if (shown.size > known) await needs.memory.rememberCheckpoint(shown.origin, about.note);
    return { id: 'log-consistency', outcome: 'passed', facts: { from: known, to: shown.size } };
  } catch (error) {
    const { code } = codedFailure(error);
    // The next look compares anyway.
    if (isUnreached(code)) return missing('log-consistency', code);
    const row = failed('log-consistency', error);
    await alarm(needs, { trust, rows: [row], text: about.note }, null);
    return row;
  }
}

/** Returns the size that was remembered, 0 when there was none. */
async function requireGrown(
  lpse: LogCalls,
  about: { readonly remembered: string | null; readonly newer: VerifiedCheckpoint; readonly trust: LpseTrust },
  options: RunOptions,
): Promise<number> {
  const { remembered, newer, trust } = about;
  if (remembered === null) return 0;
  const older = verifyCheckpoint(remembered, parseVerifierKey(trust.logVerifierKey));
  await proveGrowth(lpse, { older, newer }, options);
  return older.size;
}

async function alarm(
  { journal }: LogNeeds,
  about: { readonly trust: LpseTrust; readonly rows: readonly Row[]; readonly text: string },
  checkpoint: LogVerdict['checkpoint'],
): Promise<LogVerdict> {
  const codes = about.rows.flatMap((row) => (row.outcome === 'failed' ? [row.code] : []));
  // The offending head is the evidence: it is signed by the log's own key.
  const facts = { kdLpse: about.trust.kdLpse, codes, checkpoint: about.text.slice(0, 4096) };
  await journal.append({ event: 'log.alarm', bidId: null, kdTender: null, facts });
  return { report: toReport(about.rows), checkpoint };
}

/** A line or a service that fails is no statement about the log: it is thrown on. */
function failed(id: Row['id'], error: unknown): Row {
  const { code, details } = codedFailure(error);
  if (error instanceof CodedError && isUnreached(code)) throw error;
  return { id, outcome: 'failed', code, facts: details };
}
