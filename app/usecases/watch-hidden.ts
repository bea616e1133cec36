// Openings that stand in the log while the LPSE does not show them to this bidder: what the log alone says of them, and which own bids
// they are about.
import { toReport, type CheckReport } from '../domain/check-report.ts';
import type { OpeningEvent } from '../domain/opening-view.ts';
import type { BidStore } from '../ports/bid-store.ts';
import { publishedRow, type Withheld } from '../policy/check-withheld.ts';
import { notMade } from '../policy/run-check.ts';
import type { OwnBidWatched } from './watch-own-bids.ts';

export interface HiddenOpening {
  readonly envelopeId: string;
  /** By the leaves; null where there is none. */
  readonly closedAt: string | null;
  readonly releasedAt: string | null;
  /** Members' results in the log. */
  readonly results: number;
  /** Newest leaf of it. */
  readonly logIndex: number;
  readonly report: CheckReport;
  readonly own: readonly OwnBidWatched[];
}

export async function watchHidden(
  { bids }: { readonly bids: BidStore },
  about: {
    readonly kdTender: string;
    readonly versiTender: number | null;
    readonly events: readonly OpeningEvent[];
    readonly withheld: readonly Withheld[];
  },
): Promise<readonly HiddenOpening[]> {
  const { kdTender, versiTender, events, withheld } = about;
  const found: HiddenOpening[] = [];
  for (const hidden of withheld.filter(({ why }) => why === 'opening')) {
    const { envelopeId, index: logIndex } = hidden;
    const told = events.filter((event) => event.envelopeId === envelopeId);
    const timeOf = (kind: OpeningEvent['event']): string | null =>
      told.find(({ event }) => event === kind)?.time ?? null;
    const row = publishedRow([hidden], told.length);
    const filed = (await bids.list({ kdTender, envelopeId })).filter((bid) => bid.versiTender === versiTender);
    found.push({
      ...{ envelopeId, logIndex, closedAt: timeOf('closed'), releasedAt: timeOf('headers-released') },
      results: told.filter(({ event }) => event === 'result-opened' || event === 'result-not-opened').length,
      report: toReport([row]),
      own: filed.flatMap((bid) => {
        if (bid.state !== 'receipted') return [];
        const { submissionId, sequence } = bid.receipt;
        const place = { bidId: bid.bidId, submissionId, sequence, logIndex: bid.receipt.logIndex };
        const report = toReport([notMade('watch-listed'), row]);
        return [{ ...place, innerSha256: null, fate: 'withheld' as const, report, members: [], statement: null }];
      }),
    });
  }
  return found;
}
