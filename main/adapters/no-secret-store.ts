// SecretStore where there is no keychain, or none is wanted: nothing is kept, and every passphrase is asked for.
import type { SecretStore } from '../../app/ports/secret-store.ts';

export const noSecretStore: SecretStore = {
  backend: null,
  get: () => Promise.resolve(null),
  set: () => Promise.resolve(false),
  delete: () => Promise.resolve(),
};
