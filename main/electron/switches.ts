// Switches that would open the program from outside. Fuses cover `--inspect` only; these end the start with a message.
import type { App } from 'electron';

const DANGEROUS = [
  'no-sandbox',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'js-flags',
  'load-extension',
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-file-access-from-files',
  'proxy-server',
  'host-rules',
  'host-resolver-rules',
  'ignore-certificate-errors',
  'log-net-log',
];

/** The first dangerous switch of a packaged program's command line, or null. */
export function dangerousSwitch(argv: readonly string[]): string | null {
  for (const argument of argv) {
    // Chromium takes one dash, two, and on Windows a slash.
    const name = /^(?:--?|\/)([a-z-]+)/i.exec(argument)?.[1]?.toLowerCase();
    if (name !== undefined && DANGEROUS.includes(name)) return name;
  }
  return null;
}

/** A dump would hold keys that were in memory. `crashReporter` is never started either; a test looks for it. */
export function turnOffCrashDumps({ commandLine }: App): void {
  commandLine.appendSwitch('disable-crash-reporter');
  commandLine.appendSwitch('disable-breakpad');
}
