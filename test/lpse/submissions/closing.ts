// Closing an envelope (app/protocol/SPEC.md 6): when its hour has come, everything received in time gets its answer, what has no signed
// request goes, and the `closed` leaf ends the list. The closed checkpoint is what every opening starts from.
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { EnvelopeScope, PackageRecord } from '../context.ts';
import { createTurns } from '../in-turn.ts';
import { bodySha256, newSalt } from '../log/leaf.ts';
import type { Upload } from '../uploads/upload-book.ts';
import { finalise, refuseAndRemove, removeFile } from './finalise.ts';
import { turnKey, type SubmissionRoom } from './room.ts';

export interface Closing {
  readonly closedAt: string;
  /** Place of the `closed` leaf in the log. */
  readonly leafIndex: number;
  /** Signed note over the tree that ends with that leaf. */
  readonly checkpoint: string;
}

export interface Closings {
  find(scope: EnvelopeScope): Closing | null;
  /** Closes this envelope if its hour has come. Safe to repeat. */
  ensure(scope: EnvelopeScope): Promise<Closing | null>;
  /** Closes what is due; one envelope that cannot be closed yet does not keep the others. */
  closeDue(): Promise<void>;
}

export function createClosings(room: SubmissionRoom): Closings {
  const { context } = room;
  const store = context.stores.lpse;
  const select = store.prepare<[string, number, string], Closing>(
    `SELECT closed_at AS closedAt, leaf_index AS leafIndex, checkpoint FROM closings
     WHERE kd_tender = ? AND versi_tender = ? AND envelope_id = ?`,
  );
  const insert = store.prepare<[string, number, string, string, number, string]>(
    'INSERT OR IGNORE INTO closings VALUES (?, ?, ?, ?, ?, ?)',
  );
  const find = ({ kdTender, versiTender, envelopeId }: EnvelopeScope): Closing | null =>
    select.get(kdTender, versiTender, envelopeId) ?? null;

  const closing = createTurns();

  const close = async (scope: EnvelopeScope): Promise<void> => {
    await settleSubmissions(room, scope);
    await room.turns.run(turnKey(scope), () => {
      dropUnclaimed(room, scope);
      const { kdTender, versiTender, envelopeId } = scope;
      const filed = room.book.ofEnvelope(scope).filter(({ decision }) => decision !== null);
      const { index, leaf } = context.log.append(
        {
          type: 'closed',
          ...scope,
          time: context.clock.now().toISOString(),
          body: { submissions: filed.length, live: room.book.live(scope).length },
        },
        `closed/${kdTender}/${versiTender}/${envelopeId}`,
      );
      insert.run(kdTender, versiTender, envelopeId, leaf.time, index, context.log.checkpoint(index + 1));
      return Promise.resolve();
    });
  };
  const ensure = (scope: EnvelopeScope): Promise<Closing | null> =>
    closing.run(turnKey(scope), async () => {
      const isDue = context.clock.now() >= context.packages.closesAt(scope.kdTender, scope.envelopeId);
      if (find(scope) === null && isDue && !room.faults.leaveOpen) await close(scope);
      return find(scope);
    });
  return {
    find,
    ensure,
    async closeDue() {
      const scopes = context.packages.all().flatMap(scopesOf);
      const open = scopes.filter((scope) => find(scope) === null);
      const failed = (await Promise.allSettled(open.map(ensure))).find((outcome) => outcome.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },
  };
}

function scopesOf({ kdTender, versiTender, envelopes }: PackageRecord): EnvelopeScope[] {
  return envelopes.map(({ envelopeId }) => ({ kdTender, versiTender, envelopeId }));
}

/** After the hour nothing new is accepted, so what is open now is all there is. */
async function settleSubmissions(room: SubmissionRoom, scope: EnvelopeScope): Promise<void> {
  const open = room.book.unfinished().filter((submission) => turnKey(submission) === turnKey(scope));
  for (const { submissionId } of open) {
    await finalise(room, submissionId);
    const submission = room.book.find(submissionId);
    // Never closed over a bid that has no answer yet.
    if (submission?.state === 'verifying' || submission?.state === 'decided')
      throw new CodedError('service/unavailable');
    // Signed in time, but the bytes did not come in time.
    if (submission?.state === 'awaiting-bytes') await refuseAndRemove(room, submission, 'submission/closed');
  }
}

function dropUnclaimed(room: SubmissionRoom, scope: EnvelopeScope): void {
  for (const upload of room.uploads.present(scope.kdTender, scope.envelopeId)) {
    if (room.book.byUpload(upload.uploadId) === null) expire(room, upload, scope);
  }
}

/** The leaf hides whose upload it was, as that of a submission does. Its body is stored first, so that a repeat finds the same. */
function expire(room: SubmissionRoom, upload: Upload, scope: EnvelopeScope): void {
  const { log, clock, stores } = room.context;
  const { uploadId, bidderId, size, offset } = upload;
  const fresh = JSON.stringify({ salt: newSalt(), uploadId, bidderId, size, offset });
  stores.lpse.prepare('INSERT OR IGNORE INTO expired_uploads VALUES (?, ?)').run(uploadId, fresh);
  const stored = stores.lpse
    .prepare<[string], string>('SELECT body FROM expired_uploads WHERE upload_id = ?')
    .pluck()
    .get(uploadId);
  // Written two lines above.
  const body = JSON.parse(stored ?? fresh) as { readonly salt: string };
  const leaf = { type: 'upload-expired', ...scope, time: clock.now().toISOString() } as const;
  log.append({ ...leaf, bodySha256: bodySha256(body) }, `upload-expired/${uploadId}`);
  removeFile(room, uploadId);
}
