// The bids of one account at one LPSE. Every save is one transaction: a crash leaves the bid as before or as after.
// Another account on the same computer sees nothing of them (one profile per account).
import type { Bid } from '../domain/bid.ts';

export interface BidFilter {
  readonly kdTender?: string;
  readonly envelopeId?: string;
  readonly state?: Bid['state'];
}

export interface BidStore {
  /** Newest change first. */
  list(filter?: BidFilter): Promise<readonly Bid[]>;
  load(bidId: string): Promise<Bid | null>;
  /**
   * Saves all bids in one transaction and returns them with their new `storedVersion`.
   * @throws storage/changed-meanwhile when one was saved by somebody else since it was loaded
   * @throws storage/full, storage/failed
   */
  save<const B extends readonly Bid[]>(...bids: B): Promise<B>;
  /** Forgets a draft; files stay. */
  remove(bidId: string): Promise<void>;
  /** Where a bid's sealed file shall stand: an absolute path in the profile, free, its folder made. */
  newSealedPath(bid: Bid): Promise<string>;
  /** Removes a sealed file that was never sent. */
  removeSealed(path: string): Promise<void>;
}
