// The entry of the command: readable by an old Node, which hands over to a newer one or says what is missing.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, openSync, closeSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { PROGRAM_CODES } from '../../../app/errors/codes/program.ts';
import { useTemporaryFolder } from '../adapters/temporary-folder.ts';

const at = useTemporaryFolder();
const bin = fileURLToPath(new URL('../../../main/cli/bin.js', import.meta.url));
const env = { PATH: '/usr/local/bin:/usr/bin:/bin', SEGEL_FROM_SOURCE: '1' };
const versionOf = (node: string) => spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout;
const oldNode = ['/usr/local/bin/node', '/usr/bin/node', '/opt/node/bin/node'].find((node) => {
  const major = Number(/^v(\d+)\./.exec(versionOf(node))?.[1] ?? Number.NaN);
  return major >= 18 && major < 24;
});

/** bin.js alone, as in an installation whose `npm ci` has not run. */
function installAlone(): string {
  mkdirSync(at('main', 'cli'), { recursive: true });
  writeFileSync(at('package.json'), '{"type":"module"}');
  copyFileSync(bin, at('main', 'cli', 'bin.js'));
  return at('main', 'cli', 'bin.js');
}

const run = (node: string, script: string, ...args: readonly string[]) =>
  spawnSync(node, [script, ...args], { encoding: 'utf8', env: { ...env, SEGEL_HOME: at('home') } });

describe('bin.js', () => {
  it('runs under Node 24', () => {
    const { status, stdout } = run(process.execPath, bin, '--version');
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });

  it.skipIf(oldNode === undefined)(
    'finds the newer Node from an old one and passes exit code and output (needs a Node 18-23)',
    () => {
      const good = run(oldNode ?? '', bin, '--version');
      expect([good.status, good.stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
      const bad = run(oldNode ?? '', bin, 'check', '--foo');
      expect([bad.status, bad.stdout]).toEqual([2, '']);
      expect(bad.stderr).toContain('program/usage');
    },
  );

  it.skipIf(oldNode === undefined || process.platform === 'win32')(
    'passes on the descriptor that carries a passphrase (needs a Node 18-23)',
    () => {
      installAlone();
      mkdirSync(at('node_modules', '.bin'), { recursive: true });
      // Stands for Node 24: reads descriptor 3 as the program would.
      writeFileSync(at('node_modules', '.bin', 'node'), '#!/bin/sh\ncat <&3\nexit 7\n');
      chmodSync(at('node_modules', '.bin', 'node'), 0o755);
      writeFileSync(at('secret'), 'kata sandi');
      const fd = openSync(at('secret'), 'r');
      const { status, stdout } = spawnSync(oldNode ?? '', [at('main', 'cli', 'bin.js'), 'x', '--passphrase-fd', '3'], {
        env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe', fd],
      });
      closeSync(fd);
      expect([status, stdout]).toEqual([7, 'kata sandi']);
    },
  );

  it.skipIf(oldNode === undefined)(
    'says in both languages what is missing, with exit code 2 (needs a Node 18-23)',
    () => {
      const { status, stdout, stderr } = run(oldNode ?? '', installAlone(), 'status');
      const { id, en } = PROGRAM_CODES['program/old-node'];
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr.split('\n').slice(0, 6)).toEqual([id.what, id.next, id.safe, en.what, en.next, en.safe]);
      expect(stderr).toContain('program/old-node');
      const english = run(oldNode ?? '', at('main', 'cli', 'bin.js'), 'status', '--lang', 'en', '--json');
      expect(english.stderr.startsWith(en.what)).toBe(true);
      expect(JSON.parse(english.stdout)).toMatchObject({ ok: false, problem: { code: 'program/old-node' } });
    },
  );

  it.skipIf(oldNode === undefined || process.platform === 'win32')(
    'does not start an old Node for ever (needs a Node 18-23)',
    () => {
      const script = installAlone();
      mkdirSync(at('node_modules', '.bin'), { recursive: true });
      symlinkSync(oldNode ?? '', join(at('node_modules', '.bin'), 'node'));
      expect(run(oldNode ?? '', script, 'status').status).toBe(2);
    },
  );
});
