// No text stays when the screen that said it is gone: every key stands in the code that can show it. A key that is put together
// there (`send.step.${step}`) must be one of the templates in the code, filled with a word that the program knows.
import { describe, expect, it } from 'vitest';
import { loadTexts, NAMESPACES, sourcesBelow, stem, type SourceFile } from './locale-files.ts';

/** What the code fills in comes from the LPSE, too: the reference LPSE says these words. */
const SAID_BY_THE_LPSE = ['window:account.events.*', 'window:account.outcomes.*', 'window:fact.*'];

/** Where texts are shown, and which texts a file there can mean. */
interface Area {
  readonly texts: string;
  /** A key by this name from any file, as `bid:send.title`. */
  readonly name: string;
  readonly keys: readonly string[];
  readonly sources: readonly SourceFile[];
}

const renderer = sourcesBelow('renderer');
const shell = sourcesBelow('main').filter(({ path }) => !path.startsWith('main/cli/'));
const keysOf = (file: string) => [...new Set([...loadTexts(file).keys()].map(stem))];
/** `useTranslation('bid')`; a file that asks for none (a table of keys, a model) may mean any. */
function asksFor({ text }: SourceFile, name: string): boolean {
  const asked = [...text.matchAll(/useTranslation\((?:'(\w+)')?\)/g)].map(([, one = 'window']) => one);
  return asked.length === 0 || asked.includes(name) || text.includes(`${name}:`);
}

const AREAS: readonly Area[] = [
  ...NAMESPACES.map((name) => ({
    ...{ texts: `${name}.id`, name, keys: keysOf(`${name}.id`) },
    sources: renderer.filter((file) => asksFor(file, name)),
  })),
  {
    ...{ texts: 'id', name: 'cli', keys: keysOf('id').map((key) => key.replace(/^cli\./, '')) },
    sources: sourcesBelow('main/cli'),
  },
];

const code = sourcesBelow('app', 'crypto', 'main', 'renderer');
const known = wordsOf(code);
const knownToLpse = wordsOf(sourcesBelow('test/lpse'));

const composed = templatesOf(sourcesBelow('app'));
/** Said as it is, or put together of such words (an event `upload.${kind}`). */
function isKnownHere(word: string): boolean {
  return known.has(word) || composed.some((one) => fillings(one, word)?.every((part) => known.has(part)) === true);
}

/** Every quoted word, and every name of a field: what may be filled into a template. */
function wordsOf(sources: readonly SourceFile[]): ReadonlySet<string> {
  return new Set(
    sources.flatMap(({ text }) =>
      [
        ...text.matchAll(/'([\w./-]+)'/g),
        ...text.matchAll(/(?<![\w.])(\w+)\??:/g),
        ...text.matchAll(/[{,] ?(\w+)(?= ?[,}])/g),
      ].map(([, word]) => word ?? ''),
    ),
  );
}

/** Texts in backticks that can be keys, also inside others; `${...}`, which may hold braces, becomes `*`. */
function templatesOf(sources: readonly SourceFile[]): readonly string[] {
  const hole = /\$\{(?:[^{}]|\{[^{}]*\})*\}/g;
  const found = sources.flatMap(({ text }) => [...text.matchAll(/(?=`((?:[\w:.-]|\$\{(?:[^{}]|\{[^{}]*\})*\})*)`)/g)]);
  const templates = found.map(([, inside = '']) => inside.replaceAll(hole, '*'));
  return [...new Set(templates)].filter((one) => one.includes('*') && /\w{2}/.test(one));
}

/** What `*` stands for in `key`; null when the key is not of that template. */
function fillings(template: string, key: string): readonly string[] | null {
  const parts = template.split('*').map((part) => part.replaceAll('.', '\\.'));
  const found = new RegExp(`^${parts.join('([\\w./-]+)')}$`).exec(key);
  return found === null ? null : found.slice(1);
}

function unusedIn({ name, keys, sources }: Area): readonly string[] {
  const written = new Set(sources.flatMap(({ text }) => [...text.matchAll(/'([\w:.-]+)'/g)].map(([, one]) => one)));
  const templates = templatesOf(sources);
  return keys.filter((key) => {
    if (written.has(key) || written.has(`${name}:${key}`)) return false;
    const elsewhere = SAID_BY_THE_LPSE.some((one) => fillings(one, `${name}:${key}`) !== null);
    const isKnown = (word: string) => isKnownHere(word) || (elsewhere && knownToLpse.has(word));
    return !templates.some((one) =>
      [key, `${name}:${key}`].some((full) => fillings(one, full)?.every(isKnown) === true),
    );
  });
}

describe('the texts', () => {
  it.each(AREAS)('of $texts are all said somewhere', (area) => {
    expect(area.keys.length).toBeGreaterThan(10);
    expect(unusedIn(area)).toEqual([]);
  });

  it('that the LPSE’s words are filled into are there', () => {
    const keys = AREAS.flatMap(({ name, keys: own }) => own.map((key) => `${name}:${key}`));
    const idle = SAID_BY_THE_LPSE.filter((template) => !keys.some((key) => fillings(template, key) !== null));
    expect(idle).toEqual([]);
  });

  it('of the frame around the page are all said somewhere', () => {
    const templates = templatesOf(shell);
    const said = (key: string) =>
      known.has(key) || templates.some((one) => fillings(one, key)?.every((word) => known.has(word)) === true);
    const unsaid = keysOf('shell.id').filter((full) => {
      const [area = '', key = ''] = full.split('.');
      return !shell.some(({ text }) => text.includes(`'${area}'`)) || !said(key);
    });
    expect(unsaid).toEqual([]);
  });
});
