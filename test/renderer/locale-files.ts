// The texts in resources/locales and the code that asks for them, for the tests that hold the two together.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Of the window: one file per language and name. */
export const NAMESPACES = [
  ...['audit', 'bid', 'committee', 'minutes', 'opening', 'price', 'referral', 'watch', 'window'],
] as const;

interface Texts {
  readonly [key: string]: string | Texts;
}

export interface SourceFile {
  /** Below the checkout. */
  readonly path: string;
  readonly text: string;
}

/** Texts by key of `resources/locales/<name>.json`. */
export function loadTexts(name: string): ReadonlyMap<string, string> {
  return new Map(flat(JSON.parse(readTexts(name)) as Texts));
}

/** The file as it stands. */
export function readTexts(name: string): string {
  return readFileSync(join(root, `resources/locales/${name}.json`), 'utf8');
}

function flat(texts: Texts, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );
}

/** `more_one` and `more_other` are forms of `more`. */
export const stem = (key: string): string => key.replace(/_(zero|one|other)$/, '');

export function sourcesBelow(...folders: readonly string[]): readonly SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => ({ path: join(folder, path), text: readFileSync(join(root, folder, path), 'utf8') })),
  );
}
