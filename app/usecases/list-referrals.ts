// UC-28 Bids that were referred to the LPSE, with its word on each: the committee follows a case to its end, the duty officer
// sees what waits. A statement counts only under the LPSE's signature.
import type { z } from 'zod';
import { CodedError } from '../errors/coded-error.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { Clock } from '../ports/clock.ts';
import type { ReferralCalls } from '../ports/lpse-gateway.ts';
import type { LpseTrust } from '../ports/trust-store.ts';
import { LpseStatement } from '../protocol/openings.ts';
import type { ReferralFacts } from '../protocol/referrals.ts';
import { codedFailure } from '../policy/run-check.ts';
import { readSigned, requireSoleSigner } from '../policy/signed-message.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';

export interface StatedReferral extends Omit<ReferralFacts, 'statement'> {
  /** Verified; null while the LPSE has not spoken, and when what came is not its word. */
  readonly statement: z.infer<typeof LpseStatement> | null;
  /** Why a statement that came does not count; null otherwise. */
  readonly statementCode: ErrorCode | null;
}

/** Oldest first. `kdTender` null for all that the account may see. @throws access/forbidden, network/* */
export async function listReferrals(
  needs: { readonly lpse: Pick<ReferralCalls, 'referrals'>; readonly clock: Clock },
  input: { readonly connection: LpseConnection; readonly kdTender: string | null },
  options: RunOptions = {},
): Promise<readonly StatedReferral[]> {
  const { connection } = input;
  const { referrals } = await needs.lpse.referrals(input.kdTender, options);
  const at = timeAt(connection, needs.clock);
  return referrals.map((facts) => withStatement(facts, connection.trust, at));
}

/** The facts of a case with its statement judged. */
export function withStatement(facts: ReferralFacts, trust: LpseTrust, at: Date): StatedReferral {
  const { statement: signed, ...rest } = facts;
  if (signed === null) return { ...rest, statement: null, statementCode: null };
  try {
    return { ...rest, statement: readStatement(signed, trust, { ...rest, at }), statementCode: null };
  } catch (error) {
    return { ...rest, statement: null, statementCode: codedFailure(error).code };
  }
}

/** @throws trust/answer-refused when it is not the LPSE's, or about another bid; signature/* */
export function readStatement(
  signed: string,
  trust: LpseTrust,
  about: { readonly at: Date; readonly submissionId: string },
): z.infer<typeof LpseStatement> {
  const message = readSigned(Buffer.from(signed, 'base64'), LpseStatement);
  requireSoleSigner(message, 'trust/answer-refused', { anchors: trust.lpse, at: about.at, revocation: 'none' });
  if (message.value.submissionId !== about.submissionId)
    throw new CodedError('trust/answer-refused', { why: 'another bid' });
  return message.value;
}
