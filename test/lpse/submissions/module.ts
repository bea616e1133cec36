// Uploads and submissions as one module of the server: routes, tus, the server's own finalising, closing by the clock.
import type { LpseContext } from '../context.ts';
import type { Faults } from '../faults.ts';
import type { LpseModule } from '../http.ts';
import { mountTus } from '../uploads/tus.ts';
import { createUploadBook, type Upload } from '../uploads/upload-book.ts';
import { createUploadFiles } from '../uploads/upload-files.ts';
import { uploadRoutes } from '../uploads/routes.ts';
import { createClosings, type Closings } from './closing.ts';
import { finalise } from './finalise.ts';
import { submissionRoutes } from './routes.ts';
import { createSubmissionRoom, type SubmissionRoom } from './room.ts';
import { decisionOf } from './submission-book.ts';
import { resumeWithdrawals } from './withdraw.ts';

export interface SubmissionModule extends LpseModule {
  readonly room: SubmissionRoom;
  readonly closings: Closings;
}

/** How often the server looks after what is open: answers that failed, hours that have come, timestamps that are missing. */
const TICK_MS = 1_000;

export function submissionModule(context: LpseContext, faults: Faults): SubmissionModule {
  const uploads = createUploadBook(context.stores.lpse);
  const files = createUploadFiles(context.config.dir, faults);
  const room = createSubmissionRoom(context, { faults, uploads, files });
  const closings = createClosings(room);
  let timer: NodeJS.Timeout | undefined;
  const settle = async (): Promise<void> => {
    for (const { submissionId } of room.book.unfinished()) await finalise(room, submissionId);
    await closings.closeDue();
    await room.receipts.fillTimestamps();
  };
  let running: Promise<void> | null = null;
  const tick = (): Promise<void> => (running ??= settle().finally(() => (running = null)));

  const onComplete = ({ uploadId }: Upload): void => {
    const submission = room.book.byUpload(uploadId);
    // The answer to the last PATCH does not wait for the verdict.
    if (submission !== null) inBackground(finalise(room, submission.submissionId));
  };
  fillHooks(context, room);
  return {
    room,
    closings,
    routes: [...uploadRoutes(context, { book: uploads, files }), ...submissionRoutes(room)],
    mount: (http) =>
      mountTus(http, {
        context,
        book: uploads,
        files,
        onComplete,
        isClaimed: (uploadId) => room.book.byUpload(uploadId) !== null,
      }),
    async start() {
      for (const uploadId of uploads.removedIds()) files.remove(uploadId);
      await resumeWithdrawals(room);
      await tick();
      timer = setInterval(() => inBackground(tick()), TICK_MS).unref();
    },
    async stop() {
      clearInterval(timer);
      await running?.catch(() => undefined);
      await room.turns.idle();
    },
  };
}

function fillHooks(context: LpseContext, room: SubmissionRoom): void {
  const { hooks } = context;
  hooks.submissionCount = (scope) => room.book.live(scope).length;
  hooks.livePolicies = (scope) =>
    room.book.live(scope).flatMap((submission) => decisionOf(submission)?.policySha256 ?? []);
}

/** Work whose failure is tried again later: at the next tick, the next request, the next start. */
function inBackground(work: Promise<void>): void {
  work.catch((error: unknown) => console.error('reference LPSE:', error));
}
