// Passphrases come from a descriptor, line by line, or from somebody who is there; from nowhere else.
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { TerminalPassphrasePrompt } from '../../../main/cli/passphrase-prompt.ts';
import { Terminal } from '../../../main/cli/terminal.ts';
import { textsIn } from '../../../main/cli/texts.ts';
import { anyCode } from '../../doubles/any-code.ts';
import { useTemporaryFolder } from '../adapters/temporary-folder.ts';

const at = useTemporaryFolder();
const open: number[] = [];
afterEach(() => open.splice(0).forEach((fd) => closeSync(fd)));

function terminal(content: string | Buffer): Terminal {
  writeFileSync(at('fd'), content);
  const fd = openSync(at('fd'), 'r');
  open.push(fd);
  return new Terminal({ json: false, passphraseFd: fd });
}

const read = async (from: Terminal) => (await from.askSecret('')).bytes.toString();
const prompt = (from: Terminal) => new TerminalPassphrasePrompt(from, textsIn('id'));

describe('Terminal', () => {
  it('reads one line for each question, bytes as they are', async () => {
    const from = terminal('satu dua\nkedua\r\n tiga spasi ');
    expect([await read(from), await read(from), await read(from)]).toEqual(['satu dua', 'kedua', ' tiga spasi ']);
    expect(await anyCode(read(from))).toBe('cli/passphrase-fd');
  });

  it('refuses an empty line, an endless one, and a descriptor that is not open', async () => {
    expect(await anyCode(read(terminal('\n')))).toBe('cli/passphrase-fd');
    expect(await anyCode(read(terminal(Buffer.alloc(5000, 97))))).toBe('cli/passphrase-fd');
    expect(await anyCode(read(new Terminal({ json: false, passphraseFd: 250 })))).toBe('cli/passphrase-fd');
  });

  it.skipIf(process.stdin.isTTY)('asks nobody where nobody is (needs no terminal)', async () => {
    const alone = new Terminal({ json: false, passphraseFd: null });
    expect(await anyCode(alone.askSecret('?'))).toBe('cli/passphrase-unavailable');
    expect(await alone.ask('?')).toBeNull();
  });
});

describe('TerminalPassphrasePrompt', () => {
  it('reads no second answer from a descriptor after a wrong one', async () => {
    const from = terminal('salah\nuntuk pertanyaan lain\n');
    await prompt(from).ask({ purpose: 'unlock', label: 'x', attempt: 1 });
    expect(await anyCode(prompt(from).ask({ purpose: 'unlock', label: 'x', attempt: 2 }))).toBe(
      'identity/wrong-passphrase',
    );
    expect(await read(from)).toBe('untuk pertanyaan lain');
  });

  it('takes no short passphrase for a new key', async () => {
    const short = prompt(terminal('sebelas-hrf\n')).ask({ purpose: 'choose-new', label: 'x', attempt: 1 });
    expect(await anyCode(short)).toBe('cli/passphrase-too-short');
    const long = await prompt(terminal('dua belas huruf\n')).ask({ purpose: 'choose-new', label: 'x', attempt: 1 });
    expect(long.bytes.toString()).toBe('dua belas huruf');
  });
});
