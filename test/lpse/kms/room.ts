// What every part of the KMS works with: its keys, its policies, its journal, its clock, its own reading of the log.
import type { Json } from '../../../crypto/canonical-json.ts';
import type { EnvelopeScope } from '../context.ts';
import type { SigningKey } from '../../../crypto/keys.ts';
import type { Store } from '../database.ts';
import type { Journal } from './journal.ts';
import type { KeyRing } from './keys.ts';
import type { PlacedLeaf } from './log-view.ts';
import type { PolicyBook } from './policies.ts';
import type { KmsTrust } from './trust.ts';

/** A leaf the KMS has the log take in, body in clear. */
export interface KmsLeaf {
  readonly type: 'release-requested' | 'headers-released' | 'rehearsal';
  readonly id: EnvelopeScope;
  readonly body: Record<string, string | number | null>;
  /** Appended at most once under this key. */
  readonly once?: string;
}

export interface ReleaseBook {
  find(id: EnvelopeScope, sessionSha256: string): Buffer | undefined;
  save(id: EnvelopeScope, sessionSha256: string, release: Buffer): void;
}

export interface KmsRoom {
  readonly kdLpse: number;
  readonly store: Store;
  readonly now: () => Date;
  readonly trust: KmsTrust;
  readonly keys: KeyRing;
  readonly policies: PolicyBook;
  readonly journal: Journal;
  readonly releases: ReleaseBook;
  /** Of the KMS, for releases and canaries. */
  readonly signer: SigningKey;
  /** Every leaf, verified. @throws kms/log-refused */
  readLog(): readonly PlacedLeaf[];
  /** Durable in the log when it returns. */
  publish(leaf: KmsLeaf): void;
  /** CMS SignedData, attached, by the KMS over canonical JSON. */
  sign(content: Json): Promise<Buffer>;
}

export function createReleaseBook(store: Store, now: () => Date): ReleaseBook {
  const select = store.prepare<[string, number, string, string], { release: Buffer }>(
    `SELECT release FROM kms_releases
     WHERE kd_tender = ? AND versi_tender = ? AND envelope_id = ? AND session_sha256 = ?`,
  );
  const insert = store.prepare<[string, number, string, string, Buffer, string]>(
    'INSERT INTO kms_releases VALUES (?, ?, ?, ?, ?, ?)',
  );
  return {
    find: (id, session) => select.get(id.kdTender, id.versiTender, id.envelopeId, session)?.release,
    save(id, session, release) {
      insert.run(id.kdTender, id.versiTender, id.envelopeId, session, release, now().toISOString());
    },
  };
}
