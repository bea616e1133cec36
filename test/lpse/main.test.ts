import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD, DEMO_PEOPLE } from './seeds/people.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/** Runs `npm run lpse` with these arguments until it has printed `until`, or has ended. */
function run(args: readonly string[], until = '\0'): Promise<{ output: string; exitCode: number | null }> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve) => {
    let output = '';
    const take = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      if (output.includes(until)) child.kill('SIGTERM');
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('close', (exitCode) => resolve({ output, exitCode }));
  });
}

describe('npm run lpse', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'segel-lpse-main-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('prints where everything is, every account, and ends cleanly', async () => {
    const last = DEMO_PEOPLE.at(-1)?.userId ?? '';
    const { output, exitCode } = await run(['--dir', dir], last);
    expect(output).toMatch(/URL +https:\/\/127\.0\.0\.1:\d+\n/);
    expect(output).toContain('NOT FOR PRODUCTION');
    expect(output).toContain(join(dir, 'outbox'));
    expect(output).toContain(DEMO_PASSWORD);
    for (const { userId } of DEMO_PEOPLE) expect(output).toContain(userId);
    expect(exitCode).toBe(0);
  });

  it('refuses a host that is not loopback, with its code', async () => {
    const { output, exitCode } = await run(['--dir', dir, '--host', '0.0.0.0']);
    expect(output).toContain('(lpse/loopback-only)');
    expect(exitCode).toBe(2);
  });
});
