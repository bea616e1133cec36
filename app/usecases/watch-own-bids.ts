// What became of each own bid in an opening, with or without a fate to fear: those in force are compared with what was sealed, those
// that were withdrawn or replaced must be gone.
import { parseCanonicalJson } from '../../crypto/canonical-json.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { encodeOuterManifest } from '../../crypto/seal/manifest.ts';
import type { ReceiptedBid, SupersededBid, WithdrawnBid } from '../domain/bid.ts';
import { toReport, type CheckReport } from '../domain/check-report.ts';
import { toneOf, type OwnFate } from '../domain/own-bid.ts';
import type { BidStore } from '../ports/bid-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { ReceiptStore } from '../ports/receipt-store.ts';
import type { Sealer } from '../ports/sealer.ts';
import type { PolicyEnvelope } from '../protocol/policy.ts';
import type { LpseStatement, ResultStatement } from '../protocol/openings.ts';
import { Receipt, WithdrawalReceipt } from '../protocol/receipt.ts';
import type { PublishedOpening } from '../protocol/watch.ts';
import type { z } from 'zod';
import type { ProvenResult, PublishedVerdict } from '../policy/check-published.ts';
import { publishedRow, type Withheld } from '../policy/check-withheld.ts';
import { judgeGoneBid } from '../policy/judge-gone-bid.ts';
import { judgeOwnBid } from '../policy/judge-own-bid.ts';
import { codedFailure } from '../policy/run-check.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';
import { readStatement } from './list-referrals.ts';

export interface OwnBidNeeds {
  readonly bids: BidStore;
  readonly receipts: ReceiptStore;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

/** What one member stated about a bid. */
export interface MemberWord {
  readonly name: string;
  readonly outcome: ResultStatement['outcome'];
}

export interface OwnBidWatched {
  readonly bidId: string;
  readonly submissionId: string;
  readonly sequence: number;
  readonly logIndex: number;
  readonly innerSha256: string | null;
  readonly fate: OwnFate;
  readonly report: CheckReport;
  readonly members: readonly MemberWord[];
  /** The LPSE's verified word on a bid that did not open; null while there is none. */
  readonly statement: z.infer<typeof LpseStatement> | null;
}

export interface OwnContext {
  readonly kdTender: string;
  readonly versiTender: number;
  readonly opening: PublishedOpening;
  readonly envelope: PolicyEnvelope;
  readonly verdict: PublishedVerdict;
  readonly closed: readonly Uint8Array[];
  readonly passed: ReadonlySet<string> | null;
  readonly names: ReadonlyMap<string, string>;
  /** What the log has of this envelope and the LPSE did not publish. */
  readonly withheld: readonly Withheld[];
}

/** The own bids of an envelope that have a receipt: those in force first. */
export async function watchOwnBids(
  needs: OwnBidNeeds,
  connection: LpseConnection,
  context: OwnContext,
): Promise<readonly OwnBidWatched[]> {
  const { kdTender, versiTender, opening } = context;
  // Bids for an earlier version of the tender had an opening of their own: `watch-earlier-bids.ts`.
  const all = await needs.bids.list({ kdTender, envelopeId: opening.envelopeId });
  const bids = all.filter((bid) => bid.versiTender === versiTender);
  const inForce: OwnBidWatched[] = [];
  const gone: OwnBidWatched[] = [];
  for (const bid of bids) {
    if (bid.state === 'receipted') inForce.push(await watchOwn(needs, connection, context, bid));
    if (bid.state === 'withdrawn' || bid.state === 'superseded') gone.push(await watchGone(needs, context, bid));
  }
  return [...inForce, ...gone].map((own) => withWithheld(own, context.withheld));
}

/** A result on an own bid that was kept back could say anything: until it is shown, nothing good is said of the bid. */
function withWithheld(own: OwnBidWatched, withheld: readonly Withheld[]): OwnBidWatched {
  const results = withheld.filter(({ why, submissionId }) => why === 'result' && submissionId === own.submissionId);
  if (results.length === 0) return own;
  const report = toReport([...own.report.checks, publishedRow(results, results.length)]);
  return { ...own, report, fate: toneOf(own.fate) === 'red' ? own.fate : 'withheld' };
}

async function watchGone(
  { receipts }: OwnBidNeeds,
  { verdict, closed, names }: OwnContext,
  bid: WithdrawnBid | SupersededBid,
): Promise<OwnBidWatched> {
  const { submissionId, sequence, logIndex } = bid.receipt;
  const withdrawal = bid.state === 'withdrawn' ? await withdrawalOf(receipts, bid) : null;
  const { live, strays } = verdict;
  const { fate, rows } = judgeGoneBid({ submissionId, withdrawal, closed, live, strays });
  return {
    ...{ bidId: bid.bidId, submissionId, sequence, logIndex, innerSha256: null, fate },
    report: toReport(rows),
    members: wordsOn(submissionId, strays, names),
    statement: null,
  };
}

async function withdrawalOf(receipts: ReceiptStore, { withdrawalFolder }: WithdrawnBid): Promise<WithdrawalReceipt> {
  const { bundle } = await receipts.load(withdrawalFolder);
  return WithdrawalReceipt.parse(parseCanonicalJson(Buffer.from(bundle.receipt, 'base64')));
}

async function watchOwn(
  needs: OwnBidNeeds,
  connection: LpseConnection,
  { opening, envelope, verdict, closed, passed, names }: OwnContext,
  bid: ReceiptedBid,
): Promise<OwnBidWatched> {
  const { submissionId, sequence, logIndex, folder } = bid.receipt;
  const { bundle } = await needs.receipts.load(folder);
  const receipt = Receipt.parse(parseCanonicalJson(Buffer.from(bundle.receipt, 'base64')));
  const innerSha256 = await innerDigestOf(needs.sealer, bid);
  const price = envelope.carriesPrice ? (bid.sealed.letter?.price ?? null) : null;
  const { live, results } = verdict;
  // Before a technical result nobody has passed: a result of this bid is then as much of an alarm.
  const isEarly = passed === null && opening.envelopeId === 'file-2' && results.some(isOfBid(submissionId));
  const mayOpen = isEarly ? new Set<string>() : passed;
  const judged = judgeOwnBid({ receipt, innerSha256, price, closed, live, results, passed: mayOpen });
  const at = timeAt(connection, needs.clock);
  return {
    ...{ bidId: bid.bidId, submissionId, sequence, logIndex, innerSha256 },
    fate: judged.fate,
    report: toReport(judged.rows),
    members: wordsOn(submissionId, results, names),
    statement: statementOn(submissionId, opening, connection, at),
  };
}

function isOfBid(submissionId: string): (result: ProvenResult) => boolean {
  return ({ statement }) => statement.submissionId === submissionId;
}

/** What the sealed file commits to; null when it is gone, or is not the file that was sealed. */
async function innerDigestOf(sealer: Sealer, { sealed }: ReceiptedBid): Promise<string | null> {
  try {
    const { manifest } = await sealer.inspect(sealed.path);
    return sha256Hex(encodeOuterManifest(manifest)) === sealed.manifestSha256 ? manifest.inner.sha256 : null;
  } catch (error) {
    codedFailure(error);
    return null;
  }
}

function wordsOn(
  submissionId: string,
  results: readonly ProvenResult[],
  names: ReadonlyMap<string, string>,
): readonly MemberWord[] {
  return results
    .filter(isOfBid(submissionId))
    .map(({ memberSha256, statement }) => ({ name: names.get(memberSha256) ?? '', outcome: statement.outcome }));
}

/** One that is not the LPSE's, or about another bid, is not there. */
function statementOn(
  submissionId: string,
  { statements }: PublishedOpening,
  { trust }: LpseConnection,
  at: Date,
): z.infer<typeof LpseStatement> | null {
  for (const signed of statements) {
    try {
      return readStatement(signed, trust, { at, submissionId });
    } catch (error) {
      codedFailure(error);
    }
  }
  return null;
}
