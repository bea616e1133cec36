// The two languages of the command line say the same things (test/renderer/unused-texts.test.ts: and nothing that nobody says).
import { describe, expect, it } from 'vitest';
import { languageIn, textsIn } from '../../../main/cli/texts.ts';
import en from '../../../resources/locales/en.json' with { type: 'json' };
import id from '../../../resources/locales/id.json' with { type: 'json' };

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('the locale files', () => {
  it('have the same keys, and the same holes in each text', () => {
    expect(Object.keys(en.cli)).toEqual(Object.keys(id.cli));
    const english: Readonly<Record<string, string>> = en.cli;
    for (const [key, text] of Object.entries(id.cli))
      expect([key, holes(english[key] ?? '')]).toEqual([key, holes(text)]);
  });

  it('speak calmly', () => {
    for (const text of [...Object.values(id.cli), ...Object.values(en.cli)])
      expect(text).not.toMatch(/!|TODO|undefined/);
  });
});

describe('textsIn', () => {
  it('fills what it is given and leaves what it is not', () => {
    expect(textsIn('id')('login.device', { since: 'kemarin' })).toContain('kemarin');
    expect(textsIn('en')('login.device')).toContain('{since}');
  });
});

describe('languageIn', () => {
  it('is Indonesian unless asked otherwise', () => {
    expect(languageIn(['status'], {})).toBe('id');
    expect(languageIn(['status', '--lang', 'en'], {})).toBe('en');
    expect(languageIn(['--lang=en'], {})).toBe('en');
    expect(languageIn(['status'], { SEGEL_LANG: 'en' })).toBe('en');
    expect(languageIn(['--lang', 'fr'], {})).toBe('id');
  });
});
