// Text of strangers on paper: what cannot be seen, or would reorder a line, is written as its number in Unicode, `[U+202E]`. Nothing
// is dropped and nothing replaced, so that two names that differ never look the same.

/** Controls, formats (bidi, zero width, tags), separators, lone surrogates, private letters, odd spaces. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\uFFFE\uFFFF]|(?![ \u00A0])\p{Zs}/u;

/** On a page that has such a number the note about it stands, too; a line may begin in the middle of several. */
export const LETTER_NUMBER = /U\+[0-9A-F]{4,6}/;

/** Texts that have lines of their own, and may. */
const LINED: ReadonlySet<string> = new Set(['note', 'text']);

/** Numbers for the letters that `isShown` does not know; those that follow one another stand together. */
export function withNumbers(text: string, isShown: (letter: string) => boolean): string {
  let out = '';
  let numbers: string[] = [];
  const flush = () => {
    if (numbers.length > 0) out += `[${numbers.join(' ')}]`;
    numbers = [];
  };
  for (const letter of text) {
    if (isShown(letter)) {
      flush();
      out += letter;
    } else {
      numbers.push(`U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
    }
  }
  flush();
  return out;
}

/** A name that itself says `[U+` is told apart: its bracket is written as a number. */
export function visibleText(text: string, { lines = false } = {}): string {
  const shown = (letter: string) => (lines && letter === '\n') || !UNSEEN.test(letter);
  return text
    .split('[U+')
    .map((part) => withNumbers(part, shown))
    .join('[U+005B]U+');
}

/** Every text in `facts`, however deep. */
export function visible<T>(facts: T): T {
  // The same shape, with other texts in it.
  return visibleIn(facts, '') as T;
}

function visibleIn(value: unknown, key: string): unknown {
  if (typeof value === 'string') return visibleText(value, { lines: LINED.has(key) });
  if (Array.isArray(value)) return value.map((one) => visibleIn(one, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, visibleIn(one, name)]));
}
