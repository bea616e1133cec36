// Packs the program for Linux, offline and around a stub of Electron, and looks at what is inside.
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { extractAll, listPackage } from '@electron/asar';
import { getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fusesFor } from '../../main/packaging/after-pack.ts';
import { makeStubElectron } from './stub-electron.ts';

const root = resolve(import.meta.dirname, '../..');
const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
const reason =
  process.platform !== 'linux'
    ? 'packs for Linux, on Linux'
    : !existsSync(builder)
      ? 'no electron-builder'
      : existsSync(join(root, 'out', 'main', 'main.js'))
        ? null
        : 'not built';

describe.skipIf(reason !== null)(`the package${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  let folder = '';
  let unpacked = '';
  let inside: readonly string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'segel-package-'));
    const { version } = JSON.parse(readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8')) as {
      version: string;
    };
    makeStubElectron(join(folder, 'electron'), version);
    const options = [`-c.electronDist=${join(folder, 'electron')}`, `-c.directories.output=${join(folder, 'dist')}`];
    const run = promisify(execFile);
    await run(process.execPath, [builder, '--linux', 'dir', '--publish', 'never', ...options], {
      cwd: root,
      env: { ...process.env, ELECTRON_BUILDER_OFFLINE: '1' },
      maxBuffer: 16 << 20,
    });
    const [name = ''] = readdirSync(join(folder, 'dist')).filter((entry) => entry.startsWith('linux'));
    unpacked = join(folder, 'dist', name);
    inside = listPackage(join(unpacked, 'resources', 'app.asar'), { isPack: false }).map((path) => path.slice(1));
  }, 180_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds program, page, preload script and texts', () => {
    const needed = ['package.json', 'out/main/main.js', 'out/main/preload/preload.cjs', 'out/renderer/index.html'];
    const workers = ['out/main/workers/envelope-worker.js', 'out/main/workers/digest-worker.js'];
    const data = ['resources/icons/icon.png', 'resources/icons/tray.png', 'out/resources/locales/shell.id.json'];
    expect(inside).toEqual(expect.arrayContaining([...needed, ...workers, ...data]));
  });

  it('holds nothing else of ours: no sources, tests, keys or tools', () => {
    const top = new Set(inside.map((path) => path.split('/')[0]));
    expect([...top].sort()).toEqual(['node_modules', 'out', 'package.json', 'resources']);
    const ours = inside.filter((path) => !path.startsWith('node_modules/'));
    expect(ours.filter((path) => /\.(ts|tsx|map|p12|pfx|pem|key|sqlite|db)$/.test(path))).toEqual([]);
    expect(ours.filter((path) => path.startsWith('resources/build') || /(^|\/)test(\/|$)/.test(path))).toEqual([]);
  });

  it('holds no Node of the registry, no keytar, no packages of the page or of the build', () => {
    const packages = new Set(
      inside.flatMap((path) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
    );
    const refused =
      /^(node-(linux|win)-.*|keytar|electron|electron-builder|react.*|bootstrap|vite.*|vitest|typescript|fastify|@tus\/.*|@playwright\/.*)$/;
    expect([...packages].filter((name) => refused.test(name))).toEqual([]);
    expect([...packages]).toEqual(
      expect.arrayContaining(['better-sqlite3', '@napi-rs/keyring', 'zod', 'pkijs', 'tus-js-client']),
    );
  });

  it('holds native modules of its own system alone, outside of the archive', () => {
    const native = inside.filter((path) => path.endsWith('.node'));
    expect(native).toContain(`node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`);
    expect(native.filter((path) => !path.includes(`linux-${process.arch}`))).toEqual([]);
    for (const path of native)
      expect(existsSync(join(unpacked, 'resources', 'app.asar.unpacked', path)), path).toBe(true);
    expect(inside.filter((path) => /better-sqlite3\/(src|deps)\//.test(path))).toEqual([]);
  });

  it('keeps the languages of the program and drops the others', () => {
    expect(readdirSync(join(unpacked, 'locales')).sort()).toEqual(['en-US.pak', 'id.pak']);
  });

  it('has all nine fuses as decided', async () => {
    const { version, strictlyRequireAllFuses, resetAdHocDarwinSignature, ...rest } = fusesFor('linux');
    const wanted: Readonly<Record<string, boolean | undefined>> = rest;
    const wire = await getCurrentFuseWire(join(unpacked, 'segel'));
    expect([version, strictlyRequireAllFuses, resetAdHocDarwinSignature]).toEqual(['1', true, false]);
    expect(Object.keys(wanted)).toHaveLength(9);
    // `1` on, `0` off, in ASCII.
    const flipped = Object.fromEntries(
      Object.keys(wanted).map((fuse) => [fuse, Number(wire[Number(fuse) as 0]) === 0x31]),
    );
    expect(flipped).toEqual(wanted);
    expect(fusesFor('win32')).toMatchObject({ 4: true });
    expect(fusesFor('darwin')).toMatchObject({ 4: true, resetAdHocDarwinSignature: true });
  });

  it('answers calls: everything that the program needs is in it', () => {
    const app = join(folder, 'app');
    extractAll(join(unpacked, 'resources', 'app.asar'), app);
    // Instead of what Electron brings itself.
    const electron = join(app, 'node_modules', 'electron');
    mkdirSync(electron);
    writeFileSync(join(electron, 'package.json'), '{"name":"electron","type":"module","exports":"./index.js"}');
    const double = pathToFileURL(join(root, 'test', 'doubles', 'electron.ts')).href;
    writeFileSync(join(electron, 'index.js'), `export * from '${double}';\n`);
    const { stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'ask-packed.ts'), app], {
      cwd: folder,
      env: { ...process.env, SEGEL_HOME: join(folder, 'data') },
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(stderr).toBe('');
    const answers = JSON.parse(stdout) as { packages: number; info: { value: { licences: { name: string }[] } } };
    expect(answers.packages).toBeGreaterThan(5);
    // Those in the archive and those that only the page's script holds.
    expect(answers.info.value.licences.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['zod', 'better-sqlite3', 'react', 'react-dom', 'bootstrap', 'i18next']),
    );
    expect(answers).toMatchObject({
      info: { ok: true, value: { host: 'electron' } },
      // The reference LPSE is no part of a package.
      lpse: { ok: true, value: { known: [], demoAvailable: false } },
      page: 200,
      sqlite: { answer: 42 },
      keyring: true,
    });
  });
});
