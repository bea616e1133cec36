// One envelope of an opening as somebody proves it who was not in the room: list, release and results against the log, and what became
// of each own bid.
import { parseVerifierKey, verifyCheckpoint } from '../../crypto/checkpoint.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { toReport, type CheckReport } from '../domain/check-report.ts';
import type { OpeningEvent } from '../domain/opening-view.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { PolicyEnvelope, SealingPolicy } from '../protocol/policy.ts';
import type { PublishedOpening, PublishedOpenings } from '../protocol/watch.ts';
import { requireTechnicalResult } from '../policy/check-opening.ts';
import { checkPublished, type PublishedVerdict } from '../policy/check-published.ts';
import { publishedRow, type Withheld } from '../policy/check-withheld.ts';
import { findOut, missing } from '../policy/run-check.ts';
import { signerName } from './choose-signer.ts';
import type { LpseConnection } from './connect-lpse.ts';
import { requireEnvelope } from './load-policy.ts';
import type { LogMirror } from './log-mirror.ts';
import { watchOwnBids, type OwnBidNeeds, type OwnBidWatched } from './watch-own-bids.ts';

export interface WatchedEnvelope {
  readonly envelopeId: string;
  readonly carriesPrice: boolean;
  readonly closedAt: string | null;
  readonly startedAt: string | null;
  readonly releasedAt: string | null;
  /** The log has more of this opening than its closing. */
  readonly beganInLog: boolean;
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

export interface About {
  readonly published: PublishedOpenings;
  readonly opening: PublishedOpening;
  readonly policy: SealingPolicy;
  /** Of this version of the tender, from the log. */
  readonly events: readonly OpeningEvent[];
  readonly withheld: readonly Withheld[];
}

/** @throws log/proof-invalid when the closed head is not one of this log's; network/*, draft/no-such-envelope */
export async function watchEnvelope(
  needs: OwnBidNeeds,
  input: { readonly connection: LpseConnection; readonly kdTender: string; readonly mirror: LogMirror },
  about: About,
  options: RunOptions<ByteProgress>,
): Promise<WatchedEnvelope> {
  const { connection, kdTender, mirror } = input;
  const { published, opening, policy } = about;
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
  const events = about.events.filter(({ envelopeId }) => envelopeId === opening.envelopeId);
  const withheld = about.withheld.filter(({ envelopeId }) => envelopeId === opening.envelopeId);
  const context = { opening, envelope, verdict, closed, passed, names, withheld };
  const own = await watchOwnBids(needs, connection, { ...context, kdTender, versiTender: policy.versiTender });
  return {
    envelopeId: opening.envelopeId,
    carriesPrice: envelope.carriesPrice,
    closedAt: verdict.closedAt,
    startedAt: opening.startedAt,
    releasedAt: opening.release?.releasedAt ?? null,
    progress: progressOf(verdict, passed),
    members: envelope.signers.length,
    beganInLog: events.some(({ event }) => event !== 'closed' && event !== 'technical-result'),
    report: toReport([
      ...verdict.rows,
      ...(technical === null ? [] : [technical.row]),
      publishedRow(withheld, events.length),
    ]),
    names,
    order: (verdict.live ?? []).map(({ submissionId }) => submissionId),
    own,
  };
}

/**
 * Bidders who passed File I, and the row that says how that is proven; null for other envelopes. A result that does not hold counts
 * as none: whatever was opened of File II is then an alarm of its own.
 */
function checkTechnicalResult({ published, opening, policy }: Pick<About, 'published' | 'opening' | 'policy'>) {
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
