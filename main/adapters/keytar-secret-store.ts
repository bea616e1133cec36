// SecretStore over keytar, for installations that built it (decision 0003): loaded on demand, absent almost everywhere.
import { z } from 'zod';
import type { SecretStore } from '../../app/ports/secret-store.ts';
import { Secret } from '../../crypto/secret.ts';
import { KEYCHAIN_SERVICE } from './keyring-secret-store.ts';

interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

const isFunction = (value: unknown) => typeof value === 'function';
const KeytarModule = z.object({
  getPassword: z.custom<Keytar['getPassword']>(isFunction),
  setPassword: z.custom<Keytar['setPassword']>(isFunction),
  deletePassword: z.custom<Keytar['deletePassword']>(isFunction),
});

export class KeytarSecretStore implements SecretStore {
  readonly backend = 'keytar';
  readonly #keytar: Keytar;

  private constructor(keytar: Keytar) {
    this.#keytar = keytar;
  }

  /** Null where keytar is not installed, not built, or finds no keychain. */
  static async load(): Promise<KeytarSecretStore | null> {
    // A name the compiler does not resolve: the package is optional and has no types here.
    const name = ['key', 'tar'].join('');
    try {
      const loaded: unknown = await import(name);
      const keytar = KeytarModule.parse(z.object({ default: z.unknown() }).parse(loaded).default ?? loaded);
      await keytar.getPassword(KEYCHAIN_SERVICE, 'probe');
      return new KeytarSecretStore(keytar);
    } catch {
      // Every reason means the same to the caller: it is not to be had here.
      return null;
    }
  }

  /** keytar keeps text; ours is base64 of the bytes. */
  async get(name: string): Promise<Secret | null> {
    const text = await this.#keytar.getPassword(KEYCHAIN_SERVICE, name).catch(() => null);
    return text === null ? null : Secret.take(Buffer.from(text, 'base64'));
  }

  async set(name: string, secret: Secret): Promise<boolean> {
    return this.#keytar.setPassword(KEYCHAIN_SERVICE, name, secret.bytes.toString('base64')).then(
      () => true,
      () => false,
    );
  }

  async delete(name: string): Promise<void> {
    await this.#keytar.deletePassword(KEYCHAIN_SERVICE, name).catch(() => false);
  }
}
