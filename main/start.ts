// `npm start`: opens the window in the best host at hand and stays until it closes. Asks nothing. The first line it prints names
// the host and why it is that one.
import { join } from 'node:path';
import { findBrowser } from './browser/find-browser.ts';
import { canInstall, installPackages } from './browser/install-browser.ts';
import { needsDisplay, startVirtualDisplay, type VirtualDisplay } from './browser/virtual-display.ts';
import { shellText } from './shell-texts.ts';
import { chooseHost, nameOf, type HostChoice } from './start/choose-host.ts';
import { build, isBuilt } from './start/ensure-built.ts';
import { fetchElectron, findElectron } from './start/find-electron.ts';
import { runElectron } from './start/run-electron.ts';
import { parseStartOptions, type StartOptions } from './start/start-options.ts';

const ROOT = join(import.meta.dirname, '..');
const EXIT_USAGE = 2;
const EXIT_NOT_BUILT = 70;

const asRoot = process.getuid?.() === 0;
const stop = new AbortController();
// Kept for good: a package that cleans up at signals (proper-lockfile's) ends the process itself when it finds no other listener.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());

process.exitCode = await start();

async function start(): Promise<number> {
  const options = readOptions();
  if (options === null) return EXIT_USAGE;
  const { language } = options;
  if (options.getElectron && !fetchElectron(ROOT)) warn(shellText(language, 'start', 'notFetched'));
  const choice = chooseHost(hostsAtHand(), options.host);
  say(reasonFor(choice, options));
  if (asRoot && choice.kind !== 'address') warn(shellText(language, 'start', 'root'));
  if (!isBuilt(ROOT)) {
    warn(shellText(language, 'start', 'building'));
    if (!build(ROOT)) {
      warn(shellText(language, 'start', 'notBuilt'));
      return EXIT_NOT_BUILT;
    }
  }
  return open(choice.kind === 'install' ? afterInstalling() : choice, options);
}

async function open(choice: HostChoice, options: StartOptions): Promise<number> {
  const needed = (choice.kind === 'electron' || choice.kind === 'browser') && needsDisplay();
  const display = needed ? await virtualDisplay(options) : null;
  if (needed && display === null) {
    // Electron and browsers end at once without a display; the address still serves a browser elsewhere on this computer.
    warn(shellText(options.language, 'start', 'noDisplay'));
    return open({ kind: 'address', chosen: false }, options);
  }
  try {
    const env = display === null ? process.env : { ...process.env, DISPLAY: display.name };
    const run = { root: ROOT, options, asRoot, env, say, virtualDisplay: display !== null, signal: stop.signal };
    if (choice.kind === 'electron') return await runElectron({ ...run, program: choice.path });
    // Loaded only now: it is most of the program, and the first line should not wait for it.
    const { runBrowser } = await import('./start/run-browser.ts');
    await runBrowser({ ...run, program: choice.kind === 'browser' ? choice.path : null });
    return 0;
  } finally {
    await display?.close();
  }
}

async function virtualDisplay({ language }: StartOptions): Promise<VirtualDisplay | null> {
  let display = await startVirtualDisplay();
  if (display === null && canInstall() && installPackages(['xvfb'])) display = await startVirtualDisplay();
  if (display !== null) say(shellText(language, 'start', 'display', { name: display.name }));
  return display;
}

function hostsAtHand() {
  return { electron: findElectron(ROOT), browser: findBrowser(), canInstall: canInstall() };
}

function afterInstalling(): HostChoice {
  installPackages(['chromium', 'xvfb']);
  return chooseHost({ ...hostsAtHand(), canInstall: false }, null);
}

function reasonFor(choice: HostChoice, { language }: StartOptions): string {
  switch (choice.kind) {
    case 'electron':
      return shellText(language, 'start', 'electron', { path: choice.path });
    case 'browser':
      return shellText(language, 'start', choice.chosen ? 'browserChosen' : 'browser', { name: nameOf(choice.path) });
    case 'install':
      return shellText(language, 'start', 'installing');
    case 'address':
      return shellText(language, 'start', choice.chosen ? 'addressChosen' : 'address');
  }
}

function readOptions(): StartOptions | null {
  try {
    return parseStartOptions(process.argv.slice(2), process.env);
  } catch (error) {
    warn(error instanceof Error ? error.message : String(error));
    return null;
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}
