// The journal: append-only, hash-chained record of what this program did and what it was answered.
// Entries carry facts, never secrets or contents. The chain's rule is `policy/journal-chain.ts`.
import type { Json } from '../../crypto/canonical-json.ts';

export interface JournalEvent {
  /** `area.verb`, for example `submission.accepted`. */
  readonly event: string;
  readonly bidId: string | null;
  readonly kdTender: string | null;
  readonly facts: Readonly<Record<string, Json>>;
}

export interface JournalEntry extends JournalEvent {
  /** From 1, without gaps. */
  readonly sequence: number;
  /** RFC 3339 UTC by this computer's clock. */
  readonly time: string;
  /** 64 zeros for the first entry. */
  readonly previousSha256: string;
  readonly sha256: string;
}

export interface Journal {
  /** Durable when it returns. @throws storage/full, storage/failed */
  append(event: JournalEvent): Promise<JournalEntry>;
  /** Oldest first. */
  entries(filter?: { readonly bidId?: string; readonly kdTender?: string }): Promise<readonly JournalEntry[]>;
}
