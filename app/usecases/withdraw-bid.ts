// UC-11 Withdraw a bid before the deadline: a signed request, and a receipt of its own that is proven like every other.
import { encodeCanonicalJson } from '../../crypto/canonical-json.ts';
import { signContent } from '../../crypto/cms/sign.ts';
import { withdrawnAt, type ReceiptedBid, type WithdrawnBid } from '../domain/bid.ts';
import { firstFailure, toReport, type CheckReport } from '../domain/check-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { AccountCalls, LogCalls, SubmissionCalls } from '../ports/lpse-gateway.ts';
import type { ReceiptBundle } from '../protocol/receipt.ts';
import type { SessionStore } from '../ports/session-store.ts';
import { WithdrawalStatement } from '../protocol/submissions.ts';
import { checkReceipt } from '../policy/check-receipt.ts';
import { runCheck, type Row } from '../policy/run-check.ts';
import { withTimestamp, type AcceptNeeds } from './accept-receipt.ts';
import { chooseSigner, type SignerNeeds } from './choose-signer.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';
import { requireBid, saveOne } from './edit-draft.ts';
import { requireOwner } from './require-account.ts';
import { watchHead } from './verify-log.ts';

export interface WithdrawNeeds extends AcceptNeeds, SignerNeeds {
  readonly lpse: Pick<SubmissionCalls, 'withdraw' | 'submission'> & Pick<AccountCalls, 'nonce'> & LogCalls;
  readonly session: SessionStore;
}

export interface WithdrawInput {
  readonly connection: LpseConnection;
  readonly bidId: string;
  /** CA: the bidder's certificate. NON_CA: null. */
  readonly identityId: string | null;
}

/**
 * Safe to repeat: when the LPSE already holds a withdrawal, its receipt is taken.
 * @throws draft/not-found, draft/wrong-account, draft/wrong-state unless receipted
 * @throws submission/closed after the deadline, submission/not-live; proof/* when the receipt is not good
 */
export async function withdrawBid(
  needs: WithdrawNeeds,
  input: WithdrawInput,
  options: RunOptions = {},
): Promise<{ readonly bid: WithdrawnBid; readonly report: CheckReport }> {
  const bid = await requireBid(needs.bids, input.bidId);
  await requireOwner(needs.session, bid);
  if (bid.state !== 'receipted') throw new CodedError('draft/wrong-state', { state: bid.state, wanted: 'withdrawn' });
  const known = await needs.lpse.submission(bid.receipt.submissionId, options);
  const bundle = known.withdrawal ?? (await askFor(needs, input, bid, options));
  return acceptWithdrawal(needs, { bid, connection: input.connection, bundle }, options);
}

async function askFor(
  needs: WithdrawNeeds,
  { connection, identityId }: WithdrawInput,
  bid: ReceiptedBid,
  options: RunOptions,
): Promise<ReceiptBundle> {
  const { kdLpse, kdTender, versiTender, envelopeId, mode, accountId } = bid;
  const { submissionId } = bid.receipt;
  const signingTime = timeAt(connection, needs.clock);
  const { key } = await chooseSigner(needs, { connection, mode, accountId, identityId, until: signingTime }, options);
  const { nonce: serverNonce } = await needs.lpse.nonce(options);
  const statement = WithdrawalStatement.parse({
    format: 'segel-withdrawal-request/1',
    ...{ kdLpse, kdTender, versiTender, envelopeId, submissionId, serverNonce },
  });
  const content = encodeCanonicalJson(statement);
  const request = await signContent({ content, detached: false, signers: [{ key, signingTime }] });
  await needs.journal.append({ event: 'withdrawal.sent', bidId: bid.bidId, kdTender, facts: { submissionId } });
  const answer = await needs.lpse.withdraw(submissionId, { request: request.toString('base64') }, options);
  if (answer.withdrawal === null) throw new CodedError('network/bad-answer', { why: 'withdrawal' });
  return answer.withdrawal;
}

/**
 * The receipt of a withdrawal, proven and kept, and the bid withdrawn. Safe to repeat.
 * @throws proof/*, log/* when the receipt is not good or about another bid; the bid then stays as it is
 */
export async function acceptWithdrawal(
  needs: AcceptNeeds & { readonly lpse: LogCalls },
  about: { readonly bid: ReceiptedBid; readonly connection: LpseConnection; readonly bundle: ReceiptBundle },
  options: RunOptions,
): Promise<{ readonly bid: WithdrawnBid; readonly report: CheckReport }> {
  const { bid, connection } = about;
  const bundle = await withTimestamp(needs.tsa, about.bundle, connection.trust, options);
  const verdict = checkReceipt(bundle, connection.trust);
  const { receipt } = verdict;
  const ours: Row = runCheck('sealed-context', () => {
    const same =
      receipt?.format === 'segel-withdrawal/1' &&
      receipt.submissionId === bid.receipt.submissionId &&
      receipt.bidderId === bid.sealed.bidderId &&
      receipt.kdTender === bid.kdTender &&
      receipt.versiTender === bid.versiTender &&
      receipt.envelopeId === bid.envelopeId;
    if (!same) throw new CodedError('proof/receipt-mismatch', { field: 'submissionId' });
    return { submissionId: receipt.submissionId };
  });
  const report = toReport([...verdict.report.checks, ours]);
  const failure = firstFailure(report);
  if (failure !== null || receipt?.format !== 'segel-withdrawal/1') {
    throw new CodedError(failure?.code ?? 'proof/receipt-mismatch', failure?.facts ?? {});
  }
  const { kdTender, envelopeId } = bid;
  const { submissionId } = receipt;
  const files = { kdTender, envelopeId, submissionId, bundle, policy: null, deviceRegistration: null };
  const folder = await needs.receipts.save({ kind: 'withdrawal', ...files });
  const withdrawn = withdrawnAt(bid, receipt.withdrawnAt, folder);
  const saved = await saveOne(needs.bids, { ...withdrawn, updatedAt: needs.clock.now().toISOString() });
  const facts = { submissionId, withdrawnAt: receipt.withdrawnAt, receiptSha256: verdict.receiptSha256 };
  await needs.journal.append({ event: 'withdrawal.verified', bidId: bid.bidId, kdTender, facts });
  // The receipt stands whatever comes of this; who does not remember its head would not see a log that goes back behind it.
  const row = await watchHead(needs, { connection, note: receipt.log.checkpoint }, options);
  return { bid: saved, report: toReport([...verdict.report.checks, ours, row]) };
}
