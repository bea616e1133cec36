// Tables of submissions, their receipts and closings, in the LPSE's database.
import type { Migration } from '../database.ts';

export const SUBMISSION_MIGRATIONS: readonly Migration[] = [
  {
    name: 'submissions/first',
    sql: `
      CREATE TABLE submissions (
        submission_id TEXT PRIMARY KEY,
        request_sha256 TEXT NOT NULL UNIQUE,
        account_id TEXT NOT NULL,
        bidder_id TEXT NOT NULL,
        kd_tender TEXT NOT NULL,
        versi_tender INTEGER NOT NULL,
        envelope_id TEXT NOT NULL,
        upload_id TEXT NOT NULL,
        size INTEGER NOT NULL,
        sealed_sha256 TEXT NOT NULL,
        manifest_sha256 TEXT NOT NULL,
        signature_sha256 TEXT NOT NULL,
        evidence BLOB NOT NULL,
        signer_sha256 TEXT NOT NULL,
        registration BLOB,
        accepted_at TEXT NOT NULL,
        address TEXT NOT NULL,
        port INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN
          ('awaiting-bytes', 'verifying', 'decided', 'receipted', 'superseded', 'withdrawn', 'refused')),
        refusal_code TEXT,
        refusal BLOB,
        decision TEXT,
        decided_order INTEGER UNIQUE,
        manifest BLOB,
        sealing_evidence BLOB
      ) STRICT;
      CREATE UNIQUE INDEX one_claim_per_upload ON submissions (upload_id) WHERE state <> 'refused';
      CREATE INDEX submissions_by_envelope ON submissions (kd_tender, envelope_id, state);
      CREATE TABLE filed_marks (
        mark TEXT NOT NULL,
        submission_id TEXT NOT NULL,
        bidder_id TEXT NOT NULL,
        kd_tender TEXT NOT NULL,
        envelope_id TEXT NOT NULL,
        versi_tender INTEGER NOT NULL,
        PRIMARY KEY (mark, submission_id)
      ) STRICT;
      CREATE TABLE filed_locks (
        submission_id TEXT NOT NULL,
        object_id TEXT NOT NULL,
        der BLOB NOT NULL,
        PRIMARY KEY (submission_id, object_id)
      ) STRICT;
      CREATE TABLE receipts (
        sequence INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('submission', 'withdrawal')),
        submission_id TEXT NOT NULL,
        receipt BLOB NOT NULL,
        signature BLOB NOT NULL,
        timestamp BLOB,
        crls TEXT NOT NULL,
        UNIQUE (kind, submission_id)
      ) STRICT;
      CREATE TABLE withdrawals (
        submission_id TEXT PRIMARY KEY,
        request_sha256 TEXT NOT NULL,
        decision TEXT NOT NULL
      ) STRICT;
      CREATE TABLE expired_uploads (upload_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
      CREATE TABLE closings (
        kd_tender TEXT NOT NULL,
        versi_tender INTEGER NOT NULL,
        envelope_id TEXT NOT NULL,
        closed_at TEXT NOT NULL,
        leaf_index INTEGER NOT NULL,
        checkpoint TEXT NOT NULL,
        PRIMARY KEY (kd_tender, versi_tender, envelope_id)
      ) STRICT;
    `,
  },
  {
    name: 'submissions/outer-signature',
    sql: `ALTER TABLE submissions ADD COLUMN outer_signature BLOB;
      ALTER TABLE submissions ADD COLUMN outer_timestamp BLOB;`,
  },
];
