// The PassphrasePrompt port of the window: the passphrase comes with the call that needs it, is good for that call alone and
// wiped when the call ends. Nothing is asked in between.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { PassphrasePrompt, PassphraseQuestion } from '../../app/ports/passphrase-prompt.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import { Secret } from '../../crypto/secret.ts';

export class CallPassphrase implements PassphrasePrompt {
  readonly #ofThisCall = new AsyncLocalStorage<Secret | null>();

  /** Runs `work` with the passphrase at hand. */
  async with<T>(passphrase: string | null, work: () => Promise<T>): Promise<T> {
    const secret = passphrase === null ? null : Secret.fromText(passphrase);
    try {
      return await this.#ofThisCall.run(secret, work);
    } finally {
      secret?.wipe();
    }
  }

  /** @throws ipc/passphrase-needed when the call brought none; identity/wrong-passphrase when it was tried already */
  ask({ attempt }: PassphraseQuestion): Promise<Secret> {
    const secret = this.#ofThisCall.getStore() ?? null;
    if (secret === null) return Promise.reject(new CodedError('ipc/passphrase-needed'));
    if (attempt > 1) return Promise.reject(new CodedError('identity/wrong-passphrase'));
    // The asker wipes what it gets; this call may be asked once more for another key.
    return Promise.resolve(Secret.take(Buffer.from(secret.bytes)));
  }
}
