// Who is logged in. There is no ambient identity: each use case asks anew.
import { CodedError } from '../errors/coded-error.ts';
import type { SessionStore } from '../ports/session-store.ts';
import type { Account } from '../protocol/login.ts';

/** @throws access/session-expired when nobody is */
export async function requireAccount(session: SessionStore): Promise<Account> {
  const current = await session.current();
  if (current === null) throw new CodedError('access/session-expired');
  return current.account;
}

/** @throws access/session-expired, draft/wrong-account when somebody else is logged in than the bid belongs to */
export async function requireOwner(session: SessionStore, bid: { readonly accountId: string }): Promise<Account> {
  const account = await requireAccount(session);
  if (account.accountId !== bid.accountId) throw new CodedError('draft/wrong-account');
  return account;
}
