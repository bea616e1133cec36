// Texts of what surrounds the page (start, menus, tray, dialogs) in Indonesian and English; a test holds the two files together.
import en from '../resources/locales/shell.en.json' with { type: 'json' };
import id from '../resources/locales/shell.id.json' with { type: 'json' };

export type ShellLanguage = 'id' | 'en';
type Texts = typeof id;
export type ShellArea = keyof Texts;

const TEXTS: Readonly<Record<ShellLanguage, Texts>> = { id, en };

/** `area.key` in a language; `{name}` stands for `values.name`. */
export function shellText<A extends ShellArea>(
  language: ShellLanguage,
  area: A,
  key: keyof Texts[A],
  values: Readonly<Record<string, string | number>> = {},
): string {
  // Every entry of an area is a text.
  const text = TEXTS[language][area][key] as string;
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
