// UC-18 Open all bids of an envelope: one after the other, none rejected. Each is downloaded, proven against its receipt, hashed
// before anything is opened, opened, and answered with a signed result; what fails has a class, and the others go on.
import type { DecryptionKey, SigningKey } from '../../crypto/keys.ts';
import type { CheckReport } from '../domain/check-report.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { ByteProgress, RunOptions } from '../ports/call-options.ts';
import type { Downloader } from '../ports/downloader.ts';
import type { Journal } from '../ports/journal.ts';
import type { OpenedDocument, Sealer } from '../ports/sealer.ts';
import { ResultStatement, type OpeningBid, type ReleasedHeaders } from '../protocol/openings.ts';
import { codedFailure } from '../policy/run-check.ts';
import { BidPolicies } from './bid-policy.ts';
import type { LpseConnection } from './connect-lpse.ts';
import { openBid, type BidOutcome, type OpenedOne } from './open-bid.ts';
import { bidLevels, numberBidders } from './opening-folder.ts';
import { keepRecord, knownBid, notedRecords, type RecordNeeds } from './opening-record.ts';
import { openingKey, type OpeningKeyNeeds } from './opening-key.ts';
import { enterOpening, requireDue, type OpeningNeeds, type OpeningRoom } from './opening-room.ts';
import type { MemberInput } from './lead-opening.ts';
import { signAsMember, unlockMember, type MemberNeeds } from './sign-as-member.ts';

export interface OpenBidsNeeds extends OpeningNeeds, OpeningKeyNeeds, MemberNeeds, RecordNeeds {
  readonly lpse: OpeningNeeds['lpse'] & OpeningKeyNeeds['lpse'];
  readonly downloader: Downloader;
  readonly sealer: Sealer;
  readonly journal: Journal;
}

export interface OpenBidsInput extends MemberInput {
  /** The member's encryption certificate; null for quorum and NON_CA. */
  readonly encryptionIdentityId: string | null;
  /** Where the folders of the bids are made. */
  readonly baseDir: string;
}

export interface OpenBidsProgress extends ByteProgress {
  readonly n: number;
  readonly of: number;
  readonly bidderName: string;
  readonly step: 'downloading' | 'proving' | 'intact' | 'opening';
}

export interface OpenedBid {
  readonly n: number;
  readonly submissionId: string;
  readonly bidderName: string;
  readonly npwp: string;
  readonly receivedAt: string | null;
  readonly folder: string;
  /** Receipt, file, signer: every check with its clause. */
  readonly report: CheckReport | null;
  readonly outcome: BidOutcome;
  readonly documents: readonly OpenedDocument[];
  /** The LPSE has this member's signed result. */
  readonly resultPosted: boolean;
}

/**
 * Safe to repeat: what was downloaded is used again, folders are the same, a result already posted is the same.
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
  requireDue(room);
  const { release } = room;
  if (release === null) throw new CodedError('opening/not-released');
  const signer = await unlockMember(needs, room.envelope, input.identityId);
  const key = await openingKey(needs, { room, encryptionIdentityId: input.encryptionIdentityId }, signal);
  const policies = new BidPolicies(needs.lpse, room);
  const bids: OpenedBid[] = [];
  const { connection, baseDir } = input;
  const bidders = await numberBidders(needs, room, signal);
  const noted = await notedRecords(needs.journal, room.answer.kdTender);
  for (const bid of room.answer.bids) {
    options.signal?.throwIfAborted();
    const folder = await needs.output.folder(baseDir, ...bidLevels(room, bid, bidders));
    const one = { room, release, bid, key, signer, policies, connection, folder, noted };
    bids.push(await openOne(needs, one, options));
  }
  return { room, bids };
}

interface One {
  readonly room: OpeningRoom;
  readonly release: ReleasedHeaders;
  readonly bid: OpeningBid;
  readonly key: DecryptionKey;
  readonly signer: SigningKey;
  readonly policies: BidPolicies;
  readonly connection: LpseConnection;
  readonly folder: string;
  readonly noted: ReadonlySet<string>;
}

async function openOne(needs: OpenBidsNeeds, one: One, options: RunOptions<OpenBidsProgress>): Promise<OpenedBid> {
  const { room, bid, folder } = one;
  const { n, submissionId, bidderName, npwp } = bid;
  const { openingId, kdTender } = room.answer;
  const opened = await fetchAndOpen(needs, one, options);
  const { report, outcome, documents, receivedAt } = opened;
  const resultPosted = await postResult(needs, one, outcome);
  const facts = { openingId, n, submissionId, outcome: outcome.kind, code: 'code' in outcome ? outcome.code : null };
  await needs.journal.append({ event: 'opening.bid', bidId: null, kdTender, facts });
  return { n, submissionId, bidderName, npwp, receivedAt, folder, report, outcome, documents, resultPosted };
}

/** A result is signed for ever: what arrived damaged is fetched once more before that is said of the LPSE. */
async function fetchAndOpen(needs: OpenBidsNeeds, one: One, options: RunOptions<OpenBidsProgress>): Promise<OpenedOne> {
  const path = needs.output.pathIn(one.folder, 'bid.sampul');
  const first = await fetchAndOpenOnce(needs, { ...one, path }, options);
  if (first.outcome.kind !== 'not-opened' || first.outcome.reason !== 'damaged-in-storage') return first;
  await needs.output.remove(path);
  return fetchAndOpenOnce(needs, { ...one, path }, options);
}

async function fetchAndOpenOnce(
  needs: OpenBidsNeeds,
  one: One & { readonly path: string },
  options: RunOptions<OpenBidsProgress>,
): Promise<OpenedOne> {
  const { room, bid, folder, path } = one;
  const { openingId, kdTender } = room.answer;
  const at = (step: OpenBidsProgress['step']) => progressOf(one, step, options);
  try {
    await needs.downloader.download({ openingId, n: bid.n, path, sizeBytes: bid.size }, at('downloading'));
  } catch (error) {
    return notServed(error);
  }
  const { submissionId, manifestSha256, sealedSha256 } = bid;
  const about = { folder, sealedPath: path, submissionId, manifestSha256, sealedSha256, noted: one.noted };
  const known = await knownBid(needs, about);
  const opened = await openBid(needs, { ...one, outDir: folder, at, known }, options);
  const { outcome, documents, receivedAt, report } = opened;
  const record = { submissionId, manifestSha256, receivedAt, outcome, report, schedule: null, documents };
  await keepRecord(needs, { kdTender, folder, sealedPath: path, record });
  return opened;
}

/**
 * A file that the LPSE does not hand over is its matter and no word about the bidder; the other bids go on.
 * @throws what is about this computer: cancelling, its disk, its session
 */
function notServed(error: unknown): OpenedOne {
  if (error instanceof Error && error.name === 'AbortError') throw error;
  const { code } = codedFailure(error);
  if (code.startsWith('storage/') || code.startsWith('access/')) throw error;
  return { report: null, outcome: { kind: 'unproven', code }, documents: [], receivedAt: null };
}

function progressOf({ room, bid }: One, step: OpenBidsProgress['step'], options: RunOptions<OpenBidsProgress>) {
  const { signal, onProgress } = options;
  const about = { n: bid.n, of: room.answer.bids.length, bidderName: bid.bidderName, step };
  return {
    ...(signal === undefined ? {} : { signal }),
    onProgress: ({ doneBytes, totalBytes }: ByteProgress) => onProgress?.({ ...about, doneBytes, totalBytes }),
  };
}

/** A bid whose proof failed on this side gets no result from us: that is for the LPSE to clear up, with the report. */
async function postResult(needs: OpenBidsNeeds, one: One, outcome: BidOutcome): Promise<boolean> {
  if (outcome.kind === 'unproven') return false;
  const { openingId, kdTender, envelopeId } = one.room.answer;
  const { submissionId, manifestSha256 } = one.bid;
  const statement = ResultStatement.parse({
    format: 'segel-result/1',
    ...{ kdTender, envelopeId, openingId, submissionId, manifestSha256 },
    outcome:
      outcome.kind === 'opened'
        ? { kind: 'opened', innerSha256: outcome.innerSha256, documents: outcome.documents, price: outcome.price }
        : { kind: 'not-opened', reason: outcome.reason },
  });
  try {
    const result = await signAsMember(needs, one.signer, { statement, connection: one.connection });
    await needs.lpse.postResult(openingId, { result });
    return true;
  } catch (error) {
    // The others go on; a repeated run posts what is missing.
    const { code } = codedFailure(error);
    if (!code.startsWith('network/') && code !== 'opening/result-differs') throw error;
    return false;
  }
}
