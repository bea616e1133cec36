// Shows a folder of ours in the file manager of the desktop, from the browser host. No shell takes part, and the path is absolute, so
// that no command reads it as an option.
import { spawn } from 'node:child_process';
import { isAbsolute } from 'node:path';

/** An opener that is still running then is the file manager itself. */
const LONG_ENOUGH_MS = 3_000;

export interface Opener {
  readonly command: string;
  /** Explorer answers 1 although it has opened the folder. */
  readonly tellsByExitCode: boolean;
}

/** False when this computer has no opener (a server, a container), or it says that it could not. */
export function showFolder(folder: string, opener: Opener = openerOf(process.platform)): Promise<boolean> {
  if (!isAbsolute(folder)) return Promise.resolve(false);
  return new Promise((resolve) => {
    const child = spawn(opener.command, [folder], { stdio: 'ignore', detached: true });
    const timer = setTimeout(() => resolve(true), LONG_ENOUGH_MS);
    const ended = (shown: boolean): void => {
      clearTimeout(timer);
      resolve(shown);
    };
    child.once('error', () => ended(false));
    child.once('exit', (code) => ended(code === 0 || !opener.tellsByExitCode));
    child.unref();
  });
}

function openerOf(platform: NodeJS.Platform): Opener {
  if (platform === 'win32') return { command: 'explorer.exe', tellsByExitCode: false };
  return { command: platform === 'darwin' ? 'open' : 'xdg-open', tellsByExitCode: true };
}
