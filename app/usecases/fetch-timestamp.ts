// An RFC 3161 timestamp, or honestly none: a TSA that is down or answers nonsense never blocks sealing or a receipt.
import { CryptoError } from '../../crypto/errors.ts';
import { buildTimestampRequest, verifyTimestamp } from '../../crypto/timestamp.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { TimestampAuthority } from '../ports/timestamp-authority.ts';
import type { LpseTrust } from '../ports/trust-store.ts';

/** The response (DER), verified against the pinned TSA, with its time; null when there is none to be had now. */
export async function fetchTimestamp(
  tsa: TimestampAuthority,
  { sha256, trust }: { readonly sha256: Uint8Array; readonly trust: LpseTrust },
  options: CallOptions = {},
): Promise<{ readonly der: Buffer; readonly genTime: Date } | null> {
  const request = buildTimestampRequest({ sha256 });
  try {
    const der = await tsa.request(request.der, options);
    const expected = { sha256, nonce: request.nonce, anchors: trust.tsa, revocation: 'none' as const };
    return { der, genTime: verifyTimestamp(der, expected).genTime };
  } catch (error) {
    // Whatever the service answers or does not answer: cancelling and defects alone come through.
    if (error instanceof CryptoError || error instanceof CodedError) return null;
    throw error;
  }
}
