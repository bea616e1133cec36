// UC-13 A look at the log by somebody who goes on without it: an LPSE that answers and gives no proof is remembered since when, and
// becomes an alarm (app/protocol/SPEC.md 6).
import { parseVerifierKey, verifyCheckpoint } from '../../crypto/checkpoint.ts';
import { toReport } from '../domain/check-report.ts';
import { isAlarming, oneMoreSilence, type LogSilence } from '../domain/log-silence.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { Clock } from '../ports/clock.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { missing, type Row } from '../policy/run-check.ts';
import { isUnreached } from './log-growth.ts';
import { verifyLog, type LogNeeds, type LogVerdict } from './verify-log.ts';

export interface SilenceNeeds extends Pick<LogNeeds, 'memory' | 'journal'> {
  readonly clock: Clock;
}

/** Whether a failure says that the log was not proven, and nothing more. */
export function isSilence(error: unknown): error is CodedError {
  return error instanceof CodedError && isUnreached(error.code);
}

/** One more look without proof. The look that makes it an alarm writes it to the journal. */
export async function noteSilence(
  { memory, journal, clock }: SilenceNeeds,
  { kdLpse, logVerifierKey }: LpseTrust,
): Promise<LogSilence> {
  const { name } = parseVerifierKey(logVerifierKey);
  const before = await memory.silence(name);
  const silence = oneMoreSilence(before, clock.now());
  await memory.rememberSilence(name, silence);
  if (isAlarming(silence) && !(before !== null && isAlarming(before))) {
    const facts = { kdLpse, codes: ['log/unproven'], since: silence.since, looks: silence.looks };
    await journal.append({ event: 'log.alarm', bidId: null, kdTender: null, facts });
  }
  return silence;
}

/** The log was proven: nothing of it is open any more. */
export async function endSilence({ memory }: Pick<SilenceNeeds, 'memory'>, trust: LpseTrust): Promise<void> {
  const { name } = parseVerifierKey(trust.logVerifierKey);
  if ((await memory.silence(name)) !== null) await memory.rememberSilence(name, null);
}

/**
 * As `verifyLog`; without a proof the verdict is about the head that was proven last.
 * Call it only when the LPSE has just answered something else: a line that is down says nothing about a log.
 */
export async function lookAtLog(
  needs: LogNeeds & SilenceNeeds,
  { trust }: { readonly trust: LpseTrust },
  options: RunOptions = {},
): Promise<LogVerdict> {
  try {
    const verdict = await verifyLog(needs, { trust }, options);
    if (verdict.report.ok) await endSilence(needs, trust);
    return verdict;
  } catch (error) {
    if (!isSilence(error)) throw error;
    const silence = await noteSilence(needs, trust);
    return { report: toReport([silenceRow(silence)]), checkpoint: await provenHead(needs, trust), silence };
  }
}

function silenceRow(silence: LogSilence): Row {
  if (!isAlarming(silence)) return missing('log-consistency', 'log/unproven');
  const facts = { since: silence.since, looks: silence.looks };
  return { id: 'log-consistency', outcome: 'failed', code: 'log/unproven', facts };
}

async function provenHead({ memory }: LogNeeds, { logVerifierKey }: LpseTrust): Promise<LogVerdict['checkpoint']> {
  const key = parseVerifierKey(logVerifierKey);
  const text = await memory.checkpoint(key.name);
  if (text === null) return null;
  const { origin, size, root } = verifyCheckpoint(text, key);
  return { origin, size, rootSha256: Buffer.from(root).toString('hex') };
}
