// UC-26 Witness a log: its head is cosigned only when it continues the newest head that this witness has kept, and kept durably
// before anybody sees the cosignature. A fork or a step back is an alarm with both heads as evidence; the older head stays.
import { parseVerifierKey, verifyCheckpoint } from '../../crypto/checkpoint.ts';
import { addCosignature, type CosignerKey } from '../../crypto/cosignature.ts';
import { isCryptoError } from '../../crypto/errors.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { LogCalls } from '../ports/lpse-gateway.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import type { WitnessStore } from '../ports/witness-store.ts';
import { codedFailure } from '../policy/run-check.ts';
import { proveGrowth } from './log-growth.ts';

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

/** @returns an alarm, kept and journalled, for a log that was rewritten or is none @throws network/*, storage/* */
export async function witnessLog(
  { lpse, heads, journal, clock }: WitnessNeeds,
  { trust, key }: { readonly trust: LpseTrust; readonly key: CosignerKey },
  options: RunOptions = {},
): Promise<Witnessed | WitnessAlarm> {
  const { kdLpse } = trust;
  const shown = await lpse.checkpoint(options);
  const logKey = parseVerifierKey(trust.logVerifierKey);
  const kept = await heads.newest(kdLpse);
  try {
    const newer = verifyCheckpoint(shown, logKey);
    const older = kept === null ? null : verifyCheckpoint(kept, logKey);
    if (older !== null) await proveGrowth(lpse, { older, newer }, options);
    const note = addCosignature(shown, { ...key, at: clock.now() });
    await heads.keep(kdLpse, note);
    return { kdLpse, origin: newer.origin, size: newer.size, before: older?.size ?? 0, note };
  } catch (error) {
    if (!isCryptoError(error) && !(error instanceof CodedError && error.code.startsWith('log/'))) throw error;
    const { code } = codedFailure(error);
    const evidence = await heads.alarm(kdLpse, { shown, kept, code });
    const facts = { kdLpse, codes: [code], checkpoint: shown.slice(0, 4096), witness: key.name };
    await journal.append({ event: 'log.alarm', bidId: null, kdTender: null, facts });
    return { kdLpse, code, evidence };
  }
}
