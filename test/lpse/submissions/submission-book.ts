// Everything the server knows about submissions, and the order in which it may happen:
// awaiting-bytes -> verifying -> decided -> receipted -> superseded | withdrawn; or refused, from any of the first two.
import type { EnvelopeId } from '../../../app/protocol/primitives.ts';
import type { SubmissionLeafBody } from '../../../app/protocol/receipt.ts';
import type { EnvelopeScope } from '../context.ts';
import { migrate, type Store } from '../database.ts';
import { SUBMISSION_MIGRATIONS } from './schema.ts';

export type StoredState =
  | 'awaiting-bytes'
  | 'verifying'
  /** Everything is checked and its place in the order is taken; leaf and receipt follow without further question. */
  | 'decided'
  | 'receipted'
  | 'superseded'
  | 'withdrawn'
  | 'refused';

/** A signed request, as it was accepted or refused. */
export interface SubmissionHead {
  readonly submissionId: string;
  readonly requestSha256: string;
  readonly accountId: string;
  readonly bidderId: string;
  readonly kdTender: string;
  readonly versiTender: number;
  readonly envelopeId: EnvelopeId;
  readonly uploadId: string;
  readonly size: number;
  readonly sealedSha256: string;
  readonly manifestSha256: string;
  readonly signatureSha256: string;
  readonly evidence: Buffer;
  readonly signerSha256: string;
  /** NON_CA: registration of the device key. */
  readonly registration: Buffer | null;
  readonly acceptedAt: string;
  readonly address: string;
  readonly port: number;
}

export interface Submission extends SubmissionHead {
  readonly state: StoredState;
  readonly refusal: Buffer | null;
  readonly refusalCode: string | null;
  /** JSON of `Decision`. */
  readonly decision: string | null;
}

/** What finalising found; the receipt says nothing that is not here. */
export interface Decision {
  readonly body: SubmissionLeafBody;
  readonly closesAt: string;
  readonly policySha256: string;
  /** CRLs of that moment, base64. */
  readonly crls: readonly string[];
}

export interface Lock {
  /** Object id. */
  readonly id: string;
  readonly der: Buffer;
}

/** Parts of the file that are needed after it was checked. */
export interface FiledParts {
  readonly manifest: Buffer;
  /** `manifest.p7s` and `manifest.tsr`, so that the outer part outlives the file. */
  readonly signature: Buffer;
  readonly timestamp: Buffer | null;
  readonly sealingEvidence: Buffer;
  /** Lock files (NON_CA: headers), kept apart: a damaged file must not keep the other bids from being released. */
  readonly locks: readonly Lock[];
  /** Marks of locks and ciphertexts by which a copy is found. */
  readonly marks: readonly string[];
}

export interface SubmissionBook {
  find(submissionId: string): Submission | null;
  byRequest(requestSha256: string): Submission | null;
  /** The submission that holds an upload, unless it was refused. */
  byUpload(uploadId: string): Submission | null;
  ofAccount(accountId: string, kdTender: string): readonly Submission[];
  /** Of every version. */
  ofTender(kdTender: string): readonly Submission[];
  ofEnvelope(scope: EnvelopeScope): readonly Submission[];
  /** What a crash or a missing byte has left open. */
  unfinished(): readonly Submission[];
  /** `refused` keeps the record of an attempt; a second row for one request is ignored. */
  add(head: SubmissionHead, refused: { readonly code: string; readonly refusal: Buffer } | null): void;
  setState(submissionId: string, state: StoredState): void;
  refuse(submissionId: string, code: string, refusal: Buffer): void;
  /** Marks filed already by another bidder, or for another envelope. */
  foreignMarks(head: SubmissionHead, marks: readonly string[]): boolean;
  decide(head: SubmissionHead, decision: Decision, parts: FiledParts): void;
  manifestOf(submissionId: string): Buffer | null;
  outerSignatureOf(submissionId: string): { readonly signature: Buffer; readonly timestamp: Buffer | null } | null;
  locksOf(submissionId: string): readonly Lock[];
  sealingEvidenceOf(submissionId: string): Buffer | null;
  /** Receipted and neither superseded nor withdrawn, in order of receipt. */
  live(scope: EnvelopeScope): readonly Submission[];
  liveOf(bidderId: string, scope: EnvelopeScope): Submission | null;
}

const COLUMNS = `submission_id AS submissionId, request_sha256 AS requestSha256, account_id AS accountId,
  bidder_id AS bidderId, kd_tender AS kdTender, versi_tender AS versiTender, envelope_id AS envelopeId,
  upload_id AS uploadId, size, sealed_sha256 AS sealedSha256, manifest_sha256 AS manifestSha256,
  signature_sha256 AS signatureSha256, evidence, signer_sha256 AS signerSha256, registration,
  accepted_at AS acceptedAt, address, port, state, refusal, refusal_code AS refusalCode, decision`;

export function createSubmissionBook(store: Store): SubmissionBook {
  migrate(store, SUBMISSION_MIGRATIONS);
  const select = (where: string) =>
    store.prepare<unknown[], Submission>(`SELECT ${COLUMNS} FROM submissions WHERE ${where}`);
  const byId = select('submission_id = ?');
  const byRequest = select('request_sha256 = ?');
  const byUpload = select(`upload_id = ? AND state <> 'refused'`);
  const ofAccount = select('account_id = ? AND kd_tender = ? ORDER BY rowid');
  const ofTender = select('kd_tender = ? ORDER BY rowid');
  const unfinished = select(`state IN ('awaiting-bytes', 'verifying', 'decided') ORDER BY rowid`);
  const ofEnvelope = select('kd_tender = ? AND versi_tender = ? AND envelope_id = ? ORDER BY rowid');
  const live = select(
    `kd_tender = ? AND versi_tender = ? AND envelope_id = ? AND state = 'receipted' ORDER BY decided_order`,
  );
  const insert = store.prepare<[SubmissionHead & { state: StoredState; code: string | null; refusal: Buffer | null }]>(
    `INSERT OR IGNORE INTO submissions (submission_id, request_sha256, account_id, bidder_id, kd_tender, versi_tender,
       envelope_id, upload_id, size, sealed_sha256, manifest_sha256, signature_sha256, evidence, signer_sha256, registration,
       accepted_at, address, port, state, refusal_code, refusal)
     VALUES (@submissionId, @requestSha256, @accountId, @bidderId, @kdTender, @versiTender, @envelopeId, @uploadId, @size,
       @sealedSha256, @manifestSha256, @signatureSha256, @evidence, @signerSha256, @registration, @acceptedAt, @address, @port,
       @state, @code, @refusal)`,
  );
  const setState = store.prepare<[StoredState, string]>('UPDATE submissions SET state = ? WHERE submission_id = ?');
  const refuse = store.prepare<[string, Buffer, string]>(
    `UPDATE submissions SET state = 'refused', refusal_code = ?, refusal = ? WHERE submission_id = ?`,
  );
  const foreign = store.prepare<[string, string, string, string, number]>(
    `SELECT 1 FROM filed_marks WHERE mark = ?
     AND (bidder_id <> ? OR kd_tender <> ? OR envelope_id <> ? OR versi_tender <> ?) LIMIT 1`,
  );
  const addMark = store.prepare<[string, string, string, string, string, number]>(
    'INSERT OR IGNORE INTO filed_marks VALUES (?, ?, ?, ?, ?, ?)',
  );
  const decide = store.prepare<[string, Buffer, Buffer, Buffer | null, Buffer, string]>(
    `UPDATE submissions SET state = 'decided', decision = ?, manifest = ?, outer_signature = ?, outer_timestamp = ?,
       sealing_evidence = ?,
       decided_order = (SELECT coalesce(max(decided_order), 0) + 1 FROM submissions)
     WHERE submission_id = ? AND state = 'verifying'`,
  );
  const part = (column: 'manifest' | 'sealing_evidence') =>
    store.prepare<[string], Buffer | null>(`SELECT ${column} FROM submissions WHERE submission_id = ?`).pluck();
  const addLock = store.prepare<[string, string, Buffer]>('INSERT OR IGNORE INTO filed_locks VALUES (?, ?, ?)');
  const locks = store.prepare<[string], Lock>(
    'SELECT object_id AS id, der FROM filed_locks WHERE submission_id = ? ORDER BY object_id',
  );
  const outerSignature = store.prepare<[string], { signature: Buffer | null; timestamp: Buffer | null }>(
    'SELECT outer_signature AS signature, outer_timestamp AS timestamp FROM submissions WHERE submission_id = ?',
  );
  const manifest = part('manifest');
  const sealingEvidence = part('sealing_evidence');

  return {
    find: (submissionId) => byId.get(submissionId) ?? null,
    byRequest: (requestSha256) => byRequest.get(requestSha256) ?? null,
    byUpload: (uploadId) => byUpload.get(uploadId) ?? null,
    ofAccount: (accountId, kdTender) => ofAccount.all(accountId, kdTender),
    ofTender: (kdTender) => ofTender.all(kdTender),
    ofEnvelope: ({ kdTender, versiTender, envelopeId }) => ofEnvelope.all(kdTender, versiTender, envelopeId),
    unfinished: () => unfinished.all(),
    add(head, refused) {
      const state = refused === null ? 'awaiting-bytes' : 'refused';
      insert.run({ ...head, state, code: refused?.code ?? null, refusal: refused?.refusal ?? null });
    },
    setState: (submissionId, state) => void setState.run(state, submissionId),
    refuse: (submissionId, code, refusal) => void refuse.run(code, refusal, submissionId),
    foreignMarks: ({ bidderId, kdTender, envelopeId, versiTender }, marks) =>
      marks.some((mark) => foreign.get(mark, bidderId, kdTender, envelopeId, versiTender) !== undefined),
    decide: store.transaction((head: SubmissionHead, decision: Decision, parts: FiledParts) => {
      const { submissionId, bidderId, kdTender, envelopeId, versiTender } = head;
      const { manifest: outer, signature, timestamp, sealingEvidence: evidence } = parts;
      decide.run(JSON.stringify(decision), outer, signature, timestamp, evidence, submissionId);
      for (const { id, der } of parts.locks) addLock.run(submissionId, id, der);
      for (const mark of parts.marks) addMark.run(mark, submissionId, bidderId, kdTender, envelopeId, versiTender);
    }),
    locksOf: (submissionId) => locks.all(submissionId),
    manifestOf: (submissionId) => manifest.get(submissionId) ?? null,
    outerSignatureOf(submissionId) {
      const { signature = null, timestamp = null } = outerSignature.get(submissionId) ?? {};
      return signature === null ? null : { signature, timestamp };
    },
    sealingEvidenceOf: (submissionId) => sealingEvidence.get(submissionId) ?? null,
    live: ({ kdTender, versiTender, envelopeId }) => live.all(kdTender, versiTender, envelopeId),
    liveOf: (bidderId, { kdTender, versiTender, envelopeId }) =>
      live.all(kdTender, versiTender, envelopeId).find((submission) => submission.bidderId === bidderId) ?? null,
  };
}

export function decisionOf(submission: Submission): Decision | null {
  // Written by `decide` above.
  return submission.decision === null ? null : (JSON.parse(submission.decision) as Decision);
}
