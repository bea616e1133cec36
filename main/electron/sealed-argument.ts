// A sealed file that somebody opened: its path among a program's arguments. Windows and Linux start the program with it.
import { resolve } from 'node:path';

/** Files of the association in `electron-builder.yml`; switches and links are none. */
export function isSealedPath(argument: string): boolean {
  return /\.sampul$/i.test(argument) && !argument.startsWith('-') && !/^[a-z][a-z0-9+.-]+:\/\//i.test(argument);
}

/** Absolute path of the first sealed file, null when there is none. @param from - the folder in which the program was started */
export function sealedFileOfArguments(argv: readonly string[], from: string): string | null {
  const found = argv.find(isSealedPath);
  return found === undefined ? null : resolve(from, found);
}
