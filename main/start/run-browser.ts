// Runs the browser host with its window, in the foreground.
import { join } from 'node:path';
import { entryOf } from '../../app/errors/problem.ts';
import { launchBrowser } from '../browser/launch-browser.ts';
import { runBrowserHost, type RunningBrowserHost } from '../browser/run-browser-host.ts';
import { tokenOfArguments } from '../electron/deep-link.ts';
import { sealedFileOfArguments } from '../electron/sealed-argument.ts';
import { shellText } from '../shell-texts.ts';
import type { StartOptions } from './start-options.ts';

export interface BrowserRun {
  /** Null: the person opens the address. */
  readonly program: string | null;
  readonly root: string;
  readonly options: StartOptions;
  readonly asRoot: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly virtualDisplay: boolean;
  readonly say: (line: string) => void;
  /** Ends the run. */
  readonly signal: AbortSignal;
}

/** Time to copy an address by hand. */
const COPY_TIME_MS = 60 * 60_000;

/** Resolves when the window is closed or `signal` fires. */
export async function runBrowser(run: BrowserRun): Promise<void> {
  const { options, signal } = run;
  const token = tokenOfArguments(options.rest);
  const sealedFile = sealedFileOfArguments(options.rest, process.cwd());
  const host = await runBrowserHost({ page: join(run.root, 'out', 'renderer'), token, sealedFile });
  try {
    if (options.demo) await startDemo(host, run);
    const ended = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    if (signal.aborted) return;
    if (run.program !== null && (await inWindow(host, run, run.program, ended))) return;
    await atAddress(host, run, ended);
  } finally {
    await host.close();
  }
}

async function startDemo(host: RunningBrowserHost, { options: { language }, say }: BrowserRun): Promise<void> {
  const answer = await host.startDemo();
  if (answer.ok) {
    say(shellText(language, 'start', 'demo', { address: answer.value.baseUrl }));
    return;
  }
  const { code } = answer.problem;
  say(shellText(language, 'start', 'noDemo', { what: entryOf(code)[language].what, code }));
}

async function atAddress(host: RunningBrowserHost, { options, say }: BrowserRun, ended: Promise<void>): Promise<void> {
  say(shellText(options.language, 'start', 'open'));
  say(host.launchUrl(COPY_TIME_MS));
  await Promise.race([host.windowClosed, ended]);
}

/** False when the browser ended, twice, before its window had come in: it does not run on this computer. */
async function inWindow(
  host: RunningBrowserHost,
  { options: { language }, asRoot, env, virtualDisplay, say, signal }: BrowserRun,
  program: string,
  ended: Promise<void>,
): Promise<boolean> {
  say(shellText(language, 'start', 'running'));
  for (let attempt = 1; attempt <= 2; attempt++) {
    const window = await launchBrowser({ program, url: host.launchUrl(), env, asRoot, virtualDisplay });
    try {
      await Promise.race([host.windowClosed, window.ended, ended]);
    } finally {
      await window.close();
    }
    if (host.windowMet() || signal.aborted) return true;
  }
  say(shellText(language, 'start', 'browserEnded'));
  return false;
}
