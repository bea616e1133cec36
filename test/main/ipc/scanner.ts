// A scanner of codes that knows nothing of us.
import { execFileSync, spawnSync } from 'node:child_process';

/** Text of the page's code. One grid of pixels may lie badly across the modules; a hand that holds a telephone moves. */
export function scanned(path: string): string {
  for (const dpi of ['300', '200', '170', '130', '96']) {
    execFileSync('pdftoppm', ['-r', dpi, '-png', '-singlefile', path, path]);
    const read = spawnSync('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', `${path}.png`]);
    if (read.status === 0) return read.stdout.toString('utf8');
  }
  throw new Error('no scanner reads the code');
}

/** With poppler-utils and zbar-tools. */
export function canScan(): boolean {
  return spawnSync('pdftoppm', ['-v']).status === 0 && spawnSync('zbarimg', ['--version']).status === 0;
}
