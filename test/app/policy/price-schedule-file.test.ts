// The schedule's bytes: one schedule, one file; anything else from a stranger is refused.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PriceSchedule } from '../../../app/domain/price-schedule.ts';
import { encodePriceSchedule, parsePriceSchedule } from '../../../app/policy/price-schedule-file.ts';
import { encodeCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import { priceSchedules } from '../../property/price-schedules.ts';

const GOOD = {
  schema: 'segel-price-schedule/1',
  currency: 'IDR',
  rows: [
    { kind: 'section', number: 'I', item: 'PERSIAPAN', note: '' },
    {
      kind: 'item',
      number: '1',
      item: 'Mobilisasi',
      unit: 'ls',
      quantity: '1',
      unitPrice: '1000000.5',
      taxPercent: '11',
      total: '1110000.56',
      note: '',
    },
  ],
  statedTotal: '1110000.56',
} as const satisfies PriceSchedule;
const [SECTION, ITEM] = GOOD.rows;

function bytes(value: Json): Buffer {
  return encodeCanonicalJson(value);
}

function withItem(change: Record<string, Json>): Json {
  return { ...GOOD, rows: [SECTION, { ...ITEM, ...change }] };
}

describe('the JSON document', () => {
  it('holds what was written', () => {
    expect(parsePriceSchedule(encodePriceSchedule(GOOD))).toEqual(GOOD);
    fc.assert(
      fc.property(priceSchedules(), (one) => {
        expect(parsePriceSchedule(encodePriceSchedule(one))).toEqual(one);
      }),
    );
  });

  it.each<[string, Json]>([
    ['another schema', { ...GOOD, schema: 'segel-price-schedule/2' }],
    ['a member too many', { ...GOOD, hidden: 'x' }],
    ['a row member too many', withItem({ formula: '=1+1' })],
    ['another currency', { ...GOOD, currency: 'USD' }],
    ['no rows', { ...GOOD, rows: [] }],
    ['too many rows', { ...GOOD, rows: Array.from({ length: 5001 }, () => SECTION) }],
    ['a number that is no text', withItem({ quantity: 1 })],
    ['a negative price', withItem({ unitPrice: '-1' })],
    ['zeros at the end', withItem({ total: '1.50' })],
    ['five digits after the point', withItem({ unitPrice: '0.00001' })],
    ['too much tax', withItem({ taxPercent: '100.5' })],
    ['a long unit', withItem({ unit: 'x'.repeat(33) })],
    ['no description', withItem({ item: '' })],
    ['a sum beyond money', withItem({ quantity: '999999999999', unitPrice: '999999999999' })],
    ['no official total', { ...GOOD, statedTotal: '' }],
  ])('is refused with %s', (_, value) => {
    expect(() => parsePriceSchedule(bytes(value))).toThrow(
      expect.objectContaining({ code: 'price/schedule-malformed' }),
    );
  });

  it.each([
    ['spaces', Buffer.from(JSON.stringify(GOOD, null, 1))],
    ['no JSON', Buffer.from('PK')],
    ['nothing', Buffer.alloc(0)],
    ['too many bytes', Buffer.alloc((4 << 20) + 1, 0x20)],
    ['deep nesting', Buffer.from('['.repeat(100_000))],
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ])('is refused with %s', (_, malformed) => {
    expect(() => parsePriceSchedule(malformed)).toThrow(expect.objectContaining({ code: 'price/schedule-malformed' }));
  });

  it('is not written above its limit in bytes', () => {
    const long = { ...ITEM, item: '\u{1f9f1}'.repeat(250), note: '\u{1f9f1}'.repeat(250) };
    const rows = Array.from({ length: 5000 }, () => long);
    expect(() => encodePriceSchedule({ ...GOOD, rows })).toThrow(
      expect.objectContaining({ code: 'price/schedule-too-large' }),
    );
  });
});
