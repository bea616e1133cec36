// Tells a person who looks elsewhere that a bid has its receipt, or was refused. No price, no company, no file name.
import type { EventPayload } from '../../app/contract/contract.ts';
import { shellText, type ShellLanguage } from '../shell-texts.ts';

type Bid = EventPayload<'bids.changed'>;

export interface NotificationText {
  readonly title: string;
  readonly body: string;
}

/** Remembers the state of each bid, so that a change is told once, and only when nobody is looking. */
export class BidNotifications {
  readonly #stateByBid = new Map<string, Bid['state']>();

  /** Null when there is nothing to tell. */
  of(
    bid: Bid,
    { language, looking }: { readonly language: ShellLanguage; readonly looking: boolean },
  ): NotificationText | null {
    const before = this.#stateByBid.get(bid.bidId);
    this.#stateByBid.set(bid.bidId, bid.state);
    const ended = bid.state === 'receipted' || bid.state === 'refused';
    // A bid that is met in its final state has not just reached it.
    if (!ended || before === undefined || before === bid.state || looking) return null;
    const [title, body] =
      bid.state === 'receipted' ? (['receipt', 'receiptBody'] as const) : (['refused', 'refusedBody'] as const);
    const facts = { tender: bid.kdTender, envelope: bid.envelopeId, sequence: bid.receipt?.sequence ?? '' };
    return {
      title: shellText(language, 'notification', title),
      body: shellText(language, 'notification', body, facts),
    };
  }
}
