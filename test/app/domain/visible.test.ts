import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LETTER_NUMBER, visible, visibleText } from '../../../app/domain/visible.ts';

/** Back again: whatever stands in brackets as numbers. */
function read(shown: string): string {
  return shown.replace(/\[(U\+[0-9A-F]{4,6}(?: U\+[0-9A-F]{4,6})*)\]/g, (_, numbers: string) =>
    numbers
      .split(' ')
      .map((number) => String.fromCodePoint(parseInt(number.slice(2), 16)))
      .join(''),
  );
}

describe('text of strangers', () => {
  it('is written so that the original can be told from it, whatever it is', () => {
    const letters = fc.constantFrom(
      '[',
      'U',
      '+',
      '0',
      '5',
      'B',
      ']',
      ' ',
      'a',
      '\n',
      '\u202E',
      '\u0000',
      '建',
      '\u00A0',
    );
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: letters }));
    fc.assert(
      fc.property(texts, (text) => {
        expect(read(visibleText(text))).toBe(text);
      }),
    );
  });

  it('has nothing in it that hides or reorders', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visibleText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });

  it('stays as it is where every letter can be seen', () => {
    for (const name of ['PT Karya [Nusantara]', 'CV Łódź 建設', 'ꦗꦮ', 'نور']) expect(visibleText(name)).toBe(name);
  });

  it('is found however deep it lies; lines stay where lines are meant', () => {
    const facts = { rows: [{ name: 'a\nb', n: 3, referral: null }], note: 'a\nb\u202E' };
    expect(visible(facts)).toEqual({
      rows: [{ name: 'a[U+000A]b', n: 3, referral: null }],
      note: 'a\nb[U+202E]',
    });
    expect(LETTER_NUMBER.test('U+000A]b')).toBe(true);
  });
});
