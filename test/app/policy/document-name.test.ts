// Names that SPSE takes, for whatever the bidder's file is called.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenNameRule, extensionOf, nameKey, proposeName } from '../../../app/policy/document-name.ts';

describe('a sealed name', () => {
  it.each([
    ['Surat Penawaran.pdf', null],
    ['a-b.pdf', 'character'],
    ["Bill's.pdf", 'character'],
    ['a (1).pdf', 'character'],
    [`${'a'.repeat(37)}.pdf`, 'length'],
    ['CON.pdf', 'unsafe'],
    ['a/b.pdf', 'unsafe'],
    ['a\u202Efdp.exe', 'unsafe'],
    ['', 'unsafe'],
  ])('%j breaks the rule: %s', (name, rule) => {
    expect(brokenNameRule(name, 40)).toBe(rule);
  });

  it.each([
    ['Surat Penawaran.pdf', 'Surat Penawaran.pdf'],
    ['Metode (revisi), final.PDF', 'Metode_revisi_final.PDF'],
    ['../../etc/passwd', 'etc_passwd'],
    ['---.pdf', 'dokumen.pdf'],
  ])('%j becomes %j', (original, expected) => {
    expect(proposeName(original, new Set(), 40)).toBe(expected);
  });

  it('is good and new for every original name', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 80 }),
        fc.integer({ min: 16, max: 60 }),
        (original, maxLength) => {
          const first = proposeName(original, new Set(), maxLength);
          const second = proposeName(original, new Set([nameKey(first)]), maxLength);
          expect(brokenNameRule(first, maxLength)).toBeNull();
          expect(brokenNameRule(second, maxLength)).toBeNull();
          expect(nameKey(second)).not.toBe(nameKey(first));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('has its extension in lower case', () => {
    expect(extensionOf('A.PDF')).toBe('pdf');
    expect(extensionOf('tanpa')).toBe('');
  });

  it('is one name whatever case and Unicode form', () => {
    expect(nameKey('Caf\u00e9.pdf')).toBe(nameKey('CAFE\u0301.PDF'));
    expect(nameKey('straße')).toBe(nameKey('STRASSE'));
  });
});
