// Asks a person for a passphrase: a dialog, a terminal, a descriptor. Used by the identity store's adapter.
import type { Secret } from '../../crypto/secret.ts';

export interface PassphraseQuestion {
  readonly purpose: 'unlock' | 'choose-new';
  /** Label of the identity or file. */
  readonly label: string;
  /** From 1; higher after a wrong answer. */
  readonly attempt: number;
}

export interface PassphrasePrompt {
  /** The receiver wipes the secret. Rejects with an `AbortError` when the person declines. */
  ask(question: PassphraseQuestion): Promise<Secret>;
  /**
   * Stands for the passphrase that came with the present act, the same object for as long as the act goes on; null when none came.
   * What somebody typed for an act decides whether it may be done: a key that is still open from before does not.
   */
  offered?(): object | null;
}
