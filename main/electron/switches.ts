// Switches that would open the program from outside. Fuses cover `--inspect` only; these end the start with a message.
const DANGEROUS = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'inspect',
  'inspect-brk',
  'js-flags',
  'load-extension',
  'disable-web-security',
  'allow-file-access-from-files',
];

/** The first dangerous switch of a packaged program's command line, or null. */
export function dangerousSwitch(argv: readonly string[]): string | null {
  for (const argument of argv) {
    const name = /^--?([a-z-]+)/.exec(argument)?.[1];
    if (name !== undefined && DANGEROUS.includes(name)) return name;
  }
  return null;
}
