// The BidStore port, told: whoever saves a bid, the window hears of its new state.
import type { Bid } from '../../app/domain/bid.ts';
import type { BidStore } from '../../app/ports/bid-store.ts';

export function toldBidStore(store: BidStore, onSaved: (bid: Bid) => void): BidStore {
  return {
    list: (filter) => store.list(filter),
    load: (bidId) => store.load(bidId),
    save: async (...bids) => {
      const saved = await store.save(...bids);
      saved.forEach(onSaved);
      return saved;
    },
    remove: (bidId) => store.remove(bidId),
    newSealedPath: (bid) => store.newSealedPath(bid),
    removeSealed: (path) => store.removeSealed(path),
  };
}
