// UC-29 Watch an opening from outside the room: prove from what was published that one's own bid is on the list and that what was
// opened is what was sealed, and follow the events while they happen. Nothing is believed that the log does not prove, and what the
// log has is looked for in what was published: an opening that is kept from one bidder is an alarm.
import { parseVerifierKey, verifyCheckpoint } from '../../crypto/checkpoint.ts';
import { isAlarming, type LogSilence } from '../domain/log-silence.ts';
import type { OpeningEvent } from '../domain/opening-view.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { Journal } from '../ports/journal.ts';
import type { LogCalls, PackageCalls, WatchCalls } from '../ports/lpse-gateway.ts';
import type { PublishedOpenings } from '../protocol/watch.ts';
import { findWithheld, type Withheld } from '../policy/check-withheld.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';
import { loadIssuedPolicy } from './issued-policy.ts';
import { requirePolicy, type PolicyNeeds } from './load-policy.ts';
import { endSilence, isSilence, noteSilence } from './log-silence.ts';
import type { LogMirror } from './log-mirror.ts';
import { watchHead } from './verify-log.ts';
import { watchEnvelope, type WatchedEnvelope } from './watch-envelope.ts';
import { findEarlierBids, type EarlierBid } from './watch-earlier-bids.ts';
import { watchHidden, type HiddenOpening } from './watch-hidden.ts';
import type { OwnBidNeeds } from './watch-own-bids.ts';
import { findWaiting, type WaitingEnvelope } from './watch-waiting.ts';

export interface WatchNeeds extends PolicyNeeds, OwnBidNeeds {
  readonly lpse: WatchCalls & LogCalls & Pick<PackageCalls, 'policy'>;
  readonly journal: Journal;
}

export interface WatchedTender {
  readonly kdTender: string;
  /** In force by the log; null before the first policy. */
  readonly versiTender: number | null;
  readonly lookedAt: string;
  /** Envelopes whose hour has come. */
  readonly envelopes: readonly WatchedEnvelope[];
  /** Openings that the log has and the LPSE does not show: each is an alarm. */
  readonly hidden: readonly HiddenOpening[];
  /** Envelopes of which the log has nothing yet. */
  readonly waiting: readonly WaitingEnvelope[];
  /** Own bids for earlier versions of the tender. */
  readonly earlier: readonly EarlierBid[];
  /** The log gave no proof at this look: everything else is as it was proven before. */
  readonly silence: LogSilence | null;
}

export interface WatchInput {
  readonly connection: LpseConnection;
  readonly kdTender: string;
  /** Kept by whoever looks again, so that only new leaves are fetched. */
  readonly mirror: LogMirror;
  /** What was proven at the look before; shown as long as the log gives no proof of anything newer. */
  readonly before?: WatchedTender;
}

/**
 * Safe to repeat; while the log does not grow, a look before the hour costs the publication and the log's head. Never throws for what
 * an opening is; every check is listed.
 * @throws log/forked, log/proof-invalid when the log itself is not the one this computer knows; trust/* when the policy is not good
 * @throws access/forbidden for somebody who takes no part; network/* for a line that is down; not for a log that is silent
 */
export async function watchOpening(
  needs: WatchNeeds,
  input: WatchInput,
  options: RunOptions<ByteProgress> = {},
): Promise<WatchedTender> {
  const { connection, kdTender, mirror } = input;
  const lookedAt = timeAt(connection, needs.clock).toISOString();
  const before = await needs.lpse.published(kdTender, options);
  try {
    await catchUp(needs, input, options);
    await endSilence(needs, connection.trust);
  } catch (error) {
    // The publication was answered: it is the log that is silent.
    if (!isSilence(error)) throw error;
    return unproven(input, lookedAt, await noteSilence(needs, connection.trust));
  }
  mirror.index.read();
  const issued = mirror.index.policyOf(kdTender);
  const told = mirror.index.eventsOf(kdTender);
  const versiTender = issued?.versiTender ?? told.at(-1)?.versiTender ?? null;
  const events = told.filter((event) => event.versiTender === versiTender);
  const published = await publishedAfter(needs, { kdTender, before, events }, options);
  const withheld = findWithheld(published, events);
  const hidden = await watchHidden(needs, { kdTender, versiTender, events, withheld });
  const waiting = await findWaiting(needs, { ...input, issued, events, published }, options);
  const earlier = await findEarlierBids(needs.bids, { kdTender, versiTender });
  const envelopes = await watchPublished(needs, input, { published, versiTender, events, withheld }, options);
  await noteAlarms(needs.journal, kdTender, withheld);
  return { kdTender, versiTender, lookedAt, envelopes, hidden, waiting, earlier, silence: null };
}

function unproven({ kdTender, before }: WatchInput, lookedAt: string, silence: LogSilence): WatchedTender {
  const nothing = { kdTender, versiTender: null, lookedAt, envelopes: [], hidden: [], waiting: [], earlier: [] };
  return { ...(before ?? nothing), silence };
}

/** Asks once more when the log has what was not told: it may have come into being between the two answers. */
async function publishedAfter(
  { lpse }: WatchNeeds,
  about: { readonly kdTender: string; readonly before: PublishedOpenings; readonly events: readonly OpeningEvent[] },
  options: RunOptions<ByteProgress>,
): Promise<PublishedOpenings> {
  const { kdTender, before, events } = about;
  const ahead = before.openings.some(
    ({ envelopeId }) => !events.some((event) => event.event === 'closed' && event.envelopeId === envelopeId),
  );
  return ahead || findWithheld(before, events).length > 0 ? lpse.published(kdTender, options) : before;
}

async function watchPublished(
  needs: WatchNeeds,
  input: WatchInput,
  about: {
    readonly published: PublishedOpenings;
    readonly versiTender: number | null;
    readonly events: readonly OpeningEvent[];
    readonly withheld: readonly Withheld[];
  },
  options: RunOptions<ByteProgress>,
): Promise<readonly WatchedEnvelope[]> {
  const { published, versiTender, ...rest } = about;
  if (published.openings.length === 0) return [];
  if (versiTender === null) throw new CodedError('trust/policy-refused', { why: 'not in the log' });
  const { connection, kdTender, mirror } = input;
  const wanted = { connection, kdTender, versiTender, known: mirror.entries(mirror.size) };
  const policy = requirePolicy(await loadIssuedPolicy(needs, wanted, options));
  const envelopes: WatchedEnvelope[] = [];
  for (const opening of published.openings)
    envelopes.push(await watchEnvelope(needs, input, { published, opening, policy, ...rest }, options));
  return envelopes;
}

/** Brings the mirror up to the log's newest head, which must be the log that this computer knows. @throws log/*, network/* */
export async function catchUp(
  needs: Pick<WatchNeeds, 'lpse' | 'memory' | 'journal'>,
  { connection, mirror }: WatchInput,
  options: RunOptions<ByteProgress> = {},
): Promise<void> {
  const note = await needs.lpse.checkpoint(options);
  const row = await watchHead(needs, { connection, note }, options);
  if (row.outcome === 'failed' || row.outcome === 'missing') throw new CodedError(row.code, row.facts ?? {});
  const head = verifyCheckpoint(note, parseVerifierKey(connection.trust.logVerifierKey));
  if (head.size > mirror.size) await mirror.extendTo(head, options);
}

/** What a watching bidder must be called for, beside the fates of own bids; the code of each, once. */
export function alarmsOf({ hidden, envelopes, silence }: WatchedTender): readonly ErrorCode[] {
  const rows = [...hidden, ...envelopes].flatMap(({ report }) => report.checks);
  const kept = rows.flatMap((row) => (row.id === 'watch-published' && row.outcome === 'failed' ? [row.code] : []));
  return [...new Set([...(silence !== null && isAlarming(silence) ? (['log/unproven'] as const) : []), ...kept])];
}

/** Each thing that is kept back is noted once, however often somebody looks. */
async function noteAlarms(journal: Journal, kdTender: string, withheld: readonly Withheld[]): Promise<void> {
  if (withheld.length === 0) return;
  const noted = (await journal.entries({ kdTender })).filter(({ event }) => event === 'opening.alarm');
  for (const { envelopeId, why, index } of withheld) {
    if (noted.some(({ facts }) => facts.envelopeId === envelopeId && facts.why === why)) continue;
    const code: ErrorCode = why === 'opening' ? 'watch/opening-hidden' : 'watch/withheld';
    await journal.append({ event: 'opening.alarm', bidId: null, kdTender, facts: { code, envelopeId, why, index } });
  }
}
