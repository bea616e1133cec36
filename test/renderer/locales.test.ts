// Texts: both languages say the same things, and the screens ask for nothing that is not there.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const NAMESPACES = ['audit', 'bid', 'committee', 'minutes', 'opening', 'price', 'referral', 'watch', 'window'] as const;

interface Texts {
  readonly [key: string]: string | Texts;
}

function load(namespace: string, language: string): ReadonlyMap<string, string> {
  const path = join(root, `resources/locales/${namespace}.${language}.json`);
  return new Map(flat(JSON.parse(readFileSync(path, 'utf8')) as Texts));
}

function flat(texts: Texts, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );
}

/** `more_one` and `more_other` are forms of `more`. */
const stem = (key: string): string => key.replace(/_(zero|one|other)$/, '');
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();

const sources = readdirSync(join(root, 'renderer'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, 'renderer', path), 'utf8') }));

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
  const [indonesian, english] = [load(namespace, 'id'), load(namespace, 'en')];

  it('have the same keys in both languages', () => {
    expect([...new Set([...english.keys()].map(stem))].sort()).toEqual(
      [...new Set([...indonesian.keys()].map(stem))].sort(),
    );
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
    NAMESPACES.flatMap((namespace) => [...load(namespace, 'id').keys()].map((key) => `${namespace}:${stem(key)}`)),
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
    const written = readdirSync(join(root, 'app'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => [...readFileSync(join(root, 'app', path), 'utf8').matchAll(/\bevent: '([a-z-]+\.[a-z-]+)'/g)])
      .map(([, event]) => event ?? '');
    expect(written.length).toBeGreaterThan(20);
    expect(written.filter((event) => !keys.has(`window:event.${event}`))).toEqual([]);
  });
});
