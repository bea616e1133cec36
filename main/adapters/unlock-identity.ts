// Getting at a private key: by the passphrase that came with the act; without one, from memory while it is fresh, by a keychain
// that the user opted into, or by asking, three times at most.
import type { KeyObject } from 'node:crypto';
import { CodedError } from '../../app/errors/coded-error.ts';
import type { PassphrasePrompt } from '../../app/ports/passphrase-prompt.ts';
import type { SecretStore } from '../../app/ports/secret-store.ts';
import { isCryptoError } from '../../crypto/errors.ts';
import type { Secret } from '../../crypto/secret.ts';

const ATTEMPTS = 3;
/** How long a key stays usable without asking again. */
const FRESH_MS = 5 * 60_000;

export interface UnlockNeeds {
  readonly prompt: PassphrasePrompt;
  readonly secrets: SecretStore;
}

interface Unlocked {
  readonly key: KeyObject;
  readonly until: number;
  /** The passphrase it was opened with, as the prompt named it. */
  readonly offered: object | null;
}

export class KeyUnlocker {
  readonly #needs: UnlockNeeds;
  readonly #unlocked = new Map<string, Unlocked>();

  constructor(needs: UnlockNeeds) {
    this.#needs = needs;
  }

  /**
   * @param open - tries one passphrase, which it does not keep. @throws identity/wrong-passphrase after the last attempt
   */
  async unlock(
    identity: { readonly identityId: string; readonly label: string },
    open: (passphrase: Secret) => Promise<KeyObject>,
  ): Promise<KeyObject> {
    const { identityId } = identity;
    const offered = this.#needs.prompt.offered?.() ?? null;
    const fresh = this.#unlocked.get(identityId);
    // An act that brings a passphrase is proven by it, once: opening many bids in one act derives the key once.
    const counts = offered === null || fresh?.offered === offered;
    if (fresh !== undefined && fresh.until > Date.now() && counts) return fresh.key;
    const kept = offered === null ? await this.#fromKeychain(identityId, open) : null;
    const key = kept ?? (await this.#byAsking(identity, open));
    this.#unlocked.set(identityId, { key, offered, until: Date.now() + FRESH_MS });
    return key;
  }

  /** Forgets every unlocked key. */
  lock(): void {
    this.#unlocked.clear();
  }

  async forget(identityId: string): Promise<void> {
    this.#unlocked.delete(identityId);
    await this.#needs.secrets.delete(entryOf(identityId));
  }

  async #fromKeychain(identityId: string, open: (passphrase: Secret) => Promise<KeyObject>): Promise<KeyObject | null> {
    const kept = await this.#needs.secrets.get(entryOf(identityId));
    if (kept === null) return null;
    try {
      return await open(kept);
    } catch (error) {
      if (!isWrongPassphrase(error)) throw error;
      // The file was replaced since: what the keychain holds is of no use any more.
      await this.#needs.secrets.delete(entryOf(identityId));
      return null;
    } finally {
      kept.wipe();
    }
  }

  async #byAsking(
    { identityId, label }: { readonly identityId: string; readonly label: string },
    open: (passphrase: Secret) => Promise<KeyObject>,
  ): Promise<KeyObject> {
    for (let attempt = 1; ; attempt++) {
      const passphrase = await this.#needs.prompt.ask({ purpose: 'unlock', label, attempt });
      try {
        const key = await open(passphrase);
        if (this.#needs.secrets.backend !== null) await this.#needs.secrets.set(entryOf(identityId), passphrase);
        return key;
      } catch (error) {
        if (!isWrongPassphrase(error) || attempt === ATTEMPTS) throw error;
      } finally {
        passphrase.wipe();
      }
    }
  }
}

function entryOf(identityId: string): string {
  return `identity-${identityId}`;
}

function isWrongPassphrase(error: unknown): boolean {
  return (
    isCryptoError(error, 'identity/wrong-passphrase') ||
    (error instanceof CodedError && error.code === 'identity/wrong-passphrase')
  );
}
