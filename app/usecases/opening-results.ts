// UC-18 What an opening brought, put together from what the log proves, what members signed, and what this computer opened; nothing
// is opened again for it. The table, the exports and the minutes all take it from here.
import { parseVerifierKey, verifyCheckpoint } from '../../crypto/checkpoint.ts';
import { parseCanonicalJson } from '../../crypto/canonical-json.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import type { OpeningMode, OpeningResults, ResultRow, RowOutcome, Tombstone } from '../domain/opening-results.ts';
import { rankResults, type UnrankedRow } from '../domain/rank-results.ts';
import type { ByteProgress, CallOptions, RunOptions } from '../ports/call-options.ts';
import type { Journal } from '../ports/journal.ts';
import type { ReferralCalls } from '../ports/lpse-gateway.ts';
import type { OutputStore } from '../ports/output-store.ts';
import { ContributionStatement, type OpeningBid, type ResultStatement, TechnicalResult } from '../protocol/openings.ts';
import { Receipt, type SubmissionLeafBody } from '../protocol/receipt.ts';
import type { NamedBidder } from '../policy/check-sealed.ts';
import { leavesOf, liveBids, notInForce } from '../policy/live-set.ts';
import { tryRead } from '../policy/run-check.ts';
import { readSigned } from '../policy/signed-message.ts';
import { holderOf, readMemberResults, resultKey, toMemberResults, type SignedResult } from './member-results.ts';
import { bidLevels, numberBidders, pathOfBid, type NumberedBidder } from './opening-folder.ts';
import { ownRecords, signedNames, type OwnRecord } from './opening-record.ts';
import { listReferrals, type StatedReferral } from './list-referrals.ts';
import { enterOpening, requireDue, type OpeningInput, type OpeningNeeds, type OpeningRoom } from './opening-room.ts';

export interface OpeningResultsNeeds extends OpeningNeeds {
  readonly lpse: OpeningNeeds['lpse'] & ReferralCalls;
  readonly output: OutputStore;
  readonly journal: Journal;
}

export interface OpeningResultsInput extends OpeningInput {
  /** Where `openBids` wrote on this computer. */
  readonly baseDir: string;
}

/**
 * Safe to repeat, and after a restart.
 * @throws what entering the opening throws; trust/log-incomplete when the log does not prove which bids there are
 */
export async function loadOpeningResults(
  needs: OpeningResultsNeeds,
  input: OpeningResultsInput,
  options: RunOptions<ByteProgress> = {},
): Promise<OpeningResults> {
  const room = await enterOpening(needs, input, options);
  const due = new Set(requireDue(room).map(({ submissionId }) => submissionId));
  const { answer, envelope, policy, release } = room;
  const { kdTender, envelopeId, openingId } = answer;
  const scope = { kdTender, versiTender: policy.versiTender, envelopeId, closesAt: new Date(envelope.closesAt) };
  const live = liveBids(leavesOf(room.entries, scope).filed, answer.bodies);
  const bidders = await numberBidders(needs, room, options);
  const rows = [
    ...(await dueRows(needs, input, { room, bidders, options })),
    ...sealedRows(
      live.filter(({ submissionId }) => !due.has(submissionId)),
      { bidders, after: answer.bids.length },
    ),
  ];
  const { hps: ownerEstimate, pagu: budgetCeiling } = room.package;
  const { trust } = input.connection;
  const checkpoint = verifyCheckpoint(answer.closedCheckpoint, parseVerifierKey(trust.logVerifierKey));
  return {
    ...{ kdTender, envelopeId, openingId, ownerEstimate, budgetCeiling },
    versiTender: policy.versiTender,
    packageName: policy.namaPaket,
    lpseName: trust.name,
    workUnit: room.package.nama_satker,
    method: room.package.mtd_pemilihan,
    envelopeName: envelope.nama,
    carriesPrice: envelope.carriesPrice,
    closesAt: envelope.closesAt,
    startedAt: answer.startedAt,
    releasedAt: release?.releasedAt ?? null,
    mode: modeOf(room),
    closedCheckpoint: {
      note: answer.closedCheckpoint,
      size: checkpoint.size,
      rootSha256: Buffer.from(checkpoint.root).toString('hex'),
    },
    policySha256: room.policySha256,
    technicalResult: technicalFacts(room),
    rows: rankResults(rows, { ownerEstimate, budgetCeiling }),
    tombstones: notInForce(answer.bodies, live).map(toTombstone),
  };
}

function technicalFacts({ technical }: OpeningRoom): OpeningResults['technicalResult'] {
  if (technical === null) return null;
  const { value, contentSha256 } = readSigned(technical, TechnicalResult);
  return { sha256: contentSha256, passed: value.passed.length };
}

interface Around {
  readonly room: OpeningRoom;
  readonly bidders: ReadonlyMap<string, NumberedBidder>;
  readonly options: CallOptions;
}

async function dueRows(
  needs: OpeningResultsNeeds,
  { connection, baseDir }: OpeningResultsInput,
  { room, bidders, options }: Around,
): Promise<readonly UnrankedRow[]> {
  const { answer } = room;
  const bodies = new Map((room.due ?? []).map((body) => [body.submissionId, body]));
  const results = readMemberResults(room, needs.lpse);
  const referred = await listReferrals(needs, { connection, kdTender: answer.kdTender }, options);
  const referrals = new Map(referred.map((one) => [one.submissionId, toReferral(one)]));
  const folders = answer.bids.map((bid) => pathOfBid(needs.output, baseDir, bidLevels(room, bid, bidders)));
  const records = await ownRecords(needs, { kdTender: answer.kdTender, folders });
  const names = await signedNames(needs.journal, answer.kdTender);
  return answer.bids.flatMap((bid, i) => {
    const body = bodies.get(bid.submissionId);
    if (body === undefined) return [];
    const record = records.get(folders[i] ?? '');
    const own = record?.manifestSha256 === body.manifestSha256 ? record : undefined;
    const named = names.get(bid.submissionId);
    const row = toRow({ bid, body, own, named, signed: results.get(bid.submissionId) ?? [] });
    return [{ ...row, referral: referrals.get(bid.submissionId) ?? null }];
  });
}

interface About {
  readonly bid: OpeningBid;
  /** From the log. */
  readonly body: SubmissionLeafBody;
  readonly own: OwnRecord | undefined;
  /** As the bidder signed; undefined until the bid was opened here. */
  readonly named: NamedBidder | undefined;
  readonly signed: readonly SignedResult[];
}

function toRow({ bid, body, own, named, signed }: About): UnrankedRow {
  const { n } = bid;
  const { bidderName, npwp } = named ?? bid;
  const { submissionId, bidderId, receivedAt, size, sealedSha256, manifestSha256 } = body;
  const opened = own?.outcome.kind === 'opened' ? own.outcome : null;
  return {
    ...{ n, submissionId, bidderId, bidderName, npwp, receivedAt, sealedSha256, manifestSha256 },
    receiptSequence: sequenceOf(bid),
    sizeBytes: size,
    outcome: toRowOutcome(own),
    price: opened?.price ?? null,
    validityDays: opened?.validityDays ?? null,
    schedule: own?.schedule ?? null,
    members: toMemberResults(signed, toStatement(own)),
    membersDisagree: new Set(signed.map(({ statement }) => resultKey(statement))).size > 1,
    referral: null,
  };
}

function toRowOutcome(own: OwnRecord | undefined): RowOutcome {
  if (own === undefined) return { kind: 'waiting' };
  const { outcome } = own;
  if (outcome.kind !== 'opened') return outcome;
  return { kind: 'opened', innerSha256: outcome.innerSha256, documents: outcome.documents };
}

function toReferral({ referralId, statement }: StatedReferral): NonNullable<ResultRow['referral']> {
  if (statement === null) return { referralId, statement: null };
  const { canBeOpened, text, statedAt } = statement;
  return { referralId, statement: { canBeOpened, text, statedAt } };
}

/** What this computer says of the bid; nothing of one that it could not prove. */
function toStatement(own: OwnRecord | undefined): Pick<ResultStatement, 'manifestSha256' | 'outcome'> | null {
  if (own === undefined || own.outcome.kind === 'unproven') return null;
  const { manifestSha256, outcome } = own;
  if (outcome.kind === 'not-opened') return { manifestSha256, outcome: { kind: 'not-opened', reason: outcome.reason } };
  const { innerSha256, documents, price } = outcome;
  return { manifestSha256, outcome: { kind: 'opened', innerSha256, documents, price } };
}

/** Bids of an envelope that opens only for some: they are listed, and stay as they are. */
function sealedRows(
  bodies: readonly SubmissionLeafBody[],
  { bidders, after }: { readonly bidders: ReadonlyMap<string, NumberedBidder>; readonly after: number },
): readonly UnrankedRow[] {
  return bodies.map(({ submissionId, bidderId, receivedAt, size, sealedSha256, manifestSha256 }, i) => ({
    ...{ n: after + i + 1, submissionId, bidderId, receivedAt, sealedSha256, manifestSha256 },
    bidderName: bidders.get(bidderId)?.bidderName ?? bidderId,
    npwp: bidders.get(bidderId)?.npwp ?? '',
    receiptSequence: null,
    sizeBytes: size,
    outcome: { kind: 'stays-sealed' },
    ...{ price: null, validityDays: null, schedule: null, members: [], membersDisagree: false, referral: null },
  }));
}

/** The running number; the receipt itself is judged when the bid is opened. */
function sequenceOf({ receipt, submissionId }: OpeningBid): number | null {
  const read = tryRead(() => Receipt.safeParse(parseCanonicalJson(Buffer.from(receipt.receipt, 'base64'))));
  return read?.success === true && read.data.submissionId === submissionId ? read.data.sequence : null;
}

function toTombstone({ body, fate }: ReturnType<typeof notInForce>[number]): Tombstone {
  const { submissionId, bidderId, receivedAt, sealedSha256 } = body;
  return { submissionId, bidderId, receivedAt, sealedSha256, fate };
}

function modeOf({ answer, envelope, sessionCertificate }: OpeningRoom): OpeningMode {
  const signers = envelope.signers.map(fromBase64);
  const { openers } = envelope;
  if (openers === null) return { kind: 'single-lock', officer: signers.map(holderOf).join(', ') };
  if (openers.kind === 'members') return { kind: 'members', members: signers.map(holderOf) };
  const session = sessionCertificate?.sha256 ?? null;
  const signed = answer.contributions.flatMap((text) => contributorsOf(text, session));
  const contributed = signers.filter(({ sha256 }) => signed.includes(sha256)).map(holderOf);
  return { kind: 'quorum', threshold: openers.threshold, holders: signers.map(holderOf), contributed };
}

/** Digest of the certificate that signed a contribution to this session. */
function contributorsOf(text: string, sessionSha256: string | null): readonly string[] {
  try {
    const { value, signers } = readSigned(Buffer.from(text, 'base64'), ContributionStatement);
    if (value.sessionCertificateSha256 !== sessionSha256) return [];
    return signers.map(({ certificate }) => certificate.sha256);
  } catch {
    // What nobody signed counts as absent, as it does for the key.
    return [];
  }
}

function fromBase64(der: string) {
  return parseCertificate(Buffer.from(der, 'base64'));
}
