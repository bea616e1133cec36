// UC-28 The LPSE's word on a bid that did not open: staff decide, the LPSE's key signs, the first statement stands. What was signed
// is verified here and must be what was asked for.
import type { z } from 'zod';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { ReferralCalls } from '../ports/lpse-gateway.ts';
import type { LpseStatement } from '../protocol/openings.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';
import { readStatement, type StatedReferral } from './list-referrals.ts';

/** The facts that will stand in the statement, but for its time: shown before anybody confirms. */
export function statementToSign(
  { kdTender, envelopeId, submissionId }: Pick<StatedReferral, 'kdTender' | 'envelopeId' | 'submissionId'>,
  word: { readonly canBeOpened: boolean; readonly text: string },
): Omit<z.infer<typeof LpseStatement>, 'statedAt'> {
  const { canBeOpened, text } = word;
  return { format: 'segel-statement/1', kdTender, envelopeId, submissionId, canBeOpened, text: text.trim() };
}

/**
 * Answers the statement that stands, verified: an earlier one when somebody was first.
 * @throws trust/answer-refused when it is not the LPSE's; access/forbidden, network/*
 */
export async function stateOnReferral(
  needs: {
    readonly lpse: Pick<ReferralCalls, 'stateOnBid' | 'referrals'>;
    readonly clock: Clock;
    readonly journal: Journal;
  },
  input: {
    readonly connection: LpseConnection;
    readonly referralId: string;
    readonly canBeOpened: boolean;
    readonly text: string;
  },
  options: RunOptions = {},
): Promise<{ readonly statement: z.infer<typeof LpseStatement>; readonly isOurs: boolean }> {
  const { connection, referralId } = input;
  const { referrals } = await needs.lpse.referrals(null, options);
  const referral = referrals.find((one) => one.referralId === referralId);
  if (referral === undefined) throw new CodedError('referral/not-found');
  const wanted = statementToSign(referral, input);
  const { canBeOpened, text } = wanted;
  const answer = await needs.lpse.stateOnBid(referral.openingId, referral.n, { canBeOpened, text }, options);
  if (answer.statement === null) throw new CodedError('trust/answer-refused', { why: 'no statement' });
  const { submissionId, kdTender } = referral;
  const at = timeAt(connection, needs.clock);
  const statement = readStatement(answer.statement, connection.trust, { at, submissionId });
  const isOurs = statement.canBeOpened === canBeOpened && statement.text === text;
  const facts = { referralId, submissionId, canBeOpened: statement.canBeOpened, isOurs };
  await needs.journal.append({ event: 'referral.stated', bidId: null, kdTender, facts });
  return { statement, isOurs };
}
