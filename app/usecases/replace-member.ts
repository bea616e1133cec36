// UC-23 Ask for another person in the place of a member, before the deadline: signed, with a reason, logged. The change counts with the
// next policy under a majority; in a quorum the key is dealt again first.
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { Journal } from '../ports/journal.ts';
import type { AccountCalls, CommitteeCalls, PackageCalls } from '../ports/lpse-gateway.ts';
import { ReplacementStatement, type CommitteeAnswer } from '../protocol/committee.ts';
import type { LpseConnection } from './connect-lpse.ts';
import { signAsMember, type MemberNeeds } from './sign-as-member.ts';

export interface ReplaceNeeds extends MemberNeeds {
  readonly lpse: Pick<CommitteeCalls, 'committee' | 'replaceMember'> &
    Pick<PackageCalls, 'package'> &
    Pick<AccountCalls, 'nonce'>;
  readonly journal: Journal;
}

export interface ReplaceInput {
  readonly connection: LpseConnection;
  readonly kdTender: string;
  /** Account ids. */
  readonly remove: string;
  readonly add: string;
  readonly reason: string;
  /** The asking member's signing certificate. */
  readonly identityId: string;
}

/** @throws package/committee-refused; policy/would-lose-openers when a receipted bid could then be opened by too few */
export async function replaceMember(
  needs: ReplaceNeeds,
  input: ReplaceInput,
  options: RunOptions = {},
): Promise<CommitteeAnswer> {
  const { connection, kdTender, remove, add, identityId } = input;
  const alasan = input.reason.trim();
  if (alasan === '') throw new CodedError('package/committee-refused', { why: 'reason' });
  const { versi_tender: versiTender } = await needs.lpse.package(kdTender, options);
  const key = await needs.identities.unlockSigning(identityId);
  const { nonce: serverNonce } = await needs.lpse.nonce(options);
  const statement = ReplacementStatement.parse({
    format: 'segel-replacement/1',
    ...{ kdLpse: connection.trust.kdLpse, kdTender, versiTender, remove, add, alasan, serverNonce },
  });
  const request = await signAsMember(needs, key, { statement, connection });
  const answer = await needs.lpse.replaceMember(kdTender, { request }, options);
  const facts = { remove, add };
  await needs.journal.append({ event: 'committee.replaced', bidId: null, kdTender, facts });
  return answer;
}
