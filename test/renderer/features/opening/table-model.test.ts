import { describe, expect, it } from 'vitest';
import type { ResultRowView } from '../../../../app/contract/openings.ts';
import { asTabs, percentOf, rowsOf, shown } from '../../../../renderer/features/opening/table-model.ts';

const row = (n: number, over: Partial<ResultRowView> = {}): ResultRowView => ({
  n,
  submissionId: `s${n}`,
  bidderId: `b${n}`,
  bidderName: `PT ${'CBA'.charAt(n - 1)}`,
  npwp: '01',
  receiptSequence: n,
  receivedAt: '2026-11-20T00:00:00.000Z',
  sizeBytes: 1,
  sealedSha256: 'a'.repeat(64),
  manifestSha256: 'b'.repeat(64),
  outcome: { kind: 'opened', innerSha256: 'c'.repeat(64), documents: 1 },
  price: null,
  validityDays: null,
  schedule: null,
  rank: null,
  facts: [],
  members: [],
  referral: null,
  ...over,
});
const results = [row(1, { rank: 2 }), row(2, { outcome: { kind: 'waiting' } }), row(3, { rank: 1 })];
const rows = rowsOf({ bids: [] }, { results, bids: null });
const places = (view: Partial<Parameters<typeof shown>[1]>) =>
  shown(rows, { text: '', state: 'all', sort: 'place', ...view }).map(({ n }) => n);

describe('the table of bids', () => {
  it('is sorted by place, price and name, with bids without a price last', () => {
    expect(places({})).toEqual([1, 2, 3]);
    expect(places({ sort: 'price' })).toEqual([3, 1, 2]);
    expect(places({ sort: 'name' })).toEqual([3, 2, 1]);
  });

  it('is filtered by name and state', () => {
    expect(places({ text: 'pt c' })).toEqual([1]);
    expect(places({ state: 'waiting' })).toEqual([2]);
  });

  it('compares exactly, to hundredths of a percent', () => {
    expect(percentOf('180000000.50', '179500000.00', 'id')).toBe('100,28');
    expect(percentOf('180000000.50', '179500000.00', 'en')).toBe('100.28');
    expect(percentOf('999999999999999999.99', '999999999999999999.99', 'id')).toBe('100,00');
    expect(percentOf('1', '0', 'id')).toBeNull();
  });

  it('is copied as cells, of which none becomes a formula', () => {
    expect(
      asTabs([
        ['a', 'b\tc'],
        ['=1+1', '-2'],
      ]),
    ).toBe("a\tb c\n'=1+1\t'-2");
  });
});
