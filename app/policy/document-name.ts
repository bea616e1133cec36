// Names under which documents are sealed: SPSE's unwritten rules (domain.md 4) on top of what every file system accepts.
// Any source name is welcome; what is refused as a sealed name gets a proposal close to it.
import { isSafeName, toSafeName } from '../../crypto/seal/document-name.ts';

/** Characters that SPSE refuses: `/ \ , : ' " + - ( )`. */
const REFUSED = /[/\\,:'"+\-()]/;

export type NameRule = 'length' | 'character' | 'unsafe';

/** The first rule that `name` breaks, null for a good one. Length counts characters, extension included. */
export function brokenNameRule(name: string, maxLength: number): NameRule | null {
  if (!isSafeName(name)) return 'unsafe';
  if (REFUSED.test(name)) return 'character';
  return codePoints(name).length > maxLength ? 'length' : null;
}

/** Names that are one on some file system: case and Unicode form do not distinguish. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase().toUpperCase();
}

/**
 * A good name close to `original`, different from every name in `taken` (as `nameKey`s).
 * @param maxLength - at least 16
 */
export function proposeName(original: string, taken: ReadonlySet<string>, maxLength: number): string {
  const { stem, extension } = splitName(toSafeName(withGoodCharacters(original)).replaceAll('-', '_'));
  for (let n = 1; ; n++) {
    const suffix = n === 1 ? '' : `_${n}`;
    const room = maxLength - extension.length - suffix.length;
    const candidate = `${codePoints(stem)
      .slice(0, room)
      .join('')
      .replace(/[. _]+$/, '')}${suffix}${extension}`;
    const name = brokenNameRule(candidate, maxLength) === null ? candidate : `dokumen${suffix}${extension}`;
    if (!taken.has(nameKey(name))) return name;
  }
}

/** The extension in lower case without the dot, empty when there is none. */
export function extensionOf(name: string): string {
  return splitName(name).extension.slice(1).toLowerCase();
}

/** The extension keeps its dot, whatever the rest turns into. */
function withGoodCharacters(original: string): string {
  const { stem, extension } = splitName(original.normalize('NFC'));
  const good = stem
    .replace(/\s*[/\\,:'"+\-()]\s*/g, '_')
    .replace(/_{2,}/g, '_')
    .replace(/^[_. ]+/, '');
  return `${good === '' ? 'dokumen' : good}${extension}`;
}

/** Length and cuts go by code points: half a character is none. */
function codePoints(text: string): string[] {
  return Array.from(text);
}

/** An extension is at most 8 letters or digits; anything else belongs to the stem. */
function splitName(name: string): { readonly stem: string; readonly extension: string } {
  const match = /^(.+)(\.[A-Za-z0-9]{1,8})$/s.exec(name);
  return match === null ? { stem: name, extension: '' } : { stem: match[1] ?? '', extension: match[2] ?? '' };
}
