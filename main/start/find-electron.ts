// Looks for Electron's program without touching the package's own entry, which would download it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Path of the program, or null. `ELECTRON_OVERRIDE_DIST_PATH` names a folder that holds it. */
export function findElectron(root: string, env: NodeJS.ProcessEnv = process.env): string | null {
  const folder = join(root, 'node_modules', 'electron');
  const recorded = join(folder, 'path.txt');
  const name = existsSync(recorded) ? readFileSync(recorded, 'utf8').trim() : defaultName();
  const override = env.ELECTRON_OVERRIDE_DIST_PATH ?? '';
  const path = join(override === '' ? join(folder, 'dist') : override, name);
  return existsSync(path) ? path : null;
}

/** Runs the package's own download, which checks digests. False when it fails. */
export function fetchElectron(root: string): boolean {
  const script = join(root, 'node_modules', 'electron', 'install.js');
  if (!existsSync(script)) return false;
  return spawnSync(process.execPath, [script], { stdio: ['ignore', 2, 2] }).status === 0;
}

function defaultName(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}
