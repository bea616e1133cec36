// Which of my bids belong to an envelope, and in which order a person wants to see them.
import type { BidView } from '../../app/contract/bids.ts';
import type { PackageSummary } from '../../app/contract/packages.ts';

const ENDED: ReadonlySet<BidView['state']> = new Set(['superseded', 'withdrawn']);
/** What counts first, then what needs somebody, then drafts. */
const ORDER: readonly BidView['state'][] = ['receipted', 'received', 'uploading', 'sealed', 'refused', 'draft'];

/** Bids of one envelope that are neither replaced nor withdrawn. */
export function liveBids(
  bids: readonly BidView[],
  of: { readonly kdTender: string; readonly envelopeId: string },
): readonly BidView[] {
  return bids
    .filter((bid) => bid.kdTender === of.kdTender && bid.envelopeId === of.envelopeId && !ENDED.has(bid.state))
    .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || b.updatedAt.localeCompare(a.updatedAt));
}

/** Sealed or on the way, and the LPSE has given no receipt: what a person must not forget. */
export function unsent(bids: readonly BidView[]): readonly BidView[] {
  return bids.filter(({ truth }) => truth === 'red' || truth === 'amber');
}

/** The deadline of a bid's envelope; undefined while its package is not known. */
export function closesAtOf(
  packages: readonly Pick<PackageSummary, 'kdTender' | 'envelopes'>[],
  { kdTender, envelopeId }: Pick<BidView, 'kdTender' | 'envelopeId'>,
): string | undefined {
  const about = packages.find((one) => one.kdTender === kdTender);
  return about?.envelopes.find((envelope) => envelope.envelopeId === envelopeId)?.closesAt;
}
