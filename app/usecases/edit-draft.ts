// UC-06 Prepare a bid: make a draft for an envelope, choose documents under safe names, fill in the letter. Everything is on
// this computer only; each change is saved at once.
import { edited, type Bid, type BidDocument, type DraftBid, type Letter } from '../domain/bid.ts';
import { parseAmount } from '../domain/money.ts';
import type { PriceTable } from '../domain/price-table.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { BidStore } from '../ports/bid-store.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { SessionStore } from '../ports/session-store.ts';
import type { ProcurementPackage } from '../protocol/packages.ts';
import { extensionOf, nameKey, proposeName } from '../policy/document-name.ts';
import { mediaTypeOf } from '../policy/document-kind.ts';
import { requireAccount } from './require-account.ts';

export interface DraftNeeds {
  readonly bids: BidStore;
  readonly session: SessionStore;
  readonly clock: Clock;
}

/**
 * A draft for the envelope: the one that exists, or a new one.
 * @throws draft/no-such-envelope, access/session-expired
 */
export async function startDraft(
  needs: DraftNeeds,
  input: { readonly package: ProcurementPackage; readonly envelopeId: string },
): Promise<DraftBid> {
  const { package: about, envelopeId } = input;
  const { accountId } = await requireAccount(needs.session);
  if (!about.sampul.some((envelope) => envelope.envelopeId === envelopeId)) {
    throw new CodedError('draft/no-such-envelope', { envelopeId });
  }
  const known = await needs.bids.list({ kdTender: about.kd_tender, envelopeId });
  const draft = known.find((bid) => bid.state === 'draft' && bid.versiTender === about.versi_tender);
  if (draft?.state === 'draft') return draft;
  const current = known.find((bid) => bid.state === 'receipted' && bid.versiTender === about.versi_tender);
  const fresh: DraftBid = {
    bidId: crypto.randomUUID(),
    kdLpse: about.kd_lpse,
    kdTender: about.kd_tender,
    versiTender: about.versi_tender,
    namaPaket: about.nama_paket,
    envelopeId,
    mode: about.mode,
    accountId,
    revision: 1 + Math.max(0, ...known.map(({ revision }) => revision)),
    supersedes: current?.state === 'receipted' ? current.receipt.submissionId : null,
    storedVersion: 0,
    updatedAt: needs.clock.now().toISOString(),
    state: 'draft',
    documents: [],
    letter: null,
  };
  return saveOne(needs.bids, fresh);
}

/**
 * Adds files to a slot. Any name is welcome: what SPSE would refuse is sealed under a safe name, the original is kept.
 * @throws draft/not-found, draft/wrong-state, document/not-found, document/unreadable
 */
export async function addDocuments(
  needs: DraftNeeds & { readonly documents: DocumentStore },
  input: {
    readonly bidId: string;
    readonly slot: string;
    readonly paths: readonly string[];
    readonly maxNameLength: number;
  },
): Promise<DraftBid> {
  const draft = await requireDraft(needs.bids, input.bidId);
  const taken = new Set(draft.documents.map(({ name }) => nameKey(name)));
  const added: BidDocument[] = [];
  for (const path of input.paths) {
    const { name: originalName, sizeBytes } = await needs.documents.stat(path);
    const name = proposeName(originalName, taken, input.maxNameLength);
    taken.add(nameKey(name));
    const mediaType = mediaTypeOf(extensionOf(originalName));
    added.push({ sourcePath: path, originalName, name, slot: input.slot, mediaType, sizeBytes });
  }
  return saveDraft(needs, draft, { documents: [...draft.documents, ...added] });
}

/** Replaces the list: for removing, renaming, moving to another slot. @throws draft/not-found, draft/wrong-state */
export async function setDocuments(
  needs: DraftNeeds,
  input: { readonly bidId: string; readonly documents: readonly BidDocument[] },
): Promise<DraftBid> {
  return saveDraft(needs, await requireDraft(needs.bids, input.bidId), { documents: input.documents });
}

/**
 * Fills in or clears the bid letter. `price` as people type it.
 * @throws draft/letter-invalid, draft/not-found, draft/wrong-state
 */
export async function setLetter(
  needs: DraftNeeds,
  input: { readonly bidId: string; readonly letter: { readonly price: string; readonly validityDays: number } | null },
): Promise<DraftBid> {
  const draft = await requireDraft(needs.bids, input.bidId);
  return saveDraft(needs, draft, { letter: input.letter === null ? null : toLetter(input.letter) });
}

/** @throws draft/not-found */
export async function requireBid(bids: BidStore, bidId: string): Promise<Bid> {
  const bid = await bids.load(bidId);
  if (bid === null) throw new CodedError('draft/not-found');
  return bid;
}

/** Saves one bid and answers it with its new version. */
export async function saveOne<B extends Bid>(bids: BidStore, bid: B): Promise<B> {
  const [saved] = await bids.save(bid);
  return saved;
}

/** @throws draft/not-found, draft/wrong-state */
export async function requireDraft(bids: BidStore, bidId: string): Promise<DraftBid> {
  const bid = await requireBid(bids, bidId);
  if (bid.state !== 'draft') throw new CodedError('draft/wrong-state', { state: bid.state, wanted: 'draft' });
  return bid;
}

/** @throws draft/wrong-account, access/session-expired */
export async function saveDraft(
  { bids, session, clock }: DraftNeeds,
  draft: DraftBid,
  change: Partial<Pick<DraftBid, 'documents' | 'letter'>> & { readonly priceTable?: PriceTable | null },
): Promise<DraftBid> {
  const { accountId } = await requireAccount(session);
  if (accountId !== draft.accountId) throw new CodedError('draft/wrong-account');
  const { documents = draft.documents, letter = draft.letter, priceTable = draft.priceTable ?? null } = change;
  return saveOne(bids, { ...edited(draft, documents, letter, priceTable), updatedAt: clock.now().toISOString() });
}

function toLetter({ price, validityDays }: { readonly price: string; readonly validityDays: number }): Letter {
  const amount = parseAmount(price);
  const goodDays = Number.isInteger(validityDays) && validityDays > 0 && validityDays <= 3650;
  if (amount === null || !goodDays) throw new CodedError('draft/letter-invalid');
  return { price: amount, currency: 'IDR', validityDays };
}
