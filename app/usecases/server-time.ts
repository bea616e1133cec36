// The LPSE's time, signed and fresh: an old answer or another's signature is refused, the network's delay is accounted for.
import { measureOffset, type ServerOffset } from '../domain/server-time.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { Clock } from '../ports/clock.ts';
import type { DiscoveryCalls } from '../ports/lpse-gateway.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { SignedTime } from '../protocol/discovery.ts';
import { codedFailure } from '../policy/run-check.ts';
import { readSigned, requireSoleSigner } from '../policy/signed-message.ts';

/** @throws time/answer-refused when signature, nonce or LPSE are not the right ones; network/* */
export async function measureServerTime(
  needs: { readonly lpse: DiscoveryCalls; readonly clock: Clock },
  trust: LpseTrust,
  options: CallOptions = {},
): Promise<ServerOffset> {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString('base64url');
  const startMs = needs.clock.monotonicMs();
  const { signed } = await needs.lpse.time(nonce, options);
  const roundTripMs = needs.clock.monotonicMs() - startMs;
  const receivedAt = needs.clock.now();
  const serverTime = readTime(Buffer.from(signed, 'base64'), nonce, trust);
  return measureOffset({ serverTime, receivedAt, roundTripMs });
}

function readTime(signed: Uint8Array, nonce: string, trust: LpseTrust): Date {
  try {
    const message = readSigned(signed, SignedTime);
    const { value } = message;
    const serverTime = new Date(value.serverTime);
    if (value.nonce !== nonce) throw new CodedError('time/answer-refused', { why: 'nonce' });
    if (value.kdLpse !== trust.kdLpse) throw new CodedError('proof/wrong-lpse', { kdLpse: value.kdLpse });
    // Judged at the time it states: this computer's clock is the very thing in question.
    requireSoleSigner(message, 'time/answer-refused', { anchors: trust.lpse, at: serverTime, revocation: 'none' });
    return serverTime;
  } catch (cause) {
    const { code, details } = codedFailure(cause);
    throw code === 'time/answer-refused'
      ? cause
      : new CodedError('time/answer-refused', { ...details, why: code }, { cause });
  }
}
