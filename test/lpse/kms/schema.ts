// Tables of the KMS: its own file, read by nothing else.
import type { Migration } from '../database.ts';

export const KMS_MIGRATIONS: readonly Migration[] = [
  {
    name: 'kms/first',
    sql: `
      CREATE TABLE kms_identity (
        name TEXT PRIMARY KEY,
        certificate BLOB NOT NULL,
        private_key BLOB NOT NULL
      ) STRICT;
      CREATE TABLE kms_keys (
        kd_tender TEXT NOT NULL,
        versi_tender INTEGER NOT NULL,
        envelope_id TEXT NOT NULL,
        purpose TEXT NOT NULL CHECK (purpose IN ('package', 'rehearsal')),
        certificate BLOB NOT NULL,
        private_key BLOB NOT NULL,
        PRIMARY KEY (kd_tender, versi_tender, envelope_id, purpose)
      ) STRICT;
      CREATE TABLE kms_policies (
        policy_sha256 TEXT PRIMARY KEY,
        kd_tender TEXT NOT NULL,
        versi_tender INTEGER NOT NULL,
        serial INTEGER NOT NULL,
        content BLOB NOT NULL,
        accepted_at TEXT NOT NULL,
        UNIQUE (kd_tender, versi_tender, serial)
      ) STRICT;
      CREATE TABLE kms_deadlines (
        kd_tender TEXT NOT NULL,
        versi_tender INTEGER NOT NULL,
        envelope_id TEXT NOT NULL,
        closes_at TEXT NOT NULL,
        PRIMARY KEY (kd_tender, versi_tender, envelope_id)
      ) STRICT;
      CREATE TABLE kms_releases (
        kd_tender TEXT NOT NULL,
        versi_tender INTEGER NOT NULL,
        envelope_id TEXT NOT NULL,
        session_sha256 TEXT NOT NULL,
        release BLOB NOT NULL,
        released_at TEXT NOT NULL,
        PRIMARY KEY (kd_tender, versi_tender, envelope_id, session_sha256)
      ) STRICT;
      CREATE TABLE kms_canaries (
        manifest_sha256 TEXT PRIMARY KEY,
        kd_tender TEXT NOT NULL,
        versi_tender INTEGER NOT NULL,
        envelope_id TEXT NOT NULL,
        locks TEXT NOT NULL,
        issued_at TEXT NOT NULL
      ) STRICT;
      CREATE TABLE kms_log_view (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        size INTEGER NOT NULL,
        root BLOB NOT NULL
      ) STRICT;
      CREATE TABLE kms_journal (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        time TEXT NOT NULL,
        event TEXT NOT NULL,
        facts TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL
      ) STRICT;
    `,
  },
];
