// The priced rows of a bid: exact totals, and differences that are told and never repaired.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  computeRow,
  isWithinMoney,
  scheduleFacts,
  sumSchedule,
  type PriceSchedule,
  type ScheduleItem,
} from '../../../app/domain/price-schedule.ts';
import { priceSchedules } from '../../property/price-schedules.ts';

const ITEM: ScheduleItem = {
  kind: 'item',
  number: '1',
  item: 'Galian tanah',
  unit: 'm3',
  quantity: '12.5',
  unitPrice: '85000.75',
  taxPercent: '11',
  total: '1179385.41',
  note: '',
};
const HEADING = { kind: 'section', number: 'I', item: 'PEKERJAAN TANAH', note: '' } as const;

function schedule(rows: PriceSchedule['rows'], statedTotal: string): PriceSchedule {
  return { schema: 'segel-price-schedule/1', currency: 'IDR', rows, statedTotal };
}

describe('a row', () => {
  it.each([
    [{ quantity: '12.5', unitPrice: '85000.75', taxPercent: '11' }, '1179385.41', '116876.03'],
    [{ quantity: '1', unitPrice: '0.005', taxPercent: '0' }, '0.01', '0'],
    [{ quantity: '1', unitPrice: '0.0049', taxPercent: '0' }, '0', '0'],
    [{ quantity: '3', unitPrice: '0.3333', taxPercent: '0' }, '1', '0'],
    [{ quantity: '0.000001', unitPrice: '999999999999999.9999', taxPercent: '100' }, '2000000000', '1000000000'],
  ])('%j is %s with %s tax', (factors, total, tax) => {
    expect(computeRow(factors)).toEqual({ total, tax });
  });

  it('is not reckoned from what is no number', () => {
    expect(computeRow({ quantity: '1,5', unitPrice: '1', taxPercent: '0' })).toBeNull();
  });
});

describe('a schedule', () => {
  it('shows stated and computed side by side', () => {
    const rows = [HEADING, ITEM, { ...ITEM, number: '2', total: '1179385.4' }];
    expect(scheduleFacts(schedule(rows, '2358770'))).toEqual({
      rows: 2,
      rowsThatDiffer: [3],
      computedTotal: '2358770.82',
      statedTotal: '2358770',
    });
    expect(sumSchedule(rows)).toEqual({
      computedTotal: '2358770.82',
      rowsTotal: '2358770.81',
      computedTax: '233752.06',
    });
  });

  it('knows when a sum is more than money can be', () => {
    const dear = { ...ITEM, quantity: '999999999999', unitPrice: '999999999999' };
    expect(isWithinMoney(sumSchedule([dear]))).toBe(false);
    expect(isWithinMoney(sumSchedule([ITEM]))).toBe(true);
  });

  it('agrees with fractions of whole numbers', () => {
    /** n / d, rounded to whole hundredths by long division. */
    const cents = (n: bigint, d: bigint): bigint => {
      const whole = (100n * n) / d;
      return 2n * (100n * n - whole * d) >= d ? whole + 1n : whole;
    };
    const parts = (text: string): readonly [bigint, bigint] => {
      const [whole = '', rest = ''] = text.split('.');
      return [BigInt(whole + rest), 10n ** BigInt(rest.length)];
    };
    const asCents = (text: string): bigint => cents(...parts(text));
    fc.assert(
      fc.property(priceSchedules(), (one) => {
        let sum = 0n;
        const differing: number[] = [];
        for (const [i, row] of one.rows.entries()) {
          if (row.kind === 'section') continue;
          const [q, qd] = parts(row.quantity);
          const [p, pd] = parts(row.unitPrice);
          const [t, td] = parts(row.taxPercent);
          const due = cents(q * p * (100n * td + t), qd * pd * 100n * td);
          sum += due;
          if (due !== asCents(row.total)) differing.push(i + 1);
        }
        const facts = scheduleFacts(one);
        expect(asCents(facts.computedTotal)).toBe(sum);
        expect(facts.rowsThatDiffer).toEqual(differing);
      }),
      { numRuns: 300 },
    );
  });
});
