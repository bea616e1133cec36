// The window's own words, so that an errand presses the button a person would read, in either language.
import { readFileSync } from 'node:fs';

export type Language = 'id' | 'en';
export type Say = (key: string, facts?: Readonly<Record<string, string | number>>) => string;

interface Texts {
  readonly [key: string]: string | Texts;
}

/** `bid:seal.button`, `opening:list.title`, or `ui.cancel` (namespace `window`). @throws when there is no such text */
export function textsOf(language: Language): Say {
  const load = (name: string): Texts => {
    const url = new URL(`../../resources/locales/${name}.${language}.json`, import.meta.url);
    // Our own locale files: nested objects of strings.
    return JSON.parse(readFileSync(url, 'utf8')) as Texts;
  };
  const spaces = new Map<string, Texts>();
  const textsIn = (name: string): Texts => {
    const known = spaces.get(name) ?? load(name);
    spaces.set(name, known);
    return known;
  };
  return (key, facts = {}) => {
    const [space, path] = key.includes(':') ? key.split(':') : ['window', key];
    let found: string | Texts | undefined = textsIn(space ?? '');
    for (const part of (path ?? '').split('.')) found = typeof found === 'object' ? found[part] : undefined;
    if (typeof found !== 'string') throw new Error(`no text ${key}`);
    return found.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(facts[name] ?? ''));
  };
}
