// One bid's way through an opening: downloaded, proven and opened (or found as an earlier run left it), written down, and answered
// with this member's signed result.
import type { DecryptionKey, SigningKey } from '../../crypto/keys.ts';
import type { CheckReport } from '../domain/check-report.ts';
import type { ByteProgress, CallOptions } from '../ports/call-options.ts';
import type { Downloader } from '../ports/downloader.ts';
import type { OpeningCalls } from '../ports/lpse-gateway.ts';
import type { OpenedDocument, Sealer } from '../ports/sealer.ts';
import { endsSession } from '../errors/problem.ts';
import { ResultStatement, type OpeningBid, type ReleasedHeaders } from '../protocol/openings.ts';
import { codedFailure } from '../policy/run-check.ts';
import type { BidPolicies } from './bid-policy.ts';
import type { LpseConnection } from './connect-lpse.ts';
import { resultKey } from './member-results.ts';
import { writeNameMap } from './name-map.ts';
import { openBid, type BidOutcome, type OpenedOne } from './open-bid.ts';
import { INNER_FILE, SEALED_FILE } from './opening-folder.ts';
import type { QueueJob } from './opening-queue.ts';
import { keepRecord, knownBid, type RecordNeeds } from './opening-record.ts';
import type { OpeningRoom } from './opening-room.ts';
import { readSchedule } from './read-schedule.ts';
import { signAsMember, type MemberNeeds } from './sign-as-member.ts';

export interface OneNeeds extends MemberNeeds, RecordNeeds {
  readonly lpse: Pick<OpeningCalls, 'postResult'> & { readonly baseUrl: string };
  readonly downloader: Downloader;
  readonly sealer: Sealer;
}

/** States of a bid in the queue, in their order; the last of the middle three is one of its ends, `posted` follows where it can. */
export type BidStep = 'waiting' | 'downloading' | 'proving' | 'intact' | 'opening' | BidOutcome['kind'] | 'posted';

export interface OpenBidsProgress extends ByteProgress {
  readonly n: number;
  readonly of: number;
  readonly submissionId: string;
  readonly bidderName: string;
  readonly step: BidStep;
  /** From its end on. */
  readonly bid: OpenedBid | null;
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
  /** The system's mark for files of strangers is on every document; null when there are none. */
  readonly marked: boolean | null;
  /** The LPSE has this member's signed result. */
  readonly resultPosted: boolean;
}

/** What all bids of an opening have in common. */
export interface OpeningAct {
  readonly room: OpeningRoom;
  readonly release: ReleasedHeaders;
  /** Released headers by submission. */
  readonly headers: ReadonlyMap<string, ReleasedHeaders['bids'][number]['objects']>;
  readonly key: DecryptionKey;
  readonly signer: SigningKey;
  readonly policies: BidPolicies;
  readonly connection: LpseConnection;
  /** Digests of this computer's records. */
  readonly noted: ReadonlySet<string>;
  /** What the LPSE already has of this member, by submission (`resultKey`). */
  readonly posted: ReadonlyMap<string, string>;
}

export interface One extends OpeningAct {
  readonly bid: OpeningBid;
  readonly folder: string;
}

type Fetched =
  | { readonly kind: 'known'; readonly opened: OpenedOne }
  | { readonly kind: 'here' }
  | { readonly kind: 'missing'; readonly opened: OpenedOne };

/** How the bid came out, and whether an earlier run has written that down already. */
interface Found {
  readonly kind: 'known' | 'new' | 'missing';
  readonly opened: OpenedOne;
}

type Tell = (step: BidStep, bytes?: ByteProgress, bid?: OpenedBid) => void;

/** The job of one bid for `runQueue`. Whatever is wrong with the bid is its outcome; only what is wrong here is thrown. */
export function openOne(
  needs: OneNeeds,
  one: One,
  report: (progress: OpenBidsProgress) => void,
): QueueJob<Fetched, Found, OpenedBid> {
  const tell = teller(one, report);
  tell('waiting');
  return {
    sizeBytes: one.bid.size,
    fetch: (options) => fetch(needs, one, { ...options, tell }),
    open: async (fetched, options) => {
      if (fetched.kind !== 'here') return fetched;
      return { kind: 'new', opened: await openFetched(needs, one, { ...options, tell }) };
    },
    finish: (found) => finish(needs, { one, found, tell }),
  };
}

interface Telling extends CallOptions {
  readonly tell: Tell;
}

async function fetch(needs: OneNeeds, one: One, options: Telling): Promise<Fetched> {
  const { submissionId, manifestSha256, sealedSha256 } = one.bid;
  const { folder, noted } = one;
  const sealedPath = sealedPathOf(needs, one);
  const known = await knownBid(needs, { folder, sealedPath, submissionId, manifestSha256, sealedSha256, noted });
  if (known !== null) return { kind: 'known', opened: { ...known, innerSignature: null } };
  return download(needs, one, options);
}

async function download(needs: OneNeeds, one: One, { signal, tell }: Telling): Promise<Fetched> {
  const { n, size: sizeBytes } = one.bid;
  const path = sealedPathOf(needs, one);
  try {
    tell('downloading', { doneBytes: 0, totalBytes: sizeBytes });
    const onProgress = (bytes: ByteProgress) => tell('downloading', bytes);
    const job = { openingId: one.room.answer.openingId, n, path, sizeBytes };
    await needs.downloader.download(job, { ...(signal === undefined ? {} : { signal }), onProgress });
    return { kind: 'here' };
  } catch (error) {
    return { kind: 'missing', opened: notServed(error) };
  }
}

/**
 * A file that the LPSE does not hand over is its matter and no word about the bidder; the other bids go on.
 * @throws what is about this computer: cancelling, its disk, its session
 */
function notServed(error: unknown): OpenedOne {
  if (error instanceof Error && error.name === 'AbortError') throw error;
  const { code } = codedFailure(error);
  if (code.startsWith('storage/') || endsSession(code)) throw error;
  return { report: null, outcome: { kind: 'unproven', code }, documents: [], innerSignature: null, receivedAt: null };
}

interface Finishing {
  readonly one: One;
  readonly found: Found;
  readonly tell: Tell;
}

async function finish(needs: OneNeeds, { one, found, tell }: Finishing): Promise<OpenedBid> {
  const { room, bid, folder } = one;
  const { openingId, kdTender } = room.answer;
  const { n, submissionId, bidderName, npwp } = bid;
  const { opened } = found;
  const marked = found.kind === 'known' ? null : await keep(needs, one, opened);
  const { report, outcome, documents, receivedAt } = opened;
  const facts = { n, submissionId, bidderName, npwp, receivedAt, folder, report, outcome, documents, marked };
  tell(outcome.kind, undefined, { ...facts, resultPosted: false });
  const resultPosted = await postResult(needs, one, outcome);
  const code = 'code' in outcome ? outcome.code : null;
  const entry = { openingId, n, submissionId, outcome: outcome.kind, code };
  await needs.journal.append({ event: 'opening.bid', bidId: null, kdTender, facts: entry });
  if (resultPosted) tell('posted', undefined, { ...facts, resultPosted });
  return { ...facts, resultPosted };
}

/** A result is signed for ever: what arrived damaged is fetched once more before that is said of the LPSE. */
async function openFetched(needs: OneNeeds, one: One, options: Telling): Promise<OpenedOne> {
  const first = await openHere(needs, one, options);
  if (first.outcome.kind !== 'not-opened' || first.outcome.reason !== 'damaged-in-storage') return first;
  await needs.output.remove(sealedPathOf(needs, one));
  const again = await download(needs, one, options);
  return again.kind === 'here' ? openHere(needs, one, options) : again.opened;
}

function openHere({ sealer, ...needs }: OneNeeds, one: One, { signal, tell }: Telling): Promise<OpenedOne> {
  const calling = signal === undefined ? {} : { signal };
  const at = (step: 'proving' | 'intact' | 'opening') => ({
    ...calling,
    onProgress: (bytes: ByteProgress) => tell(step, bytes),
  });
  tell('proving');
  return openBid({ sealer }, { ...one, path: sealedPathOf(needs, one), outDir: one.folder, at }, calling);
}

/** Marks, name map, price schedule and record. Returns whether every document has the system's mark. */
async function keep(needs: OneNeeds, one: One, opened: OpenedOne): Promise<boolean | null> {
  const { bid, folder, room } = one;
  const { submissionId, manifestSha256 } = bid;
  const { outcome, documents, receivedAt, report } = opened;
  const paths = documents.flatMap(({ path }) => (path === null ? [] : [path]));
  const marked = paths.length === 0 ? null : await needs.output.markForeign(paths, needs.lpse.baseUrl);
  if (paths.length > 0) await writeNameMap(needs.output, { folder, bid, documents });
  if (outcome.kind === 'opened' && opened.innerSignature !== null)
    await needs.output.write(folder, INNER_FILE, opened.innerSignature);
  const schedule =
    outcome.kind === 'opened' && room.envelope.carriesPrice ? await readSchedule(needs, documents) : null;
  const record = { submissionId, manifestSha256, receivedAt, outcome, report, schedule, documents };
  const { kdTender } = room.answer;
  await keepRecord(needs, { kdTender, folder, sealedPath: sealedPathOf(needs, one), named: bid, record });
  return marked;
}

function sealedPathOf({ output }: Pick<OneNeeds, 'output'>, { folder }: One): string {
  return output.pathIn(folder, SEALED_FILE);
}

/** Bytes are told once per MiB: more often nobody can see. */
function teller(
  { room, bid: { n, submissionId, bidderName, size } }: One,
  report: (progress: OpenBidsProgress) => void,
): Tell {
  const about = { n, of: room.answer.bids.length, submissionId, bidderName };
  let last: { readonly step: BidStep; readonly doneBytes: number } | null = null;
  return (step, bytes = { doneBytes: 0, totalBytes: size }, bid) => {
    const { doneBytes, totalBytes } = bytes;
    const soon = last?.step === step && doneBytes - last.doneBytes < 1 << 20 && doneBytes < totalBytes;
    if (soon && bid === undefined) return;
    last = { step, doneBytes };
    report({ ...about, step, doneBytes, totalBytes, bid: bid ?? null });
  };
}

/** A bid whose proof failed on this side gets no result from us: that is for the LPSE to clear up, with the report. */
async function postResult(needs: OneNeeds, one: One, outcome: BidOutcome): Promise<boolean> {
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
  const before = one.posted.get(submissionId);
  // What a member signed stands; a second, different word is not even asked for.
  if (before !== undefined) return before === resultKey(statement);
  try {
    const result = await signAsMember(needs, one.signer, { statement, connection: one.connection });
    await needs.lpse.postResult(openingId, { result });
    return true;
  } catch (error) {
    // The others go on; a repeated run posts what is missing.
    const { code } = codedFailure(error);
    const isThisOne = /^(network|access|service)\//.test(code) || code === 'opening/result-differs';
    if (!isThisOne || endsSession(code)) throw error;
    return false;
  }
}
