// UC-16 Take a dealing back (leader), until a policy names the quorum: signed, logged, and never about a dealing that comes later. What
// was dealt opens nothing then: no bid is sealed to its key.
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions } from '../ports/call-options.ts';
import type { Journal } from '../ports/journal.ts';
import type { CommitteeCalls } from '../ports/lpse-gateway.ts';
import { DealingWithdrawal } from '../protocol/committee.ts';
import type { LpseConnection } from './connect-lpse.ts';
import { dealingDigest } from './redeal-quorum.ts';
import { signAsMember, type MemberNeeds } from './sign-as-member.ts';

export interface WithdrawDealingNeeds extends MemberNeeds {
  readonly lpse: Pick<CommitteeCalls, 'committee' | 'withdrawDealing'>;
  readonly journal: Journal;
}

export interface WithdrawDealingInput {
  readonly connection: LpseConnection;
  readonly kdTender: string;
  /** The leader's signing certificate. */
  readonly identityId: string;
  /** What the screen showed: the digest of each newest dealing. */
  readonly dealingSha256: readonly string[];
}

/**
 * @throws policy/dealing-refused when there is none, another one than was shown, or a policy names it already
 * @throws access/forbidden when it is not the leader who asks
 */
export async function withdrawDealing(
  needs: WithdrawDealingNeeds,
  { connection, kdTender, identityId, dealingSha256 }: WithdrawDealingInput,
  options: CallOptions = {},
): Promise<void> {
  const { dealings } = await needs.lpse.committee(kdTender, options);
  const newest = dealings.map((state) => ({ envelopeId: state.envelopeId, dealingSha256: dealingDigest(state) }));
  if (newest.length === 0) throw new CodedError('policy/dealing-refused', { why: 'no dealing' });
  const shown = new Set(dealingSha256);
  if (newest.length !== shown.size || newest.some((one) => !shown.has(one.dealingSha256)))
    throw new CodedError('policy/dealing-refused', { why: 'another dealing' });
  const statement = DealingWithdrawal.parse({ format: 'segel-dealing-withdrawal/1', kdTender, dealings: newest });
  const key = await needs.identities.unlockSigning(identityId);
  const request = await signAsMember(needs, key, { statement, connection });
  await needs.lpse.withdrawDealing(kdTender, { request }, options);
  const facts = { envelopes: newest.length, dealingSha256: newest[0]?.dealingSha256 ?? '' };
  await needs.journal.append({ event: 'quorum.withdrawn', bidId: null, kdTender, facts });
}
