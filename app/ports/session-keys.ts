// Keys of the computer that leads an opening (crypto/SPEC.md 11): one encryption key per opening session, self-issued, kept only
// until the opening is over, so that a crash in between does not cost the members their contributions.
import type { DecryptionKey } from '../../crypto/keys.ts';

export interface SessionKeys {
  /** The key of this session, made on first use: P-256 with keyAgreement. */
  forOpening(openingId: string): Promise<DecryptionKey>;
  /** Null when this computer has none for it: looking makes none. */
  find(openingId: string): Promise<DecryptionKey | null>;
  /** Destroys it. Safe to repeat. */
  forget(openingId: string): Promise<void>;
}
