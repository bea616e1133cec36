// Runs every script of this folder against the real program, and those that say so against the real reference LPSE.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCheckpoint, parseCheckpoint, signNote } from '../../crypto/checkpoint.ts';
import { openStation, type Station } from '../app/usecases/station.ts';
import { identitiesFolder } from '../lpse/seeds/identities.ts';
import { DEMO_PASSPHRASE, DEMO_PASSWORD } from '../lpse/seeds/people.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../lpse/temporary-lpse.ts';
import { parseScript, type CommandStep, type Step } from './script.ts';

const here = dirname(fileURLToPath(import.meta.url));
const bin = join(here, '../../main/cli/bin.js');
/** What a document says: must never be found outside of it. */
const CANARY = 'RAHASIA-ISI-DOKUMEN-7f3a91';

let lpse: TemporaryLpse | null = null;
let compileCache = '';
beforeAll(async () => {
  // The program is started a hundred times; compiled once it starts in half the time.
  compileCache = await mkdtemp(join(tmpdir(), 'segel-compiled-'));
});
afterAll(async () => {
  await lpse?.close();
  await rm(compileCache, { recursive: true, force: true });
});

describe('a CLI script', () => {
  const scripts = readdirSync(here).filter((name) => name.endsWith('.txt'));
  it.each(scripts)('%s says what it shall and leaks nothing', { timeout: 240_000 }, async (name) => {
    const script = parseScript(readFileSync(join(here, name), 'utf8'));
    if (script.needsLpse && !script.ownLpse) lpse ??= await startTemporaryLpse();
    const server = script.ownLpse ? await startTemporaryLpse() : script.needsLpse ? lpse : null;
    const dir = await mkdtemp(join(tmpdir(), 'segel-cli-'));
    try {
      const conversation = new Conversation(dir, server);
      for (const step of script.steps) await conversation.take(step);
      conversation.expectNothingPrivate();
    } finally {
      if (script.ownLpse) await server?.close();
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
      case 'delete': {
        const found = globSync(this.#fill(step.pattern));
        expect(found.length, step.pattern).toBeGreaterThan(0);
        for (const path of found) rmSync(path, { recursive: true });
        return;
      }
      case 'flip': {
        const path = this.#fill(step.path);
        const bytes = readFileSync(path);
        const at = bytes.indexOf(step.text);
        expect(at, step.text).toBeGreaterThan(0);
        bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
        writeFileSync(path, bytes);
        return;
      }
      case 'gone':
        expect(existsSync(this.#fill(step.path)), `line ${step.line}`).toBe(false);
        return;
      case 'damage':
        return this.#damage(step);
      case 'state':
        return this.#state(step.kdTender, step.text);
      case 'split':
        this.#split(this.#fill(step.path));
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
    // The device record shows these to their owner; nothing of ours keeps them.
    const hardware = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ mac }) => mac));
    for (const mac of hardware.filter((one) => !/^[0:]+$/.test(one)))
      expect(written.filter((path) => readFileSync(path).includes(mac))).toEqual([]);
    expect(readdirSync(join(this.#dir, 'tmp')).filter((name) => name.startsWith('segel'))).toEqual([]);
  }

  /** A minute after the stage began in which the envelope opens. */
  async #moveClock(kdTender: string, envelopeId: string): Promise<void> {
    const { context, clock, management } = this.#lpse ?? {};
    if (context === undefined || clock === undefined) throw new Error('clock needs lpse');
    const due = new Date(context.packages.opensAt(kdTender, envelopeId).getTime() + 60_000);
    if (clock.now() < due) await management?.advanceTo(due);
  }

  /** A head of another log, signed by the LPSE, as if the witness had been shown that one before. */
  #split(path: string): void {
    const { log, keys } = this.#lpse?.context ?? {};
    if (log === undefined || keys === undefined) throw new Error('split needs lpse');
    const { origin, size } = parseCheckpoint(log.checkpoint());
    const note = signNote(encodeCheckpoint({ origin, size, root: randomBytes(32) }), origin, keys.log);
    appendFileSync(path, `${JSON.stringify({ note })}\n`);
  }

  async #damage({ kdTender, envelopeId, userId }: Extract<Step, { kind: 'damage' }>): Promise<void> {
    await this.#as(userId, async ({ needs }, { management }) => {
      const { submissions } = await needs.lpse.submissions(kdTender);
      const uploadId = submissions.find((one) => one.envelopeId === envelopeId)?.uploadId;
      if (uploadId === undefined) throw new Error(`no bid of ${userId}`);
      management?.setFaults({ flip: { uploadId, position: 4000 } });
    });
  }

  async #state(kdTender: string, text: string): Promise<void> {
    await this.#as('helpdesk', async ({ needs }) => {
      const [referral] = (await needs.lpse.referrals(kdTender)).referrals;
      if (referral === undefined) throw new Error('nothing was referred');
      await needs.lpse.stateOnBid(referral.openingId, referral.n, { canBeOpened: false, text });
    });
  }

  /** At a computer of the person's own, apart from the script's. */
  async #as(userId: string, work: (station: Station, lpse: TemporaryLpse) => Promise<void>): Promise<void> {
    if (this.#lpse === null) throw new Error(`${userId} needs lpse`);
    const station = await openStation(this.#lpse, userId);
    try {
      await work(station, this.#lpse);
    } finally {
      await station.close();
    }
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
        NODE_COMPILE_CACHE: compileCache,
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
