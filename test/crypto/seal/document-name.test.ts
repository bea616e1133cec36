// Names of documents: what is safe everywhere, and what strangers' names become.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldName, isSafeName, toSafeName, toSafeNames } from '../../../crypto/seal/document-name.ts';

describe('isSafeName', () => {
  it.each([
    'a.pdf',
    'Daftar Kuantitas dan Harga (2).xlsx',
    'ꦗꦮ.pdf',
    'عرض.pdf',
    '📄.pdf',
    'a'.repeat(255),
    'com10.txt',
    'x.con',
  ])('accepts %j', (name) => expect(isSafeName(name)).toBe(true));

  const unsafe = [
    ...['', '.', '..', '../x', '/abs', 'C:\\x', '..\\x', 'a/b', 'a\0b', 'a\nb', 'a:b', 'a*', 'a?', '"a"', '<a>', 'a|b'],
    ...['CON', 'con.txt', 'NUL', 'COM1', 'com1.pdf', 'LPT9.x', 'COM¹', 'CONIN$', 'aux .txt', 'prn.'],
    ...['a.', 'a ', ' a', '.hidden', 'x\u202Efdp.exe', 'a\u200Bb', '\uFEFFa', 'a\u0085b', 'a\u2028b'],
    ...['a'.repeat(256), 'é'.repeat(128), 'e\u0301', '\ud800'],
  ];
  it.each(unsafe)('refuses %j', (name) => expect(isSafeName(name)).toBe(false));
});

describe('toSafeName', () => {
  it('makes any text safe and leaves safe names alone', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.constantFrom('CON', '..', '\ud800', '/'.repeat(300)),
    );
    fc.assert(
      fc.property(anyText, (name) => {
        const safe = toSafeName(name);
        expect(isSafeName(safe)).toBe(true);
        if (isSafeName(name)) expect(safe).toBe(name);
        expect(toSafeName(safe)).toBe(safe);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps the extension, and different names different', () => {
    expect(toSafeName('../../laporan?.pdf')).toMatch(/^laporan_-[0-9a-f]{8}\.pdf$/);
    expect(toSafeName(`${'x'.repeat(300)}.pdf`)).not.toBe(toSafeName(`${'x'.repeat(301)}.pdf`));
    expect(toSafeName('a?')).not.toBe(toSafeName('a*'));
  });
});

describe('toSafeNames', () => {
  it('tells apart what some file systems take for one name', () => {
    const names = toSafeNames(['Foo.pdf', 'foo.PDF', 'FOO.pdf', 'é.pdf', 'e\u0301.pdf', 'foo~2.PDF']);
    expect(names[0]).toBe('Foo.pdf');
    expect(names[1]).toBe('foo~2.PDF');
    expect(new Set(names.map(foldName)).size).toBe(6);
    expect(names.every(isSafeName)).toBe(true);
  });

  it('keeps a long name within the limit when it gets a suffix', () => {
    const names = toSafeNames([`${'a'.repeat(251)}.pdf`, `${'A'.repeat(251)}.pdf`]);
    expect(names.every(isSafeName)).toBe(true);
    expect(names[1]).toMatch(/~2\.pdf$/);
  });
});
