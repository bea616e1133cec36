// A receipt that came from the LPSE: verified, completed with a timestamp where that is missing, written to files of its own,
// and only then made the state of the bid. Used by sending and by asking for the state.
import { sha256 } from '../../crypto/encoding.ts';
import { receiptedAs, supersededBy, type Bid, type ReceiptedBid } from '../domain/bid.ts';
import type { Check, CheckReport } from '../domain/check-report.ts';
import { firstFailure } from '../domain/check-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { BidStore } from '../ports/bid-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { LpseMemory } from '../ports/lpse-memory.ts';
import type { ReceiptStore } from '../ports/receipt-store.ts';
import type { TimestampAuthority } from '../ports/timestamp-authority.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import type { ReceiptBundle } from '../protocol/receipt.ts';
import { SubmissionStatement } from '../protocol/submissions.ts';
import { readSigned } from '../policy/signed-message.ts';
import { fetchTimestamp } from './fetch-timestamp.ts';
import { judgeReceipt } from './verify-receipt.ts';

export interface AcceptNeeds {
  readonly bids: BidStore;
  readonly receipts: ReceiptStore;
  readonly memory: LpseMemory;
  readonly tsa: TimestampAuthority;
  readonly journal: Journal;
  readonly clock: Clock;
}

export interface Accepted {
  readonly bid: ReceiptedBid;
  readonly report: CheckReport;
  /** Signed head of the log that the receipt was made in. */
  readonly checkpoint: string;
}

/** A sent bid: it has a signed request. */
type SentBid = Extract<Bid, { readonly state: 'uploading' | 'received' }>;

/**
 * Safe to repeat.
 * @throws the code of the first check that failed; the bid then stays as it is, and the journal has the receipt
 */
export async function acceptReceipt(
  needs: AcceptNeeds,
  input: {
    readonly bid: SentBid;
    readonly submissionId: string;
    readonly bundle: ReceiptBundle;
    readonly trust: LpseTrust;
  },
  options: CallOptions = {},
): Promise<Accepted> {
  const { bid, trust, submissionId } = input;
  const bundle = await withTimestamp(needs.tsa, input.bundle, trust, options);
  const { evidence, bidderId } = readRequest(bid);
  const { kdTender, versiTender, envelopeId, sealed } = bid;
  const about = { trust, kdTender, versiTender, envelopeId, submissionId, bidderId, sealed, evidence };
  const verdict = judgeReceipt(bundle, about);
  const failure = firstFailure(verdict.report);
  const { receipt, receiptSha256 } = verdict;
  if (failure !== null || !verdict.report.ok || receipt?.format !== 'segel-receipt/1') {
    await note(needs.journal, bid, {
      event: 'receipt.refused',
      facts: { ...codeOf(failure), receipt: bundle.receipt },
    });
    throw new CodedError(failure?.code ?? 'proof/receipt-mismatch', { ...failure?.facts });
  }
  const folder = await needs.receipts.save({
    kind: 'receipt',
    ...{ kdTender, envelopeId, submissionId, bundle },
    policy: await policyOf(needs.memory, bid),
    deviceRegistration: bid.mode === 'NON_CA' ? await needs.memory.deviceRegistration(bid.kdLpse, bid.accountId) : null,
  });
  const { sequence, receivedAt, supersedes, log } = receipt;
  const timestampAt = timestampOf(verdict.report);
  const summary = {
    submissionId,
    sequence,
    receivedAt,
    receiptSha256,
    logIndex: log.index,
    supersedes,
    timestampAt,
    folder,
  };
  const accepted = await keep(needs, { ...receiptedAs(bid, summary), updatedAt: needs.clock.now().toISOString() });
  await note(needs.journal, bid, {
    event: 'receipt.verified',
    facts: { submissionId, sequence, receivedAt, receiptSha256 },
  });
  return { bid: accepted, report: verdict.report, checkpoint: log.checkpoint };
}

/** The bid and, in the same transaction, the ones that it replaced. */
async function keep({ bids }: AcceptNeeds, receipted: ReceiptedBid): Promise<ReceiptedBid> {
  const { kdTender, versiTender, envelopeId, bidId, receipt, updatedAt } = receipted;
  const others = await bids.list({ kdTender, envelopeId, state: 'receipted' });
  const replaced = others
    // Of a tender that is held again each version has bids of its own: none takes the place of one for another.
    .filter((other) => other.bidId !== bidId && other.versiTender === versiTender)
    .filter((other) => other.state === 'receipted' && other.receipt.sequence < receipt.sequence)
    .map((other) => ({ ...supersededBy(other, receipt.submissionId), updatedAt }));
  const [saved] = await bids.save(receipted, ...replaced);
  return saved;
}

/** What was signed and sent: the evidence made at sending, and the name it was sent under. */
function readRequest(bid: SentBid): { readonly evidence: Buffer; readonly bidderId: string } {
  const { request } = bid.upload;
  if (request === null) throw new CodedError('draft/wrong-state', { state: bid.state, wanted: 'receipted' });
  const { value } = readSigned(Buffer.from(request, 'base64'), SubmissionStatement);
  return { evidence: Buffer.from(value.evidence, 'base64'), bidderId: bid.sealed.bidderId };
}

/** A timestamp that the LPSE could not get is fetched by ourselves, beside the receipt. */
export async function withTimestamp(
  tsa: TimestampAuthority,
  bundle: ReceiptBundle,
  trust: LpseTrust,
  options: CallOptions,
): Promise<ReceiptBundle> {
  if (bundle.timestamp !== null) return bundle;
  const imprint = sha256(Buffer.from(bundle.signature, 'base64'));
  const fetched = await fetchTimestamp(tsa, { sha256: imprint, trust }, options);
  return fetched === null ? bundle : { ...bundle, timestamp: fetched.der.toString('base64') };
}

/** The remembered policy if it is the one that the bid names. */
async function policyOf(memory: LpseMemory, bid: SentBid): Promise<string | null> {
  const remembered = await memory.policy(bid.kdLpse, bid.kdTender);
  return remembered?.policySha256 === bid.sealed.policySha256 ? remembered.policy : null;
}

function timestampOf(report: CheckReport): string | null {
  const check = report.checks.find(({ id }) => id === 'receipt-timestamp');
  const time = check?.outcome === 'passed' ? check.facts.genTime : null;
  return typeof time === 'string' ? time : null;
}

function codeOf(failure: (Check & { readonly outcome: 'failed' }) | null) {
  return failure === null ? {} : { code: failure.code, check: failure.id };
}

async function note(
  journal: Journal,
  { bidId, kdTender }: Bid,
  entry: { readonly event: string; readonly facts: Readonly<Record<string, string | number | boolean | null>> },
): Promise<void> {
  await journal.append({ ...entry, bidId, kdTender });
}
