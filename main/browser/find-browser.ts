// Finds an installed Chromium, Chrome or Edge. Nothing is downloaded.
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly isProgram: (path: string) => boolean;
}

export const HERE: Surroundings = {
  platform: process.platform,
  env: process.env,
  home: homedir(),
  isProgram: (path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  },
};

const LINUX_COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_PATHS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
];

/** Path of the program; `SEGEL_BROWSER` wins; null when there is none. */
export function findBrowser(here: Surroundings = HERE): string | null {
  const chosen = here.env.SEGEL_BROWSER;
  if (chosen !== undefined && chosen !== '') return here.isProgram(chosen) ? chosen : null;
  return candidates(here).find((path) => here.isProgram(path)) ?? null;
}

/** First `command` on PATH, or null. */
export function findCommand(command: string, here: Surroundings = HERE): string | null {
  return onPath([command], here).find((path) => here.isProgram(path)) ?? null;
}

function candidates(here: Surroundings): readonly string[] {
  const { platform, env, home } = here;
  if (platform === 'win32') {
    const roots = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].filter(isText);
    return WINDOWS_PATHS.flatMap((path) => roots.map((root) => join(root, ...path)));
  }
  if (platform === 'darwin') {
    const roots = ['/Applications', join(home, 'Applications')];
    return MAC_APPS.flatMap((name) => roots.map((root) => join(root, `${name}.app`, 'Contents', 'MacOS', name)));
  }
  return onPath(LINUX_COMMANDS, here);
}

function onPath(commands: readonly string[], { env }: Surroundings): readonly string[] {
  const folders = (env.PATH ?? '').split(delimiter).filter(isText);
  return commands.flatMap((command) => folders.map((folder) => join(folder, command)));
}

function isText(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
