// UC-01 Meet an LPSE: is it the one the operator pinned, what time does it have, and has its log only grown?
import { OID } from '../../crypto/asn1/oid.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import { betterOffset, isWorrying, serverNow, type ServerOffset } from '../domain/server-time.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { Clock } from '../ports/clock.ts';
import type { DiscoveryCalls } from '../ports/lpse-gateway.ts';
import type { LpseTrust, TrustStore } from '../ports/trust-store.ts';
import type { Discovery } from '../protocol/discovery.ts';
import { codedFailure } from '../policy/run-check.ts';
import { requireTrusted } from '../policy/signed-message.ts';
import { lookAtLog } from './log-silence.ts';
import { measureServerTime } from './server-time.ts';
import type { LogNeeds, LogVerdict } from './verify-log.ts';

export interface ConnectNeeds extends LogNeeds {
  readonly lpse: DiscoveryCalls & LogNeeds['lpse'];
  readonly trust: TrustStore;
  readonly clock: Clock;
}

/** What every later use case is told about the LPSE. */
export interface LpseConnection {
  readonly trust: LpseTrust;
  readonly discovery: Discovery;
  readonly offset: ServerOffset;
  /** This computer's clock is certainly off by more than 30 s. */
  readonly clockDiffers: boolean;
  /** What the user should know before going on; nothing of it stops the work. */
  readonly warnings: readonly ErrorCode[];
  /** Authorities the LPSE offers for building paths; not trusted by themselves. */
  readonly intermediates: readonly Certificate[];
  readonly log: LogVerdict;
}

/**
 * Safe to repeat; each time a better measurement of the clock is kept.
 * @param input - `known` offset from an earlier connection in this run
 * @throws trust/not-pinned, proof/wrong-lpse, trust/anchor-changed, time/answer-refused, network/*
 */
export async function connectLpse(
  needs: ConnectNeeds,
  input: { readonly known?: ServerOffset } = {},
  options: RunOptions = {},
): Promise<LpseConnection> {
  const trust = await needs.trust.forUrl(needs.lpse.baseUrl);
  if (trust === null) throw new CodedError('trust/not-pinned', { baseUrl: needs.lpse.baseUrl });
  const discovery = await needs.lpse.discover(options);
  if (discovery.kdLpse !== trust.kdLpse) throw new CodedError('proof/wrong-lpse', { kdLpse: discovery.kdLpse });
  const measured = await measureServerTime(needs, trust, options);
  const offset = betterOffset(input.known ?? null, measured);
  const intermediates = discovery.certificates.chain.map(fromBase64);
  requirePinned(discovery, trust, { at: serverNow(needs.clock.now(), offset), intermediates });
  const log = await lookAtLog(needs, { trust }, options);
  const clockDiffers = isWorrying(offset);
  const alarms = log.report.checks.flatMap((check) => (check.outcome === 'failed' ? [check.code] : []));
  const warnings: ErrorCode[] = [...(clockDiffers ? (['time/clock-differs'] as const) : []), ...alarms];
  return { trust, discovery, offset, clockDiffers, warnings, intermediates, log };
}

/** The server's present time as this computer knows it. */
export function timeAt(connection: LpseConnection, clock: Clock): Date {
  return serverNow(clock.now(), connection.offset);
}

/** What the LPSE publishes about itself must lead to what the operator pinned. */
function requirePinned(
  { certificates, logVerifierKey }: Discovery,
  trust: LpseTrust,
  { at, intermediates }: { readonly at: Date; readonly intermediates: readonly Certificate[] },
): void {
  if (logVerifierKey !== trust.logVerifierKey) throw new CodedError('trust/anchor-changed', { which: 'log' });
  for (const which of ['lpse', 'kms', 'tsa'] as const) {
    const certificate = fromBase64(certificates[which]);
    const isAnchor = trust[which].some(({ sha256 }) => sha256 === certificate.sha256);
    if (isAnchor) continue;
    try {
      requireTrusted(certificate, ['digitalSignature'], {
        anchors: trust[which],
        at,
        intermediates,
        revocation: 'none',
        ...(which === 'tsa' ? { requiredPurpose: OID.ekuTimeStamping } : {}),
      });
    } catch (cause) {
      throw new CodedError('trust/anchor-changed', { which, why: codedFailure(cause).code }, { cause });
    }
  }
}

function fromBase64(text: string): Certificate {
  return parseCertificate(Buffer.from(text, 'base64'));
}
