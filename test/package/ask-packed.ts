// Runs the main code of an unpacked app.asar in plain Node, with the stand-in where `electron` would be, and asks it things by IPC.
// Usage: node ask-packed.ts <folder of the unpacked archive>; prints one line of JSON.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, electronWorld, fakeEvent } from '../doubles/electron.ts';

const folder = resolve(process.argv[2] ?? '');
const world = electronWorld();
world.answers.appPath = folder;
process.argv = ['segel'];
await import(pathToFileURL(join(folder, 'out', 'main', 'main.js')).href);
world.ready.resolve(undefined);
while (world.windows[0]?.url !== 'app://bundle/index.html') await new Promise((next) => setTimeout(next, 20));

const contents = world.windows[0].webContents;
const call = (name: string): unknown =>
  world.handlers.get('segel:call')?.({ sender: contents, senderFrame: contents.mainFrame }, name, null);
const page = await world.schemes.get('app')?.({ url: 'app://bundle/index.html', method: 'GET' });
// The native modules come out of the package, not out of the checkout.
const require = createRequire(join(folder, 'out', 'main', 'main.js'));
const Database = require('better-sqlite3') as new (path: string) => { prepare(sql: string): { get(): unknown } };
// Each package of the program, loaded as the program loads it.
const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { dependencies: object };
const loader = join(folder, 'out', 'load-all.mjs');
writeFileSync(
  loader,
  Object.keys(dependencies)
    .flatMap(asImported)
    .map((specifier) => `await import('${specifier}');`)
    .join('\n'),
);
await import(pathToFileURL(loader).href);
const answers = {
  packages: Object.keys(dependencies).length,
  info: await call('app.info'),
  lpse: await call('lpse.list'),
  page: page?.status,
  sqlite: new Database(':memory:').prepare('select 6 * 7 as answer').get(),
  keyring: Object.keys(require('@napi-rs/keyring') as object).includes('AsyncEntry'),
};
process.stdout.write(`${JSON.stringify(answers)}\n`);
app.emit('will-quit', fakeEvent({}));

/** A package by the names that the program's scripts import: some have no entry of their own, only parts (`/node`). */
function asImported(name: string): readonly string[] {
  const out = join(folder, 'out');
  const scripts = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.js'));
  const found = scripts.flatMap((path) =>
    [...readFileSync(join(out, path), 'utf8').matchAll(/(?:from |import\()'([^'.][^']*)'/g)].map(([, one = '']) => one),
  );
  const own = new Set(found.filter((specifier) => specifier === name || specifier.startsWith(`${name}/`)));
  return own.size === 0 ? [name] : [...own];
}
