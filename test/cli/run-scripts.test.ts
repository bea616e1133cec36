// Runs every script of this folder against the real program, and those that say so against the real reference LPSE.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { EnvelopeId } from '../../app/protocol/primitives.ts';
import { identitiesFolder } from '../lpse/seeds/identities.ts';
import { DEMO_PASSPHRASE, DEMO_PASSWORD } from '../lpse/seeds/people.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { parseScript, type CommandStep, type Step } from './script.ts';

const here = dirname(fileURLToPath(import.meta.url));
const bin = join(here, '../../main/cli/bin.js');
/** What a document says: must never be found outside of it. */
const CANARY = 'RAHASIA-ISI-DOKUMEN-7f3a91';

let lpse: TemporaryLpse | null = null;
afterAll(async () => lpse?.close());

describe('a CLI script', () => {
  const scripts = readdirSync(here).filter((name) => name.endsWith('.txt'));
  it.each(scripts)('%s says what it shall and leaks nothing', { timeout: 240_000 }, async (name) => {
    const script = parseScript(readFileSync(join(here, name), 'utf8'));
    if (script.needsLpse) lpse ??= await startTemporaryLpse();
    const dir = await mkdtemp(join(tmpdir(), 'segel-cli-'));
    try {
      const conversation = new Conversation(dir, script.needsLpse ? lpse : null);
      for (const step of script.steps) await conversation.take(step);
      conversation.expectNothingPrivate();
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

class Conversation {
  readonly #names: Map<string, string>;
  readonly #lpse: TemporaryLpse | null;
  readonly #dir: string;
  readonly #said: string[] = [];
  #home = 'home';

  constructor(dir: string, server: TemporaryLpse | null) {
    this.#dir = dir;
    this.#lpse = server;
    for (const folder of ['tmp', 'documents']) mkdirSync(join(dir, folder));
    const ofServer =
      server === null ? {} : { url: server.url, trust: server.trustDir, identities: identitiesFolder(server.dir) };
    const names = { dir, canary: CANARY, passphrase: DEMO_PASSPHRASE, password: DEMO_PASSWORD, ...ofServer };
    this.#names = new Map(Object.entries(names));
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'home':
        this.#home = step.name;
        return;
      case 'write':
        writeFileSync(this.#fill(step.path), this.#fill(step.text));
        return;
      case 'file': {
        const path = this.#fill(step.path);
        expect(existsSync(path), `line ${step.line}: ${path}`).toBe(true);
        if (process.platform !== 'win32') expect((statSync(path).mode & 0o777).toString(8)).toBe(step.mode);
        return;
      }
      case 'gone':
        expect(existsSync(this.#fill(step.path)), `line ${step.line}`).toBe(false);
        return;
      case 'clock':
        return this.#moveClock(step.kdTender, step.envelopeId);
      case 'command':
        this.#judge(step, await this.#run(step));
    }
  }

  /** Output, data folders and temporary files hold no passphrase, no password and nothing of a document. */
  expectNothingPrivate(): void {
    const secrets = [DEMO_PASSPHRASE, DEMO_PASSWORD, CANARY].map((text) => Buffer.from(text));
    const written = readdirSync(this.#dir, { recursive: true, encoding: 'utf8' })
      .filter((path) => !path.startsWith('documents') && !path.startsWith('opened'))
      .map((path) => join(this.#dir, path))
      .filter((path) => statSync(path).isFile());
    for (const secret of secrets) {
      expect(this.#said.filter((text) => text.includes(secret.toString()))).toEqual([]);
      expect(written.filter((path) => readFileSync(path).includes(secret))).toEqual([]);
    }
    expect(readdirSync(join(this.#dir, 'tmp')).filter((name) => name.startsWith('segel'))).toEqual([]);
  }

  /** Two minutes after the deadline: every opening begins one minute after it. */
  async #moveClock(kdTender: string, envelopeId: string): Promise<void> {
    const { context, clock, management } = this.#lpse ?? {};
    if (context === undefined || clock === undefined) throw new Error('clock needs lpse');
    const due = new Date(context.packages.closesAt(kdTender, EnvelopeId.parse(envelopeId)).getTime() + 120_000);
    if (clock.now() < due) await management?.advanceTo(due);
  }

  #run(step: CommandStep): Promise<Run> {
    const args = step.args.map((word) => this.#fill(word));
    const fd = step.fd3.length > 0;
    const child = spawn(process.execPath, [bin, ...args, ...(fd ? ['--passphrase-fd', '3'] : [])], {
      cwd: this.#dir,
      stdio: ['ignore', 'pipe', 'pipe', fd ? 'pipe' : 'ignore'],
      env: {
        PATH: process.env.PATH,
        SEGEL_HOME: join(this.#dir, this.#home),
        SEGEL_FROM_SOURCE: '1',
        TMPDIR: join(this.#dir, 'tmp'),
      },
    });
    const output = { stdout: '', stderr: '' };
    child.stdout?.on('data', (bytes: Buffer) => (output.stdout += bytes.toString()));
    child.stderr?.on('data', (bytes: Buffer) => (output.stderr += bytes.toString()));
    const third = child.stdio[3];
    if (fd && third !== null && third !== undefined && 'end' in third) {
      third.on('error', () => undefined);
      third.end(step.fd3.map((line) => `${this.#fill(line)}\n`).join(''));
    }
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, ...output }));
    });
  }

  #judge(step: CommandStep, { code, stdout, stderr }: Run): void {
    this.#said.push(stdout, stderr);
    const about = `line ${step.line}: segel ${step.args.join(' ')}\n${stdout}\n${stderr}`;
    expect(code, about).toBe(step.exit);
    const at = { stdout: 0, stderr: 0 };
    const lines = { stdout: stdout.split('\n'), stderr: stderr.split('\n') };
    for (const { kind, source } of step.expected) {
      const pattern = this.#pattern(source);
      const found = lines[kind].findIndex((line, i) => i >= at[kind] && pattern.test(line));
      expect(found, `${kind} has no "${source}" after line ${at[kind]}\n${about}`).toBeGreaterThanOrEqual(0);
      at[kind] = found + 1;
    }
    if (step.json.length === 0 && step.sets.length === 0) return;
    const value: unknown = JSON.parse(stdout);
    for (const { path, value: wanted } of step.json)
      expect(String(valueAt(value, path)), about).toBe(this.#fill(wanted));
    for (const { name, path } of step.sets) this.#names.set(name, String(valueAt(value, path)));
  }

  #pattern(source: string): RegExp {
    const regex = /^\/(.*)\/$/.exec(source);
    const text = this.#fill(regex?.[1] ?? source);
    return regex === null ? new RegExp(`^${text.replaceAll(/[.*+?^$()[\]\\|{}]/g, '\\$&')}$`) : new RegExp(text);
  }

  #fill(text: string): string {
    return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => this.#names.get(name) ?? whole);
  }
}

/** The value at `a.b.0.c`. */
function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    // Own keys of parsed JSON only.
    return Object.hasOwn(inner, key) ? (inner as Record<string, unknown>)[key] : undefined;
  }, value);
}
