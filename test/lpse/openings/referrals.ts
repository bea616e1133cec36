// A bid that cannot be opened is never rejected here: it goes, with evidence and without secrets, to the LPSE, whose staff
// state in writing whether it can be opened (app/README.md, app/protocol/SPEC.md 7.6 and 10). Both steps are in the log.
import { CodedError } from '../../../app/errors/coded-error.ts';
import { LpseStatement, ResultStatement } from '../../../app/protocol/openings.ts';
import { MAX_EVIDENCE_BYTES } from '../../../app/protocol/referrals.ts';
import { encodeCanonicalJson } from '../../../crypto/canonical-json.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { Caller } from '../context.ts';
import { signJson } from '../sign.ts';
import { requireBid } from './bids.ts';
import type { Opening } from './opening-book.ts';
import type { Referral } from './referral-book.ts';
import { policyOf, readMemberStatement, type OpeningRoom } from './room.ts';

interface Given {
  readonly opening: Opening;
  readonly n: number;
  readonly reason: string;
  readonly result: Buffer;
  readonly evidence: Buffer | null;
}

/**
 * @throws opening/statement-refused unless `result` is the caller's own, for this bid, with this reason
 * @throws referral/evidence-refused when the package is too long
 */
export function refer(room: OpeningRoom, caller: Caller, { opening, n, reason, result, evidence }: Given): Referral {
  const bid = requireBid(room, opening, n);
  const { envelope } = policyOf(room.context, opening);
  const read = readMemberStatement(room.context, caller, { der: result, schema: ResultStatement, envelope });
  const { statement, content } = read;
  const { outcome } = statement;
  const isThis =
    statement.openingId === opening.openingId &&
    statement.submissionId === bid.submissionId &&
    outcome.kind === 'not-opened' &&
    outcome.reason === reason;
  if (!isThis) throw new CodedError('opening/statement-refused', { why: 'referral' });
  if (evidence !== null && evidence.length > MAX_EVIDENCE_BYTES)
    throw new CodedError('referral/evidence-refused', { why: 'size' });
  const { openingId } = opening;
  const { submissionId } = bid;
  const referral = room.referrals.add({
    ...{ openingId, submissionId, reason, result, evidence },
    referredAt: room.context.clock.now().toISOString(),
    referredBy: caller.account.name,
  });
  // What stands is the first referral, whoever repeats it.
  if (referral.result.equals(result)) {
    const evidenceSha256 = referral.evidence === null ? null : sha256Hex(referral.evidence);
    append(room, opening, 'bid-referred', {
      ...{ submissionId, reason, evidenceSha256 },
      resultSha256: sha256Hex(content),
    });
  }
  return referral;
}

/** The LPSE's signed word; the first one stands. @throws opening/bid-not-found when nothing was referred */
export async function state(
  room: OpeningRoom,
  given: { readonly opening: Opening; readonly n: number; readonly canBeOpened: boolean; readonly text: string },
): Promise<Referral> {
  const { opening, n, canBeOpened, text } = given;
  const { submissionId } = requireBid(room, opening, n);
  const referral = room.referrals.ofBid(opening.openingId, submissionId);
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
  const signed = await signJson(keys.lpse, statedAt, content);
  const statementSha256 = sha256Hex(encodeCanonicalJson(content));
  append(room, opening, 'bid-stated', { submissionId, canBeOpened, statementSha256 });
  room.referrals.setStatement(referral.referralId, signed);
  return { ...referral, statement: signed };
}

/** Each step of a case is in the log once. */
function append(
  { context }: OpeningRoom,
  { openingId, kdTender, versiTender, envelopeId }: Opening,
  type: 'bid-referred' | 'bid-stated',
  facts: { readonly submissionId: string } & Readonly<Record<string, string | boolean | null>>,
): void {
  const time = context.clock.now().toISOString();
  const once = `${type}/${openingId}/${facts.submissionId}`;
  context.log.append({ type, kdTender, versiTender, envelopeId, time, body: { openingId, ...facts } }, once);
}
