// A keychain in memory.
import type { SecretStore } from '../../app/ports/secret-store.ts';
import { Secret } from '../../crypto/secret.ts';

export interface MemorySecretStore extends SecretStore {
  readonly names: () => readonly string[];
  /** From now on it answers nothing, as a locked keychain. */
  lock(): void;
}

export function memorySecretStore(): MemorySecretStore {
  const kept = new Map<string, Buffer>();
  let locked = false;
  return {
    backend: 'memory',
    names: () => [...kept.keys()],
    lock: () => void (locked = true),
    get: (name) => {
      const bytes = locked ? undefined : kept.get(name);
      return Promise.resolve(bytes === undefined ? null : Secret.take(Buffer.from(bytes)));
    },
    set: (name, secret) => {
      if (!locked) kept.set(name, Buffer.from(secret.bytes));
      return Promise.resolve(!locked);
    },
    delete: (name) => Promise.resolve(void kept.delete(name)),
  };
}
