// The PassphrasePrompt port on a terminal.
import { CodedError } from '../../app/errors/coded-error.ts';
import type { PassphrasePrompt, PassphraseQuestion } from '../../app/ports/passphrase-prompt.ts';
import { equalConstantTime } from '../../crypto/encoding.ts';
import type { Secret } from '../../crypto/secret.ts';
import type { Terminal } from './terminal.ts';
import type { Texts } from './texts.ts';

const SHORTEST_BYTES = 12;

export class TerminalPassphrasePrompt implements PassphrasePrompt {
  readonly #terminal: Terminal;
  readonly #text: Texts;

  constructor(terminal: Terminal, text: Texts) {
    this.#terminal = terminal;
    this.#text = text;
  }

  async ask({ purpose, label, attempt }: PassphraseQuestion): Promise<Secret> {
    if (purpose === 'choose-new') return this.#askNew(label);
    if (attempt > 1) {
      // A descriptor has said what it knows; asking again would read the answer to another question.
      if (this.#terminal.hasPassphraseFd) throw new CodedError('identity/wrong-passphrase');
      this.#terminal.note(this.#text('passphrase.wrong'));
    }
    return this.#terminal.askSecret(this.#text('passphrase.unlock', { label }));
  }

  async #askNew(label: string): Promise<Secret> {
    const first = await this.#terminal.askSecret(this.#text('passphrase.new', { label }));
    if (first.bytes.length < SHORTEST_BYTES) {
      first.wipe();
      throw new CodedError('cli/passphrase-too-short', { shortest: SHORTEST_BYTES });
    }
    if (this.#terminal.hasPassphraseFd) return first;
    const second = await this.#terminal.askSecret(this.#text('passphrase.again'));
    const same = equalConstantTime(first.bytes, second.bytes);
    second.wipe();
    if (same) return first;
    first.wipe();
    throw new CodedError('cli/passphrases-differ');
  }
}
