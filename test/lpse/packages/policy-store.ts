// Published policies, the draft that waits for signatures, and those signatures.
import { SealingPolicy } from '../../../app/protocol/policy.ts';
import { parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { PolicyLookup, PublishedPolicy } from '../context.ts';
import { migrate, type Store } from '../database.ts';

export interface Draft {
  readonly kdTender: string;
  /** Canonical JSON. */
  readonly content: Buffer;
  readonly policySha256: string;
  readonly policy: SealingPolicy;
}

export interface PolicyStore extends PolicyLookup {
  draft(kdTender: string): Draft | null;
  /** Replaces the draft of this package and drops the signatures on it. */
  saveDraft(kdTender: string, content: Buffer): Draft;
  dropDraft(kdTender: string): void;
  /** DER by certificate digest, in the order of arrival. */
  signatures(policySha256: string): ReadonlyMap<string, Buffer>;
  addSignature(policySha256: string, certificateSha256: string, der: Buffer): void;
  /** Publishes and drops the draft, in one transaction. */
  publish(draft: Draft, published: { readonly der: Buffer; readonly at: Date; readonly logIndex: number }): void;
}

interface Row {
  readonly kd_tender: string;
  readonly policy_sha256: string;
  readonly content: Buffer;
}
interface PublishedRow extends Row {
  readonly serial: number;
  readonly der: Buffer;
  readonly published_at: string;
  readonly log_index: number;
}

export function createPolicyStore(store: Store): PolicyStore {
  migrate(store, MIGRATIONS);
  const newest = store.prepare<[string], PublishedRow>(
    'SELECT * FROM policies WHERE kd_tender = ? ORDER BY serial DESC LIMIT 1',
  );
  const bySha256 = store.prepare<[string], PublishedRow>('SELECT * FROM policies WHERE policy_sha256 = ?');
  const insert = store.prepare('INSERT OR IGNORE INTO policies VALUES (?, ?, ?, ?, ?, ?, ?)');
  const draft = store.prepare<[string], Row>('SELECT * FROM policy_drafts WHERE kd_tender = ?');
  const putDraft = store.prepare('INSERT OR REPLACE INTO policy_drafts VALUES (?, ?, ?)');
  const dropDraft = store.prepare('DELETE FROM policy_drafts WHERE kd_tender = ?');
  const addSignature = store.prepare('INSERT OR REPLACE INTO policy_signatures VALUES (?, ?, ?)');
  const signatures = store.prepare<[string], { certificate_sha256: string; der: Buffer }>(
    'SELECT certificate_sha256, der FROM policy_signatures WHERE policy_sha256 = ? ORDER BY rowid',
  );
  const readDraft = (kdTender: string): Draft | null => {
    const row = draft.get(kdTender);
    return row === undefined ? null : toDraft(row);
  };
  return {
    newest: (kdTender) => toPublished(newest.get(kdTender)),
    bySha256: (policySha256) => toPublished(bySha256.get(policySha256)),
    draft: readDraft,
    saveDraft(kdTender, content) {
      const row = { kd_tender: kdTender, policy_sha256: sha256Hex(content), content };
      putDraft.run(row.kd_tender, row.policy_sha256, row.content);
      return toDraft(row);
    },
    dropDraft: (kdTender) => void dropDraft.run(kdTender),
    signatures: (policySha256) => new Map(signatures.all(policySha256).map((row) => [row.certificate_sha256, row.der])),
    addSignature: (policySha256, certificateSha256, der) => void addSignature.run(policySha256, certificateSha256, der),
    publish: store.transaction((ready: Draft, { der, at, logIndex }: { der: Buffer; at: Date; logIndex: number }) => {
      const { kdTender, policySha256, content, policy } = ready;
      insert.run(kdTender, policySha256, content, policy.serial, der, at.toISOString(), logIndex);
      dropDraft.run(kdTender);
    }),
  };
}

const MIGRATIONS = [
  {
    name: 'packages/policies',
    sql: `CREATE TABLE policies (kd_tender TEXT NOT NULL, policy_sha256 TEXT PRIMARY KEY, content BLOB NOT NULL,
        serial INTEGER NOT NULL, der BLOB NOT NULL, published_at TEXT NOT NULL, log_index INTEGER NOT NULL,
        UNIQUE (kd_tender, serial)) STRICT;
      CREATE TABLE policy_drafts (kd_tender TEXT PRIMARY KEY, policy_sha256 TEXT NOT NULL, content BLOB NOT NULL) STRICT;
      CREATE TABLE policy_signatures (policy_sha256 TEXT NOT NULL, certificate_sha256 TEXT NOT NULL, der BLOB NOT NULL,
        PRIMARY KEY (policy_sha256, certificate_sha256)) STRICT`,
  },
];

function toDraft({ kd_tender: kdTender, policy_sha256: policySha256, content }: Row): Draft {
  return { kdTender, content, policySha256, policy: parsePolicy(content) };
}

function toPublished(row: PublishedRow | undefined): PublishedPolicy | null {
  if (row === undefined) return null;
  return {
    kdTender: row.kd_tender,
    serial: row.serial,
    policySha256: row.policy_sha256,
    der: row.der,
    policy: parsePolicy(row.content),
    publishedAt: new Date(row.published_at),
    logIndex: row.log_index,
  };
}

function parsePolicy(content: Buffer): SealingPolicy {
  return SealingPolicy.parse(parseCanonicalJson(content));
}
