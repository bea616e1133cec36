// UC-18 Refer a bid that did not open to the LPSE, with the member's signed result as evidence. Only the LPSE states whether it
// can be opened; nobody rejects a bid here.
import type { z } from 'zod';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { Journal } from '../ports/journal.ts';
import type { OpeningCalls } from '../ports/lpse-gateway.ts';
import { type LpseStatement, ResultStatement } from '../protocol/openings.ts';
import { CodedError } from '../errors/coded-error.ts';
import { readSigned } from '../policy/signed-message.ts';
import type { Clock } from '../ports/clock.ts';
import type { NotOpenedReason } from './open-bid.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';
import { readStatement } from './list-referrals.ts';

export interface Referral {
  readonly referralId: string;
  /** Null while the LPSE has not spoken. */
  readonly statement: z.infer<typeof LpseStatement> | null;
}

/**
 * Safe to repeat; a later call brings the LPSE's statement.
 * @throws opening/bid-not-found, opening/statement-refused; trust/answer-refused when the statement is not the LPSE's
 */
export async function referBid(
  needs: { readonly lpse: Pick<OpeningCalls, 'opening' | 'refer'>; readonly journal: Journal; readonly clock: Clock },
  input: {
    readonly connection: LpseConnection;
    readonly openingId: string;
    readonly n: number;
    readonly submissionId: string;
    readonly reason: NotOpenedReason;
    /** SHA-256 of the member's signing certificate. */
    readonly signerSha256: string;
  },
  options: RunOptions<ByteProgress> = {},
): Promise<Referral> {
  const { openingId, n, reason, submissionId } = input;
  const { results, kdTender } = await needs.lpse.opening(openingId, options);
  const own = results.find((result) => {
    const message = readSigned(Buffer.from(result, 'base64'), ResultStatement);
    const isOwn = message.signers[0]?.certificate.sha256 === input.signerSha256;
    return isOwn && message.value.submissionId === submissionId && message.value.outcome.kind === 'not-opened';
  });
  if (own === undefined) throw new CodedError('opening/statement-refused', { why: 'no result' });
  const { referralId, statement } = await needs.lpse.refer(openingId, n, { reason, result: own }, options);
  const facts = { openingId, n, referralId, reason };
  await needs.journal.append({ event: 'opening.referred', bidId: null, kdTender, facts });
  const { trust } = input.connection;
  const at = timeAt(input.connection, needs.clock);
  return { referralId, statement: statement === null ? null : readStatement(statement, trust, { at, submissionId }) };
}
