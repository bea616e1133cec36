// Which keychain is used, and why: the choice is shown to the user and written down, because the two packages do not read
// each other's entries on Linux (decision 0003).
import type { SecretStore } from '../../app/ports/secret-store.ts';
import { KeyringSecretStore, keyringAnswers } from './keyring-secret-store.ts';
import { KeytarSecretStore } from './keytar-secret-store.ts';
import { noSecretStore } from './no-secret-store.ts';

/** `ask`: no keychain. The others must be chosen: a keychain is used only by those who opted in. */
export const KEYCHAIN_CHOICES = ['ask', 'keyring', 'keytar'] as const;
export type KeychainChoice = (typeof KEYCHAIN_CHOICES)[number];

export interface ChosenSecretStore {
  readonly store: SecretStore;
  readonly choice: KeychainChoice;
  /** `not-chosen`: nobody opted in. `no-answer`: the chosen one is missing, locked or has no session bus. */
  readonly reason: 'not-chosen' | 'chosen' | 'no-answer';
}

/** Never throws: without a keychain the program asks. */
export async function chooseSecretStore(choice: KeychainChoice): Promise<ChosenSecretStore> {
  switch (choice) {
    case 'ask':
      return { store: noSecretStore, choice, reason: 'not-chosen' };
    case 'keyring':
      return (await keyringAnswers())
        ? { store: new KeyringSecretStore(), choice, reason: 'chosen' }
        : { store: noSecretStore, choice, reason: 'no-answer' };
    case 'keytar': {
      const store = await KeytarSecretStore.load();
      return store === null
        ? { store: noSecretStore, choice, reason: 'no-answer' }
        : { store, choice, reason: 'chosen' };
    }
  }
}
