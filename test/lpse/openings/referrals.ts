// A bid that cannot be opened is never rejected here: it goes, with evidence and without secrets, to the LPSE, whose staff
// state in writing whether it can be opened (domain.md 5, protocol.md 7.6).
import { CodedError } from '../../../app/errors/coded-error.ts';
import { LpseStatement, ResultStatement } from '../../../app/protocol/openings.ts';
import type { Caller } from '../context.ts';
import { signJson } from '../sign.ts';
import { requireBid } from './bids.ts';
import type { Opening, Referral } from './opening-book.ts';
import { policyOf, readMemberStatement, type OpeningRoom } from './room.ts';

/** @throws opening/statement-refused unless `result` is the caller's own, for this bid, with this reason */
export function refer(
  room: OpeningRoom,
  caller: Caller,
  given: { readonly opening: Opening; readonly n: number; readonly reason: string; readonly result: Buffer },
): Referral {
  const { opening, n, reason, result } = given;
  const bid = requireBid(room, opening, n);
  const { envelope } = policyOf(room.context, opening);
  const { statement } = readMemberStatement(room.context, caller, { der: result, schema: ResultStatement, envelope });
  const { outcome } = statement;
  const isThis =
    statement.openingId === opening.openingId &&
    statement.submissionId === bid.submissionId &&
    outcome.kind === 'not-opened' &&
    outcome.reason === reason;
  if (!isThis) throw new CodedError('opening/statement-refused', { why: 'referral' });
  return room.book.addReferral(opening.openingId, { submissionId: bid.submissionId, reason, result });
}

/** The LPSE's signed word; the first one stands. @throws opening/bid-not-found when nothing was referred */
export async function state(
  room: OpeningRoom,
  given: { readonly opening: Opening; readonly n: number; readonly canBeOpened: boolean; readonly text: string },
): Promise<Referral> {
  const { opening, n, canBeOpened, text } = given;
  const { submissionId } = requireBid(room, opening, n);
  const referral = room.book.referral(opening.openingId, submissionId);
  if (referral === null) throw new CodedError('opening/bid-not-found', { n });
  if (referral.statement !== null) return referral;
  const { clock, keys } = room.context;
  const statedAt = clock.now();
  const { kdTender, envelopeId } = opening;
  const content = LpseStatement.parse({
    format: 'segel-statement/1',
    kdTender,
    envelopeId,
    submissionId,
    canBeOpened,
    text,
    statedAt: statedAt.toISOString(),
  });
  room.book.setStatement(referral.referralId, await signJson(keys.lpse, statedAt, content));
  return room.book.referral(opening.openingId, submissionId) ?? referral;
}
