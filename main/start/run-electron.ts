// Runs the Electron shell from the build, in the foreground.
import { spawn } from 'node:child_process';
import type { StartOptions } from './start-options.ts';

export interface ElectronRun {
  readonly program: string;
  readonly root: string;
  readonly options: StartOptions;
  readonly asRoot: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** Ends the run. */
  readonly signal: AbortSignal;
}

/** The shell's exit code; 0 when it was ended by `signal`. */
export function runElectron({ program, root, options, asRoot, env, signal }: ElectronRun): Promise<number> {
  const args = [
    ...(asRoot ? ['--no-sandbox'] : []),
    root,
    ...(options.demo ? ['--demo'] : []),
    `--lang=${options.language}`,
    ...options.rest,
  ];
  const child = spawn(program, args, { cwd: root, env, stdio: 'inherit' });
  signal.addEventListener('abort', () => child.kill(), { once: true });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(signal.aborted ? 0 : (code ?? 1)));
  });
}
