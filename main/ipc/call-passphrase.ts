// The PassphrasePrompt port of the window: the passphrase comes with the call that needs it, is good for that call alone and
// wiped when the call ends. Nothing is asked in between.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { PassphrasePrompt, PassphraseQuestion } from '../../app/ports/passphrase-prompt.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import { Secret } from '../../crypto/secret.ts';

export class CallPassphrase implements PassphrasePrompt {
  readonly #ofThisCall = new AsyncLocalStorage<readonly Secret[]>();

  /** Runs `work` with the passphrase at hand. */
  with<T>(passphrase: string | null, work: () => Promise<T>): Promise<T> {
    return this.withSeveral([passphrase], work);
  }

  /** For acts of two certificates, each under a passphrase of its own: the second one is tried where the first does not fit. */
  async withSeveral<T>(passphrases: readonly (string | null)[], work: () => Promise<T>): Promise<T> {
    const secrets = passphrases.flatMap((text) => (text === null ? [] : [Secret.fromText(text)]));
    try {
      return await this.#ofThisCall.run(secrets, work);
    } finally {
      for (const secret of secrets) secret.wipe();
    }
  }

  offered(): object | null {
    const secrets = this.#ofThisCall.getStore() ?? [];
    return secrets.length === 0 ? null : secrets;
  }

  /** @throws ipc/passphrase-needed when the call brought none; identity/wrong-passphrase when each was tried already */
  ask({ attempt }: PassphraseQuestion): Promise<Secret> {
    const secrets = this.#ofThisCall.getStore() ?? [];
    if (secrets.length === 0) return Promise.reject(new CodedError('ipc/passphrase-needed'));
    const secret = secrets[attempt - 1];
    if (secret === undefined) return Promise.reject(new CodedError('identity/wrong-passphrase'));
    // The asker wipes what it gets; this call may be asked once more for another key.
    return Promise.resolve(Secret.take(Buffer.from(secret.bytes)));
  }
}
