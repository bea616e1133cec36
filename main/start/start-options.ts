// The arguments of `npm start`.
import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { isSealedPath } from '../electron/sealed-argument.ts';
import type { ShellLanguage } from '../shell-texts.ts';

export const HOST_KINDS = ['electron', 'browser', 'address'] as const;
export type HostKind = (typeof HOST_KINDS)[number];

export interface StartOptions {
  /** Starts the reference LPSE for practice and pins it. */
  readonly demo: boolean;
  /** Downloads the Electron program first. */
  readonly getElectron: boolean;
  /** Null: the best there is. */
  readonly host: HostKind | null;
  readonly language: ShellLanguage;
  /** Anything else: an address with a package token, the absolute path of a sealed file. */
  readonly rest: readonly string[];
}

/** @throws TypeError for an option that does not exist */
export function parseStartOptions(args: readonly string[], env: NodeJS.ProcessEnv): StartOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      demo: { type: 'boolean', default: false },
      'get-electron': { type: 'boolean', default: false },
      host: { type: 'string' },
      lang: { type: 'string' },
    },
  });
  const host = HOST_KINDS.find((kind) => kind === values.host) ?? null;
  if (values.host !== undefined && host === null) throw new TypeError(`--host ${HOST_KINDS.join(' | ')}`);
  return {
    demo: values.demo,
    getElectron: values['get-electron'],
    host,
    language: (values.lang ?? env.SEGEL_LANG) === 'en' ? 'en' : 'id',
    // npm runs in the program's folder and tells where it was called from.
    rest: positionals.map((one) => (isSealedPath(one) ? resolve(env.INIT_CWD ?? process.cwd(), one) : one)),
  };
}
