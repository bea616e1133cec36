// UC-26 Witness a log: its head is cosigned only when it continues the newest head that this witness has kept, and kept durably
// before anybody sees the cosignature. A fork or a step back is an alarm with both heads as evidence; the older head stays.
import { parseVerifierKey, requireGrowth, verifyCheckpoint } from '../../crypto/checkpoint.ts';
import { addCosignature, type CosignerKey } from '../../crypto/cosignature.ts';
import { isCryptoError } from '../../crypto/errors.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { Clock } from '../ports/clock.ts';
import type { LogCalls } from '../ports/lpse-gateway.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import type { WitnessStore } from '../ports/witness-store.ts';

export interface WitnessNeeds {
  readonly lpse: LogCalls;
  readonly heads: WitnessStore;
  readonly clock: Clock;
}

export interface Witnessed {
  readonly origin: string;
  readonly size: number;
  /** Size of the head kept before; 0 for the first. */
  readonly before: number;
  /** Cosigned. */
  readonly note: string;
}

/** @throws log/forked, log/checkpoint-invalid, log/malformed after the alarm was kept; network/*, storage/* */
export async function witnessLog(
  { lpse, heads, clock }: WitnessNeeds,
  { trust, key }: { readonly trust: LpseTrust; readonly key: CosignerKey },
  options: RunOptions = {},
): Promise<Witnessed> {
  const shown = await lpse.checkpoint(options);
  const logKey = parseVerifierKey(trust.logVerifierKey);
  const kept = await heads.newest(trust.kdLpse);
  try {
    const newer = verifyCheckpoint(shown, logKey);
    const older = kept === null ? null : verifyCheckpoint(kept, logKey);
    if (older !== null) {
      const provable = older.size > 0 && older.size < newer.size;
      const proof = provable ? (await lpse.consistency(older.size, newer.size, options)).proof : [];
      requireGrowth(
        older,
        newer,
        proof.map((hash) => Buffer.from(hash, 'hex')),
      );
    }
    const note = addCosignature(shown, { ...key, at: clock.now() });
    await heads.keep(trust.kdLpse, note);
    return { origin: newer.origin, size: newer.size, before: older?.size ?? 0, note };
  } catch (error) {
    if (isCryptoError(error) || (error instanceof CodedError && error.code.startsWith('log/')))
      await heads.alarm(trust.kdLpse, { shown, kept, code: error.code });
    throw error;
  }
}
