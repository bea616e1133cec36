// Envelopes of which the log has nothing yet: before the deadline that is as it should be, long after it that is said. The deadline is
// that of the verified policy; it is fetched only when the log has a newer one than this computer remembers.
import type { OpeningEvent } from '../domain/opening-view.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import { SealingPolicy } from '../protocol/policy.ts';
import type { PublishedOpenings } from '../protocol/watch.ts';
import type { PolicyLeaf } from '../policy/policy-issued.ts';
import { readSigned } from '../policy/signed-message.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';
import { loadIssuedPolicy, type IssuedPolicyNeeds } from './issued-policy.ts';
import { requirePolicy } from './load-policy.ts';
import type { LogMirror } from './log-mirror.ts';

/** A server that closes its lists has done so by then. */
export const OVERDUE_AFTER_MS = 15 * 60_000;

export interface WaitingEnvelope {
  readonly envelopeId: string;
  /** By the verified policy. */
  readonly closesAt: string;
  /** Long past by the server's time, and the log has not even its closing. */
  readonly overdue: boolean;
}

/** @throws trust/* when the newest policy in the log is not good; network/* */
export async function findWaiting(
  needs: IssuedPolicyNeeds,
  about: {
    readonly connection: LpseConnection;
    readonly kdTender: string;
    readonly mirror: LogMirror;
    readonly issued: PolicyLeaf | null;
    /** Of the version in force. */
    readonly events: readonly OpeningEvent[];
    readonly published: PublishedOpenings;
  },
  options: RunOptions<ByteProgress> = {},
): Promise<readonly WaitingEnvelope[]> {
  const { connection, issued, events, published } = about;
  if (issued === null) return [];
  const begun = new Set([...events, ...published.openings].map(({ envelopeId }) => envelopeId));
  const now = timeAt(connection, needs.clock).getTime();
  const { envelopes } = await policyInForce(needs, { ...about, issued }, options);
  return envelopes
    .filter(({ envelopeId }) => !begun.has(envelopeId))
    .map(({ envelopeId, closesAt }) => ({
      ...{ envelopeId, closesAt },
      overdue: now >= Date.parse(closesAt) + OVERDUE_AFTER_MS,
    }));
}

async function policyInForce(
  needs: IssuedPolicyNeeds,
  about: {
    readonly connection: LpseConnection;
    readonly kdTender: string;
    readonly mirror: LogMirror;
    readonly issued: PolicyLeaf;
  },
  options: RunOptions<ByteProgress>,
): Promise<SealingPolicy> {
  const { connection, kdTender, mirror, issued } = about;
  const remembered = await needs.memory.policy(connection.trust.kdLpse, kdTender);
  // Judged when it was remembered.
  if (remembered?.policySha256 === issued.policySha256)
    return readSigned(Buffer.from(remembered.policy, 'base64'), SealingPolicy).value;
  const wanted = { connection, kdTender, versiTender: issued.versiTender, known: mirror.entries(mirror.size) };
  return requirePolicy(await loadIssuedPolicy(needs, wanted, options));
}
