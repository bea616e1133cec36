// The register of openings: one per envelope, whoever asks.
import type { EnvelopeId } from '../../../app/protocol/primitives.ts';
import { newId } from '../access/opaque.ts';
import type { EnvelopeScope } from '../context.ts';
import type { Store } from '../database.ts';

export interface Opening extends EnvelopeScope {
  readonly openingId: string;
  readonly startedAt: string;
  /** CMS SignedData over `SessionStatement`; of the member who leads. */
  readonly session: Buffer | null;
  readonly sessionAccount: string | null;
  /** SHA-256 of the session certificate. */
  readonly sessionSha256: string | null;
  /** When the member who leads did the last thing in this opening. */
  readonly leaderActedAt: string | null;
  /** CMS SignedData by the KMS over `ReleasedHeaders`. */
  readonly release: Buffer | null;
}

export interface StoredResult {
  readonly accountId: string;
  readonly content: Buffer;
  readonly result: Buffer;
}

export interface OpeningBook {
  /** The opening of this envelope, made on first call. */
  start(scope: EnvelopeScope, at: Date): Opening;
  find(openingId: string): Opening | null;
  setSession(openingId: string, session: { der: Buffer; accountId: string; certificateSha256: string }): void;
  setRelease(openingId: string, release: Buffer): void;
  /** Noted when it is the member who leads. */
  acted(openingId: string, accountId: string, at: Date): void;
  /** A later contribution of the same holder to the same session takes the place of the earlier one. */
  addContribution(openingId: string, row: { sessionSha256: string; holderSha256: string; der: Buffer }): void;
  contributions(opening: Opening): readonly Buffer[];
  addResult(openingId: string, submissionId: string, result: StoredResult): void;
  resultOf(openingId: string, submissionId: string, accountId: string): StoredResult | null;
  results(openingId: string): readonly Buffer[];
  /** Of one bid, in the order in which they came. */
  resultsOf(openingId: string, submissionId: string): readonly Buffer[];
  /** The opening of an envelope, if somebody started it. */
  ofEnvelope(scope: EnvelopeScope): Opening | null;
}

const COLUMNS = `opening_id AS openingId, kd_tender AS kdTender, versi_tender AS versiTender, envelope_id AS envelopeId,
  started_at AS startedAt, session, session_account AS sessionAccount, session_sha256 AS sessionSha256,
  leader_acted_at AS leaderActedAt, release`;

export function createOpeningBook(store: Store): OpeningBook {
  const byId = store.prepare<[string], Opening>(`SELECT ${COLUMNS} FROM openings WHERE opening_id = ?`);
  const byScope = store.prepare<[string, number, EnvelopeId], Opening>(
    `SELECT ${COLUMNS} FROM openings WHERE kd_tender = ? AND versi_tender = ? AND envelope_id = ?`,
  );
  const insert = store.prepare<[string, string, number, string, string]>(
    `INSERT OR IGNORE INTO openings (opening_id, kd_tender, versi_tender, envelope_id, started_at) VALUES (?, ?, ?, ?, ?)`,
  );
  const setSession = store.prepare<[Buffer, string, string, string]>(
    'UPDATE openings SET session = ?, session_account = ?, session_sha256 = ?, release = NULL WHERE opening_id = ?',
  );
  const setRelease = store.prepare<[Buffer, string]>('UPDATE openings SET release = ? WHERE opening_id = ?');
  const acted = store.prepare<[string, string, string]>(
    'UPDATE openings SET leader_acted_at = ? WHERE opening_id = ? AND session_account = ?',
  );
  const addContribution = store.prepare<[string, string, string, Buffer]>(
    'INSERT OR REPLACE INTO contributions VALUES (?, ?, ?, ?)',
  );
  const contributions = store
    .prepare<[string, string | null], Buffer>(
      'SELECT contribution FROM contributions WHERE opening_id = ? AND session_sha256 = ? ORDER BY rowid',
    )
    .pluck();
  const addResult = store.prepare<[string, string, string, Buffer, Buffer]>(
    'INSERT OR IGNORE INTO results VALUES (?, ?, ?, ?, ?)',
  );
  const resultOf = store.prepare<[string, string, string], StoredResult>(
    `SELECT account_id AS accountId, content, result FROM results
     WHERE opening_id = ? AND submission_id = ? AND account_id = ?`,
  );
  const results = store
    .prepare<[string], Buffer>('SELECT result FROM results WHERE opening_id = ? ORDER BY rowid')
    .pluck();
  const ofBid = store
    .prepare<[string, string], Buffer>(
      'SELECT result FROM results WHERE opening_id = ? AND submission_id = ? ORDER BY rowid',
    )
    .pluck();
  return {
    find: (openingId) => byId.get(openingId) ?? null,
    start({ kdTender, versiTender, envelopeId }, at) {
      insert.run(newId(), kdTender, versiTender, envelopeId, at.toISOString());
      return required(byScope.get(kdTender, versiTender, envelopeId));
    },
    setSession(openingId, { der, accountId, certificateSha256 }) {
      setSession.run(der, accountId, certificateSha256, openingId);
    },
    setRelease: (openingId, release) => void setRelease.run(release, openingId),
    acted: (openingId, accountId, at) => void acted.run(at.toISOString(), openingId, accountId),
    addContribution(openingId, { sessionSha256, holderSha256, der }) {
      addContribution.run(openingId, sessionSha256, holderSha256, der);
    },
    contributions: ({ openingId, sessionSha256 }) => contributions.all(openingId, sessionSha256),
    addResult(openingId, submissionId, { accountId, content, result }) {
      addResult.run(openingId, submissionId, accountId, content, result);
    },
    resultOf: (openingId, submissionId, accountId) => resultOf.get(openingId, submissionId, accountId) ?? null,
    results: (openingId) => results.all(openingId),
    resultsOf: (openingId, submissionId) => ofBid.all(openingId, submissionId),
    ofEnvelope: ({ kdTender, versiTender, envelopeId }) => byScope.get(kdTender, versiTender, envelopeId) ?? null,
  };
}

function required<T>(row: T | undefined): T {
  if (row === undefined) throw new Error('a row just written is there');
  return row;
}
