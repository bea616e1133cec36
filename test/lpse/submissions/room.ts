// What the parts of submissions share.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorCode } from '../../../app/errors/catalogue.ts';
import { RefusalStatement } from '../../../app/protocol/submissions.ts';
import type { EnvelopeScope, LpseContext } from '../context.ts';
import type { Faults } from '../faults.ts';
import { createTurns, type Turns } from '../in-turn.ts';
import { signJson } from '../sign.ts';
import type { UploadBook } from '../uploads/upload-book.ts';
import type { UploadFiles } from '../uploads/upload-files.ts';
import { createReceiptBook, type ReceiptBook } from './receipt-book.ts';
import { createSubmissionBook, type SubmissionBook, type SubmissionHead } from './submission-book.ts';

export interface SubmissionRoom {
  readonly context: LpseContext;
  readonly faults: Faults;
  readonly uploads: UploadBook;
  readonly files: UploadFiles;
  readonly book: SubmissionBook;
  readonly receipts: ReceiptBook;
  /** Everything that changes the set of bids of one envelope runs in turn under `turnKey`. */
  readonly turns: Turns;
  /** CMS SignedData by the LPSE over `RefusalStatement`, with the server's time. */
  signRefusal(head: RefusedHead, code: ErrorCode): Promise<Buffer>;
}

export type RefusedHead = Pick<SubmissionHead, 'requestSha256' | 'submissionId' | 'kdTender' | 'envelopeId'>;

export function createSubmissionRoom(
  context: LpseContext,
  parts: Pick<SubmissionRoom, 'faults' | 'uploads' | 'files'>,
): SubmissionRoom {
  return {
    ...parts,
    context,
    book: createSubmissionBook(context.stores.lpse),
    receipts: createReceiptBook(context),
    turns: createTurns(),
    signRefusal({ requestSha256, submissionId, kdTender, envelopeId }, code) {
      const serverTime = context.clock.now();
      const statement: RefusalStatement = {
        format: 'segel-refusal/1',
        kdLpse: context.config.kdLpse,
        kdTender,
        envelopeId,
        submissionId,
        requestSha256,
        code,
        serverTime: serverTime.toISOString(),
      };
      return signJson(context.keys.lpse, serverTime, RefusalStatement.parse(statement));
    },
  };
}

export function turnKey({ kdTender, versiTender, envelopeId }: EnvelopeScope): string {
  return `${kdTender}/${versiTender}/${envelopeId}`;
}

/** Waits for `work`, but not longer than a client likes to wait; the work goes on. */
export async function briefly(work: Promise<unknown>, maxMs = 8_000): Promise<void> {
  const stop = new AbortController();
  try {
    await Promise.race([work, sleep(maxMs, undefined, { signal: stop.signal, ref: false })]);
  } finally {
    stop.abort();
  }
}
