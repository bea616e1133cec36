// Part of `prepare`: puts the registry's Node into node_modules/.bin where npm did not. npm 10 takes the link away again when it
// drops the siblings for other platforms, which have a command of the same name (app/decisions/0002).
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
const windows = process.platform === 'win32';
const own = `node-${windows ? 'win' : process.platform}-${process.arch}`;
const binary = join(own, 'bin', windows ? 'node.exe' : 'node');
const link = join(modules, '.bin', windows ? 'node.cmd' : 'node');

if (existsSync(join(modules, binary)) && !existsSync(link)) {
  mkdirSync(join(modules, '.bin'), { recursive: true });
  if (windows) writeFileSync(link, `@"%~dp0\\..\\${binary}" %*\r\n`);
  else symlinkSync(join('..', binary), link);
}
