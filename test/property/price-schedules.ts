// Arbitrary price schedules as the format allows them, many with totals that differ from their factors.
import fc from 'fast-check';
import { fromScaled, type Digits } from '../../app/domain/decimal.ts';
import { computeRow, SCHEDULE_LIMITS, type PriceSchedule, type ScheduleRow } from '../../app/domain/price-schedule.ts';

const { number, item, unit, note } = SCHEDULE_LIMITS;

function decimal(digits: Digits, max?: bigint): fc.Arbitrary<string> {
  return fc
    .integer({ min: 0, max: digits.fraction })
    .chain((scale) =>
      fc
        .bigInt({ min: 0n, max: (max ?? 10n ** BigInt(digits.integer) - 1n) * 10n ** BigInt(scale) })
        .map((units) => fromScaled({ units, scale })),
    );
}

/** One line as a cell keeps it: no control characters, no space at an end. */
function text(max: number, min = 0): fc.Arbitrary<string> {
  return fc
    .string({ minLength: min, maxLength: Math.min(max, 40), unit: 'grapheme' })
    .map((value) => value.replace(/\p{C}/gu, '').trim().slice(0, max).toWellFormed().trim())
    .filter((value) => value.length >= min);
}

const items: fc.Arbitrary<ScheduleRow> = fc
  .record({
    kind: fc.constant('item' as const),
    number: text(number),
    item: text(item, 1),
    unit: text(unit, 1),
    quantity: decimal({ integer: 6, fraction: 6 }),
    unitPrice: decimal({ integer: 9, fraction: 4 }),
    taxPercent: fc.oneof(fc.constantFrom('0', '11', '12'), decimal({ integer: 2, fraction: 4 })),
    total: decimal({ integer: 15, fraction: 2 }),
    note: text(note),
    honest: fc.boolean(),
  })
  .map(({ honest, ...row }) => (honest ? { ...row, total: computeRow(row)?.total ?? row.total } : row));

const sections: fc.Arbitrary<ScheduleRow> = fc.record({
  kind: fc.constant('section' as const),
  number: text(number),
  item: text(item, 1),
  note: text(note),
});

/** From one row up. */
export function priceSchedules({ maxRows = 12 }: { readonly maxRows?: number } = {}): fc.Arbitrary<PriceSchedule> {
  return fc.record({
    schema: fc.constant('segel-price-schedule/1' as const),
    currency: fc.constant('IDR' as const),
    rows: fc.array(fc.oneof({ weight: 4, arbitrary: items }, sections), { minLength: 1, maxLength: maxRows }),
    statedTotal: decimal({ integer: 15, fraction: 2 }),
  });
}
