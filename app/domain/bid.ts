// A bid for one envelope and the states it can be in. A bid has exactly one state; every change goes through a transition
// below, which is a pure function and refuses what the state does not allow.
import { CodedError } from '../errors/coded-error.ts';
import type { PriceTable } from './price-table.ts';

/** What every state knows: whose bid for which envelope. Times are RFC 3339 UTC with milliseconds. */
export interface BidIdentity {
  /** Made on this computer, never sent. */
  readonly bidId: string;
  readonly kdLpse: number;
  readonly kdTender: string;
  readonly versiTender: number;
  readonly namaPaket: string;
  readonly envelopeId: string;
  readonly mode: 'CA' | 'NON_CA';
  readonly accountId: string;
  /** From 1; a replacement counts up. */
  readonly revision: number;
  /** Submission that this bid is meant to replace: the sealer's belief, the receipt decides. */
  readonly supersedes: string | null;
  /** Set by the store at each save; a save with an older number is refused. 0 before the first. */
  readonly storedVersion: number;
  readonly updatedAt: string;
}

/** One document chosen for the bid. `sourcePath` is a path on this computer and leaves it only as `originalName`. */
export interface BidDocument {
  readonly sourcePath: string;
  readonly originalName: string;
  /** The safe name under which it is sealed. */
  readonly name: string;
  readonly slot: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Made by the program from the price table, and replaced or removed with it. */
  readonly madeBy?: 'price-table';
}

/** What was chosen, without what sealing or packing adds to it. */
export function asChosen(document: BidDocument): BidDocument {
  const { sourcePath, originalName, name, slot, mediaType, sizeBytes, madeBy } = document;
  const chosen = { sourcePath, originalName, name, slot, mediaType, sizeBytes };
  return madeBy === undefined ? chosen : { ...chosen, madeBy };
}

/** Price as exact decimal with at most two fraction digits. */
export interface Letter {
  readonly price: string;
  readonly currency: string;
  readonly validityDays: number;
}

export interface SealedDocument extends BidDocument {
  readonly sha256: string;
}

/** Facts of the sealed file, taken from the verification re-read. Digests are lower-case hex SHA-256. */
export interface SealedFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sealedSha256: string;
  readonly manifestSha256: string;
  /** Of the file `manifest.p7s`. */
  readonly signatureSha256: string;
  readonly policySha256: string;
  readonly policySerial: number;
  readonly signerSha256: string;
  readonly signerName: string;
  /** Under which the LPSE files the bid. */
  readonly bidderId: string;
  readonly evidenceSha256: string;
  readonly sealedAt: string;
  /** Time in the RFC 3161 timestamp; null while it is missing. */
  readonly timestampAt: string | null;
  readonly documents: readonly SealedDocument[];
  readonly letter: Letter | null;
}

/** A place on the server; `request` is the signed submission, kept so that a repeated send is byte-equal. */
export interface UploadState {
  readonly uploadId: string;
  readonly uploadUrl: string;
  readonly expiresAt: string;
  readonly offsetBytes: number;
  /** base64 of the CMS; null before it was signed. */
  readonly request: string | null;
}

/** What the bidder is shown of a verified receipt. */
export interface ReceiptSummary {
  readonly submissionId: string;
  readonly sequence: number;
  readonly receivedAt: string;
  readonly receiptSha256: string;
  readonly logIndex: number;
  readonly supersedes: string | null;
  readonly timestampAt: string | null;
  /** Folder of the receipt's files. */
  readonly folder: string;
}

export interface DraftBid extends BidIdentity {
  readonly state: 'draft';
  readonly documents: readonly BidDocument[];
  readonly letter: Letter | null;
  /** As it was left, also while it is not complete; complete, it stands among the documents as well. */
  readonly priceTable?: PriceTable;
}
export interface SealedBid extends BidIdentity {
  readonly state: 'sealed';
  readonly sealed: SealedFile;
}
export interface UploadingBid extends BidIdentity {
  readonly state: 'uploading';
  readonly sealed: SealedFile;
  readonly upload: UploadState;
  /** Known once the server has accepted the signed request. */
  readonly submissionId: string | null;
}
export interface ReceivedBid extends BidIdentity {
  readonly state: 'received';
  readonly sealed: SealedFile;
  readonly upload: UploadState;
  readonly submissionId: string;
}
export interface ReceiptedBid extends BidIdentity {
  readonly state: 'receipted';
  readonly sealed: SealedFile;
  readonly receipt: ReceiptSummary;
}
export interface SupersededBid extends BidIdentity {
  readonly state: 'superseded';
  readonly sealed: SealedFile;
  readonly receipt: ReceiptSummary;
  /** Submission that took its place. */
  readonly supersededBy: string;
}
export interface WithdrawnBid extends BidIdentity {
  readonly state: 'withdrawn';
  readonly sealed: SealedFile;
  readonly receipt: ReceiptSummary;
  readonly withdrawnAt: string;
  /** Folder of the withdrawal receipt's files. */
  readonly withdrawalFolder: string;
}
export interface RefusedBid extends BidIdentity {
  readonly state: 'refused';
  readonly sealed: SealedFile;
  readonly submissionId: string | null;
  /** Catalogue code from the LPSE. */
  readonly refusalCode: string;
  readonly serverTime: string;
  /** base64 of the LPSE's signed refusal. */
  readonly refusal: string;
}

export type Bid =
  DraftBid | SealedBid | UploadingBid | ReceivedBid | ReceiptedBid | SupersededBid | WithdrawnBid | RefusedBid;

export type BidState = Bid['state'];

/** Which states may follow which; the transitions below are its only readers in the program. */
export const TRANSITIONS = {
  draft: ['draft', 'sealed'],
  sealed: ['draft', 'sealed', 'uploading'],
  uploading: ['sealed', 'uploading', 'received', 'receipted', 'refused'],
  received: ['received', 'uploading', 'receipted', 'refused'],
  receipted: ['receipted', 'superseded', 'withdrawn'],
  superseded: ['superseded'],
  withdrawn: ['withdrawn'],
  refused: ['refused', 'draft'],
} as const satisfies Readonly<Record<BidState, readonly BidState[]>>;

export function canBecome(from: BidState, to: BidState): boolean {
  return (TRANSITIONS[from] as readonly BidState[]).includes(to);
}

/** @throws draft/wrong-state when `to` may not follow the bid's state */
export function requireTransition(bid: Bid, to: BidState): void {
  if (!canBecome(bid.state, to)) throw new CodedError('draft/wrong-state', { state: bid.state, wanted: to });
}

/** @throws draft/wrong-state unless the bid can still be edited */
export function edited(
  bid: Bid,
  documents: readonly BidDocument[],
  letter: Letter | null,
  priceTable: PriceTable | null,
): DraftBid {
  requireTransition(bid, 'draft');
  const draft = { ...identityOf(bid), state: 'draft', documents, letter } as const;
  return priceTable === null ? draft : { ...draft, priceTable };
}

/** @throws draft/wrong-state unless draft or sealed (a later timestamp), or uploading with a place that the server dropped */
export function sealedAs(bid: Bid, sealed: SealedFile): SealedBid {
  requireTransition(bid, 'sealed');
  return { ...identityOf(bid), state: 'sealed', sealed };
}

/** @throws draft/wrong-state unless sealed, or already on the way */
export function uploadingTo(bid: Bid, upload: UploadState, submissionId: string | null): UploadingBid {
  requireTransition(bid, 'uploading');
  return { ...identityOf(bid), state: 'uploading', sealed: requireSealed(bid), upload, submissionId };
}

/** The same place once more, before a new signature. */
export function uploadingAgain(bid: UploadingBid | ReceivedBid): UploadingBid {
  return uploadingTo(bid, bid.upload, null);
}

/** The server holds request and bytes; only the receipt is missing. @throws draft/wrong-state unless uploading */
export function receivedAs(bid: UploadingBid | ReceivedBid, submissionId: string): ReceivedBid {
  requireTransition(bid, 'received');
  return { ...identityOf(bid), state: 'received', sealed: bid.sealed, upload: bid.upload, submissionId };
}

/** Only after the receipt was verified. @throws draft/wrong-state unless sent */
export function receiptedAs(bid: Bid, receipt: ReceiptSummary): ReceiptedBid {
  requireTransition(bid, 'receipted');
  return { ...identityOf(bid), state: 'receipted', sealed: requireSealed(bid), receipt };
}

/** @throws draft/wrong-state unless receipted */
export function supersededBy(bid: Bid, submissionId: string): SupersededBid {
  requireTransition(bid, 'superseded');
  if (bid.state !== 'receipted' && bid.state !== 'superseded') throw wrongState(bid, 'superseded');
  return {
    ...identityOf(bid),
    state: 'superseded',
    sealed: bid.sealed,
    receipt: bid.receipt,
    supersededBy: submissionId,
  };
}

/** @throws draft/wrong-state unless receipted */
export function withdrawnAt(bid: Bid, time: string, withdrawalFolder: string): WithdrawnBid {
  requireTransition(bid, 'withdrawn');
  if (bid.state !== 'receipted' && bid.state !== 'withdrawn') throw wrongState(bid, 'withdrawn');
  const { sealed, receipt } = bid;
  return { ...identityOf(bid), state: 'withdrawn', sealed, receipt, withdrawnAt: time, withdrawalFolder };
}

/** @throws draft/wrong-state unless sent and without receipt */
export function refusedWith(
  bid: Bid,
  refusal: Pick<RefusedBid, 'submissionId' | 'refusalCode' | 'serverTime' | 'refusal'>,
): RefusedBid {
  requireTransition(bid, 'refused');
  return { ...identityOf(bid), state: 'refused', sealed: requireSealed(bid), ...refusal };
}

/** True while closing the program would leave something unfinished on the way to the server. */
export function isOnTheWay(bid: Bid): bid is UploadingBid | ReceivedBid {
  return bid.state === 'uploading' || bid.state === 'received';
}

/** The one colour and word of the truth bar. Only a verified receipt is green. */
export function truthOf(bid: Bid): 'grey' | 'red' | 'amber' | 'green' {
  switch (bid.state) {
    case 'draft':
    case 'superseded':
    case 'withdrawn':
      return 'grey';
    case 'sealed':
    case 'refused':
      return 'red';
    case 'uploading':
    case 'received':
      return 'amber';
    case 'receipted':
      return 'green';
  }
}

function identityOf(bid: Bid): BidIdentity {
  const { bidId, kdLpse, kdTender, versiTender, namaPaket, envelopeId, mode, accountId } = bid;
  const { revision, supersedes, storedVersion, updatedAt } = bid;
  return {
    ...{ bidId, kdLpse, kdTender, versiTender, namaPaket, envelopeId, mode, accountId },
    ...{ revision, supersedes, storedVersion, updatedAt },
  };
}

function requireSealed(bid: Bid): SealedFile {
  if (bid.state === 'draft') throw wrongState(bid, 'sealed');
  return bid.sealed;
}

function wrongState(bid: Bid, wanted: BidState): CodedError {
  return new CodedError('draft/wrong-state', { state: bid.state, wanted });
}
