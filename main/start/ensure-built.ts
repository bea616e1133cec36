// A fresh clone is built by `npm ci`; a start before that builds what the window needs.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const NEEDED = [
  ['renderer', 'index.html'],
  ['main', 'preload', 'preload.cjs'],
  ['main', 'main.js'],
];

export function isBuilt(root: string): boolean {
  return NEEDED.every((path) => existsSync(join(root, 'out', ...path)));
}

/** Runs `npm run build`; false when it fails. Its output goes to the error stream. */
export function build(root: string): boolean {
  // Set by npm; with it no shell is needed to find npm on Windows.
  const npm = process.env.npm_execpath ?? '';
  const [command, args] = npm === '' ? ['npm', ['run', 'build']] : [process.execPath, [npm, 'run', 'build']];
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  return status === 0 && isBuilt(root);
}
