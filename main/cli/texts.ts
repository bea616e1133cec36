// The command line's texts in Indonesian and English, by key; a test holds the two files together.
import en from '../../resources/locales/en.json' with { type: 'json' };
import id from '../../resources/locales/id.json' with { type: 'json' };

export type Language = 'id' | 'en';
export type TextKey = keyof typeof id.cli;
export type Texts = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

const TEXTS: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { id: id.cli, en: en.cli };

/** `{name}` in a text stands for `values.name`. */
export function textsIn(language: Language): Texts {
  return (key, values = {}) =>
    TEXTS[language][key].replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The language asked for by `--lang`, which help needs before anything is parsed. */
export function languageIn(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Language {
  const at = args.indexOf('--lang');
  const chosen = at === -1 ? args.find((one) => one.startsWith('--lang='))?.slice('--lang='.length) : args[at + 1];
  return (chosen ?? env.SEGEL_LANG) === 'en' ? 'en' : 'id';
}
