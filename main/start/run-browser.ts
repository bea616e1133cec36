// Runs the browser host with its window, in the foreground.
import { join } from 'node:path';
import { entryOf } from '../../app/errors/problem.ts';
import { launchBrowser } from '../browser/launch-browser.ts';
import { runBrowserHost, type RunningBrowserHost } from '../browser/run-browser-host.ts';
import { tokenOfArguments } from '../electron/deep-link.ts';
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
  const host = await runBrowserHost({ page: join(run.root, 'out', 'renderer'), token });
  try {
    if (options.demo) await startDemo(host, run);
    const ended = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    if (signal.aborted) return;
    await (run.program === null ? atAddress(host, run, ended) : inWindow(host, run, run.program, ended));
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

async function inWindow(
  host: RunningBrowserHost,
  { options, asRoot, env, virtualDisplay, say }: BrowserRun,
  program: string,
  ended: Promise<void>,
): Promise<void> {
  const url = host.launchUrl();
  const window = await launchBrowser({ program, url, env, asRoot, virtualDisplay });
  say(shellText(options.language, 'start', 'running'));
  try {
    await Promise.race([host.windowClosed, window.ended, ended]);
  } finally {
    await window.close();
  }
}
