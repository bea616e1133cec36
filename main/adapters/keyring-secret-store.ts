// SecretStore over @napi-rs/keyring: macOS Keychain, Windows Credential Manager, and on Linux the Secret Service and nothing
// else. The package's own default there falls back to kernel memory that is gone after a reboot (decision 0003).
import { AsyncEntry } from '@napi-rs/keyring';
import type { SecretStore } from '../../app/ports/secret-store.ts';
import { Secret, wipe } from '../../crypto/secret.ts';

/** Under which name Segel's entries stand in every keychain. */
export const KEYCHAIN_SERVICE = 'id.segel';

const BACKENDS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'macOS Keychain',
  win32: 'Windows Credential Manager',
  linux: 'Secret Service',
};

export class KeyringSecretStore implements SecretStore {
  readonly backend = BACKENDS[process.platform] ?? null;

  async get(name: string): Promise<Secret | null> {
    const bytes = await entry(name)
      .then((found) => found.getSecret())
      .catch(() => null);
    if (bytes === null) return null;
    const secret = Secret.take(Buffer.from(bytes));
    bytes.fill(0);
    return secret;
  }

  async set(name: string, secret: Secret): Promise<boolean> {
    const copy = Uint8Array.from(secret.bytes);
    try {
      await (await entry(name)).setSecret(copy);
      return true;
    } catch {
      // No bus, locked, or declined: the passphrase is asked for instead (trust.md 1.4).
      return false;
    } finally {
      wipe(copy);
    }
  }

  async delete(name: string): Promise<void> {
    await entry(name)
      .then((found) => found.deleteCredential())
      .catch(() => false);
  }
}

/** True when the keychain answers at all, tried with an entry that does not exist. */
export async function keyringAnswers(): Promise<boolean> {
  return entry('probe')
    .then((found) => found.getSecret())
    .then(
      () => true,
      () => false,
    );
}

/** The constructor itself throws where the store is missing. */
function entry(name: string): Promise<AsyncEntry> {
  return Promise.resolve().then(() => new AsyncEntry(KEYCHAIN_SERVICE, name, { linux: { store: 'secret-service' } }));
}
