// Decimals of quantities and prices: exact, one text per number, read as people in Indonesia write them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compareScaled,
  faultOf,
  formatDecimal,
  fromScaled,
  multiply,
  parseTyped,
  roundHalfUp,
  styleOf,
  toScaled,
} from '../../../app/domain/decimal.ts';

describe('a typed number', () => {
  it.each([
    ['1.234.567,89', '1234567.89'],
    ['1234567,89', '1234567.89'],
    ['1234567.89', '1234567.89'],
    ['Rp 1.000,-', '1000'],
    ['rp.25.000', '25000'],
    ['1.234', '1234'],
    ['0,125', '0.125'],
    ['0.125', '0.125'],
    ['12,50', '12.5'],
    ['007,0', '7'],
    ['11 %', '11'],
    ['1,234,567.89', '1234567.89'],
    ['1,234.50', '1234.5'],
    ['1,234,567', '1234567'],
    ['1,234', '1.234'],
    ['5,', '5'],
  ])('%j is read as %s', (typed, value) => {
    expect(parseTyped(typed)).toBe(value);
  });

  it('groups with commas where its neighbours can only be English', () => {
    expect(styleOf(['1,234', '5'])).toBe('indonesian');
    expect(styleOf(['1,234', '1,500.25'])).toBe('english');
    expect(parseTyped('1,234', 'english')).toBe('1234');
    expect(parseTyped('1.234', 'english')).toBe('1.234');
  });

  it.each(['', '-1', '1e5', '12.34.567', '1 000', 'lihat lampiran', '1.2.3', ',5', '1'.repeat(65)])(
    '%j is no number',
    (typed) => {
      expect(parseTyped(typed)).toBeNull();
    },
  );
});

describe('a column', () => {
  it.each([
    ['1234.5', null],
    ['12345', 'too-large'],
    ['1.005', 'too-many-digits'],
    ['1.50', 'unreadable'],
    ['01', 'unreadable'],
    ['1.', 'unreadable'],
    ['', 'unreadable'],
    ['1,5', 'unreadable'],
  ] as const)('takes %j: %s', (text, fault) => {
    expect(faultOf(text, { integer: 4, fraction: 2 })).toBe(fault);
  });
});

describe('exact arithmetic', () => {
  const decimals = fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.integer({ min: 0, max: 8 }))
    .map(([units, scale]) => fromScaled({ units, scale }));
  /** Long hand: the text without its point, and how far the point was from the right. */
  const fraction = (text: string): { readonly top: bigint; readonly bottom: bigint } => {
    const at = text.indexOf('.');
    const places = at < 0 ? 0 : text.length - at - 1;
    return { top: BigInt(text.replace('.', '')), bottom: BigInt(`1${'0'.repeat(places)}`) };
  };
  const scaled = (text: string) => {
    const value = toScaled(text);
    if (value === null) throw new Error(`not canonical: ${text}`);
    return value;
  };

  it('agrees with fractions', () => {
    fc.assert(
      fc.property(decimals, decimals, fc.integer({ min: 0, max: 4 }), (a, b, places) => {
        const [x, y] = [fraction(a), fraction(b)];
        const sum = fraction(fromScaled(add(scaled(a), scaled(b))));
        expect(sum.top * x.bottom * y.bottom).toBe((x.top * y.bottom + y.top * x.bottom) * sum.bottom);
        const product = fraction(fromScaled(multiply(scaled(a), scaled(b))));
        expect(product.top * x.bottom * y.bottom).toBe(x.top * y.top * product.bottom);
        expect(Math.sign(compareScaled(scaled(a), scaled(b)))).toBe(
          Number(x.top * y.bottom > y.top * x.bottom) - Number(x.top * y.bottom < y.top * x.bottom),
        );
        // Nearest multiple of 10^-places, the higher of two equally near ones.
        const rounded = fraction(fromScaled(roundHalfUp(scaled(a), places)));
        const twiceOff = 2n * 10n ** BigInt(places) * (rounded.top * x.bottom - x.top * rounded.bottom);
        const whole = x.bottom * rounded.bottom;
        expect(twiceOff <= whole && twiceOff > -whole).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('shows what it reads again', () => {
    fc.assert(
      fc.property(decimals, (text) => {
        expect(parseTyped(formatDecimal(text))).toBe(text);
      }),
    );
  });
});
