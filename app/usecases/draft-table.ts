// The price table of a draft: as it was left, or, in a draft that came from a sealed bid, as the document made from it says.
import type { BidDocument } from '../domain/bid.ts';
import { SCHEDULE_JSON_NAME, SCHEDULE_LIMITS } from '../domain/price-schedule.ts';
import { toTable, type PriceTable } from '../domain/price-table.ts';
import { parsePriceSchedule } from '../policy/price-schedule-file.ts';
import type { DocumentStore } from '../ports/document-store.ts';

/**
 * Null when there is none.
 * @throws price/schedule-malformed, document/not-found, document/unreadable
 */
export async function draftTable(
  store: Pick<DocumentStore, 'read'>,
  bid: { readonly documents: readonly BidDocument[]; readonly priceTable?: PriceTable | undefined },
): Promise<PriceTable | null> {
  if (bid.priceTable !== undefined) return bid.priceTable;
  const made = bid.documents.find(({ madeBy, name }) => madeBy !== undefined && name === SCHEDULE_JSON_NAME);
  if (made === undefined) return null;
  return toTable(parsePriceSchedule(await store.read(made.sourcePath, 0, SCHEDULE_LIMITS.bytes + 1)));
}
