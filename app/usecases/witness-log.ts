// UC-26 Witness a log: its head is cosigned only when it continues the newest head that this witness has kept, and kept durably
// before anybody sees the cosignature. A fork or a step back is an alarm with both heads as evidence; the older head stays.
import { parseVerifierKey, verifyCheckpoint } from '../../crypto/checkpoint.ts';
import { addCosignature, type CosignerKey } from '../../crypto/cosignature.ts';
import { isCryptoError } from '../../crypto/errors.ts';
import { signedByAlone } from '../../crypto/signed-note.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { LogCalls } from '../ports/lpse-gateway.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import type { WitnessStore } from '../ports/witness-store.ts';
import { codedFailure } from '../policy/run-check.ts';
import { isUnreached, proveGrowth } from './log-growth.ts';

export interface WitnessNeeds {
  readonly lpse: LogCalls;
  readonly heads: WitnessStore;
  readonly journal: Journal;
  readonly clock: Clock;
}

export interface Witnessed {
  readonly kdLpse: number;
  readonly origin: string;
  readonly size: number;
  /** Size of the head kept before; 0 for the first. */
  readonly before: number;
  /** Cosigned. */
  readonly note: string;
}

/** Of a log that does what no log may do. */
export interface WitnessAlarm {
  readonly kdLpse: number;
  readonly code: ErrorCode;
  /** Files with both heads, each signed by the log's own key. */
  readonly evidence: readonly string[];
}

/** What kept a log from being seen; nothing is said about it. */
export interface Unseen {
  readonly kdLpse: number;
  readonly code: ErrorCode;
}

/**
 * Safe to run in several processes at once.
 * @returns an alarm, kept and journalled, for a log that was rewritten or is none; `code` alone for an LPSE that answers with no head
 * @throws storage/*
 */
export async function witnessLog(
  needs: WitnessNeeds,
  about: { readonly trust: LpseTrust; readonly key: CosignerKey },
  options: RunOptions = {},
): Promise<Witnessed | WitnessAlarm | Unseen> {
  const { lpse, heads, journal, clock } = needs;
  const { trust, key } = about;
  const { kdLpse } = trust;
  // Before the head is asked for: one that another process keeps meanwhile is newer, and no step back.
  const kept = await heads.newest(kdLpse);
  const shown = await ask(lpse, options);
  if (typeof shown !== 'string') return { kdLpse, code: shown.code };
  const logKey = parseVerifierKey(trust.logVerifierKey);
  try {
    const newer = verifyCheckpoint(shown, logKey);
    const older = kept === null ? null : verifyCheckpoint(kept, logKey);
    if (older !== null) await proveGrowth(lpse, { older, newer }, options);
    // A false line in this witness's name, or too many lines, would make what it shows and keeps unreadable.
    const note = addCosignature(signedByAlone(shown, logKey), { ...key, at: clock.now() });
    // A head that is kept already need not be kept again for every time it is seen.
    const isKept = older?.size === newer.size || (await heads.keep(kdLpse, { note, after: kept }));
    if (!isKept) return await witnessLog(needs, about, options);
    return { kdLpse, origin: newer.origin, size: newer.size, before: older?.size ?? 0, note };
  } catch (error) {
    if (!isCryptoError(error) && !(error instanceof CodedError)) throw error;
    const { code } = codedFailure(error);
    if (isUnreached(code)) return { kdLpse, code };
    if (!code.startsWith('log/')) throw error;
    const evidence = await heads.alarm(kdLpse, { shown, kept, code });
    const facts = { kdLpse, codes: [code], checkpoint: shown.slice(0, 4096), witness: key.name };
    await journal.append({ event: 'log.alarm', bidId: null, kdTender: null, facts });
    return { kdLpse, code, evidence };
  }
}

/** Whatever an LPSE answers instead of a head is its own trouble: it must not keep other logs from being witnessed. */
async function ask(lpse: LogCalls, options: RunOptions): Promise<string | { readonly code: ErrorCode }> {
  try {
    return await lpse.checkpoint(options);
  } catch (error) {
    return { code: codedFailure(error).code };
  }
}
