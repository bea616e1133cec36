// UC-11 Replace a bid: a new draft with what the current one has, naming the one it is meant to replace. The current bid stays
// in force until the new one has its receipt; the server then swaps them in one step.
import { asChosen, type DraftBid } from '../domain/bid.ts';
import { CodedError } from '../errors/coded-error.ts';
import { requireBid, saveOne, type DraftNeeds } from './edit-draft.ts';
import { requireOwner } from './require-account.ts';

/**
 * Also for trying again after a refusal, or for taking a sealed bid apart that was never sent.
 * @throws draft/not-found, draft/wrong-account, draft/wrong-state unless receipted, refused, withdrawn or sealed
 */
export async function replaceBid(needs: DraftNeeds, { bidId }: { readonly bidId: string }): Promise<DraftBid> {
  const bid = await requireBid(needs.bids, bidId);
  await requireOwner(needs.session, bid);
  if (bid.state === 'draft') return bid;
  if (bid.state === 'uploading' || bid.state === 'received' || bid.state === 'superseded') {
    throw new CodedError('draft/wrong-state', { state: bid.state, wanted: 'draft' });
  }
  const { kdTender, envelopeId } = bid;
  const drafts = await needs.bids.list({ kdTender, envelopeId, state: 'draft' });
  const [known] = drafts;
  if (known?.state === 'draft') return known;
  const { kdLpse, versiTender, namaPaket, mode, accountId, revision, sealed } = bid;
  const supersedes = bid.state === 'receipted' ? bid.receipt.submissionId : bid.supersedes;
  return saveOne(needs.bids, {
    bidId: crypto.randomUUID(),
    ...{ kdLpse, kdTender, versiTender, namaPaket, envelopeId, mode, accountId, supersedes },
    revision: revision + 1,
    storedVersion: 0,
    updatedAt: needs.clock.now().toISOString(),
    state: 'draft',
    documents: sealed.documents.map(asChosen),
    letter: sealed.letter,
  });
}
