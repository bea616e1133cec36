// Texts: both languages say the same things, and the screens ask for nothing that is not there.
import { describe, expect, it } from 'vitest';
import { loadTexts, NAMESPACES, readTexts, sourcesBelow, stem } from './locale-files.ts';

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();

const sources = sourcesBelow('renderer');

interface Use {
  readonly path: string;
  readonly key: string;
  /** What comes before the first `${`; null for a key written out. */
  readonly open: boolean;
}

/** Every quoted text that has the form of a key and stands in a call of `t`, or in a table of keys. */
function uses(): Use[] {
  return sources.flatMap(({ path, text }) => {
    const own = /useTranslation\('(\w+)'\)/.exec(text)?.[1] ?? 'window';
    const found = [...text.matchAll(/(?<![\w.])t\(([^()]*?(?:\([^()]*\)[^()]*?)*)\)/gs)].flatMap(([, inside = '']) => {
      const first = inside.split(/,\s*\{/)[0] ?? '';
      return [...first.matchAll(/'((?:\w+:)?[\w-]+(?:\.[\w-]+)+)'|`((?:\w+:)?[\w.-]*)\$\{/g)].map(
        ([, whole, opening]) => ({ key: whole ?? opening ?? '', open: whole === undefined }),
      );
    });
    return found.map(({ key, open }) => ({ path, key: key.includes(':') ? key : `${own}:${key}`, open }));
  });
}

describe.each(NAMESPACES)('the texts of %s', (namespace) => {
  const [indonesian, english] = [loadTexts(`${namespace}.id`), loadTexts(`${namespace}.en`)];

  it('have the same keys in both languages', () => {
    expect([...new Set([...english.keys()].map(stem))].sort()).toEqual(
      [...new Set([...indonesian.keys()].map(stem))].sort(),
    );
  });

  it.each(['id', 'en'])('have no key twice (%s): of two, the later one would speak for both', (language) => {
    const text = readTexts(`${namespace}.${language}`);
    expect(JSON.stringify(JSON.parse(text))).toBe(text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1'));
  });

  it('never shout, say something in both languages or in neither, and fill in the same facts', () => {
    for (const [key, text] of indonesian) {
      const other = english.get(key);
      expect(text, key).not.toContain('!');
      if (other === undefined) continue;
      expect(other.trim() === '', key).toBe(text.trim() === '');
      expect(other, key).not.toContain('!');
      expect(placeholders(other), key).toEqual(placeholders(text));
    }
  });
});

describe('the screens', () => {
  const keys = new Set(
    NAMESPACES.flatMap((namespace) =>
      [...loadTexts(`${namespace}.id`).keys()].map((key) => `${namespace}:${stem(key)}`),
    ),
  );
  const asked = uses();

  it('are found to ask for texts at all', () => {
    expect(asked.length).toBeGreaterThan(150);
  });

  it('ask for no text that is not there', () => {
    const missing = asked.filter(({ key, open }) =>
      open ? ![...keys].some((known) => known.startsWith(key)) : !keys.has(key),
    );
    expect(missing.map(({ path, key }) => `${path}: ${key}`)).toEqual([]);
  });

  it('have words for every event of the journal', () => {
    const written = sourcesBelow('app')
      .flatMap(({ text }) => [...text.matchAll(/\bevent: '([a-z-]+\.[a-z-]+)'/g)])
      .map(([, event]) => event ?? '');
    expect(written.length).toBeGreaterThan(20);
    expect(written.filter((event) => !keys.has(`window:event.${event}`))).toEqual([]);
  });

  it('have words for every event of the LPSE’s access log', () => {
    const noted = sourcesBelow('test/lpse')
      .flatMap(({ text }) => [
        ...text.matchAll(/accessLog\.note\([^'\n]*'([a-z/-]+)'/g),
        ...text.matchAll(/, address, '([a-z]+\/[a-z-]+)'/g),
      ])
      .map(([, event]) => event ?? '');
    expect(noted.length).toBeGreaterThan(12);
    expect(noted.filter((event) => !keys.has(`window:account.events.${event}`))).toEqual([]);
  });

  it('have words for every fact that comes with an error', () => {
    // What only the command line says is said there.
    const thrown = sourcesBelow('app', 'crypto', 'main', 'test/lpse').filter(
      ({ path }) => !path.startsWith('main/cli/') && !path.endsWith('.test.ts'),
    );
    const facts = thrown
      .flatMap(({ text }) => [...text.matchAll(/(?:CodedError|finding)\(\s*'[\w/-]+',\s*\{([^{}]*)\}/g)])
      .flatMap(([, inside = '']) => [...inside.matchAll(/(?:^|,)\s*(\w+)\s*(?=[:,]|$)/g)].map(([, name = '']) => name));
    expect(new Set(facts).size).toBeGreaterThan(60);
    expect([...new Set(facts)].filter((name) => !keys.has(`window:fact.${name}`))).toEqual([]);
  });
});
