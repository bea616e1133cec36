// The bids of an opening: those in force, in order of receipt; of a price envelope, those that passed.
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { OpeningBid } from '../../../app/protocol/openings.ts';
import type { Submission } from '../submissions/submission-book.ts';
import type { Opening } from './opening-book.ts';
import type { OpeningRoom } from './room.ts';
import { passedBidders } from './technical-result.ts';

export function bidsOf(room: OpeningRoom, opening: Opening): readonly Submission[] {
  const live = room.submissions.book.live(opening);
  if (opening.envelopeId !== 'file-2') return live;
  const passed = passedBidders(room, opening);
  return live.filter(({ bidderId }) => passed.has(bidderId));
}

/** @throws opening/bid-not-found */
export function requireBid(room: OpeningRoom, opening: Opening, n: number): Submission {
  const bid = bidsOf(room, opening)[n - 1];
  if (bid === undefined) throw new CodedError('opening/bid-not-found', { n });
  return bid;
}

export function toOpeningBid(room: OpeningRoom, submission: Submission, n: number): OpeningBid {
  const { submissionId, bidderId, size, sealedSha256, manifestSha256, registration } = submission;
  const receipt = room.submissions.receipts.find('submission', submissionId);
  if (receipt === null) throw new CodedError('defect/unexpected');
  const bidder = room.context.accounts.findBidder(bidderId);
  return {
    n,
    submissionId,
    bidderId,
    bidderName: bidder?.organisation ?? bidderId,
    npwp: bidder?.npwp ?? '',
    size,
    sealedSha256,
    manifestSha256,
    receipt,
    deviceRegistration: registration?.toString('base64') ?? null,
  };
}
