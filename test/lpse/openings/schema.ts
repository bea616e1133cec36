// Tables of openings and rehearsals, in the LPSE's database.
import type { Migration } from '../database.ts';

export const OPENING_MIGRATIONS: readonly Migration[] = [
  {
    name: 'openings/first',
    sql: `
      CREATE TABLE openings (
        opening_id TEXT PRIMARY KEY,
        kd_tender TEXT NOT NULL,
        versi_tender INTEGER NOT NULL,
        envelope_id TEXT NOT NULL,
        started_at TEXT NOT NULL,
        session BLOB,
        session_account TEXT,
        session_sha256 TEXT,
        release BLOB,
        UNIQUE (kd_tender, versi_tender, envelope_id)
      ) STRICT;
      CREATE TABLE contributions (
        opening_id TEXT NOT NULL,
        session_sha256 TEXT NOT NULL,
        holder_sha256 TEXT NOT NULL,
        contribution BLOB NOT NULL,
        PRIMARY KEY (opening_id, session_sha256, holder_sha256)
      ) STRICT;
      CREATE TABLE results (
        opening_id TEXT NOT NULL,
        submission_id TEXT NOT NULL,
        account_id TEXT NOT NULL,
        content BLOB NOT NULL,
        result BLOB NOT NULL,
        PRIMARY KEY (opening_id, submission_id, account_id)
      ) STRICT;
      CREATE TABLE referrals (
        referral_id TEXT PRIMARY KEY,
        opening_id TEXT NOT NULL,
        submission_id TEXT NOT NULL,
        reason TEXT NOT NULL,
        result BLOB NOT NULL,
        statement BLOB,
        UNIQUE (opening_id, submission_id)
      ) STRICT;
      CREATE TABLE technical_signatures (
        kd_tender TEXT NOT NULL,
        versi_tender INTEGER NOT NULL,
        signer_sha256 TEXT NOT NULL,
        content BLOB NOT NULL,
        signature BLOB NOT NULL,
        PRIMARY KEY (kd_tender, versi_tender, signer_sha256)
      ) STRICT;
      CREATE TABLE technical_results (
        kd_tender TEXT NOT NULL,
        versi_tender INTEGER NOT NULL,
        result BLOB NOT NULL,
        PRIMARY KEY (kd_tender, versi_tender)
      ) STRICT;
      CREATE TABLE rehearsals (
        rehearsal_id TEXT PRIMARY KEY,
        kd_tender TEXT NOT NULL,
        versi_tender INTEGER NOT NULL,
        envelope_id TEXT NOT NULL,
        manifest_sha256 TEXT NOT NULL,
        inner_sha256 TEXT NOT NULL
      ) STRICT;
      CREATE TABLE rehearsal_results (
        rehearsal_id TEXT NOT NULL,
        holder_sha256 TEXT NOT NULL,
        opened INTEGER NOT NULL,
        time TEXT NOT NULL,
        result BLOB NOT NULL,
        PRIMARY KEY (rehearsal_id, holder_sha256)
      ) STRICT;
    `,
  },
  {
    name: 'openings/referral-evidence',
    sql: `
      ALTER TABLE referrals ADD COLUMN evidence BLOB;
      ALTER TABLE referrals ADD COLUMN referred_at TEXT NOT NULL DEFAULT '';
      ALTER TABLE referrals ADD COLUMN referred_by TEXT NOT NULL DEFAULT '';
    `,
  },
  {
    name: 'openings/leader-acted',
    sql: 'ALTER TABLE openings ADD COLUMN leader_acted_at TEXT',
  },
];
