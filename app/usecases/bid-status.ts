// UC-11 Ask the LPSE how things stand: finish what waits for a receipt, note what was replaced elsewhere, complete missing
// timestamps, and list what this account sent from other computers.
import { supersededBy, type Bid, type ReceiptedBid } from '../domain/bid.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { LogCalls, SubmissionCalls } from '../ports/lpse-gateway.ts';
import type { SubmissionAnswer } from '../protocol/submissions.ts';
import { verifyTimestamp } from '../../crypto/timestamp.ts';
import { sha256 } from '../../crypto/encoding.ts';
import { checkReceipt } from '../policy/check-receipt.ts';
import { acceptReceipt, withTimestamp, type AcceptNeeds } from './accept-receipt.ts';
import { acceptRefusal } from './accept-refusal.ts';
import type { LpseConnection } from './connect-lpse.ts';
import { saveOne } from './edit-draft.ts';
import { watchHead } from './verify-log.ts';
import { acceptWithdrawal } from './withdraw-bid.ts';

export interface StatusNeeds extends AcceptNeeds {
  readonly lpse: Pick<SubmissionCalls, 'submissions'> & LogCalls;
}

export interface BidStatus {
  /** This computer's bids of the tender, brought up to date; newest change first. */
  readonly bids: readonly Bid[];
  /** Submissions of the account that this computer has no bid for. */
  readonly elsewhere: readonly Pick<
    SubmissionAnswer,
    'submissionId' | 'envelopeId' | 'state' | 'acceptedAt' | 'sealedSha256'
  >[];
}

/** Safe to repeat. @throws network/*, access/session-expired; proof/* when a receipt is not good */
export async function bidStatus(
  needs: StatusNeeds,
  input: { readonly connection: LpseConnection; readonly kdTender: string },
  options: RunOptions = {},
): Promise<BidStatus> {
  const { connection, kdTender } = input;
  const { submissions } = await needs.lpse.submissions(kdTender, options);
  const bids = await needs.bids.list({ kdTender });
  const known = new Map(submissions.map((answer) => [answer.submissionId, answer]));
  const failures: unknown[] = [];
  for (const bid of bids) {
    options.signal?.throwIfAborted();
    // One bid whose receipt is not good must not hide how the others stand.
    await update(needs, { bid, connection, known, submissions }, options).catch((error: unknown) =>
      failures.push(error),
    );
  }
  if (failures.length > 0) throw failures[0];
  const ours = new Set(bids.map(submissionOf));
  const elsewhere = submissions
    .filter(({ submissionId }) => !ours.has(submissionId))
    .map(({ submissionId, envelopeId, state, acceptedAt, sealedSha256 }) => ({
      ...{ submissionId, envelopeId, state, acceptedAt, sealedSha256 },
    }));
  return { bids: await needs.bids.list({ kdTender }), elsewhere };
}

interface Question {
  readonly bid: Bid;
  readonly connection: LpseConnection;
  readonly known: ReadonlyMap<string, SubmissionAnswer>;
  readonly submissions: readonly SubmissionAnswer[];
}

async function update(needs: StatusNeeds, question: Question, options: RunOptions): Promise<void> {
  const { bid, connection, known, submissions } = question;
  const answer = known.get(submissionOf(bid) ?? '');
  if (answer === undefined) return;
  const { submissionId } = answer;
  if (bid.state === 'uploading' || bid.state === 'received') {
    if (answer.receipt !== null) {
      const { trust } = connection;
      const { checkpoint } = await acceptReceipt(needs, { bid, submissionId, bundle: answer.receipt, trust }, options);
      await watchHead(needs, { connection, note: checkpoint }, options);
    } else if (answer.refusal !== null) {
      const refused = await acceptRefusal(needs, { bid, answer, connection });
      // Of the one-time number, not of the bid: sending it again signs anew.
      if (refused.refusalCode !== 'submission/nonce-refused') await saveOne(needs.bids, refused);
    }
    return;
  }
  if (bid.state !== 'receipted') return;
  if (answer.withdrawal !== null) {
    // On another computer of this account.
    await acceptWithdrawal(needs, { bid, connection, bundle: answer.withdrawal }, options);
    return;
  }
  const current = await completeTimestamp(needs, { bid, answer, connection }, options);
  if (answer.state !== 'superseded') return;
  const successor = submissions.find((other) => replaces(other, current, connection));
  if (successor !== undefined) await saveOne(needs.bids, supersededBy(current, successor.submissionId));
}

/** Only a later receipt of the same bidder for the same envelope takes a receipted bid out of force, never the LPSE's word alone. */
function replaces(other: SubmissionAnswer, bid: ReceiptedBid, { trust }: LpseConnection): boolean {
  if (other.receipt === null || other.submissionId === bid.receipt.submissionId) return false;
  const { report, receipt } = checkReceipt(other.receipt, trust);
  if (!report.ok || receipt?.format !== 'segel-receipt/1' || receipt.submissionId !== other.submissionId) return false;
  const same =
    receipt.kdTender === bid.kdTender &&
    receipt.versiTender === bid.versiTender &&
    receipt.envelopeId === bid.envelopeId &&
    receipt.bidderId === bid.sealed.bidderId;
  return same && receipt.sequence > bid.receipt.sequence;
}

/** `receipt.tsr` may come later, beside the receipt. */
async function completeTimestamp(
  needs: StatusNeeds,
  { bid, answer, connection }: { bid: ReceiptedBid; answer: SubmissionAnswer; connection: LpseConnection },
  options: RunOptions,
): Promise<ReceiptedBid> {
  if (bid.receipt.timestampAt !== null || answer.receipt === null) return bid;
  const { trust } = connection;
  const stored = await needs.receipts.load(bid.receipt.folder);
  // Only the timestamp is taken from the newer answer; what was proven before stays what it is.
  const offered = { ...stored.bundle, timestamp: answer.receipt.timestamp };
  const bundle = await withTimestamp(needs.tsa, offered, trust, options);
  if (bundle.timestamp === null) return bid;
  const expected = { sha256: sha256(Buffer.from(bundle.signature, 'base64')), anchors: trust.tsa };
  const timestamp = Buffer.from(bundle.timestamp, 'base64');
  const { genTime } = verifyTimestamp(timestamp, { ...expected, revocation: 'none' });
  await needs.receipts.save({ ...stored, bundle });
  const receipt = { ...bid.receipt, timestampAt: genTime.toISOString() };
  return saveOne(needs.bids, { ...bid, receipt });
}

function submissionOf(bid: Bid): string | null {
  switch (bid.state) {
    case 'draft':
    case 'sealed':
      return null;
    case 'uploading':
    case 'received':
    case 'refused':
      return bid.submissionId;
    case 'receipted':
    case 'superseded':
    case 'withdrawn':
      return bid.receipt.submissionId;
  }
}
