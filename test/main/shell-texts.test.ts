import { describe, expect, it } from 'vitest';
import { shellText } from '../../main/shell-texts.ts';
import en from '../../resources/locales/shell.en.json' with { type: 'json' };
import id from '../../resources/locales/shell.id.json' with { type: 'json' };

type Tree = Readonly<Record<string, Readonly<Record<string, string>>>>;

function entries(tree: Tree): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([area, texts]) =>
    Object.entries(texts).map(([key, text]) => [`${area}.${key}`, text] as const),
  );
}

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

describe('the texts around the page', () => {
  it('exist in both languages, with the same values in them', () => {
    const [indonesian, english] = [entries(id), new Map(entries(en))];
    expect(indonesian.map(([key]) => key).sort()).toEqual([...english.keys()].sort());
    for (const [key, text] of indonesian) expect(placeholders(english.get(key) ?? ''), key).toEqual(placeholders(text));
  });

  it('say nothing twice and are never empty', () => {
    for (const [key, text] of [...entries(id), ...entries(en)]) expect(text, key).toMatch(/^\S.*\S$/);
  });

  it('take their values, and leave what nobody gave', () => {
    expect(shellText('en', 'start', 'display', { name: ':7' })).toBe('There is no display; Xvfb runs as display :7.');
    expect(shellText('id', 'start', 'display')).toContain('{name}');
  });
});
