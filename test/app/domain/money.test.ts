// Money is exact decimal text; no amount passes through a float.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareAmounts, formatRupiah, isAmount, parseAmount, sumAmounts } from '../../../app/domain/money.ts';

describe('an amount', () => {
  it.each([
    ['1.234.567,50', '1234567.50'],
    ['Rp 1.234.567.890', '1234567890'],
    ['rp. 1.000', '1000'],
    ['IDR 5', '5'],
    ['1234567,5', '1234567.5'],
    ['1234567.50', '1234567.50'],
    ['1.234', '1234'],
    ['1.23', '1.23'],
    ['007', '7'],
    ['0,10', '0.10'],
  ])('%j is read as %s', (typed, amount) => {
    expect(parseAmount(typed)).toBe(amount);
  });

  it.each([
    ...['', '-1', '1,234', '1.2345', '12.34.567', '1e9', '1 000', 'abc', '1'.repeat(19), '1.234,567'],
    ...['0.125', '00.125', '01.000', '000.000', '0.125,50', 'Rp 0.125', '1,5.000', '1.000.00', '1.000,', '.5', '5.'],
  ])('%j is no amount', (typed) => {
    expect(parseAmount(typed)).toBeNull();
  });

  it('is what a reading character by character finds, or nothing', () => {
    const part = fc.oneof(
      fc.constantFrom('', '0', '00', '000', '5', '05', '12', '125', '000', '1234', '0125'),
      fc.stringMatching(/^\d{1,4}$/),
    );
    const typed = fc
      .tuple(part, fc.array(fc.tuple(fc.constantFrom('.', ','), part), { maxLength: 3 }))
      .map(([first, more]) => first + more.flat().join(''));
    fc.assert(
      fc.property(typed, (text) => {
        expect(parseAmount(text)).toBe(readByHand(text));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['0', 'Rp 0,00'],
    ['999', 'Rp 999,00'],
    ['1234567890.5', 'Rp 1.234.567.890,50'],
    ['999999999999999999.99', 'Rp 999.999.999.999.999.999,99'],
  ])('%s is shown as %s', (amount, shown) => {
    expect(formatRupiah(amount)).toBe(shown);
  });

  it('survives being shown and read again', () => {
    const amounts = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }), fc.integer({ min: 0, max: 99 }));
    fc.assert(
      fc.property(amounts, ([whole, cents]) => {
        const amount = `${String(whole)}.${String(cents).padStart(2, '0')}`;
        expect(isAmount(amount)).toBe(true);
        expect(parseAmount(formatRupiah(amount))).toBe(amount);
      }),
    );
  });

  it('adds and compares exactly', () => {
    expect(sumAmounts(['0.10', '0.2', '999999999999999999.69'])).toBe('999999999999999999.99');
    expect(compareAmounts('9007199254740993', '9007199254740992.99')).toBe(1);
    expect(compareAmounts('1.5', '1.50')).toBe(0);
    expect(() => compareAmounts('1,5', '1')).toThrow(RangeError);
  });
});

/** The rule once more without patterns: pieces between the marks, and what each mark can mean there. */
function readByHand(text: string): string | null {
  const pieces = text.split(/[.,]/);
  const marks: readonly string[] = text.match(/[.,]/g) ?? [];
  if (pieces.some((piece) => piece === '')) return null;
  const [first = '', ...rest] = pieces;
  const last = rest.at(-1) ?? '';
  const hasCents = last.length === 1 || last.length === 2;
  const groups = hasCents ? rest.slice(0, -1) : rest;
  const groupMarks = hasCents ? marks.slice(0, -1) : marks;
  if (groupMarks.includes(',') || groups.some((group) => group.length !== 3)) return null;
  if (groups.length > 0) {
    const centsAfterDot = hasCents && marks.at(-1) === '.';
    if (first.length > 3 || first.startsWith('0') || centsAfterDot) return null;
  }
  const whole = BigInt(first + groups.join(''));
  if (whole >= 10n ** 18n) return null;
  return hasCents ? `${whole}.${last}` : String(whole);
}
