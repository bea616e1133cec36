// The register of uploads: whose, for which envelope, how many bytes are durable. A row outlives its file as a tombstone.
import type { EnvelopeId } from '../../../app/protocol/primitives.ts';
import { newId } from '../access/opaque.ts';
import { migrate, type Store } from '../database.ts';

export type UploadState = 'open' | 'complete' | 'removed';

export interface Upload {
  readonly uploadId: string;
  readonly accountId: string;
  readonly bidderId: string;
  readonly kdTender: string;
  readonly envelopeId: EnvelopeId;
  readonly size: number;
  /** Bytes that are durable; what lies behind them in the file was never acknowledged. */
  readonly offset: number;
  readonly state: UploadState;
  /** Server time at which the last byte was durable. */
  readonly completedAt: string | null;
}

export interface NewUpload {
  readonly accountId: string;
  readonly bidderId: string;
  readonly kdTender: string;
  readonly envelopeId: EnvelopeId;
  readonly size: number;
}

export interface UploadBook {
  add(upload: NewUpload, at: Date): Upload;
  find(uploadId: string): Upload | null;
  /** `at` is kept when `offset` is the whole size. */
  progress(uploadId: string, offset: number, at: Date): void;
  remove(uploadId: string, at: Date): void;
  /** Bytes reserved and number of uploads whose files this bidder has on the server for a tender. */
  usage(bidderId: string, kdTender: string): { readonly bytes: number; readonly uploads: number };
  /** Uploads of an envelope whose files exist. */
  present(kdTender: string, envelopeId: EnvelopeId): readonly Upload[];
  /** What a crash between two steps may have left: rows whose file is gone, and the other way round, are settled by these. */
  removedIds(): readonly string[];
}

const COLUMNS = `upload_id AS uploadId, account_id AS accountId, bidder_id AS bidderId, kd_tender AS kdTender,
  envelope_id AS envelopeId, size, offset, state, completed_at AS completedAt`;

export function createUploadBook(store: Store): UploadBook {
  migrate(store, [
    {
      name: 'uploads/first',
      sql: `CREATE TABLE uploads (upload_id TEXT PRIMARY KEY, account_id TEXT NOT NULL, bidder_id TEXT NOT NULL,
          kd_tender TEXT NOT NULL, envelope_id TEXT NOT NULL, size INTEGER NOT NULL, offset INTEGER NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('open', 'complete', 'removed')), created_at TEXT NOT NULL,
          completed_at TEXT, removed_at TEXT) STRICT;
        CREATE INDEX uploads_by_envelope ON uploads (kd_tender, envelope_id, state)`,
    },
  ]);
  const insert = store.prepare<[NewUpload & { uploadId: string; at: string }]>(
    `INSERT INTO uploads VALUES (@uploadId, @accountId, @bidderId, @kdTender, @envelopeId, @size, 0, 'open', @at, NULL, NULL)`,
  );
  const byId = store.prepare<[string], Upload>(`SELECT ${COLUMNS} FROM uploads WHERE upload_id = ?`);
  const advance = store.prepare<[{ uploadId: string; offset: number; at: string }]>(
    `UPDATE uploads SET offset = @offset,
       state = CASE WHEN @offset = size THEN 'complete' ELSE state END,
       completed_at = CASE WHEN @offset = size THEN @at ELSE completed_at END
     WHERE upload_id = @uploadId AND state = 'open'`,
  );
  const remove = store.prepare<[string, string]>(
    `UPDATE uploads SET state = 'removed', removed_at = ? WHERE upload_id = ? AND state <> 'removed'`,
  );
  const usage = store.prepare<[string, string], { bytes: number; uploads: number }>(
    `SELECT coalesce(sum(size), 0) AS bytes, count(*) AS uploads FROM uploads
     WHERE bidder_id = ? AND kd_tender = ? AND state <> 'removed'`,
  );
  const present = store.prepare<[string, string], Upload>(
    `SELECT ${COLUMNS} FROM uploads WHERE kd_tender = ? AND envelope_id = ? AND state <> 'removed' ORDER BY created_at`,
  );
  const removed = store.prepare<[], string>(`SELECT upload_id FROM uploads WHERE state = 'removed'`).pluck();
  const find = (uploadId: string): Upload | null => byId.get(uploadId) ?? null;
  return {
    find,
    add(upload, at) {
      const uploadId = newId();
      insert.run({ ...upload, uploadId, at: at.toISOString() });
      return { ...upload, uploadId, offset: 0, state: 'open', completedAt: null };
    },
    progress: (uploadId, offset, at) => void advance.run({ uploadId, offset, at: at.toISOString() }),
    remove: (uploadId, at) => void remove.run(at.toISOString(), uploadId),
    usage: (bidderId, kdTender) => usage.get(bidderId, kdTender) ?? { bytes: 0, uploads: 0 },
    present: (kdTender, envelopeId) => present.all(kdTender, envelopeId),
    removedIds: () => removed.all(),
  };
}
