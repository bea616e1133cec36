// What the handlers may ask of the browser host: no dialogs of its own. Exports go to the user's download folder, under a name
// that is not taken; links open in the user's own browser, folders in the desktop's file manager.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, parse } from 'node:path';
import type { WindowHost } from '../ipc/host.ts';
import { addressOf } from '../links.ts';
import { showFolder } from './show-folder.ts';

export function browserHost(downloads: string): WindowHost {
  return {
    kind: 'browser',
    chooseFiles: () => Promise.resolve([]),
    chooseTarget: async (suggestedName) => {
      await mkdir(downloads, { recursive: true });
      return freePath(downloads, suggestedName);
    },
    openLink: (link) => openInBrowser(addressOf(link)),
    showFolder: (folder) => showFolder(folder),
  };
}

/** `name`, or `name (2)` and so on where it is taken. */
export function freePath(folder: string, suggestedName: string, taken: (path: string) => boolean = existsSync): string {
  const { name, ext } = parse(plainName(suggestedName));
  for (let number = 1; ; number++) {
    const path = join(folder, number === 1 ? `${name}${ext}` : `${name} (${number})${ext}`);
    if (!taken(path)) return path;
  }
}

/** `SEGEL_DOWNLOADS`, else the folder that the desktop names, else `Downloads` in the home folder. */
export async function downloadFolder(env: NodeJS.ProcessEnv = process.env, home = homedir()): Promise<string> {
  const chosen = env.SEGEL_DOWNLOADS ?? '';
  if (chosen !== '') return chosen;
  const config = env.XDG_CONFIG_HOME ?? join(home, '.config');
  const dirs = await readFile(join(config, 'user-dirs.dirs'), 'utf8').catch(() => '');
  const named = /^XDG_DOWNLOAD_DIR="(?:\$HOME\/)?([^"]+)"$/m.exec(dirs)?.[1];
  if (named === undefined) return join(home, 'Downloads');
  return isAbsolute(named) ? named : join(home, named);
}

/** The name without anything that a file system reads as more than a name. */
function plainName(name: string): string {
  const plain = name.replaceAll(/[\p{Cc}/\\:*?"<>|]/gu, '_').replace(/^\.+/, '');
  return plain === '' ? 'segel' : plain;
}

function openInBrowser(address: string): Promise<void> {
  const [command, ...args] = opener();
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
    child.once('error', reject);
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}

function opener(): readonly [string, ...string[]] {
  if (process.platform === 'win32') return ['rundll32.exe', 'url.dll,FileProtocolHandler'];
  return process.platform === 'darwin' ? ['open'] : ['xdg-open'];
}
