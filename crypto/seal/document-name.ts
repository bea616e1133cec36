// Names of documents are data from a stranger: what may stand in a manifest, and where it may land on a disk.
import { sha256Hex } from '../encoding.ts';

/** What every common file system takes for one name. */
export const MAX_NAME_BYTES = 255;
/** Windows device names (Microsoft, "Naming Files, Paths, and Namespaces"), with the superscript digits it also maps. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)( *\.|$)/i;
/**
 * Separators, Windows' forbidden characters, and what has no width or turns the reading direction. Fixed ranges
 * (category Cc never changes) instead of other Unicode properties: what is safe must not depend on the Unicode version.
 */
const FORBIDDEN =
  /[/\\:*?"<>|\p{Cc}\u{ad}\u{61c}\u{200b}-\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{feff}\u{fff9}-\u{fffb}\u{e0000}-\u{e007f}]/u;

/**
 * True when `name` is one plain file name on every system: in NFC, at most 255 bytes of UTF-8, no path, no control or
 * direction characters, not reserved by Windows, no dot or space at an end.
 */
export function isSafeName(name: string): boolean {
  return (
    name !== '' &&
    name.isWellFormed() &&
    name.normalize('NFC') === name &&
    Buffer.byteLength(name) <= MAX_NAME_BYTES &&
    !FORBIDDEN.test(name) &&
    !RESERVED.test(name) &&
    !/^[. ]|[. ]$/.test(name)
  );
}

/**
 * A safe name close to `name`; a safe one that is not too long stays as it is. Shortened and emptied names get eight digits of the
 * original's digest, so different originals stay different.
 * @param maxBytes - of UTF-8, at least 32; less than the file system takes where the whole path must stay short
 */
export function toSafeName(name: string, maxBytes: number = MAX_NAME_BYTES): string {
  if (isSafeName(name) && Buffer.byteLength(name) <= maxBytes) return name;
  const tag = sha256Hex(Buffer.from(name)).slice(0, 8);
  const clean = name
    .toWellFormed()
    .normalize('NFC')
    .replace(/^.*[/\\]/, '')
    .replace(new RegExp(FORBIDDEN, 'gu'), '_')
    .replace(/^[. ]+|[. ]+$/g, '');
  const { stem, extension } = splitExtension(clean);
  const room = maxBytes - Buffer.byteLength(`-${tag}${extension}`);
  const candidate = `${cutToBytes(stem === '' ? 'dokumen' : stem, room)}-${tag}${extension}`;
  return isSafeName(candidate) && Buffer.byteLength(candidate) <= maxBytes ? candidate : `dokumen-${tag}`;
}

/**
 * A safe name for each of `names`, all different also where case and composition do not count (Windows, macOS): later ones of a
 * kind get their place in the list appended.
 */
export function toSafeNames(names: readonly string[], maxBytes: number = MAX_NAME_BYTES): string[] {
  const taken = new Set<string>();
  return names.map((name, i) => {
    const base = toSafeName(name, maxBytes);
    let candidate = base;
    for (let n = i + 1; taken.has(foldName(candidate)); n++) candidate = withSuffix(base, `~${String(n)}`, maxBytes);
    taken.add(foldName(candidate));
    return candidate;
  });
}

/** Equal for names that some file system takes for one. */
export function foldName(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase();
}

/** `a.pdf` and `~2` make `a~2.pdf`. */
export function withSuffix(name: string, suffix: string, maxBytes: number = MAX_NAME_BYTES): string {
  const { stem, extension } = splitExtension(name);
  return `${cutToBytes(stem, maxBytes - Buffer.byteLength(suffix + extension))}${suffix}${extension}`;
}

/** The extension with its dot; empty when there is none or when it is longer than a name's end should be. */
function splitExtension(name: string): { stem: string; extension: string } {
  const dot = name.lastIndexOf('.');
  const at = dot > 0 && name.length - dot <= 12 ? dot : name.length;
  return { stem: name.slice(0, at), extension: name.slice(at) };
}

/** Whole code points of `text` that fit into `maxBytes` of UTF-8. */
function cutToBytes(text: string, maxBytes: number): string {
  let bytes = 0;
  let out = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    out += character;
  }
  return out;
}
