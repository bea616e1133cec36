// The contract between window and program, held complete: every name has its schemas, its handler, both ways to the program and
// somebody in the window who calls it; malformed input and foreign senders are refused before any handler runs.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL_NAMES, CALLS, EVENTS } from '../../app/contract/channels.ts';
import { CONTRACT, EVENT_CONTRACT } from '../../app/contract/contract.ts';
import { startHostServer, type HostServer } from '../../main/browser/host-server.ts';
import { CALL_CHANNEL } from '../../main/electron/ipc-transport.ts';
import { createDoor, type Caller, type Door } from '../../main/ipc/door.ts';
import { Handles } from '../../main/ipc/handles.ts';
import { createHandlers } from '../../main/ipc/handlers.ts';
import type { HeldFile } from '../../main/ipc/host.ts';
import { Program } from '../../main/ipc/program.ts';
import { electronWorld, ipcRenderer, resetElectron } from '../doubles/electron.ts';
import { fakeHandlers } from '../doubles/handlers.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const caller: Caller = { windowId: 'w1', signal: new AbortController().signal };
/** No call has a field of this name, and calls without input take nothing but null. */
const MALFORMED = { unexpected: true };

/** Every handler would answer a defect: a call that is refused with another code never reached one. */
const door: Door = createDoor(fakeHandlers(), () => undefined);

describe('the contract', () => {
  it('gives every call its two schemas, and every event its one', () => {
    expect(Object.keys(CONTRACT).toSorted()).toEqual([...CALL_NAMES].toSorted());
    expect(Object.keys(EVENT_CONTRACT).toSorted()).toEqual([...EVENTS].toSorted());
  });

  it('has a handler for every call, and none besides', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'segel-contract-'));
    const program = await Program.open({
      dataDir: dir,
      host: {
        kind: 'browser',
        chooseFiles: () => Promise.resolve([]),
        chooseTarget: () => Promise.resolve(null),
        openLink: () => Promise.resolve(),
        showFolder: () => Promise.resolve(false),
      },
      send: () => undefined,
      files: new Handles<HeldFile>({ lifetimeMs: 1000 }),
      watchEveryMs: null,
    });
    try {
      expect(Object.keys(createHandlers(program)).toSorted()).toEqual([...CALL_NAMES].toSorted());
    } finally {
      await program.close();
      await rm(dir, { recursive: true, force: true });
    }
  });

  it.each(CALL_NAMES)('%s refuses malformed input', async (name) => {
    expect(await door(name, MALFORMED, caller)).toMatchObject({ ok: false, problem: { code: 'ipc/malformed-input' } });
  });

  it.each(CALL_NAMES)('%s refuses a foreign sender', async (name) => {
    expect(await door(name, null, null)).toMatchObject({ ok: false, problem: { code: 'ipc/foreign-sender' } });
  });
});

describe('the way through Electron', () => {
  it('carries every call under its own name, and its input', async () => {
    resetElectron();
    await import('../../main/preload/preload.ts');
    // What the preload script exposes is the bridge.
    const bridge = electronWorld().exposed.get('segel') as Record<string, Record<string, (input: unknown) => unknown>>;
    for (const [area, names] of Object.entries(CALLS)) {
      expect(Object.keys(bridge[area] ?? {}).toSorted()).toEqual([...names].toSorted());
      for (const name of names) {
        await bridge[area]?.[name]?.({ probe: name });
        const args = [`${area}.${name}`, { probe: name }];
        expect(ipcRenderer.invoked.at(-1)).toEqual({ channel: CALL_CHANNEL, args });
      }
    }
  });
});

describe('the way through the browser host', () => {
  let host: HostServer;
  let cookie = '';

  beforeAll(async () => {
    host = await startHostServer({ door, assets: { find: () => null }, receive: () => Promise.resolve(null) });
    const launch = await fetch(host.launchUrl(), { redirect: 'manual' });
    cookie = launch.headers.get('set-cookie')?.split(';')[0] ?? '';
  });
  afterAll(() => host.close());

  it.each(CALL_NAMES)('carries %s to the door', async (name) => {
    const headers = { 'content-type': 'application/json', cookie, origin: host.origin };
    const answer = await fetch(`${host.origin}/ipc/${name}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(MALFORMED),
    });
    expect(await answer.json()).toMatchObject({ ok: false, problem: { code: 'ipc/malformed-input' } });
  });
});

describe('the window', () => {
  it('calls everything that the program offers', () => {
    const called = callsIn(join(root, 'renderer'));
    expect(CALL_NAMES.filter((name) => !called.has(name))).toEqual([]);
  });
});

/** Functions of the window that take the name of a call. */
const CALLERS = new Set(['useCall', 'useMutationCall', 'useBidCall', 'useAct', 'run', 'callByName']);

/** Names given to one of the callers, or spelled as `bridge.area.name(...)`. */
function callsIn(folder: string): ReadonlySet<string> {
  const called = new Set<string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file)) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, kindOf(file)), called);
  }
  return called;
}

function visit(node: ts.Node, called: Set<string>): void {
  if (ts.isCallExpression(node)) {
    const { expression } = node;
    if (ts.isIdentifier(expression) && CALLERS.has(expression.text)) {
      for (const argument of node.arguments) if (ts.isStringLiteral(argument)) called.add(argument.text);
    } else if (ts.isPropertyAccessExpression(expression) && ts.isPropertyAccessExpression(expression.expression)) {
      called.add(`${expression.expression.name.text}.${expression.name.text}`);
    }
  }
  ts.forEachChild(node, (child) => visit(child, called));
}

function kindOf(file: string): ts.ScriptKind {
  return file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
}
