import { describe, expect, it } from 'vitest';
import { formOf, isEmpty, readLetter } from '../../../../renderer/features/bid/letter-model.ts';

const HPS = '4827350000.00';

describe('a typed letter', () => {
  it.each([
    ['4.750.000.000', '4750000000'],
    ['Rp 4.750.000.000,5', '4750000000.5'],
    ['4750000000.25', '4750000000.25'],
    [' 4750000000 ', '4750000000'],
  ])('reads %s exactly', (typed, price) => {
    expect(readLetter({ price: typed, days: '90' }, HPS).letter).toEqual({ price, validityDays: 90 });
  });

  it.each(['empat juta', '4.75.000', '1,234,567', '-5', '1,005', '1e9'])('refuses %s as a price', (typed) => {
    expect(readLetter({ price: typed, days: '90' }, HPS)).toMatchObject({
      price: null,
      priceWrong: true,
      letter: null,
    });
  });

  it.each(['0', '3651', '90,5', 'sembilan puluh', '-1'])('refuses %s as days', (days) => {
    expect(readLetter({ price: '100', days }, null)).toMatchObject({ days: null, daysWrong: true, letter: null });
  });

  it('does not scold an empty field, and does not save half a letter', () => {
    expect(readLetter({ price: '', days: '' }, HPS)).toMatchObject({
      priceWrong: false,
      daysWrong: false,
      letter: null,
    });
    expect(readLetter({ price: '100', days: '' }, null).letter).toBeNull();
    expect(isEmpty({ price: ' ', days: '' })).toBe(true);
  });

  it('gives back what was saved as people write it', () => {
    const form = formOf({ price: '4750000000.5', currency: 'IDR', validityDays: 90 });
    expect(form).toEqual({ price: '4.750.000.000,50', days: '90' });
    expect(readLetter(form, HPS).letter).toEqual({ price: '4750000000.50', validityDays: 90 });
    expect(formOf(null)).toEqual({ price: '', days: '' });
  });
});

describe('a second look', () => {
  const cautions = (price: string, estimate: string | null = HPS) =>
    readLetter({ price, days: '90' }, estimate).cautions;

  it('is asked for above the estimate, by one sen even', () => {
    expect(cautions('4827350000')).toEqual([]);
    expect(cautions('4827350000,01')).toEqual(['above-estimate']);
  });

  it('is asked for under half of the estimate', () => {
    expect(cautions('2413675000')).toEqual([]);
    expect(cautions('2413674999,99')).toEqual(['far-below']);
    expect(cautions('475000000')).toEqual(['far-below']);
  });

  it('is asked for at nothing, and not asked for where no estimate is known', () => {
    expect(cautions('0')).toEqual(['zero']);
    expect(cautions('1', null)).toEqual([]);
  });
});
