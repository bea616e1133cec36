import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Protocol } from 'electron';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadAssets } from '../../../main/browser/assets.ts';
import { registerAppScheme, serveApp } from '../../../main/electron/app-protocol.ts';
import { argumentsOf, electronWorld, protocol, resetElectron } from '../../doubles/electron.ts';

const fakeProtocol = protocol as unknown as Protocol;
let folder = '';

beforeEach(() => {
  resetElectron();
  folder = mkdtempSync(join(tmpdir(), 'segel-page-'));
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'page', 'assets', 'a.js'), '1');
  writeFileSync(join(folder, 'page', 'notes.txt'), 'not of the page');
  writeFileSync(join(folder, 'secret.html'), 'outside');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function ask(url: string, method = 'GET'): Promise<Response> {
  serveApp(fakeProtocol, loadAssets(join(folder, 'page')));
  const handler = electronWorld().schemes.get('app');
  if (handler === undefined) throw new Error('no handler');
  // A Request would refuse some of the addresses that a page can ask for.
  return handler({ url, method });
}

describe('app://', () => {
  it('is standard and secure, and has no other privilege', () => {
    registerAppScheme(fakeProtocol);
    expect(argumentsOf('protocol.registerSchemesAsPrivileged')).toEqual([
      [{ scheme: 'app', privileges: { standard: true, secure: true } }],
    ]);
  });

  it('serves the files of the page with their type', async () => {
    const page = await ask('app://bundle/index.html');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await (await ask('app://bundle/')).text()).toBe('<!doctype html>');
    expect((await ask('app://bundle/assets/a.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect((await ask('app://bundle/index.html#/paket')).status).toBe(200);
  });

  it('lets a page use the bytes without taking them from the next one', async () => {
    const source = loadAssets(join(folder, 'page'));
    serveApp(fakeProtocol, source);
    const first = await ask('app://bundle/index.html');
    structuredClone(await first.arrayBuffer());
    expect(await (await ask('app://bundle/index.html')).text()).toBe('<!doctype html>');
  });

  it.each([
    'app://bundle/../secret.html',
    'app://bundle/%2e%2e/secret.html',
    'app://bundle/..%2fsecret.html',
    'app://bundle/..%5csecret.html',
    'app://bundle//etc/passwd',
    'app://bundle/index.html%00.js',
    'app://bundle/INDEX.HTML',
    'app://bundle/notes.txt',
    'app://bundle/assets',
    'app://other/index.html',
    'app://bundle.evil/index.html',
    'not a url',
  ])('answers 404 to %s', async (url) => {
    const answer = await ask(url);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe('');
  });

  it('takes GET alone', async () => {
    for (const method of ['POST', 'PUT', 'HEAD'])
      expect((await ask('app://bundle/index.html', method)).status).toBe(404);
  });

  it.skipIf(process.platform === 'win32')('follows no link out of the folder', async () => {
    symlinkSync(join(folder, 'secret.html'), join(folder, 'page', 'link.html'));
    symlinkSync(folder, join(folder, 'page', 'up'));
    expect((await ask('app://bundle/link.html')).status).toBe(404);
    expect((await ask('app://bundle/up/secret.html')).status).toBe(404);
  });

  it.each(['app://bundle/index.html', 'app://bundle/nothing'])('carries the strict policy: %s', async (url) => {
    const { headers } = await ask(url);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'; " +
        "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });
});
