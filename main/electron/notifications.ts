// Tells a person who looks elsewhere that a bid has its receipt or was refused, and what became of it when bids were opened. No price,
// no company, no file name.
import type { EventPayload } from '../../app/contract/contract.ts';
import type { NewFate } from '../../app/contract/watch.ts';
import { shellText, type ShellArea, type ShellLanguage } from '../shell-texts.ts';

type Bid = EventPayload<'bids.changed'>;
type NoticeKey = Parameters<typeof shellText<Extract<ShellArea, 'notification'>>>[2];

export interface NotificationText {
  readonly title: string;
  readonly body: string;
}

export interface Onlooker {
  readonly language: ShellLanguage;
  readonly looking: boolean;
}

/** Remembers the state of each bid, so that a change is told once, and only when nobody is looking. */
export class BidNotifications {
  readonly #stateByBid = new Map<string, Bid['state']>();
  readonly #toldFates = new Set<string>();

  /** Null when there is nothing to tell. */
  of(bid: Bid, { language, looking }: Onlooker): NotificationText | null {
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

  /** One for each own bid of which an opening brought something new. Two looks at once may find the same: it is told once. */
  ofOpening({ kdTender, fates }: EventPayload<'watch.changed'>, { language, looking }: Onlooker): NotificationText[] {
    return fates.flatMap(({ envelopeId, sequence, fate, canBeOpened }) => {
      const key = canBeOpened === null ? NOTICE_OF[fate] : (['stated', 'statedBody'] as const);
      const about = `${kdTender} ${envelopeId} ${sequence} ${fate} ${String(canBeOpened)}`;
      const told = this.#toldFates.has(about);
      this.#toldFates.add(about);
      if (key === null || told || looking) return [];
      const facts = { tender: kdTender, envelope: envelopeId, sequence };
      return [
        {
          title: shellText(language, 'notification', key[0]),
          body: shellText(language, 'notification', key[1], facts),
        },
      ];
    });
  }
}

/** Title and body; null for what nobody needs to be called for. */
const NOTICE_OF: Readonly<Record<NewFate['fate'], readonly [NoticeKey, NoticeKey] | null>> = {
  unproven: null,
  listed: null,
  'stays-sealed': null,
  'opened-equal': ['opened', 'openedBody'],
  'not-comparable': ['openedAnyhow', 'lookBody'],
  'opened-differs': ['openedDiffers', 'lookBody'],
  'opened-unpassed': ['openedAnyhow', 'lookBody'],
  'members-differ': ['membersDiffer', 'lookBody'],
  'not-opened': ['notOpened', 'notOpenedBody'],
  missing: ['missing', 'missingBody'],
  withdrawn: null,
  replaced: null,
  revived: ['revived', 'lookBody'],
  withheld: ['withheld', 'lookBody'],
  'earlier-version': ['earlierVersion', 'lookBody'],
};
