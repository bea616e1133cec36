// The rules of output: results on stdout, everything else on stderr; questions only where somebody can answer; passphrases
// typed unseen or read from a descriptor, never taken from arguments or the environment.
import { readSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CodedError } from '../../app/errors/coded-error.ts';
import { Secret } from '../../crypto/secret.ts';

/** Nobody types more; a descriptor that never ends must not fill the memory. */
const MAX_SECRET_BYTES = 4096;

export interface TerminalOptions {
  readonly json: boolean;
  /** `--passphrase-fd`: passphrases one per line, in the order they are asked for. */
  readonly passphraseFd: number | null;
}

export class Terminal {
  readonly json: boolean;
  readonly #passphraseFd: number | null;

  constructor(options: TerminalOptions) {
    this.json = options.json;
    this.#passphraseFd = options.passphraseFd;
  }

  /** Somebody sits there: questions may be asked. */
  get interactive(): boolean {
    return process.stdin.isTTY && process.stderr.isTTY;
  }

  get hasPassphraseFd(): boolean {
    return this.#passphraseFd !== null;
  }

  result(line: string): void {
    process.stdout.write(`${line}\n`);
  }

  note(line: string): void {
    process.stderr.write(`${line}\n`);
  }

  /** Null when nobody can answer. */
  async ask(question: string): Promise<string | null> {
    return this.interactive ? readLine(question, process.stderr) : null;
  }

  /**
   * Typed unseen, or the next line of the descriptor. The receiver wipes it.
   * @throws cli/passphrase-unavailable, cli/passphrase-fd
   */
  async askSecret(question: string): Promise<Secret> {
    if (this.#passphraseFd !== null) return readSecretLine(this.#passphraseFd);
    if (!this.interactive) throw new CodedError('cli/passphrase-unavailable');
    // readline echoes into a stream that swallows it.
    const muted = new Writable({ write: (_chunk, _encoding, done) => done() });
    process.stderr.write(question);
    try {
      return Secret.fromText(await readLine('', muted));
    } finally {
      process.stderr.write('\n');
    }
  }
}

function readLine(question: string, output: NodeJS.WritableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = createInterface({ input: process.stdin, output, terminal: true });
    const end = (settle: () => void) => {
      reader.removeAllListeners();
      reader.close();
      settle();
    };
    const declined = () => end(() => reject(new DOMException('declined', 'AbortError')));
    reader.once('SIGINT', declined);
    reader.once('close', declined);
    reader.question(question, (answer) => end(() => resolve(answer)));
  });
}

/** Byte by byte, so that the next line stays for the next question. */
function readSecretLine(fd: number): Secret {
  const bytes = Buffer.alloc(MAX_SECRET_BYTES);
  let length = 0;
  try {
    for (; ; length++) {
      if (length === bytes.length) throw new CodedError('cli/passphrase-fd', { fd });
      if (readSync(fd, bytes, length, 1, null) === 0 || bytes[length] === 0x0a) break;
    }
    if (length > 0 && bytes[length - 1] === 0x0d) length -= 1;
    if (length === 0) throw new CodedError('cli/passphrase-fd', { fd });
    return Secret.take(Buffer.from(bytes.subarray(0, length)));
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw new CodedError('cli/passphrase-fd', { fd }, { cause: error });
  } finally {
    bytes.fill(0);
  }
}
