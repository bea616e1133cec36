// UC-18 Open all bids of an envelope, none rejected, as a queue: downloads run ahead, each bid is proven against its receipt and
// hashed before anything of it is opened, and its signed result is posted as soon as there is one. What fails has a class, and the
// others go on.
import { CodedError } from '../errors/coded-error.ts';
import type { CallOptions, RunOptions } from '../ports/call-options.ts';
import { BidPolicies } from './bid-policy.ts';
import { alreadyPosted } from './member-results.ts';
import { openOne, type OneNeeds, type OpenBidsProgress, type OpenedBid, type OpeningAct } from './open-one.ts';
import { openingKey, type OpeningKeyNeeds } from './opening-key.ts';
import { bidLevels, numberBidders } from './opening-folder.ts';
import { queueLimits, runQueue, type QueueLimits } from './opening-queue.ts';
import { notedRecords } from './opening-record.ts';
import { enterOpening, requireDue, type OpeningNeeds, type OpeningRoom } from './opening-room.ts';
import type { MemberInput } from './lead-opening.ts';
import { unlockMember } from './sign-as-member.ts';

export type { OpenBidsProgress, OpenedBid } from './open-one.ts';

export interface OpenBidsNeeds extends OpeningNeeds, OpeningKeyNeeds, OneNeeds {
  readonly lpse: OpeningNeeds['lpse'] & OpeningKeyNeeds['lpse'] & OneNeeds['lpse'];
}

export interface OpenBidsInput extends MemberInput {
  /** The member's encryption certificate; null for quorum and NON_CA. */
  readonly encryptionIdentityId: string | null;
  /** Where the folders of the bids are made. */
  readonly baseDir: string;
  /** Default: what this computer bears. */
  readonly limits?: QueueLimits;
}

/**
 * Safe to repeat, also after a crash or a cancel: downloads go on where they stopped, what was opened and lies there unchanged is
 * not opened again, and a result already posted is not posted again.
 * @throws trust/log-incomplete, trust/release-refused, opening/not-released before anything is opened
 * @throws share/*, identity/*, cms/no-matching-recipient when there is no key to open with; storage/full, storage/failed
 */
export async function openBids(
  needs: OpenBidsNeeds,
  input: OpenBidsInput,
  options: RunOptions<OpenBidsProgress> = {},
): Promise<{ readonly room: OpeningRoom; readonly bids: readonly OpenedBid[] }> {
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const room = await enterOpening(needs, input, signal);
  const act = await prepare(needs, { room, input }, signal);
  const bidders = await numberBidders(needs, room, signal);
  const report = options.onProgress ?? (() => undefined);
  const jobs = [];
  for (const bid of room.answer.bids) {
    const folder = await needs.output.folder(input.baseDir, ...bidLevels(room, bid, bidders));
    jobs.push(openOne(needs, { ...act, bid, folder }, report));
  }
  const bids = await runQueue(jobs, input.limits ?? queueLimits(needs.sealer.parallel), signal);
  return { room, bids };
}

/** Everything that all bids have in common: keys are asked for once, before the first bid. */
async function prepare(
  needs: OpenBidsNeeds,
  { room, input }: { readonly room: OpeningRoom; readonly input: OpenBidsInput },
  options: CallOptions,
): Promise<OpeningAct> {
  requireDue(room);
  const { release } = room;
  if (release === null) throw new CodedError('opening/not-released');
  const signer = await unlockMember(needs, { ...input, envelope: room.envelope }, options);
  const key = await openingKey(needs, { room, encryptionIdentityId: input.encryptionIdentityId }, options);
  const { connection } = input;
  return {
    ...{ room, release, key, signer, connection },
    headers: new Map(release.bids.map(({ submissionId, objects }) => [submissionId, objects])),
    policies: new BidPolicies(needs.lpse, room),
    noted: await notedRecords(needs.journal, room.answer.kdTender),
    posted: alreadyPosted(room, { signerSha256: signer.certificate.sha256, memory: needs.lpse }),
  };
}
