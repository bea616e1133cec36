// `npm start` as a person runs it: real processes, a stub where Electron's program would be, Chromium where it is installed.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rawRequest } from './browser/raw-request.ts';

const root = resolve(import.meta.dirname, '../..');
const built =
  existsSync(join(root, 'out', 'renderer', 'index.html')) && existsSync(join(root, 'out', 'main', 'main.js'));
const posix = process.platform !== 'win32';

let folder = '';
let child: ChildProcess | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'segel-start-'));
});
afterEach(async () => {
  if (child?.exitCode === null && child.signalCode === null) {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;
  text(): string;
  /** Resolves with the match once the output holds it. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
}

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Run {
  const started = spawn(process.execPath, [join(root, 'main', 'start.js'), ...args], {
    cwd: folder,
    env: { ...process.env, SEGEL_HOME: join(folder, 'data'), SEGEL_LANG: 'en', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = started;
  let text = '';
  for (const stream of [started.stdout, started.stderr])
    stream.on('data', (part: Buffer) => (text += part.toString('utf8')));
  const ended = once(started, 'exit').then(([code]) => code as number | null);
  return {
    process: started,
    ended,
    text: () => text,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(text);
          if (match !== null) resolve(match);
        };
        started.stdout.on('data', look);
        void ended.then(() => reject(new Error(`ended before ${pattern.source}:\n${text}`)));
        look();
      }),
  };
}

describe.skipIf(!built || !posix)(`npm start${built ? '' : ' (skipped: not built)'}`, () => {
  it('prints the host and its reason first, then an address that works once', async () => {
    const run = start(['--host', 'address']);
    const [, origin = '', path = ''] = await run.until(/(http:\/\/127\.0\.0\.1:\d+)(\/launch\?code=\S+)/);
    expect(run.text().split('\n')[0]).toBe('Window: your own browser, as you chose.');
    const launched = await rawRequest(origin, path);
    expect(launched.status).toBe(303);
    const cookie = launched.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const page = await rawRequest(origin, '/', { headers: { cookie } });
    expect([page.status, page.body]).toEqual([200, readFileSync(join(root, 'out', 'renderer', 'index.html'), 'utf8')]);
    const headers = { cookie, origin, 'content-type': 'application/json' };
    const info = await rawRequest(origin, '/ipc/app.info', { method: 'POST', headers, body: 'null' });
    expect(JSON.parse(info.body)).toMatchObject({ ok: true, value: { host: 'browser' } });
    const sent = await rawRequest(origin, '/files?name=surat.pdf', {
      method: 'POST',
      headers: { cookie, origin },
      body: 'x',
    });
    expect(JSON.parse(sent.body)).toMatchObject({ ok: true, value: { name: 'surat.pdf', sizeBytes: 1 } });
    const refused = await rawRequest(origin, '/files?name=..', {
      method: 'POST',
      headers: { cookie, origin },
      body: 'x',
    });
    expect(JSON.parse(refused.body)).toMatchObject({ ok: false, problem: { code: 'document/name-refused' } });
    expect(readFileSync(join(folder, 'data', 'log', 'incidents.log'), 'utf8')).toContain('document/name-refused');
    run.process.kill('SIGTERM');
    expect(await run.ended).toBe(0);
  });

  it('offers the address when the browser cannot run here', async () => {
    const browser = join(folder, 'chromium');
    writeFileSync(browser, '#!/bin/sh\nexit 1\n');
    chmodSync(browser, 0o755);
    const run = start(['--host', 'browser'], { SEGEL_BROWSER: browser, DISPLAY: ':0' });
    await run.until(/http:\/\/127\.0\.0\.1:\d+\/launch\?code=\S+/);
    expect(run.text()).toMatch(/^Window: Chromium in app mode/);
    expect(run.text()).toContain('The browser ended before its window opened.');
    run.process.kill('SIGINT');
    expect(await run.ended).toBe(0);
  });

  it('runs Electron where its program is, in the foreground, with what it was started with', async () => {
    // Says what it got, and stays until it is ended.
    const stub = join(folder, 'electron');
    writeFileSync(stub, '#!/bin/sh\nfor one in "$@"; do echo "arg $one"; done\necho up\nexec sleep 60\n');
    chmodSync(stub, 0o755);
    const env = { ELECTRON_OVERRIDE_DIST_PATH: folder, DISPLAY: ':0' };
    const run = start(['--demo', 'segel://open?token=abcdefgh'], env);
    await run.until(/^up$/m);
    expect(run.text().split('\n')[0]).toBe(`Window: Electron. Its program is at ${stub}.`);
    const args = [...run.text().matchAll(/^arg (.*)$/gm)].map(([, argument]) => argument);
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    expect(args).toEqual([...sandbox, root, '--demo', '--lang=en', 'segel://open?token=abcdefgh']);
    expect(run.text().includes('--no-sandbox')).toBe(process.getuid?.() === 0);
    run.process.kill('SIGTERM');
    expect(await run.ended).toBe(0);
  });

  it('ends with the exit code of Electron', async () => {
    writeFileSync(join(folder, 'electron'), '#!/bin/sh\nexit 6\n');
    chmodSync(join(folder, 'electron'), 0o755);
    expect(await start([], { ELECTRON_OVERRIDE_DIST_PATH: folder, DISPLAY: ':0' }).ended).toBe(6);
  });

  it('tells an old Node what is missing, without reading further', async () => {
    const faked = join(folder, 'old.mjs');
    writeFileSync(faked, "Object.defineProperty(process.versions, 'node', { value: '20.20.2' });");
    const run = start([], { NODE_OPTIONS: `--import=${faked}` });
    expect(await run.ended).toBe(2);
    expect(run.text()).toContain('Segel needs Node.js 24');
  });

  it('refuses an option that does not exist', async () => {
    const run = start(['--nothing']);
    expect(await run.ended).toBe(2);
    expect(run.text()).toContain('--nothing');
  });
});
