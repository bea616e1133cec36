// The last resort of `npm start` on a bare Debian: install a browser and a virtual display, without asking.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findCommand } from './find-browser.ts';

/** Debian or a child of it, as root, with apt-get. */
export function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && findCommand('apt-get') !== null;
}

/** True when apt-get says so. Its output goes to ours: it may take a minute. */
export function installPackages(packages: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]): boolean =>
    spawnSync('apt-get', ['-q', ...args], { stdio: ['ignore', 'inherit', 'inherit'], env }).status === 0;
  // Lists that cannot be fetched may still be good enough.
  apt('update');
  return apt('install', '-y', '--no-install-recommends', ...packages);
}
