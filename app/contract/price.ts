// Calls about a bid's price schedule. Every cell is text: what cannot be read yet is kept, and checked by `app/domain/price-table.ts`.
import { z } from 'zod';
import { call } from './call.ts';
import { BidId, Handle } from './shapes.ts';
import { BidView } from './bid-view.ts';

/** Longer than what is accepted, so that a row that is too long can be saved and shown as such. */
const Text = z.string().max(2000);

const Row = z.strictObject({
  kind: z.enum(['section', 'item']),
  number: Text,
  item: Text,
  unit: Text,
  quantity: Text,
  unitPrice: Text,
  taxPercent: Text,
  total: Text,
  note: Text,
});
export const PriceTable = z.strictObject({ rows: z.array(Row).max(5000).readonly(), statedTotal: Text });

const One = z.strictObject({ bidId: BidId });

export const PRICE_CALLS = {
  /** Null when the bid has none. */
  'bids.loadSchedule': call(One, z.strictObject({ table: PriceTable.nullable() })),
  'bids.saveSchedule': call(z.strictObject({ bidId: BidId, table: PriceTable }), BidView),
  'bids.removeSchedule': call(One, BidView),
  /** Only read: the table in the bid stays until the answer is saved. */
  'bids.importSchedule': call(
    z.strictObject({ bidId: BidId, file: Handle }),
    z.strictObject({
      sheet: z.string(),
      table: PriceTable,
      notes: z
        .array(
          z.strictObject({
            code: z.enum(['formulas', 'columns-ignored', 'sheets-ignored', 'total-row', 'tax-row', 'rows-cut']),
            row: z.int().nullable(),
            text: z.string(),
            count: z.int(),
          }),
        )
        .readonly(),
    }),
  ),
  'bids.exportSchedule': call(z.strictObject({ bidId: BidId, to: Handle }), z.strictObject({ shownAs: z.string() })),
} as const;
