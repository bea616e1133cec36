// The keychain of the operating system: an opt-in convenience, never the only copy of anything.
import type { Secret } from '../../crypto/secret.ts';

export interface SecretStore {
  /** Name of the backend for the screen; null where there is none. */
  readonly backend: string | null;
  /** Null when absent, or when the keychain is locked or refuses. */
  get(name: string): Promise<Secret | null>;
  /** False when it could not be kept. */
  set(name: string, secret: Secret): Promise<boolean>;
  delete(name: string): Promise<void>;
}
