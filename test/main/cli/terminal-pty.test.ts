// On a real terminal: what is typed as a passphrase never appears, and Ctrl-C and Ctrl-D mean no.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const PTY = 'script';
const hasScript = process.platform === 'linux' && spawnSync(PTY, ['--version']).status === 0;
const program = fileURLToPath(new URL('./ask-on-terminal.ts', import.meta.url));

/** Types each answer when its prompt has appeared; answers everything that was on the screen. */
function converse(answers: readonly (readonly [prompt: string, keys: string])[]): Promise<string> {
  const child = spawn(PTY, ['-qec', `stty cols 100 rows 40; ${process.execPath} ${program}`, '/dev/null']);
  const left = [...answers];
  let screen = '';
  child.stdout.on('data', (bytes: Buffer) => {
    screen += bytes.toString();
    const [next] = left;
    if (next !== undefined && screen.includes(next[0])) {
      left.shift();
      // The prompt is written a moment before the terminal stops echoing.
      setTimeout(() => child.stdin.write(next[1]), 200);
    }
  });
  return new Promise((resolve) => child.on('close', () => resolve(screen)));
}

describe('a terminal', () => {
  it.skipIf(!hasScript)(
    'shows no passphrase, neither after a question nor during progress (needs util-linux script)',
    async () => {
      const screen = await converse([
        ['TANYA-1> ', 'ya\r'],
        ['RAHASIA-1> ', 'sandi-pertama\r'],
        ['RAHASIA-2> ', 'sandi-kedua-panjang\r'],
        ['TANYA-2> ', 'selesai\r'],
      ]);
      expect(screen).toContain('HASIL ya 13 19 selesai');
      expect(screen).not.toMatch(/sandi|panjang/);
    },
  );

  it.skipIf(!hasScript).each([
    ['Ctrl-C', '\x03'],
    ['Ctrl-D', '\x04'],
  ])('takes %s for no (needs util-linux script)', async (_name, key) => {
    expect(await converse([['TANYA-1> ', key]])).toContain('GAGAL AbortError');
    const secret = await converse([
      ['TANYA-1> ', 'ya\r'],
      ['RAHASIA-1> ', key],
    ]);
    expect(secret).toContain('GAGAL AbortError');
  });
});
