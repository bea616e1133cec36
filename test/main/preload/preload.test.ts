import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import vm from 'node:vm';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CALL_NAMES, CALLS, EVENTS } from '../../../app/contract/channels.ts';
import { CALL_CHANNEL, EVENT_CHANNEL, FILES_CHANNEL } from '../../../main/electron/ipc-transport.ts';
import * as electron from '../../doubles/electron.ts';

type Call = (input?: unknown) => Promise<unknown>;
interface Exposed {
  readonly segel: Record<string, Record<string, Call>> & {
    on(event: unknown, listener: (...args: unknown[]) => void): () => void;
  };
  readonly segelFiles: { received(files: readonly { path: string }[]): Promise<unknown> };
}

const root = resolve(import.meta.dirname, '../../..');
let outDir = '';
let bundle = '';

beforeAll(async () => {
  outDir = mkdtempSync(join(tmpdir(), 'segel-preload-'));
  // The bundle of the build, made anew: an old one in out/ would prove nothing.
  await build({ configFile: join(root, 'vite.preload.config.ts'), root, logLevel: 'silent', build: { outDir } });
  bundle = readFileSync(join(outDir, 'preload.cjs'), 'utf8');
});
afterAll(() => {
  rmSync(outDir, { recursive: true, force: true });
});

let exposed: Exposed;
let required: string[];
beforeEach(() => {
  electron.resetElectron();
  electron.ipcRenderer.invoked.length = 0;
  required = [];
  // What a sandboxed preload has: CommonJS, `require` of electron, no module system of ours.
  const require = (name: string): unknown => {
    required.push(name);
    if (name !== 'electron') throw new Error(`a sandboxed preload cannot require ${name}`);
    return electron;
  };
  vm.runInNewContext(bundle, { require, exports: {}, module: { exports: {} }, Object, TypeError });
  exposed = Object.fromEntries(electron.electronWorld().exposed) as unknown as Exposed;
});

describe('the preload bundle', () => {
  it('is one CommonJS file that requires electron alone', () => {
    expect([...new Set(required)]).toEqual(['electron']);
    expect(bundle).not.toMatch(/\bimport\s*\(|^\s*(import|export)\s/m);
    expect(bundle.length).toBeLessThan(8192);
  });

  it('exposes the calls of the contract, and nothing else', () => {
    expect([...electron.electronWorld().exposed.keys()]).toEqual(['segel', 'segelFiles']);
    expect(Object.keys(exposed.segel).sort()).toEqual([...Object.keys(CALLS), 'on'].sort());
    for (const [area, names] of Object.entries(CALLS))
      expect(Object.keys(exposed.segel[area] ?? {})).toEqual([...names]);
    expect(Object.keys(exposed.segelFiles)).toEqual(['received']);
    for (const value of electron.electronWorld().exposed.values()) expect(Object.isFrozen(value)).toBe(true);
  });

  it.each(CALL_NAMES)('passes %s on by name, without looking at its input', async (name) => {
    const [area, call] = name.split('.') as [string, string];
    await exposed.segel[area]?.[call]?.({ any: 'thing' });
    await exposed.segel[area]?.[call]?.();
    expect(electron.ipcRenderer.invoked).toEqual([
      { channel: CALL_CHANNEL, args: [name, { any: 'thing' }] },
      { channel: CALL_CHANNEL, args: [name, null] },
    ]);
  });

  it('gives listeners the payload alone, and only of their event', () => {
    for (const event of EVENTS) {
      const heard: unknown[][] = [];
      const stop = exposed.segel.on(event, (...args) => heard.push(args));
      const sender = { sender: 'must not be seen' };
      electron.ipcRenderer.emit(EVENT_CHANNEL, sender, event, { n: 1 });
      electron.ipcRenderer.emit(EVENT_CHANNEL, sender, 'other', { n: 2 });
      stop();
      electron.ipcRenderer.emit(EVENT_CHANNEL, sender, event, { n: 3 });
      expect(heard).toEqual([[{ n: 1 }]]);
    }
  });

  it.each(['segel:call', 'unknown', '', null, {}])('knows no event %j', (event) => {
    expect(() => exposed.segel.on(event, () => undefined)).toThrow('unknown event');
  });

  it('sends the paths of dropped files on, which the page never sees', async () => {
    const answer = await exposed.segelFiles.received([{ path: '/home/dian/harga.pdf' }]);
    expect(electron.ipcRenderer.invoked).toEqual([{ channel: FILES_CHANNEL, args: [['/home/dian/harga.pdf']] }]);
    expect(answer).toBeUndefined();
  });
});
