// UC-29 Watch an opening from outside the room: prove from what was published that one's own bid is on the list and that what was
// opened is what was sealed, and follow the events while they happen. Nothing is believed that the log does not prove.
import { parseVerifierKey, verifyCheckpoint } from '../../crypto/checkpoint.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { toReport, type CheckReport } from '../domain/check-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { Journal } from '../ports/journal.ts';
import type { LogCalls, PackageCalls, WatchCalls } from '../ports/lpse-gateway.ts';
import type { PolicyEnvelope, SealingPolicy } from '../protocol/policy.ts';
import type { PublishedOpening, PublishedOpenings } from '../protocol/watch.ts';
import { requireTechnicalResult } from '../policy/check-opening.ts';
import { checkPublished, type PublishedVerdict } from '../policy/check-published.ts';
import { findOut, missing } from '../policy/run-check.ts';
import { signerName } from './choose-signer.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';
import { loadIssuedPolicy } from './issued-policy.ts';
import { requireEnvelope, requirePolicy, type PolicyNeeds } from './load-policy.ts';
import type { LogMirror } from './log-mirror.ts';
import { watchHead } from './verify-log.ts';
import { watchOwnBids, type OwnBidNeeds, type OwnBidWatched } from './watch-own-bids.ts';

export interface WatchNeeds extends PolicyNeeds, OwnBidNeeds {
  readonly lpse: WatchCalls & LogCalls & Pick<PackageCalls, 'policy' | 'package'>;
  readonly journal: Journal;
}

export interface WatchedEnvelope {
  readonly envelopeId: string;
  readonly carriesPrice: boolean;
  readonly closedAt: string | null;
  readonly startedAt: string | null;
  readonly releasedAt: string | null;
  /** Bids in force and how many of them have a counted result, of each kind; null unless the list is proven. */
  readonly progress: { readonly bids: number; readonly opened: number; readonly notOpened: number } | null;
  /** Members whom the policy names. */
  readonly members: number;
  readonly report: CheckReport;
  /** Names by the digest of a member's signing certificate. */
  readonly names: ReadonlyMap<string, string>;
  /** Submissions in force, in order of receipt: the place is what people call a bid by. */
  readonly order: readonly string[];
  readonly own: readonly OwnBidWatched[];
}

export interface WatchedTender {
  readonly kdTender: string;
  readonly lookedAt: string;
  /** Envelopes whose hour has come. */
  readonly envelopes: readonly WatchedEnvelope[];
}

export interface WatchInput {
  readonly connection: LpseConnection;
  readonly kdTender: string;
  /** Kept by whoever looks again, so that only new leaves are fetched. */
  readonly mirror: LogMirror;
}

/**
 * Safe to repeat. Never throws for what an opening is; every check is listed.
 * @throws log/forked, log/proof-invalid when the log itself is not the one this computer knows; trust/* when the policy is not good
 * @throws access/forbidden for somebody who takes no part; network/*
 */
export async function watchOpening(
  needs: WatchNeeds,
  input: WatchInput,
  options: RunOptions<ByteProgress> = {},
): Promise<WatchedTender> {
  const { connection, kdTender } = input;
  const lookedAt = timeAt(connection, needs.clock).toISOString();
  const published = await needs.lpse.published(kdTender, options);
  if (published.openings.length === 0) return { kdTender, lookedAt, envelopes: [] };
  const { versi_tender: versiTender } = await needs.lpse.package(kdTender, options);
  await catchUp(needs, input, options);
  const known = input.mirror.entries(input.mirror.size);
  const wanted = { connection, kdTender, versiTender, known };
  const policy = requirePolicy(await loadIssuedPolicy(needs, wanted, options));
  const envelopes: WatchedEnvelope[] = [];
  for (const opening of published.openings) {
    envelopes.push(await watchEnvelope(needs, input, { published, opening, policy }, options));
  }
  return { kdTender, lookedAt, envelopes };
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

interface About {
  readonly published: PublishedOpenings;
  readonly opening: PublishedOpening;
  readonly policy: SealingPolicy;
}

async function watchEnvelope(
  needs: WatchNeeds,
  input: WatchInput,
  { published, opening, policy }: About,
  options: RunOptions<ByteProgress>,
): Promise<WatchedEnvelope> {
  const { connection, kdTender, mirror } = input;
  const key = parseVerifierKey(connection.trust.logVerifierKey);
  const { size } = verifyCheckpoint(opening.closedCheckpoint, key);
  // The closed head is one of this log's: an earlier tree of the one that was just proven.
  await mirror.extendTo(verifyCheckpoint(opening.closedCheckpoint, key), options);
  const envelope = requireEnvelope(policy, opening.envelopeId);
  const closed = mirror.entries(size);
  const since = mirror.entries(mirror.size).slice(size);
  const verdict = checkPublished({ kdTender, versiTender: policy.versiTender, opening, envelope, closed, since });
  const technical = checkTechnicalResult({ published, opening, policy });
  const passed = technical?.value ?? null;
  const names = namesOf(envelope);
  const context = { opening, envelope, verdict, closed, passed, names };
  const own = await watchOwnBids(needs, connection, { ...context, kdTender, versiTender: policy.versiTender });
  return {
    envelopeId: opening.envelopeId,
    carriesPrice: envelope.carriesPrice,
    closedAt: verdict.closedAt,
    startedAt: opening.startedAt,
    releasedAt: opening.release?.releasedAt ?? null,
    progress: progressOf(verdict, passed),
    members: envelope.signers.length,
    report: toReport([...verdict.rows, ...(technical === null ? [] : [technical.row])]),
    names,
    order: (verdict.live ?? []).map(({ submissionId }) => submissionId),
    own,
  };
}

/**
 * Bidders who passed File I, and the row that says how that is proven; null for other envelopes. A result that does not hold counts
 * as none: whatever was opened of File II is then an alarm of its own.
 */
function checkTechnicalResult({ published, opening, policy }: About) {
  if (opening.envelopeId !== 'file-2') return null;
  const { technicalResult, kdTender } = published;
  if (technicalResult === null)
    return { row: missing('watch-technical', 'opening/technical-result-missing'), value: null };
  return findOut(
    'watch-technical',
    () => {
      const technical = {
        result: Buffer.from(technicalResult, 'base64'),
        committee: requireEnvelope(policy, 'file-1'),
      };
      return requireTechnicalResult(technical, { kdTender, versiTender: policy.versiTender });
    },
    ({ size }) => ({ passed: size }),
  );
}

function progressOf(
  { live, results }: PublishedVerdict,
  passed: ReadonlySet<string> | null,
): WatchedEnvelope['progress'] {
  if (live === null) return null;
  const due = passed === null ? live : live.filter(({ bidderId }) => passed.has(bidderId));
  const kinds = due.map(({ submissionId }) => {
    const words = results.filter(({ statement }) => statement.submissionId === submissionId);
    if (words.length === 0) return null;
    return words.some(({ statement }) => statement.outcome.kind === 'opened') ? 'opened' : 'not-opened';
  });
  const count = (kind: string): number => kinds.filter((one) => one === kind).length;
  return { bids: due.length, opened: count('opened'), notOpened: count('not-opened') };
}

function namesOf({ signers }: PolicyEnvelope): ReadonlyMap<string, string> {
  return new Map(
    signers.map((der) => {
      const certificate = parseCertificate(Buffer.from(der, 'base64'));
      return [certificate.sha256, signerName(certificate)];
    }),
  );
}
