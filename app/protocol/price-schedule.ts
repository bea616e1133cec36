// `daftar_kuantitas_harga.json` (`segel-price-schedule/1`): the price schedule for machines, one document among those of a bid.
// app/policy/price-schedule-file.ts reads and writes it.
import { z } from 'zod';
import { faultOf, type Digits } from '../domain/decimal.ts';
import { SCHEDULE_LIMITS, SCHEDULE_SCHEMA } from '../domain/price-schedule.ts';

const { rows, number, item, unit, note, quantity, unitPrice, taxPercent, total } = SCHEDULE_LIMITS;

/** Canonical decimal within the digits of its column. */
const decimal = (digits: Digits) =>
  z
    .string()
    .max(digits.integer + digits.fraction + 1)
    .refine((text) => faultOf(text, digits) === null);
const text = (max: number) => z.string().max(max);

const Section = z.strictObject({
  kind: z.literal('section'),
  number: text(number),
  item: text(item).min(1),
  note: text(note),
});
const Item = z.strictObject({
  kind: z.literal('item'),
  number: text(number),
  item: text(item).min(1),
  unit: text(unit).min(1),
  quantity: decimal(quantity),
  unitPrice: decimal(unitPrice),
  taxPercent: decimal(taxPercent).refine((percent) => /^(\d{1,2}(\.|$)|100$)/.test(percent)),
  total: decimal(total),
  note: text(note),
});

export const PriceScheduleDocument = z.strictObject({
  schema: z.literal(SCHEDULE_SCHEMA),
  currency: z.literal('IDR'),
  rows: z
    .array(z.discriminatedUnion('kind', [Section, Item]))
    .min(1)
    .max(rows),
  statedTotal: decimal(total),
});
