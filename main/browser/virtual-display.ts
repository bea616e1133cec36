// A display in memory, where there is none: Xvfb, on a number that it chooses itself.
import { spawn, type ChildProcess } from 'node:child_process';
import { findCommand, HERE, type Surroundings } from './find-browser.ts';

export interface VirtualDisplay {
  /** `:99` */
  readonly name: string;
  close(): Promise<void>;
}

/** True on systems with X11 or Wayland where neither is reachable. */
export function needsDisplay({ platform, env }: Surroundings = HERE): boolean {
  const graphical = platform === 'win32' || platform === 'darwin';
  return !graphical && (env.DISPLAY ?? '') === '' && (env.WAYLAND_DISPLAY ?? '') === '';
}

/** Null when Xvfb is not installed or does not start. */
export async function startVirtualDisplay(): Promise<VirtualDisplay | null> {
  const program = findCommand('Xvfb');
  if (program === null) return null;
  const args = ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'];
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const number = await Promise.race([displayNumber(child), ended]);
  if (number === undefined) return null;
  return {
    name: `:${number}`,
    close: async () => {
      child.kill();
      await ended;
    },
  };
}

/** Xvfb writes the number it took, and a line feed, once it listens. */
function displayNumber({ stdio }: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    stdio[3]?.on('data', (part: Buffer) => {
      text += part.toString('latin1');
      if (text.endsWith('\n')) resolve(text.trim());
    });
  });
}
